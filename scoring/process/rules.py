"""The arithmetic of time limits, windows and rounds, and which process governs a day.

Plain data in and out; no clock, no database. The first day of a time limit is the day after the
event (Điều 147 khoản 2 of the Civil Code 2015); one in days of the calendar that would end on a
day off ends on the next working day (Điều 148 khoản 5).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.process.definitions import (
    ProcessDefinition,
    RoundDefinition,
    StepDefinition,
    Term,
    WorkCalendar,
)
from scoring.process.enums import AssessmentKind, ProcessLevel

DAY = dt.timedelta(days=1)


class ProcessUnknown(LookupError):
    """No process governs a dossier of that day."""


# --- time limits


@dataclass(frozen=True, slots=True)
class Pause:
    """While the producer supplements: the days after ``stopped_on`` up to ``resumed_on``."""

    stopped_on: dt.date
    resumed_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether ``day`` does not count."""
        return self.stopped_on < day and (self.resumed_on is None or day <= self.resumed_on)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows on a day.

    ``left`` counts the days still to come, working days where the term is in working days; past
    the last day it counts back. ``due_on`` is none while the clock stands.
    """

    due_on: dt.date | None
    left: int
    is_stopped: bool = False
    is_overdue: bool = False


def add_working_days(start: dt.date, days: int, calendar: WorkCalendar) -> dt.date:
    """Return the working day ``days`` after ``start``; ``start`` itself for none.

    Raises ``ValueError`` for a negative number.
    """
    return _run(start, Term(days, is_working=True), calendar, ())


def working_days_between(start: dt.date, end: dt.date, calendar: WorkCalendar) -> int:
    """Count the working days after ``start`` up to ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(calendar.is_working(day) for day in _days_after(start, end))


def due_on(
    start: dt.date, term: Term, calendar: WorkCalendar, pauses: Sequence[Pause] = ()
) -> dt.date | None:
    """Return the last day of ``term`` that began with an event on ``start``.

    None while a pause is open. Raises ``ValueError`` for a negative term.
    """
    if any(pause.resumed_on is None for pause in pauses):
        return None
    last = _run(start, term, calendar, pauses)
    return last if term.is_working else next_working_day(last, calendar)


def next_working_day(day: dt.date, calendar: WorkCalendar) -> dt.date:
    """Return ``day`` if offices are open, else the first day after it when they are."""
    while not calendar.is_working(day):
        day += DAY
    return day


def reading(
    start: dt.date,
    term: Term,
    calendar: WorkCalendar,
    *,
    today: dt.date,
    pauses: Sequence[Pause] = (),
) -> Reading:
    """Return what the clock of ``term`` shows on ``today``."""
    due = due_on(start, term, calendar, pauses)
    if due is None:
        used = sum(_counts(day, term, calendar, pauses) for day in _days_after(start, today))
        return Reading(None, max(term.days - used, 0), is_stopped=True)
    left = working_days_between(today, due, calendar) if term.is_working else (due - today).days
    return Reading(due, left, is_overdue=today > due)


def _run(start: dt.date, term: Term, calendar: WorkCalendar, pauses: Sequence[Pause]) -> dt.date:
    if term.days < 0:
        raise ValueError(f"a term of {term.days} days")
    day, left = start, term.days
    while left:
        day += DAY
        left -= _counts(day, term, calendar, pauses)
    return day


def _counts(day: dt.date, term: Term, calendar: WorkCalendar, pauses: Sequence[Pause]) -> bool:
    if any(pause.holds(day) for pause in pauses):
        return False
    return not term.is_working or calendar.is_working(day)


def _days_after(start: dt.date, end: dt.date) -> Iterable[dt.date]:
    return (start + DAY * number for number in range(1, (end - start).days + 1))


# --- the window of a re-evaluation


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a dossier may be filed, both included."""

    opens_on: dt.date
    closes_on: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.opens_on <= day <= self.closes_on


def window(expires_on: dt.date, *, opens_days: int, closes_days: int) -> Window:
    """Return when a re-evaluation may be filed for a certificate that ends on ``expires_on``.

    "Không sớm hơn 180 ngày và không muộn hơn 120 ngày tính đến ngày hết thời hạn" (Điều 7 khoản 6
    điểm a of 26/2026/QĐ-TTg).
    """
    return Window(
        expires_on - dt.timedelta(days=opens_days), expires_on - dt.timedelta(days=closes_days)
    )


# --- rounds


@dataclass(frozen=True, slots=True)
class Round:
    """A round of a year; ``proposed_before`` and ``assessed_before`` are not in it themselves."""

    level: ProcessLevel
    number: int
    year: int
    proposed_before: dt.date
    assessed_before: dt.date


def round_of(day: dt.date, rounds: Iterable[RoundDefinition], level: ProcessLevel) -> Round | None:
    """Return the round a dossier proposed to ``level`` on ``day`` falls into.

    The first whose "trước ngày" is later than ``day``; none where the process names no rounds.
    """
    coming = [
        Round(
            level,
            each.number,
            year,
            each.proposed_before.of(year),
            each.assessed_before.of(year),
        )
        for each in rounds
        if each.level == level
        for year in (day.year, day.year + 1)
    ]
    open_still = (each for each in coming if day < each.proposed_before)
    return min(open_still, key=lambda each: each.proposed_before, default=None)


# --- levels


def step_at(steps: Iterable[StepDefinition], level: ProcessLevel) -> StepDefinition:
    """Return the step of ``level``; ``LookupError`` when the process has none."""
    for step in steps:
        if step.level == level:
            return step
    raise LookupError(f"the process has no step at {level}")


def step_awarding(steps: Iterable[StepDefinition], stars: int) -> StepDefinition | None:
    """Return the step that recognises ``stars``; none where nobody does."""
    return next((step for step in steps if stars in step.awards), None)


def next_step(
    steps: Sequence[StepDefinition], level: ProcessLevel, total: Decimal | None = None
) -> StepDefinition | None:
    """Return where a dossier goes from ``level``; none when it ends there.

    ``total`` is the unrounded mean found at ``level``; a level that sends up from so many points
    keeps what has fewer, or has not been scored.
    """
    here = step_at(steps, level)
    following = steps[steps.index(here) + 1 :]
    if not following:
        return None
    if here.sends_up_from is not None and (total is None or total < here.sends_up_from):
        return None
    return following[0]


# --- which process


@dataclass(frozen=True, slots=True)
class Governing:
    """The process of a dossier, and the day by which it must be finished under it, if any."""

    process: ProcessDefinition
    finish_by: dt.date | None


def process_for(
    filed_on: dt.date, kind: AssessmentKind, processes: Iterable[ProcessDefinition]
) -> Governing:
    """Return the process that governs a dossier of ``kind`` filed on ``filed_on``.

    A dossier keeps the process of its day: one filed before 22/5/2026 goes on under the old
    rules, to be finished within 60 days, a re-evaluation within 30 (Điều 12 khoản 2 of
    26/2026/QĐ-TTg). Raises ``ProcessUnknown`` for a day before the first process.
    """
    for process in processes:
        if process.filed_from <= filed_on and (
            process.filed_to is None or filed_on <= process.filed_to
        ):
            return Governing(process, process.finish_by(kind))
    raise ProcessUnknown(f"Chưa có quy trình nào áp dụng cho hồ sơ nộp ngày {filed_on:%d/%m/%Y}.")
