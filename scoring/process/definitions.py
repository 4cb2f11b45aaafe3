"""A process as plain data: nothing here asks the database or the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from scoring.process.enums import AssessmentKind, ProcessLevel


class MonthDay(NamedTuple):
    """A day of any year."""

    month: int
    day: int

    def of(self, year: int) -> dt.date:
        """The day in ``year``."""
        return dt.date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Term:
    """A time limit: so many days, working days or days of the calendar."""

    days: int
    is_working: bool = False


@dataclass(frozen=True, slots=True)
class StepDefinition:
    """What one level does; in the words of the decision who receives, checks, scores, decides.

    ``awards`` are the stars it recognises. ``sends_up_from`` is the mean total, unrounded, from
    which the dossier goes on to the next level; none where every dossier goes on, or none does.
    ``term`` is its time for any dossier, ``reevaluation_term`` its time for a re-evaluation; none
    where the decision gives none.
    """

    level: ProcessLevel
    receives: str
    checks: str = ""
    scores: str = ""
    decides: str = ""
    contents: tuple[str, ...] = ()
    awards: tuple[int, ...] = ()
    sends_up_from: Decimal | None = None
    has_advisory_group: bool = False
    has_council: bool = False
    term: Term | None = None
    reevaluation_term: Term | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class RoundDefinition:
    """A yearly round of a level: what is proposed before one day is assessed before another."""

    level: ProcessLevel
    number: int
    proposed_before: MonthDay
    assessed_before: MonthDay
    basis: str = ""


@dataclass(frozen=True)
class ProcessDefinition:
    """The process a decision lays down for dossiers filed from one day to another.

    ``window_opens_days`` and ``window_closes_days`` count back from the last day of a
    certificate; ``extension_days`` forward from it. ``gaps`` says what the sources at hand do not
    tell.
    """

    slug: str
    name: str
    citation: str
    criteria: str
    filed_from: dt.date
    filed_to: dt.date | None
    certificate_months: int
    steps: tuple[StepDefinition, ...]
    rounds: tuple[RoundDefinition, ...] = ()
    window_opens_days: int | None = None
    window_closes_days: int | None = None
    withdrawal_days: int | None = None
    extension_days: int | None = None
    finish_by_kind: Mapping[AssessmentKind, dt.date] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    source: str = ""

    def finish_by(self, kind: AssessmentKind) -> dt.date | None:
        """Last day on which a dossier of ``kind`` may still be finished under this process."""
        return self.finish_by_kind.get(kind)


@dataclass(frozen=True)
class WorkCalendar:
    """Days off and weekend days worked; ``noticed`` are the years whose notice has been kept."""

    days_off: frozenset[dt.date] = frozenset()
    worked: frozenset[dt.date] = frozenset()
    noticed: frozenset[int] = frozenset()

    def is_working(self, day: dt.date) -> bool:
        """Whether offices are open: Monday to Friday and no holiday, or a swapped weekend day."""
        return day in self.worked or (day.weekday() < 5 and day not in self.days_off)

    def is_settled(self, day: dt.date) -> bool:
        """Whether the yearly notice that completes the holidays of ``day``'s year is known."""
        return day.year in self.noticed
