"""Handing in, supplementing and withdrawing: the acts of a dossier's writers."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import User
from scoring.councils.enums import ItemStatus
from scoring.dossiers.clocks import resume_clocks, start_office_time, stop_clocks
from scoring.dossiers.completeness import lacks_of
from scoring.dossiers.enums import DossierAct, DossierStatus
from scoring.dossiers.errors import ActRefused, DossierIncomplete
from scoring.dossiers.moving import holding, move, need_reason, require
from scoring.dossiers.receipts import next_number, receipt_number, year_of
from scoring.dossiers.revisions import fingerprint
from scoring.dossiers.snapshots import content_of
from scoring.models import Dossier, DossierMove, DossierRevision, RequestedItem
from scoring.process.definitions import ProcessDefinition
from scoring.process.enums import AssessmentKind
from scoring.process.rules import ProcessUnknown, window
from scoring.process.storage import definition_of, governing, processes_in_full

FIELDS = ("number", "year", "receipt_number", "filed_on", "revision_number")


def submit_dossier(*, dossier: Dossier, by: User, on: dt.date) -> DossierMove:
    """Hand the dossier in to its commune: a revision is kept, the first time a number is given.

    An electronic dossier has the value of the paper one (Điều 7.1 of 26/2026/QĐ-TTg). Handing in
    again what is handed in already gives ``ActRefused``; so does a law that changed since the
    draft was begun, and a re-evaluation before its window opens. ``DossierIncomplete`` names
    what is missing. A re-evaluation after the window is taken and its event says so.
    """
    with holding(dossier, by):
        require(by, DossierAct.SUBMIT, dossier)
        _refuse_other_law(dossier, on)
        late = _outside_window(dossier, on)
        lacks = lacks_of(dossier, on)
        if lacks:
            raise DossierIncomplete(lacks)
        _keep_revision(dossier, by, on)
        start_office_time(dossier, on)
        return move(dossier, DossierAct.SUBMIT, by=by, on=on, reason=late, also=FIELDS)


def answer_request(
    *, dossier: Dossier, answers: dict[int, str], by: User, on: dt.date, note: str = ""
) -> DossierMove:
    """Hand in the supplement asked for; the clock runs on and the dossier is where it was.

    ``answers`` says by the key of each `RequestedItem` what was done about it. Raises
    ``ActRefused`` while an item is unanswered, ``DossierIncomplete`` as for handing in.
    """
    with holding(dossier, by):
        require(by, DossierAct.ANSWER, dossier)
        _answer_items(dossier, answers)
        lacks = lacks_of(dossier, on)
        if lacks:
            raise DossierIncomplete(lacks)
        back = DossierStatus(dossier.resume_status)
        _keep_revision(dossier, by, on)
        resume_clocks(dossier=dossier, on=on)
        return move(dossier, DossierAct.ANSWER, by=by, on=on, reason=note, status=back, also=FIELDS)


def withdraw_dossier(*, dossier: Dossier, by: User, on: dt.date, reason: str) -> DossierMove:
    """Take the dossier back, from any state before the council has concluded."""
    with holding(dossier, by):
        require(by, DossierAct.WITHDRAW, dossier)
        _leave_session(dossier)
        stop_clocks(dossier=dossier, on=on)
        said = need_reason(reason, "lý do rút hồ sơ")
        return move(dossier, DossierAct.WITHDRAW, by=by, on=on, reason=said)


def last_request(dossier: Dossier) -> DossierMove | None:
    """When the office last asked for something or gave the dossier back; with its items."""
    asking = dossier.moves.filter(act__in=[DossierAct.REQUEST, DossierAct.RETURN])
    return asking.prefetch_related("items").last()


def requested_items(dossier: Dossier) -> list[RequestedItem]:
    """What the office asked for last, while the dossier waits for it."""
    last = last_request(dossier)
    return list(last.items.all()) if last else []


def _answer_items(dossier: Dossier, answers: dict[int, str]) -> None:
    for item in requested_items(dossier):
        said = answers.get(item.pk, item.answer).strip()
        if not said:
            raise ActRefused(f"Trả lời yêu cầu về {item.get_subject_display()}: {item.what}")
        item.answer, item.answered_at = said, timezone.now()
        item.save(update_fields=["answer", "answered_at"])


def _keep_revision(dossier: Dossier, by: User, on: dt.date) -> None:
    """Keep the content as it is now, and number the dossier when it is the first time."""
    if dossier.number is None:
        year = year_of(on)
        dossier.number, dossier.year = next_number(dossier.commune, year), year
        dossier.receipt_number = receipt_number(dossier.commune, dossier.number, year)
        dossier.filed_on = on
    dossier.revision_number += 1
    content = content_of(dossier)
    DossierRevision.objects.create(
        dossier=dossier,
        number=dossier.revision_number,
        content=content,
        sha256=fingerprint(content),
        submitted_by=by,
        submitted_at=timezone.now(),
    )


def _refuse_other_law(dossier: Dossier, on: dt.date) -> None:
    """A dossier is judged by the law of the day it is first handed in (DESIGN 3.3)."""
    try:
        now = governing(dossier.filed_on or on, AssessmentKind(dossier.kind)).row
    except ProcessUnknown as error:
        raise ActRefused(str(error)) from error
    if now != dossier.process:
        raise ActRefused(
            f"Từ {now.filed_from:%d/%m/%Y} hồ sơ nộp theo {now.name}. Lập hồ sơ mới từ hồ sơ này "
            "để chấm lại theo bộ tiêu chí đang áp dụng; nội dung đã ghi được giữ."
        )


def _outside_window(dossier: Dossier, on: dt.date) -> str:
    """Words for a re-evaluation handed in late; ``ActRefused`` for one handed in too early."""
    ends = certificate_end(dossier, on)
    process = _process_of(dossier)
    opens, closes = process.window_opens_days, process.window_closes_days
    if dossier.kind != AssessmentKind.REEVALUATION or not (ends and opens and closes):
        return ""
    span = window(ends, opens_days=opens, closes_days=closes)
    if on < span.opens_on:
        raise ActRefused(
            f"Chứng nhận hết hạn ngày {ends:%d/%m/%Y}; hồ sơ đánh giá lại nộp từ "
            f"{span.opens_on:%d/%m/%Y} đến {span.closes_on:%d/%m/%Y}."
        )
    if on > span.closes_on:
        return f"Nộp sau kỳ: kỳ nộp đã kết thúc ngày {span.closes_on:%d/%m/%Y}."
    return ""


def certificate_end(dossier: Dossier, on: dt.date) -> dt.date | None:
    """When the certificate to be renewed ends, as printed; none where it is not known."""
    if dossier.product is None:
        return None
    award = dossier.product.award(on)
    return award.expires_on if award else None


def _process_of(dossier: Dossier) -> ProcessDefinition:
    return definition_of(processes_in_full().get(pk=dossier.process_id))


def _leave_session(dossier: Dossier) -> None:
    """Nothing more is scored of a dossier its producer takes back."""
    on_the_table = dossier.session_items.filter(status__in=[ItemStatus.WAITING, ItemStatus.SCORING])
    on_the_table.update(status=ItemStatus.DEFERRED)
