"""Issuing a decision: in one act its number and day, certifications, products, letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone

from accounts.enums import Act, Area
from accounts.models import User
from accounts.permissions import can
from products.enums import AwardLevel
from products.services import CertificationError, NewAward, award_certifications
from scoring.decisions.drafting import signing_day_problem
from scoring.decisions.enums import DecisionStatus, Outcome
from scoring.decisions.letters import tell_of_decision
from scoring.decisions.registering import register_products
from scoring.dossiers.enums import DossierAct
from scoring.dossiers.errors import ActRefused, NotYours
from scoring.dossiers.moving import Turn, holding_many, move_many
from scoring.models import Conclusion, Decision, DecisionItem, Dossier, DossierClock
from scoring.process.enums import ProcessLevel
from scoring.rules import rounded

ACTS = {
    Outcome.RECOGNISE: DossierAct.RECOGNISE,
    Outcome.NOT_RECOGNISE: DossierAct.NOT_RECOGNISE,
    Outcome.SEND_UP: DossierAct.SEND_UP,
}

AWARD_LEVELS = {
    ProcessLevel.DISTRICT: AwardLevel.DISTRICT,
    ProcessLevel.PROVINCE: AwardLevel.PROVINCE,
    ProcessLevel.MINISTRY: AwardLevel.NATIONAL,
}


def issue_decision(
    *, decision: Decision, number: str, signed_on: dt.date, signer: str, by: User, today: dt.date
) -> Decision:
    """Enter the number and day of a signed decision and carry it out, all or nothing.

    Certifications of 36 months from the day signed are issued with their public codes, products
    are published or made, dossiers end, producers are told. Issuing again with the same number and
    day changes nothing. Raises ``NotYours``; ``ActRefused`` for an empty draft, a day in the future
    or before what it rests on, a dossier that has moved on, a number already used.
    """
    if not can(by, Act.DECIDE, Area.DECISION):
        raise NotYours("Bạn không được ghi ban hành quyết định.")
    keys = decision.items.values_list("dossier_id", flat=True)
    try:
        with holding_many(keys, by) as dossiers:
            Decision.objects.select_for_update().get(pk=decision.pk)
            decision.refresh_from_db()
            if decision.status == DecisionStatus.ISSUED:
                return _same(decision, number, signed_on)
            _Issue(decision, dossiers, by, signed_on).carry_out(number.strip(), signer, today)
    except IntegrityError as error:
        if "decision_number_once" in str(error):
            raise ActRefused(
                f"Số quyết định {number} ngày {signed_on:%d/%m/%Y} đã ghi cho quyết định khác."
            ) from error
        raise
    except CertificationError as error:
        raise ActRefused(str(error)) from error
    return decision


def _same(decision: Decision, number: str, signed_on: dt.date) -> Decision:
    if (decision.number, decision.signed_on) == (number.strip(), signed_on):
        return decision
    raise ActRefused(f"Quyết định đã ban hành với số {decision.number}.")


class _Issue:
    """One issuing under way: what it reads once and what it writes set by set."""

    def __init__(
        self, decision: Decision, dossiers: Sequence[Dossier], by: User, on: dt.date
    ) -> None:
        self.decision, self.by, self.on = decision, by, on
        self.dossiers = {dossier.pk: dossier for dossier in dossiers}
        self.items = list(decision.items.select_related("conclusion", "result"))

    def carry_out(self, number: str, signer: str, today: dt.date) -> None:
        self._refuse(number, today)
        self.decision.number, self.decision.signer = number, signer.strip()
        self.decision.signed_on = self.on
        recognised = [item for item in self.items if item.outcome == Outcome.RECOGNISE]
        register_products([self.dossiers[item.dossier_id] for item in recognised])
        self._award(recognised)
        self._move(today)
        self.decision.status = DecisionStatus.ISSUED
        self.decision.issued_by, self.decision.issued_at = self.by, timezone.now()
        self.decision.save()
        tell_of_decision(self.decision, self.items, self.dossiers)

    def _refuse(self, number: str, today: dt.date) -> None:
        if self.decision.status != DecisionStatus.DRAFT:
            raise ActRefused("Dự thảo đã bỏ, không ban hành được.")
        if not self.items:
            raise ActRefused("Dự thảo chưa có hồ sơ nào.")
        if not number:
            raise ActRefused("Ghi số quyết định.")
        shown = [item.conclusion_id for item in self.items if item.conclusion_id]
        last = Conclusion.objects.filter(pk__in=shown).aggregate(at=Max("concluded_at"))["at"]
        latest = timezone.localdate(last) if last else None
        if problem := signing_day_problem(self.on, today, latest):
            raise ActRefused(problem)
        for result in (item.result for item in self.items if item.result):
            if result.result_on and self.on < result.result_on:
                raise ActRefused(
                    f"Ngày ký {self.on:%d/%m/%Y} trước văn bản {result.result_number} của Bộ ngày "
                    f"{result.result_on:%d/%m/%Y}."
                )

    def _award(self, items: Sequence[DecisionItem]) -> None:
        given = award_certifications(awards=[self._new_award(item) for item in items], by=self.by)
        for item, certification in zip(items, given, strict=True):
            item.certification = certification
        DecisionItem.objects.bulk_update(items, ["certification"])

    def _new_award(self, item: DecisionItem) -> NewAward:
        dossier, conclusion = self.dossiers[item.dossier_id], item.conclusion
        if dossier.product is None:
            raise ValueError("sản phẩm chưa được tạo")
        return NewAward(
            product=dossier.product,
            stars=item.stars,
            score=score_of(item),
            decision_number=self.decision.number,
            decision_on=self.on,
            issuing_body=self.decision.issuing_body,
            level=AWARD_LEVELS[ProcessLevel(self.decision.level)],
            group=dossier.group,
            months=dossier.process.certificate_months,
            scoring=public_scoring(dossier, conclusion),
        )

    def _move(self, today: dt.date) -> None:
        reason = f"Quyết định {self.decision.number} ngày {self.on:%d/%m/%Y}"
        for outcome, act in ACTS.items():
            turns = [
                Turn(self.dossiers[item.dossier_id], reason)
                for item in self.items
                if item.outcome == outcome
            ]
            if turns:
                move_many(turns, act, by=self.by, on=today)
        DossierClock.objects.not_stopped().filter(dossier__in=self.dossiers).update(
            stopped_on=today, paused_on=None
        )


def score_of(item: DecisionItem) -> Decimal | None:
    """The points a decision rests on: the ministry's where its result decides, else the mean."""
    return item.result.score if item.result else shown_score(item.conclusion)


def shown_score(conclusion: Conclusion | None) -> Decimal | None:
    """The mean with two decimals, never rounded up into a band it does not reach."""
    if conclusion is None:
        return None
    return rounded(Fraction(conclusion.total), 2, up=False)


def public_scoring(dossier: Dossier, conclusion: Conclusion | None) -> Mapping[str, Any]:
    """What the public sees of a scoring: parts and total, never a member's sheet (DESIGN 5)."""
    if conclusion is None or dossier.criteria_set is None:
        return {}
    explained = conclusion.explanation
    return {
        "decision": dossier.criteria_set.version.decision,
        "set": dossier.criteria_set.number,
        "set_name": dossier.criteria_set.name,
        "parts": explained.get("parts", {}),
        "part_points": dossier.criteria_set.version.part_points,
        "total": explained.get("total_shown", ""),
    }
