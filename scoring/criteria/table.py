"""A set as a table: one row an option, for those who take the criteria elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tablib import Dataset

from ocop_portal.shared.tables import CsvFile
from scoring.criteria.definitions import (
    CriterionDefinition,
    NoteDefinition,
    PartDefinition,
    SectionDefinition,
    SetDefinition,
)
from scoring.criteria.enums import NoteKind

HEADERS = (
    "quyết định",
    "bộ",
    "tên bộ",
    "phần",
    "mục",
    "tên mục",
    "mã tiêu chí",
    "tiêu chí",
    "điểm tối đa",
    "cách trả lời",
    "trường hợp",
    "điểm",
    "phương án",
    "dấu sao",
    "tối thiểu 3 sao",
    "tối thiểu 4 sao",
    "tối thiểu 5 sao",
    "điều kiện loại",
    "ghi chú",
    "minh chứng",
)
"""The columns; ``scoring/README.md`` says what stands in each."""

Row = tuple[object, ...]


def as_csv(criteria: SetDefinition, evidence: Mapping[str, str]) -> bytes:
    """Return the set as CSV that a spreadsheet opens, Vietnamese letters and all."""
    table = Dataset(headers=HEADERS)
    for row in _rows(criteria, evidence):
        table.append(row)
    return CsvFile().export_data(table)


def _rows(criteria: SetDefinition, evidence: Mapping[str, str]) -> Iterator[Row]:
    for part in criteria.parts:
        for section in part.sections:
            for printed in section.criteria:
                for leaf in printed.answerable:
                    whole = (printed,) if printed is not leaf else ()
                    notes = [*section.notes, *(n for p in whole for n in p.notes), *leaf.notes]
                    yield from _of_criterion(criteria, part, section, leaf, notes, evidence)


def _of_criterion(
    criteria: SetDefinition,
    part: PartDefinition,
    section: SectionDefinition,
    criterion: CriterionDefinition,
    notes: list[NoteDefinition],
    evidence: Mapping[str, str],
) -> Iterator[Row]:
    start = (
        *(criteria.decision, criteria.number, criteria.name, part.code, section.number),
        *(section.title, criterion.code, criterion.title, criterion.max_points),
        criterion.kind.label,
    )
    minimums = tuple(criterion.minimums.get(star) for star in (3, 4, 5))
    proofs = "; ".join(evidence[code] for code in criterion.evidence if code in evidence)
    for option in criterion.options:
        every = [*notes, *option.notes]
        yield (
            *start,
            criterion.cases.get(option.case, option.case),
            *(option.points, option.text, option.min_star, *minimums),
            "; ".join(note.text for note in every if note.kind == NoteKind.GATE),
            "; ".join(note.text for note in every if note.kind != NoteKind.GATE),
            proofs,
        )
