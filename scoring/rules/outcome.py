"""What an assessment says: totals, minimums, gates, and what is missing for each higher star."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.criteria.definitions import CriterionDefinition, Gate, OptionDefinition


@dataclass(frozen=True)
class Score:
    """Mean points of a section or part, of at most ``max_points``."""

    code: str
    title: str
    points: Fraction
    max_points: Decimal
    sections: tuple[Score, ...] = ()


@dataclass(frozen=True)
class Minimum:
    """What one star asks of one criterion, and whether it is met.

    ``option`` is the least option that would do; ``points`` is the mean given.
    """

    star: int
    criterion: CriterionDefinition
    needed: Decimal
    points: Fraction
    is_met: bool

    @property
    def option(self) -> OptionDefinition | None:
        """The option to reach at least."""
        return self.criterion.option_worth(self.needed)

    @property
    def points_missing(self) -> Fraction:
        """How far the mean is below what is needed, never negative."""
        return max(Fraction(self.needed) - self.points, Fraction(0))


@dataclass(frozen=True)
class Shortfall:
    """Everything that stands between the dossier and ``star``."""

    star: int
    points_missing: Fraction
    minimums: tuple[Minimum, ...]
    gates: tuple[Gate, ...]


@dataclass(frozen=True)
class Assessment:
    """A star explained. ``stars`` is 0 when nothing is recognised, ``band`` by the total alone."""

    parts: tuple[Score, ...]
    totals: tuple[Decimal, ...]
    total: Fraction
    band: int
    stars: int
    minimums: tuple[Minimum, ...]
    gates: tuple[Gate, ...]
    shortfalls: tuple[Shortfall, ...]
    unanswered: tuple[str, ...]
    spread_exceeded: bool

    def missed(self, star: int) -> tuple[Minimum, ...]:
        """The minimums of ``star`` that are not met."""
        return missed(self.minimums, star)

    @property
    def next_star(self) -> Shortfall | None:
        """What is missing for the star above; nothing above five."""
        return self.shortfalls[0] if self.shortfalls else None

    @property
    def spread(self) -> Decimal:
        """Between the highest and the lowest sheet, in points."""
        return max(self.totals) - min(self.totals)


def missed(minimums: Iterable[Minimum], star: int) -> tuple[Minimum, ...]:
    """Those of ``minimums`` that ``star`` asks for and that are not met."""
    return tuple(each for each in minimums if each.star == star and not each.is_met)
