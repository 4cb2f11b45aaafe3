"""Why a set may not be scored with yet, place by place, in words.

The database refuses to publish what does not add up; this says where, and a few things more that
a scorer would stumble over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from scoring.criteria.definitions import CriterionDefinition, SectionDefinition, SetDefinition
from scoring.criteria.enums import CriterionKind

WHOLE = Decimal(100)
RECOGNISED = (3, 4, 5)


def faults_of(criteria: SetDefinition, part_points: Mapping[str, Decimal]) -> list[str]:
    """Everything that keeps ``criteria`` from being published.

    ``part_points`` are what the decision gives each part.
    """
    return [*_of_parts(criteria, part_points), *_of_criteria(criteria)]


def _of_parts(criteria: SetDefinition, part_points: Mapping[str, Decimal]) -> Iterator[str]:
    total = sum((part.max_points for part in criteria.parts), Decimal(0))
    if total != WHOLE:
        yield f"Các phần cộng được {_written(total)} điểm, phải đúng 100."
    for part in criteria.parts:
        due = part_points.get(part.code)
        if due is None:
            yield f"Phần {part.code}: quyết định không có phần này."
        elif part.max_points != due:
            yield f"Phần {part.code}: ghi {_written(part.max_points)} điểm, quyết định cho {due}."
        found = sum((section.max_points for section in part.sections), Decimal(0))
        if found != part.max_points:
            yield (
                f"Phần {part.code}: ghi {_written(part.max_points)} điểm, các mục cộng được"
                f" {_written(found)}."
            )
        for section in part.sections:
            yield from _of_section(section)


def _of_section(section: SectionDefinition) -> Iterator[str]:
    found = sum((each.max_points for each in section.criteria), Decimal(0))
    if found != section.max_points:
        yield (
            f"Mục {section.number} ({section.title}): ghi {_written(section.max_points)} điểm, các"
            f" tiêu chí cộng được {_written(found)}."
        )


def _of_criteria(criteria: SetDefinition) -> Iterator[str]:
    for printed in criteria.printed_criteria:
        if printed.kind == CriterionKind.GROUP:
            found = sum((child.max_points for child in printed.children), Decimal(0))
            if found != printed.max_points:
                yield (
                    f"{_named(printed)}: ghi {_written(printed.max_points)} điểm, các tiêu chí con"
                    f" cộng được {_written(found)}."
                )
    for criterion in criteria.answerable.values():
        yield from _of_options(criterion)
    for gate in criteria.gates.values():
        for code in gate.zero_in:
            if code not in criteria.answerable:
                yield f"Điều kiện loại {gate.code}: không có tiêu chí {code} để xét 0 điểm."


def _of_options(criterion: CriterionDefinition) -> Iterator[str]:
    name = _named(criterion)
    if not criterion.options:
        yield f"{name}: chưa có phương án nào."
        return
    highest = max(option.points for option in criterion.options)
    if highest != criterion.max_points:
        yield (
            f"{name}: ghi tối đa {_written(criterion.max_points)} điểm, phương án cao nhất"
            f" {_written(highest)}."
        )
    worth = {option.points for option in criterion.options}
    for star in RECOGNISED:
        least = criterion.minimums.get(star)
        if least is not None and least not in worth:
            yield f"{name}: không có phương án {_written(least)} điểm, mức tối thiểu {star} sao."
    for option in criterion.options:
        if option.case and option.case not in criterion.cases:
            yield f"{name}: phương án “{option.text}” thuộc trường hợp “{option.case}” chưa khai."


def _named(criterion: CriterionDefinition) -> str:
    return f"Tiêu chí {criterion.code} ({criterion.title})"


def _written(value: Decimal) -> str:
    whole = value.to_integral_value()
    return str(whole if value == whole else value.normalize()).replace(".", ",")
