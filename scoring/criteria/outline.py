"""A set in figures, for the office: parts and sections with what they say and what they sum to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scoring.models import CriteriaPart, CriteriaSection, CriteriaSet


@dataclass(frozen=True, slots=True)
class SectionSum:
    """A section, how many criteria it has, and what they sum to."""

    section: CriteriaSection
    count: int
    found: Decimal

    @property
    def is_right(self) -> bool:
        """Whether it adds up."""
        return self.found == self.section.max_points


@dataclass(frozen=True, slots=True)
class PartSum:
    """A part with its sections."""

    part: CriteriaPart
    sections: list[SectionSum]

    @property
    def found(self) -> Decimal:
        """What the sections say together."""
        return sum((each.section.max_points for each in self.sections), Decimal(0))

    @property
    def is_right(self) -> bool:
        """Whether it adds up."""
        return self.found == self.part.max_points


def outline_of(row: CriteriaSet) -> list[PartSum]:
    """The parts of a set read by ``sets_in_full``."""
    printed: dict[int, list[Decimal]] = {}
    for criterion in row.criteria.all():
        if criterion.parent_id is None:
            printed.setdefault(criterion.section_id, []).append(criterion.max_points)
    return [
        PartSum(
            part,
            [
                SectionSum(
                    section,
                    len(printed.get(section.pk, ())),
                    sum(printed.get(section.pk, ()), Decimal(0)),
                )
                for section in part.sections.all()
            ],
        )
        for part in row.parts.all()
    ]
