"""What a resolution hands back: a unit, or candidates, each with reasons in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from communes.models import Commune


class Why(StrEnum):
    """Kinds of reason."""

    EMPTY = "empty"
    NOT_FOUND = "not_found"
    NOT_A_COMMUNE = "not_a_commune"
    SEVERAL = "several"
    OTHER_SPELLING = "other_spelling"
    ACCENTS = "accents"
    SLIP = "slip"
    FORMER_NAME = "former_name"
    SHORT = "short"
    PART = "part"
    KIND = "kind"
    DISTRICT = "district"
    PROVINCE = "province"
    ENDED = "ended"
    NOT_YET = "not_yet"
    VILLAGE = "village"
    LEVEL = "level"
    ALSO_HIGHER = "also_higher"
    UNKNOWN_PART = "unknown_part"
    CODE = "code"
    LATER_UNIT = "later_unit"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this unit, or why not; ``text`` is a Vietnamese sentence for the officer."""

    why: Why
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit the text may mean, and what speaks for or against it.

    ``on_that_day`` are the units that stand in its place on the day asked for: itself if it
    exists then.
    """

    commune: Commune
    reasons: tuple[Reason, ...] = ()
    on_that_day: tuple[Commune, ...] = ()

    def __str__(self) -> str:
        unit = self.commune
        around = unit.district.name if unit.district else unit.province.full_name
        place = f"{unit.full_name}, {around}"
        said = " ".join(reason.text for reason in self.reasons)
        return f"{place}: {said}" if said else place

    def has(self, why: Why) -> bool:
        """Whether a reason of this kind was given."""
        return any(reason.why is why for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer for one text on one day.

    ``commune`` is set when the text means exactly one unit of that day; then it is also the
    only candidate, whose reasons say what was overlooked (a slip, wrong accents).
    """

    text: str
    on: dt.date
    commune: Commune | None = None
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = field(default_factory=tuple)

    @property
    def is_resolved(self) -> bool:
        """Whether it means exactly one unit."""
        return self.commune is not None

    def __bool__(self) -> bool:
        return self.is_resolved

    def explain(self) -> str:
        """One line for a report: the unit and what was overlooked, or why there is none."""
        said = [reason.text for reason in self.reasons]
        said += [str(candidate) for candidate in self.candidates]
        return " ".join(said) if self.commune is None else str(self.candidates[0])
