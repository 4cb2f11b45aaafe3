"""Answers on a sheet, and whether they fit the set they were given for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.criteria.definitions import CriterionDefinition, SetDefinition
from scoring.criteria.enums import CriterionKind


class AnswersRefused(ValueError):
    """Answers that do not fit the set; ``problems`` names each criterion concerned."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Answer:
    """Points given to one criterion, with the declared case where options differ by case."""

    points: Decimal
    case: str = ""


@dataclass(frozen=True)
class Sheet:
    """One assessor's answers by criterion code, and the gates this assessor found tripped."""

    answers: Mapping[str, Answer]
    gates: frozenset[str] = field(default_factory=frozenset)

    @property
    def total(self) -> Decimal:
        """Sum of the points given."""
        return sum((answer.points for answer in self.answers.values()), Decimal(0))

    def points(self, code: str) -> Decimal:
        """Points given to a criterion; none while it is unanswered."""
        return self.answers[code].points if code in self.answers else Decimal(0)


def problems_of(
    criteria: SetDefinition, sheets: Sequence[Sheet], *, partial: bool = False
) -> Iterator[str]:
    """Say in words everything that keeps ``sheets`` from being scored.

    With ``partial`` a criterion without an answer is no problem.
    """
    if not sheets:
        yield "Không có phiếu chấm nào."
    for number, sheet in enumerate(sheets, start=1):
        where = f"Phiếu {number}: " if len(sheets) > 1 else ""
        for problem in _sheet_problems(criteria, sheet, partial=partial):
            yield where + problem


def _sheet_problems(criteria: SetDefinition, sheet: Sheet, *, partial: bool) -> Iterator[str]:
    groups = {c.code: c for c in criteria.printed_criteria if c.kind == CriterionKind.GROUP}
    for code, answer in sheet.answers.items():
        if code in criteria.answerable:
            yield from _answer_problems(criteria.answerable[code], answer)
        elif code in groups:
            children = ", ".join(child.code for child in groups[code].children)
            yield f"Tiêu chí {code} gồm các tiêu chí con; chấm điểm cho {children}."
        else:
            yield f"Tiêu chí {code} không có trong bộ {criteria.number}."
    for code, criterion in criteria.answerable.items():
        if code not in sheet.answers and not partial:
            yield f"Thiếu điểm của tiêu chí {code} ({criterion.title})."
    for code in sorted(sheet.gates - criteria.gates.keys()):
        yield f"Điều kiện loại {code} không có trong bộ {criteria.number}."


def _answer_problems(criterion: CriterionDefinition, answer: Answer) -> Iterator[str]:
    name = f"Tiêu chí {criterion.code} ({criterion.title})"
    if answer.case and answer.case not in criterion.cases:
        yield f"{name}: không có trường hợp “{answer.case}”."
        return
    allowed = sorted({option.points for option in criterion.options_of(answer.case)})
    if answer.points not in allowed:
        choices = ", ".join(str(points) for points in allowed)
        within = f" của trường hợp “{answer.case}”" if answer.case else ""
        yield f"{name}: {answer.points} điểm không phải là phương án{within}; chọn {choices}."
