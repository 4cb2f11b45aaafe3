"""The draft of a decision: which concluded dossiers, and what it says of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import pghistory
from django.db import transaction

from accounts.enums import Act, Area
from accounts.models import User
from accounts.permissions import can
from scoring.criteria.definitions import BandDefinition
from scoring.criteria.storage import bands_of
from scoring.decisions.enums import DecisionStatus, Outcome, ReferralStatus
from scoring.dossiers.enums import DossierStatus
from scoring.dossiers.errors import ActRefused, NotYours
from scoring.models import Conclusion, Decision, DecisionItem, Dossier, MinistryReferral
from scoring.process.definitions import StepDefinition
from scoring.process.enums import ProcessLevel
from scoring.process.rules import step_at
from scoring.process.storage import definitions_of
from scoring.rules import RECOGNISED_STARS, band_of


class Ground(NamedTuple):
    """What a decision says of a dossier and what that rests on."""

    outcome: Outcome
    stars: int
    conclusion: Conclusion | None
    result: MinistryReferral | None = None


def draft_decision(
    *,
    title: str,
    issuing_body: str,
    level: ProcessLevel,
    dossiers: Iterable[Dossier],
    by: User,
    is_demo: bool = False,
) -> Decision:
    """Begin a decision of one level over concluded dossiers; what it says of each is computed.

    Raises ``NotYours``, and ``ActRefused`` naming a dossier that is not concluded at that level
    or stands in another draft.
    """
    if not can(by, Act.ADD, Area.DECISION):
        raise NotYours("Bạn không được soạn quyết định.")
    with transaction.atomic(), pghistory.context(user=by.pk):
        decision = Decision.objects.create(
            title=title.strip(),
            issuing_body=issuing_body.strip(),
            level=level,
            created_by=by,
            is_demo=is_demo,
        )
        _add(decision, [dossier.pk for dossier in dossiers])
    return decision


def add_to_draft(*, decision: Decision, dossiers: Iterable[Dossier], by: User) -> None:
    """Put more concluded dossiers into a draft."""
    with _drafting(decision, by):
        _add(decision, [dossier.pk for dossier in dossiers])


def take_out_of_draft(*, decision: Decision, dossier: Dossier, by: User) -> None:
    """Leave a dossier for another decision."""
    with _drafting(decision, by):
        decision.items.filter(dossier=dossier).delete()


def cancel_draft(*, decision: Decision, by: User) -> None:
    """Give a draft up; its dossiers are free for another."""
    with _drafting(decision, by):
        decision.status = DecisionStatus.CANCELLED
        decision.save(update_fields=["status", "updated_at"])


def choose_outcome(*, item: DecisionItem, send_up: bool, by: User) -> None:
    """Send a dossier of enough points up although a minimum of five stars fails, or not after all.

    From 90 points the province approves the result and sends the dossier to the ministry (Điều 7.3
    of 26/2026/QĐ-TTg); the minimums make it four stars here. Raises ``ActRefused`` below that.
    """
    with _drafting(item.decision, by):
        ground = grounds_of([item.dossier], ProcessLevel(item.decision.level))[item.dossier_id]
        if send_up:
            definitions = definitions_of({item.dossier.process_id})
            step = step_at(
                definitions[item.dossier.process_id].steps, ProcessLevel(item.decision.level)
            )
            if not reaches_next_level(ground.conclusion, step):
                raise ActRefused(f"{item.dossier.product_name}: chưa đủ điểm để trình cấp trên.")
            ground = Ground(Outcome.SEND_UP, 0, ground.conclusion)
        item.outcome, item.stars = ground.outcome, ground.stars
        item.save(update_fields=["outcome", "stars"])


def reaches_next_level(conclusion: Conclusion | None, step: StepDefinition) -> bool:
    """Whether the mean is high enough for this level to send the dossier up."""
    return (
        conclusion is not None
        and step.sends_up_from is not None
        and Fraction(conclusion.total) >= step.sends_up_from
    )


@contextmanager
def _drafting(decision: Decision, by: User) -> Iterator[None]:
    """Hold a decision that is still a draft, for whoever may change it."""
    with transaction.atomic(), pghistory.context(user=by.pk):
        Decision.objects.select_for_update().get(pk=decision.pk)
        decision.refresh_from_db()
        if not can(by, Act.CHANGE, Area.DECISION):
            raise NotYours("Bạn không được sửa dự thảo quyết định.")
        if decision.status != DecisionStatus.DRAFT:
            raise ActRefused("Quyết định không còn là dự thảo, không sửa được.")
        yield


def _add(decision: Decision, keys: Sequence[int]) -> None:
    level = ProcessLevel(decision.level)
    rows = Dossier.objects.filter(pk__in=keys).select_related("process").order_by("pk")
    dossiers = list(rows.select_for_update(of=("self",)))
    _refuse_not_free(decision, dossiers)
    grounds = grounds_of(dossiers, level)
    first = decision.items.count() + 1
    DecisionItem.objects.bulk_create(
        DecisionItem(
            decision=decision,
            dossier=dossier,
            conclusion=grounds[dossier.pk].conclusion,
            result=grounds[dossier.pk].result,
            outcome=grounds[dossier.pk].outcome,
            stars=grounds[dossier.pk].stars,
            position=position,
        )
        for position, dossier in enumerate(dossiers, start=first)
    )


def _refuse_not_free(decision: Decision, dossiers: Sequence[Dossier]) -> None:
    for dossier in dossiers:
        if dossier.status != DossierStatus.CONCLUDED or dossier.level != decision.level:
            raise ActRefused(
                f"{dossier.product_name}: hồ sơ {dossier.get_status_display()}, chưa đưa vào "
                "quyết định được."
            )
        if dossier.is_demo != decision.is_demo:
            raise ActRefused(f"{dossier.product_name}: hồ sơ minh họa để riêng với hồ sơ thật.")
    held = DecisionItem.objects.filter(
        dossier__in=dossiers, decision__status=DecisionStatus.DRAFT
    ).select_related("dossier", "decision")
    for item in held:
        raise ActRefused(f"{item.dossier.product_name}: đã ở trong {item.decision}.")


def grounds_of(dossiers: Sequence[Dossier], level: ProcessLevel) -> dict[int, Ground]:
    """What a decision of ``level`` says of each dossier, by its conclusion or the ministry's word.

    Stars this level awards are recognised; more are sent up; none is not recognised. A dossier
    the ministry found below 90 gets what its points there reach, at most what this level awards
    (Điều 7.4g of 26/2026/QĐ-TTg), under the minimums the council found met. A constant number of
    queries.
    """
    last = last_words(dossiers)
    definitions = definitions_of({dossier.process_id for dossier in dossiers})
    found = {}
    for dossier in dossiers:
        step = step_at(definitions[dossier.process_id].steps, level)
        conclusion, result = last[dossier.pk]
        if result is not None:
            found[dossier.pk] = _by_result(dossier, result, conclusion, step)
        elif conclusion is not None:
            found[dossier.pk] = by_conclusion(conclusion, step)
        else:
            raise ActRefused(f"{dossier.product_name}: chưa có kết luận của hội đồng.")
    return found


class LastWord(NamedTuple):
    """The council's last conclusion on a dossier, and the ministry's result if it came later."""

    conclusion: Conclusion | None
    result: MinistryReferral | None


def last_words(dossiers: Sequence[Dossier]) -> dict[int, LastWord]:
    """By dossier what was concluded last; two queries."""
    conclusions, results = _last_conclusions(dossiers), _last_results(dossiers)
    found = {}
    for dossier in dossiers:
        conclusion, result = conclusions.get(dossier.pk), results.get(dossier.pk)
        if result is not None and conclusion is not None and not _is_later(result, conclusion):
            result = None
        found[dossier.pk] = LastWord(conclusion, result)
    return found


def by_conclusion(conclusion: Conclusion, step: StepDefinition) -> Ground:
    """What this level says of a dossier with that conclusion."""
    if conclusion.stars > max(step.awards, default=0):
        return Ground(Outcome.SEND_UP, 0, conclusion)
    if conclusion.stars in step.awards:
        return Ground(Outcome.RECOGNISE, conclusion.stars, conclusion)
    return Ground(Outcome.NOT_RECOGNISE, 0, conclusion)


def _by_result(
    dossier: Dossier,
    result: MinistryReferral,
    conclusion: Conclusion | None,
    step: StepDefinition,
) -> Ground:
    """By the ministry's points; minimums it does not speak of stay as the council judged them."""
    reached = band_of(_bands(dossier), result.score or Decimal(0))
    missed = conclusion.explanation.get("missed_minimums", {}) if conclusion else {}
    stars = [
        star
        for star in RECOGNISED_STARS
        if star <= reached and star in step.awards and not missed.get(str(star))
    ]
    if stars:
        return Ground(Outcome.RECOGNISE, stars[-1], None, result)
    return Ground(Outcome.NOT_RECOGNISE, 0, None, result)


def _bands(dossier: Dossier) -> tuple[BandDefinition, ...]:
    return bands_of(dossier.process.criteria_version)


def _is_later(result: MinistryReferral, conclusion: Conclusion) -> bool:
    return result.updated_at > conclusion.concluded_at


def _last_conclusions(dossiers: Sequence[Dossier]) -> dict[int, Conclusion]:
    rows = Conclusion.objects.filter(item__dossier__in=dossiers).select_related("item")
    return {row.item.dossier_id: row for row in rows.order_by("concluded_at", "pk")}


def _last_results(dossiers: Sequence[Dossier]) -> dict[int, MinistryReferral]:
    rows = MinistryReferral.objects.filter(dossier__in=dossiers, status=ReferralStatus.BELOW)
    return {row.dossier_id: row for row in rows.order_by("result_on", "pk")}


def signing_day_problem(signed_on: dt.date, today: dt.date, latest: dt.date | None) -> str:
    """Why a decision cannot have been signed on that day; empty when it can."""
    if signed_on > today:
        return f"Ngày ký {signed_on:%d/%m/%Y} ở tương lai."
    if latest and signed_on < latest:
        return f"Ngày ký {signed_on:%d/%m/%Y} trước ngày hội đồng kết luận {latest:%d/%m/%Y}."
    return ""
