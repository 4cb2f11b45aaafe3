"""A producer disagrees: the appeal, and the office's answer that may bring the dossier back."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from scoring.dossiers.clocks import start_office_time
from scoring.dossiers.enums import TRANSITIONS, AppealStatus, DossierAct, DossierStatus
from scoring.dossiers.errors import ActRefused, NotYours
from scoring.dossiers.letters import tell_people
from scoring.dossiers.moving import holding, move, need_reason, require
from scoring.models import Appeal, Dossier
from scoring.permissions import WRITERS, parties_of

APPEALED = frozenset({DossierAct.NOT_RECOGNISE, DossierAct.REFUSE, DossierAct.RECOGNISE})
"""Acts a producer may appeal against: the last one that decided the dossier."""

AT_THE_OFFICE = frozenset({DossierStatus.SUBMITTED, DossierStatus.REVIEW})


def file_appeal(*, dossier: Dossier, text: str, by: User, on: dt.date) -> Appeal:
    """Appeal against what was decided last; one appeal at a time.

    Raises ``NotYours``; ``ActRefused`` without words, before anything was decided, or while an
    earlier appeal waits.
    """
    with holding(dossier, by):
        if WRITERS.isdisjoint(parties_of(by, dossier)):
            raise NotYours("Chỉ người của chủ thể gửi được khiếu nại.")
        if dossier.status not in TRANSITIONS[DossierAct.REOPEN].sources:
            raise ActRefused("Hồ sơ chưa có kết quả để khiếu nại.")
        if dossier.appeals.filter(status=AppealStatus.FILED).exists():
            raise ActRefused("Hồ sơ này đang có một khiếu nại chờ trả lời.")
        decided = dossier.moves.filter(act__in=APPEALED).last()
        if decided is None:
            raise ActRefused("Hồ sơ chưa có kết quả để khiếu nại.")
        said = need_reason(text, "nội dung khiếu nại")
        return Appeal.objects.create(
            dossier=dossier, against=decided, text=said, filed_by=by, filed_on=on
        )


def take_back_appeal(*, appeal: Appeal, by: User) -> Appeal:
    """The producer takes an appeal back that was not answered yet."""
    with holding(appeal.dossier, by):
        if WRITERS.isdisjoint(parties_of(by, appeal.dossier)):
            raise NotYours("Chỉ người của chủ thể rút được khiếu nại.")
        _refuse_answered(appeal)
        appeal.status = AppealStatus.TAKEN_BACK
        appeal.save(update_fields=["status", "updated_at"])
        return appeal


def answer_appeal(
    *, appeal: Appeal, is_upheld: bool, answer: str, number: str, by: User, on: dt.date
) -> Appeal:
    """Answer an appeal; upheld, the dossier is open again where it was decided.

    One that was refused goes back to the office that refused it, with its time begun anew; any
    other goes before the council again. A certification given meanwhile stays in force until a
    further decision replaces it.
    """
    dossier = appeal.dossier
    with holding(dossier, by):
        require(by, DossierAct.REOPEN, dossier)
        _refuse_answered(appeal)
        appeal.answer = need_reason(answer, "trả lời khiếu nại")
        appeal.status = AppealStatus.UPHELD if is_upheld else AppealStatus.REJECTED
        appeal.answer_number, appeal.answered_by, appeal.answered_on = number.strip(), by, on
        appeal.save()
        if is_upheld:
            _refuse_other_open(dossier)
            reason = f"Khiếu nại ngày {appeal.filed_on:%d/%m/%Y} được chấp nhận. {appeal.answer}"
            back = reopened_at(appeal)
            move(dossier, DossierAct.REOPEN, by=by, on=on, reason=reason, status=back)
            if back in AT_THE_OFFICE:
                start_office_time(dossier, on)
        tell_people(dossier, f"có khiếu nại {_said(appeal)}", appeal.answer)
        return appeal


def reopened_at(appeal: Appeal) -> DossierStatus:
    """Where a dossier goes on when the appeal is upheld: the step that refused it, or the council.

    What was refused before its council would miss what the offices do before a council.
    """
    refused = appeal.against.act == DossierAct.REFUSE
    return DossierStatus(appeal.against.from_status) if refused else DossierStatus.COUNCIL


def _refuse_other_open(dossier: Dossier) -> None:
    """One product has one dossier under way."""
    if dossier.product_id is None:
        return
    other = Dossier.objects.open().filter(product=dossier.product_id).exclude(pk=dossier.pk).first()
    if other is not None:
        raise ActRefused(
            f"Sản phẩm đang có hồ sơ khác chưa kết thúc: {other}. Chủ thể rút hồ sơ ấy trước, hoặc "
            "trả lời không chấp nhận vì đã có hồ sơ mới."
        )


def _said(appeal: Appeal) -> str:
    if appeal.status == AppealStatus.REJECTED:
        return "không được chấp nhận"
    back = reopened_at(appeal)
    where = "trở lại hội đồng" if back == DossierStatus.COUNCIL else f"được mở lại: {back.label}"
    return f"được chấp nhận, hồ sơ {where}"


def _refuse_answered(appeal: Appeal) -> None:
    appeal.refresh_from_db()
    if appeal.status != AppealStatus.FILED:
        raise ActRefused("Khiếu nại này đã được trả lời hoặc đã rút.")
