"""From answers to a star."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from scoring.criteria.definitions import BandDefinition, Gate, SectionDefinition, SetDefinition
from scoring.regulation import (
    DEFAULT_REGULATION,
    Averaging,
    AwardWhenMissed,
    CouncilRegulation,
    GateJudged,
    MinimumJudged,
)
from scoring.rules.bands import band_of, points_to, rounded
from scoring.rules.outcome import Assessment, Minimum, Score, Shortfall, missed
from scoring.rules.sheets import AnswersRefused, Sheet, problems_of

RECOGNISED_STARS = (3, 4, 5)
"""Below three stars nothing is recognised (Điều 4 of 26/2026/QĐ-TTg)."""


class SetNotUsable(ValueError):
    """The set does not add up in its source and may not be scored with."""


def assess(
    criteria: SetDefinition,
    sheets: Sequence[Sheet],
    regulation: CouncilRegulation = DEFAULT_REGULATION,
    *,
    partial: bool = False,
) -> Assessment:
    """Explain the star that ``sheets`` give under ``criteria``.

    ``partial`` lets criteria stand unanswered, worth nothing yet (a self-assessment under way).
    Raises ``SetNotUsable`` for a set that does not add up, ``AnswersRefused`` for no sheet, an
    unknown criterion, gate or case, points that are no option, and a missing answer.
    """
    if not criteria.is_complete:
        raise SetNotUsable("; ".join(criteria.issues) or "Bộ này chưa được công bố.")
    problems = list(problems_of(criteria, sheets, partial=partial))
    if problems:
        raise AnswersRefused(problems)
    means = {code: _mean(sheets, code, regulation) for code in criteria.answerable}
    total = sum(means.values(), Fraction(0))
    totals = tuple(sheet.total for sheet in sheets)
    band = band_of(criteria.bands, total)
    minimums = tuple(_minimums(criteria, sheets, means, regulation))
    gates = tuple(_tripped(criteria, sheets, regulation))
    stars = 0 if gates else _award(criteria.bands, total, minimums, regulation)
    return Assessment(
        parts=_scores(criteria, means),
        totals=totals,
        total=total,
        band=band,
        stars=stars,
        minimums=minimums,
        gates=gates,
        shortfalls=tuple(
            Shortfall(star, points_to(criteria.bands, star, total), missed(minimums, star), gates)
            for star in RECOGNISED_STARS
            if star > stars
        ),
        unanswered=tuple(
            code for code in criteria.answerable if any(code not in s.answers for s in sheets)
        ),
        spread_exceeded=max(totals) - min(totals) > regulation.spread_limit,
    )


def _mean(sheets: Sequence[Sheet], code: str, regulation: CouncilRegulation) -> Fraction:
    points = sum((Fraction(sheet.points(code)) for sheet in sheets), Fraction(0))
    mean = points / len(sheets)
    if regulation.averaging == Averaging.CRITERIA:
        return Fraction(rounded(mean, regulation.decimals))
    return mean


def _minimums(
    criteria: SetDefinition,
    sheets: Sequence[Sheet],
    means: Mapping[str, Fraction],
    regulation: CouncilRegulation,
) -> Iterator[Minimum]:
    holds = _JUDGES[regulation.minimum_judged]
    for star in RECOGNISED_STARS:
        for code, criterion in criteria.answerable.items():
            if star in criterion.minimums:
                needed = criterion.minimums[star]
                points = [sheet.points(code) for sheet in sheets]
                yield Minimum(star, criterion, needed, means[code], holds(points, needed))


def _mean_reaches(points: Sequence[Decimal], needed: Decimal) -> bool:
    return sum(points, Decimal(0)) >= needed * len(points)


def _majority_reaches(points: Sequence[Decimal], needed: Decimal) -> bool:
    return 2 * sum(each >= needed for each in points) > len(points)


def _everyone_reaches(points: Sequence[Decimal], needed: Decimal) -> bool:
    return all(each >= needed for each in points)


_JUDGES: Mapping[MinimumJudged, Callable[[Sequence[Decimal], Decimal], bool]] = {
    MinimumJudged.MEAN: _mean_reaches,
    MinimumJudged.MAJORITY: _majority_reaches,
    MinimumJudged.EVERYONE: _everyone_reaches,
}


def _tripped(
    criteria: SetDefinition, sheets: Sequence[Sheet], regulation: CouncilRegulation
) -> Iterator[Gate]:
    enough = len(sheets) // 2 + 1 if regulation.gate_judged == GateJudged.MAJORITY else 1
    for gate in criteria.gates.values():
        if sum(_trips(gate, sheet) for sheet in sheets) >= enough:
            yield gate


def _trips(gate: Gate, sheet: Sheet) -> bool:
    without_points = (
        code in sheet.answers and not sheet.answers[code].points for code in gate.zero_in
    )
    return gate.code in sheet.gates or any(without_points)


def _award(
    bands: Iterable[BandDefinition],
    total: Fraction,
    minimums: Sequence[Minimum],
    regulation: CouncilRegulation,
) -> int:
    reached = [star for star in RECOGNISED_STARS if not points_to(bands, star, total)]
    if regulation.award_when_missed == AwardWhenMissed.NOTHING:
        reached = reached[-1:]
    return max((star for star in reached if not missed(minimums, star)), default=0)


def _scores(criteria: SetDefinition, means: Mapping[str, Fraction]) -> tuple[Score, ...]:
    parts = []
    for part in criteria.parts:
        sections = tuple(_section_score(section, means) for section in part.sections)
        points = sum((section.points for section in sections), Fraction(0))
        parts.append(Score(part.code, part.title, points, part.max_points, sections))
    return tuple(parts)


def _section_score(section: SectionDefinition, means: Mapping[str, Fraction]) -> Score:
    codes = [each.code for printed in section.criteria for each in printed.answerable]
    points = sum((means[code] for code in codes), Fraction(0))
    return Score(section.number, section.title, points, section.max_points)
