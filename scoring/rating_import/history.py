"""The awards of one product, known and planned, in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from products.enums import EndReason
from scoring.rating_import.values.dates import show
from scoring.rating_import.values.decisions import number_key


@dataclass(slots=True, eq=False)
class Award:
    """A certification, in the register (``pk``) or about to be made (none)."""

    pk: int | None
    stars: int
    score: Decimal | None = None
    decision_number: str = ""
    decision_on: dt.date | None = None
    year: int | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    expires_on: dt.date | None = None
    end_reason: str = ""
    ended_on: dt.date | None = None
    superseded_by: Award | None = None
    before: list[object] | None = None
    """What the register had, noted when the plan first changes it; for undoing."""

    @property
    def known_year(self) -> int | None:
        """Year of the award, if anything tells it."""
        return self.decision_on.year if self.decision_on else self.year

    @property
    def order(self) -> tuple[int, dt.date]:
        """For ordering in time; what is not known comes first."""
        day = self.decision_on or self.start
        if day:
            return 1, day
        return (1, dt.date(self.year, 1, 1)) if self.year else (0, dt.date.min)

    def in_words(self) -> str:
        """How an officer names it: ``4 sao, 2616/QĐ-UBND ngày 29/12/2021``."""
        number = self.decision_number or "chưa có số quyết định"
        if self.decision_on:
            return f"{self.stars} sao, {number} ngày {show(self.decision_on)}"
        return f"{self.stars} sao, {number}" + (f", năm {self.year}" if self.year else "")

    @property
    def is_withdrawn(self) -> bool:
        """Whether it ended by withdrawal, which no import undoes."""
        return self.end_reason == EndReason.WITHDRAWN


@dataclass(frozen=True, slots=True)
class InForce:
    """An award whose term is known."""

    award: Award
    start: dt.date
    end: dt.date


@dataclass(slots=True)
class History:
    """Awards of one product."""

    awards: list[Award] = field(default_factory=list)

    def by_decision(self, number: str, day: dt.date | None, year: int | None) -> Award | None:
        """The award of a decision; the same number of another year is another decision."""
        key = number_key(number)
        for award in self.awards:
            if award.decision_number and number_key(award.decision_number) == key:
                if award.decision_on and day:
                    if award.decision_on == day or award.decision_on.year == day.year:
                        return award
                elif None in (award.known_year, year) or award.known_year == year:
                    return award
        return None

    def unnumbered(self, day: dt.date | None, year: int | None) -> Award | None:
        """An award without a number, of that day, or of that year when its day is not known."""
        for award in self.awards:
            if award.decision_number:
                continue
            if day and award.decision_on == day:
                return award
            if award.decision_on is None and award.year and award.year == year:
                return award
        return None

    def undated(self, stars: int | None) -> Award | None:
        """An award of which neither number, day nor year is known, of those stars."""
        for award in self.awards:
            told = (award.decision_number, award.known_year, award.start, award.expires_on)
            if not any(told) and stars in (None, award.stars):
                return award
        return None

    def before(self, day: dt.date | None, year: int | None) -> Award | None:
        """The last award before a day, or before a year's end; undated ones come first."""
        limit = day or (dt.date(year, 12, 31) if year else dt.date.max)
        earlier = [award for award in self.awards if award.order[0] == 0 or award.order[1] < limit]
        return max(earlier, key=lambda award: award.order, default=None)

    def overlapping(self, start: dt.date, end: dt.date, but: Award | None = None) -> list[InForce]:
        """Awards in force on a day of ``[start, end)`` in the order of time, except ``but``."""
        found = [
            InForce(award, award.start, award.end)
            for award in self.awards
            if award is not but and award.start and award.end
        ]
        found = [other for other in found if other.start < end and start < other.end]
        return sorted(found, key=lambda other: other.start)
