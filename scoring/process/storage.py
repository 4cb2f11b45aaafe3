"""Keep processes and holidays in the database, and read them back as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from ocop_portal.shared.tally import Tally, keep_missing
from scoring.models import (
    AssessmentProcess,
    CriteriaVersion,
    ProcessRound,
    ProcessStep,
    PublicHoliday,
)
from scoring.process.definitions import (
    ProcessDefinition,
    RoundDefinition,
    StepDefinition,
    Term,
    WorkCalendar,
)
from scoring.process.documents import read_holidays, read_processes
from scoring.process.enums import AssessmentKind, HolidayBasis, ProcessLevel
from scoring.process.rules import process_for


class CriteriaMissing(LookupError):
    """A process names criteria that are not kept yet."""


@transaction.atomic
def load_processes(directory: Path, *, at: dt.datetime) -> list[Tally]:
    """Keep every process of ``directory`` that is not there yet, published ``at``, and holidays.

    Of a process that is there only what a later decision added is brought up to date. A holiday
    an officer has since corrected stays. Raises ``CriteriaMissing``.
    """
    processes, holidays = Tally("quy trình đánh giá"), Tally("ngày nghỉ lễ")
    for definition in read_processes(directory):
        kept = AssessmentProcess.objects.filter(slug=definition.slug).first()
        if kept is None:
            _keep(definition, at)
            processes.added += 1
        elif _bring_up_to_date(kept, definition):
            processes.changed += 1
        else:
            processes.unchanged += 1
    for row in read_holidays(directory / "holidays.csv"):
        values = {
            "name": row.name,
            "is_working_day": row.is_working_day,
            "basis": row.basis,
            "source": row.source,
        }
        keep_missing(PublicHoliday.objects.all(), {"day": row.day}, values, holidays)
    return [processes, holidays]


def _keep(definition: ProcessDefinition, at: dt.datetime) -> None:
    criteria = CriteriaVersion.objects.filter(decision=definition.criteria).first()
    if criteria is None:
        raise CriteriaMissing(
            f"Quy trình {definition.slug} dùng bộ tiêu chí {definition.criteria} chưa có trong "
            "cơ sở dữ liệu. Chạy load_criteria trước."
        )
    process = AssessmentProcess.objects.create(
        slug=definition.slug,
        name=definition.name,
        citation=definition.citation,
        criteria_version=criteria,
        filed_from=definition.filed_from,
        certificate_months=definition.certificate_months,
        window_opens_days=definition.window_opens_days,
        window_closes_days=definition.window_closes_days,
        withdrawal_days=definition.withdrawal_days,
        extension_days=definition.extension_days,
        gaps=list(definition.gaps),
        source=definition.source,
        **_said_later(definition),
    )
    ProcessStep.objects.bulk_create(
        _step_row(process, step, position)
        for position, step in enumerate(definition.steps, start=1)
    )
    ProcessRound.objects.bulk_create(_round_row(process, each) for each in definition.rounds)
    AssessmentProcess.objects.filter(pk=process.pk).update(published_at=at)


def _said_later(definition: ProcessDefinition) -> dict[str, object]:
    """What a later decision may add to a published process."""
    return {
        "filed_to": definition.filed_to,
        "finish_first_by": definition.finish_by(AssessmentKind.FIRST),
        "finish_reevaluation_by": definition.finish_by(AssessmentKind.REEVALUATION),
        "bases": dict(definition.bases),
    }


def _bring_up_to_date(kept: AssessmentProcess, definition: ProcessDefinition) -> bool:
    differing = {
        name: value
        for name, value in _said_later(definition).items()
        if getattr(kept, name) != value
    }
    for name, value in differing.items():
        setattr(kept, name, value)
    if differing:
        kept.save(update_fields=list(differing))
    return bool(differing)


def _step_row(process: AssessmentProcess, step: StepDefinition, position: int) -> ProcessStep:
    term, again = step.term, step.reevaluation_term
    return ProcessStep(
        process=process,
        position=position,
        level=step.level,
        receives=step.receives,
        checks=step.checks,
        scores=step.scores,
        decides=step.decides,
        contents=list(step.contents),
        awards=list(step.awards),
        sends_up_from=step.sends_up_from,
        has_advisory_group=step.has_advisory_group,
        has_council=step.has_council,
        term_days=term.days if term else None,
        term_is_working=bool(term and term.is_working),
        reevaluation_days=again.days if again else None,
        reevaluation_is_working=bool(again and again.is_working),
        basis=step.basis,
    )


def _round_row(process: AssessmentProcess, each: RoundDefinition) -> ProcessRound:
    return ProcessRound(
        process=process,
        level=each.level,
        number=each.number,
        proposed_month=each.proposed_before.month,
        proposed_day=each.proposed_before.day,
        assessed_month=each.assessed_before.month,
        assessed_day=each.assessed_before.day,
        basis=each.basis,
    )


# --- reading


def processes_in_full() -> QuerySet[AssessmentProcess]:
    """Published processes with everything ``definition_of`` reads: three queries."""
    return (
        AssessmentProcess.objects.exclude(published_at=None)
        .select_related("criteria_version")
        .prefetch_related("steps", "rounds")
    )


@dataclass(frozen=True, slots=True)
class KeptGoverning:
    """The kept process of a dossier, as plain data too, and by when it must be finished, if so."""

    row: AssessmentProcess
    process: ProcessDefinition
    finish_by: dt.date | None


def governing(filed_on: dt.date, kind: AssessmentKind) -> KeptGoverning:
    """Return the kept process that governs a dossier of ``kind`` filed on ``filed_on``.

    Raises ``scoring.process.rules.ProcessUnknown``.
    """
    kept = {row.slug: (row, definition_of(row)) for row in processes_in_full()}
    found = process_for(filed_on, kind, [definition for _row, definition in kept.values()])
    row, definition = kept[found.process.slug]
    return KeptGoverning(row, definition, found.finish_by)


def definitions_of(keys: Iterable[int]) -> dict[int, ProcessDefinition]:
    """Kept processes as plain data, by their keys; three queries."""
    return {row.pk: definition_of(row) for row in processes_in_full().filter(pk__in=keys)}


def definition_of(row: AssessmentProcess) -> ProcessDefinition:
    """Return a process read by ``processes_in_full`` as plain data; runs no query then."""
    finish_by = {kind: row.finish_by(kind) for kind in AssessmentKind}
    return ProcessDefinition(
        slug=row.slug,
        name=row.name,
        citation=row.citation,
        criteria=row.criteria_version.decision,
        filed_from=row.filed_from,
        filed_to=row.filed_to,
        certificate_months=row.certificate_months,
        steps=tuple(step_of(step) for step in row.steps.all()),
        rounds=tuple(round_definition(each) for each in row.rounds.all()),
        window_opens_days=row.window_opens_days,
        window_closes_days=row.window_closes_days,
        withdrawal_days=row.withdrawal_days,
        extension_days=row.extension_days,
        finish_by_kind={kind: day for kind, day in finish_by.items() if day},
        bases=row.bases,
        gaps=tuple(row.gaps),
        source=row.source,
    )


def step_of(row: ProcessStep) -> StepDefinition:
    """Return a kept step as plain data."""
    return StepDefinition(
        level=ProcessLevel(row.level),
        receives=row.receives,
        checks=row.checks,
        scores=row.scores,
        decides=row.decides,
        contents=tuple(row.contents),
        awards=tuple(row.awards),
        sends_up_from=row.sends_up_from,
        has_advisory_group=row.has_advisory_group,
        has_council=row.has_council,
        term=_term(row.term_days, row.term_is_working),
        reevaluation_term=_term(row.reevaluation_days, row.reevaluation_is_working),
        basis=row.basis,
    )


def round_definition(row: ProcessRound) -> RoundDefinition:
    """Return a kept round as plain data."""
    return RoundDefinition(
        ProcessLevel(row.level), row.number, row.proposed_before, row.assessed_before, row.basis
    )


def _term(days: int | None, is_working: bool) -> Term | None:
    return Term(days, is_working) if days else None


def work_calendar() -> WorkCalendar:
    """Return the days offices are closed or open out of turn; one query."""
    rows = list(PublicHoliday.objects.values_list("day", "is_working_day", "basis"))
    return WorkCalendar(
        days_off=frozenset(day for day, is_worked, _basis in rows if not is_worked),
        worked=frozenset(day for day, is_worked, _basis in rows if is_worked),
        noticed=frozenset(day.year for day, _, basis in rows if basis == HolidayBasis.NOTICE),
    )
