"""A star explained, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from scoring.criteria.definitions import SetDefinition
from scoring.criteria.enums import CriterionKind
from scoring.rules import (
    RECOGNISED_STARS,
    Assessment,
    Minimum,
    Sheet,
    Shortfall,
    rounded,
    shown,
)

CHECK_AGAINST_ORIGINAL = "cần đối chiếu bản gốc"


def warnings_of(criteria: SetDefinition, sheets: list[Sheet]) -> list[str]:
    """What a reader must know besides the star: doubts about the source, cases not declared."""
    warnings = [f"{CHECK_AGAINST_ORIGINAL}: {warning}" for warning in criteria.warnings]
    undeclared = [
        code
        for code, criterion in criteria.answerable.items()
        if criterion.kind == CriterionKind.CASES
        and any(code in sheet.answers and not sheet.answers[code].case for sheet in sheets)
    ]
    if undeclared:
        warnings.append(f"chưa khai trường hợp ở tiêu chí {', '.join(undeclared)}")
    return warnings


def as_data(criteria: SetDefinition, assessment: Assessment, warnings: list[str]) -> dict[str, Any]:
    """Return the explanation as JSON values; means are not rounded."""
    return {
        "decision": criteria.decision,
        "set": criteria.number,
        "name": criteria.name,
        "assessors": len(assessment.totals),
        "parts": {part.code: number(part.points) for part in assessment.parts},
        "sections": {
            section.code: number(section.points)
            for part in assessment.parts
            for section in part.sections
        },
        "totals": [number(Fraction(total)) for total in assessment.totals],
        "total": number(assessment.total),
        "total_shown": f"{shown(criteria.bands, assessment.total)}",
        "band": assessment.band,
        "stars": assessment.stars,
        "missed_minimums": {
            str(star): [each.criterion.code for each in assessment.missed(star)]
            for star in RECOGNISED_STARS
        },
        "gates": [{"code": gate.code, "text": gate.text} for gate in assessment.gates],
        "next_star": _shortfall(assessment.next_star) if assessment.next_star else None,
        "higher_stars": [_shortfall(each) for each in assessment.shortfalls],
        "spread": number(Fraction(assessment.spread)),
        "warnings": warnings,
    }


def number(value: Fraction) -> int | float:
    """A JSON number: whole where the value is."""
    return value.numerator if value.denominator == 1 else float(value)


def _shortfall(shortfall: Shortfall) -> dict[str, Any]:
    return {
        "star": shortfall.star,
        "points_missing": number(shortfall.points_missing),
        "minimums": [_minimum(each) for each in shortfall.minimums],
        "gates": [gate.code for gate in shortfall.gates],
    }


def _minimum(minimum: Minimum) -> dict[str, Any]:
    return {
        "criterion": minimum.criterion.code,
        "title": minimum.criterion.title,
        "needed": number(Fraction(minimum.needed)),
        "points": number(minimum.points),
        "points_missing": number(minimum.points_missing),
        "option": minimum.option.text if minimum.option else "",
    }


def as_lines(criteria: SetDefinition, assessment: Assessment, warnings: list[str]) -> Iterator[str]:
    """Yield the explanation in Vietnamese, line by line."""
    yield f"Bộ {criteria.number}: {criteria.name} ({criteria.decision})"
    yield from (f"Lưu ý: {warning}." for warning in warnings)
    for part in assessment.parts:
        yield f"Phần {part.code}: {written(part.points)}/{part.max_points} điểm"
    total = shown(criteria.bands, assessment.total)
    yield f"Tổng điểm trung bình {len(assessment.totals)} phiếu: {_comma(total)}/100"
    yield f"Khoảng điểm: hạng {assessment.band} sao"
    for gate in assessment.gates:
        yield f"Bị dừng hoặc loại ({gate.code}): {gate.text}"
    stars = assessment.stars
    yield f"Kết quả: {stars} sao" if stars else "Kết quả: không được công nhận (dưới 3 sao)"
    for shortfall in assessment.shortfalls:
        yield from _shortfall_lines(shortfall)


def _shortfall_lines(shortfall: Shortfall) -> Iterator[str]:
    yield f"Để đạt {shortfall.star} sao:"
    if shortfall.points_missing:
        yield f"  - thêm {written(shortfall.points_missing)} điểm"
    for minimum in shortfall.minimums:
        option = f": {minimum.option.text}" if minimum.option else ""
        yield (
            f"  - tiêu chí {minimum.criterion.code} ({minimum.criterion.title}) cần ít nhất"
            f" {minimum.needed} điểm, đang có {written(minimum.points)}{option}"
        )
    yield from (f"  - khắc phục điều kiện loại {gate.code}" for gate in shortfall.gates)


def written(value: Fraction) -> str:
    """Points as Vietnamese write them: at most two decimals, a comma."""
    return _comma(rounded(value, 2))


def _comma(value: object) -> str:
    return str(value).removesuffix(".00").replace(".", ",")
