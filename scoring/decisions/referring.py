"""Dossiers of 90 points and more: sent to the ministry, and what came back (Điều 7.4)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.files import File

from accounts.models import User
from products.enums import AwardLevel
from products.services import CertificationError, award_certification
from scoring.decisions.enums import DecisionStatus, Outcome, ReferralStatus
from scoring.decisions.package import package_of
from scoring.decisions.registering import register_products
from scoring.dossiers.enums import DossierAct, DossierStatus
from scoring.dossiers.errors import ActRefused
from scoring.dossiers.letters import tell_people
from scoring.dossiers.moving import holding, move, need_reason, require
from scoring.models import Dossier, MinistryReferral
from scoring.process.enums import ProcessLevel
from scoring.templatetags.criteria import points

FIVE_STARS_FROM = Decimal(90)
"""Điều 3.3 of 26/2026/QĐ-TTg."""


def refer_to_ministry(
    *, dossier: Dossier, dispatch_number: str, sent_on: dt.date, by: User, today: dt.date
) -> MinistryReferral:
    """Record that the package of a dossier went to the ministry; the package is kept as it went.

    Raises ``ActRefused`` when it was not approved for sending, went already, the day is ahead or
    before the approval, or a file of it is no longer there.
    """
    with holding(dossier, by):
        require(by, DossierAct.COME_BACK, dossier)  # whoever records the answer sends it
        said = need_reason(dispatch_number, "số tờ trình")
        _refuse_sending_day(dossier, sent_on, today)
        if dossier.referrals.filter(status=ReferralStatus.SENT).exists():
            raise ActRefused("Hồ sơ này đã gửi Bộ và đang chờ kết quả.")
        referral = MinistryReferral(
            dossier=dossier, dispatch_number=said, sent_on=sent_on, sent_by=by
        )
        package = package_of(dossier)
        with package.file:
            referral.package_sha256 = package.sha256
            referral.package.save(package.name, File(package.file), save=False)
            referral.save()
        return referral


def record_recognition(
    *,
    referral: MinistryReferral,
    score: Decimal | None,
    result_number: str,
    result_on: dt.date,
    issuing_body: str,
    by: User,
    today: dt.date,
) -> MinistryReferral:
    """Record the ministry's decision of five stars; the certification runs from its day.

    Raises ``ActRefused`` for points below 90, a day before the sending or ahead, a result that is
    recorded already, or one the register refuses.
    """
    dossier = referral.dossier
    with holding(dossier, by):
        require(by, DossierAct.RECOGNISE, dossier)
        _refuse(referral, result_number, result_on, today)
        if score is not None and score < FIVE_STARS_FROM:
            raise ActRefused("Dưới 90 điểm thì không công nhận 5 sao; ghi là trả về tỉnh.")
        register_products([dossier])
        _award(dossier, score, result_number.strip(), result_on, issuing_body, by)
        _record(referral, ReferralStatus.RECOGNISED, score, result_number, result_on, "", by)
        reason = f"{result_number} ngày {result_on:%d/%m/%Y}: Bộ công nhận 5 sao"
        move(dossier, DossierAct.RECOGNISE, by=by, on=today, reason=reason)
        tell_people(dossier, "được Bộ công nhận 5 sao")
        return referral


def _award(
    dossier: Dossier, score: Decimal | None, number: str, on: dt.date, body: str, by: User
) -> None:
    try:
        award_certification(
            product=dossier.product,
            stars=5,
            score=score,
            decision_number=number,
            decision_on=on,
            issuing_body=body,
            level=AwardLevel.NATIONAL,
            group=dossier.group,
            months=dossier.process.certificate_months,
            by=by,
        )
    except CertificationError as error:
        raise ActRefused(str(error)) from error


def record_return(
    *,
    referral: MinistryReferral,
    score: Decimal,
    result_number: str,
    result_on: dt.date,
    by: User,
    today: dt.date,
    note: str = "",
) -> MinistryReferral:
    """Record a result below 90 points: the dossier is the province's again.

    The province may recognise three or four stars by that result, or have it assessed again
    (Điều 7.4g of 26/2026/QĐ-TTg).
    """
    dossier = referral.dossier
    with holding(dossier, by):
        require(by, DossierAct.COME_BACK, dossier)
        _refuse(referral, result_number, result_on, today)
        if score >= FIVE_STARS_FROM:
            raise ActRefused("Từ 90 điểm trở lên thì ghi là Bộ công nhận.")
        _record(referral, ReferralStatus.BELOW, score, result_number, result_on, note, by)
        reason = f"{result_number} ngày {result_on:%d/%m/%Y}: {points(score)} điểm. {note}"
        move(
            dossier,
            DossierAct.COME_BACK,
            by=by,
            on=today,
            reason=reason.strip(),
            level=ProcessLevel.PROVINCE,
        )
        tell_people(dossier, "đạt dưới 90 điểm ở cấp trung ương, trở về tỉnh xem xét")
        return referral


def score_again(*, dossier: Dossier, by: User, on: dt.date, reason: str) -> None:
    """Bring a concluded dossier back to the council, with the reason."""
    with holding(dossier, by):
        require(by, DossierAct.SCORE_AGAIN, dossier)
        said = need_reason(reason, "lý do đưa lại hội đồng")
        move(dossier, DossierAct.SCORE_AGAIN, by=by, on=on, reason=said)


def _refuse_sending_day(dossier: Dossier, sent_on: dt.date, today: dt.date) -> None:
    if sent_on > today:
        raise ActRefused(f"Ngày gửi {sent_on:%d/%m/%Y} ở tương lai.")
    approved = dossier.decision_items.filter(outcome=Outcome.SEND_UP)
    approved = approved.filter(decision__status=DecisionStatus.ISSUED).select_related("decision")
    last = approved.order_by("decision__signed_on", "pk").last()
    signed_on = last.decision.signed_on if last else None
    if signed_on and sent_on < signed_on:
        raise ActRefused(
            f"Ngày gửi {sent_on:%d/%m/%Y} trước quyết định phê duyệt ngày {signed_on:%d/%m/%Y}."
        )


def _refuse(referral: MinistryReferral, number: str, result_on: dt.date, today: dt.date) -> None:
    referral.refresh_from_db()
    if referral.status != ReferralStatus.SENT:
        raise ActRefused("Kết quả của Bộ đã được ghi.")
    if referral.dossier.status != DossierStatus.SENT_UP:
        raise ActRefused("Hồ sơ không còn ở Bộ.")
    need_reason(number, "số văn bản kết quả")
    if not referral.sent_on <= result_on <= today:
        raise ActRefused(f"Ngày văn bản phải từ ngày gửi {referral.sent_on:%d/%m/%Y} đến hôm nay.")


def _record(
    referral: MinistryReferral,
    status: ReferralStatus,
    score: Decimal | None,
    number: str,
    on: dt.date,
    note: str,
    by: User,
) -> None:
    referral.status, referral.score, referral.recorded_by = status, score, by
    referral.result_number, referral.result_on = number.strip(), on
    referral.result_note = note.strip()
    referral.save()
