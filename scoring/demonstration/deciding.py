"""Decisions of the round, what goes to the ministry and comes back, awards of earlier years."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from products.enums import AwardLevel
from products.models import Product
from products.services import award_certification, withdraw_certification
from scoring.decisions.drafting import draft_decision
from scoring.decisions.enums import ReferralStatus
from scoring.decisions.issuing import issue_decision
from scoring.decisions.referring import (
    record_recognition,
    record_return,
    refer_to_ministry,
    score_again,
)
from scoring.demonstration.stage import Act, Entry, Stage
from scoring.models import MinistryReferral
from scoring.process.enums import ProcessLevel

TERM_YEARS = 3  # Điều 4.3 of 26/2026/QĐ-TTg: 36 months
MINISTRY = "Minh họa: Bộ Nông nghiệp và Môi trường"


def award_earlier(stage: Stage, said: Entry) -> None:
    """A product recognised years ago, whose term ends so many days from today."""
    product = Product.objects.create(
        name=said["product"],
        slug=f"minh-hoa-{said['key']}",
        producer=stage.producer_of(said),
        commune=stage.commune,
        group=stage.groups[said["group"]],
        is_published=False,
    )
    award_certification(
        product=product,
        stars=said["stars"],
        score=Decimal(said["score"]),
        decision_number=said["number"],
        decision_on=_years_before(stage.clock.today + dt.timedelta(days=said["days_left"])),
        issuing_body=stage.document["issuing_body"],
        level=AwardLevel.PROVINCE,
        group=product.group,
        by=stage.province,
    )
    stage.products[said["key"]] = product


def withdraw_award(act: Act) -> None:
    """Withdraw the certificate of a product recognised earlier."""
    withdraw_certification(
        certification=act.stage.products[act.entry["key"]].certifications.get(),
        on=act.on,
        act=act.said["act"],
        reason=act.said["reason"],
        by=act.stage.province,
    )


def draft(act: Act) -> None:
    """The secretary drafts a decision over concluded dossiers."""
    act.stage.decisions[act.entry["key"]] = draft_decision(
        title=act.entry["title"],
        issuing_body=act.stage.document["issuing_body"],
        level=ProcessLevel.PROVINCE,
        dossiers=[act.stage.dossiers[key] for key in act.entry["dossiers"]],
        by=act.stage.secretary,
        is_demo=True,
    )


def issue(act: Act) -> None:
    """The province enters number and day; certificates are issued."""
    issue_decision(
        decision=act.stage.decisions[act.entry["key"]],
        number=act.entry["number"],
        signed_on=act.on,
        signer=act.entry["signer"],
        by=act.stage.province,
        today=act.on,
    )


def refer(act: Act) -> None:
    """The province sends a dossier of 90 points to the ministry."""
    number, by = act.said["number"], act.stage.province
    refer_to_ministry(
        dossier=act.dossier, dispatch_number=number, sent_on=act.on, by=by, today=act.on
    )


def ministry_recognises(act: Act) -> None:
    """The ministry gives five stars."""
    record_recognition(
        referral=_sent(act),
        score=Decimal(act.said["score"]),
        result_number=act.said["number"],
        result_on=act.on,
        issuing_body=MINISTRY,
        by=act.stage.province,
        today=act.on,
    )


def ministry_returns(act: Act) -> None:
    """The ministry finds less than 90 points."""
    record_return(
        referral=_sent(act),
        score=Decimal(act.said["score"]),
        result_number=act.said["number"],
        result_on=act.on,
        by=act.stage.province,
        today=act.on,
        note=act.said["note"],
    )


def bring_back_to_council(act: Act) -> None:
    """The province has a concluded dossier scored again."""
    score_again(dossier=act.dossier, by=act.stage.province, on=act.on, reason=act.said["reason"])


def _sent(act: Act) -> MinistryReferral:
    return act.dossier.referrals.get(status=ReferralStatus.SENT)


def _years_before(day: dt.date) -> dt.date:
    """The day of a decision whose term ends on ``day``."""
    first = dt.date(day.year - TERM_YEARS, day.month, 1)
    return first + dt.timedelta(days=min(day.day, 28) - 1)
