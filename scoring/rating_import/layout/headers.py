"""Find the header of a table and say what each column means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scoring.rating_import.layout.columns import Column, column_for, star_mark, words_of
from scoring.rating_import.reading.grid import Grid, Row, cell_text

TELLING = frozenset(Column) - {
    Column.NUMBER,
    Column.NOTE,
    Column.PASSED_OVER,
    Column.YEAR,
    Column.PROVINCE,
}
MAX_LABEL = 120  # a header cell is a label, not a sentence of the title
ORDINAL = re.compile(r"\(?\s*(?:\d{1,2}|[a-zA-Z])\s*\)?")


@dataclass(slots=True)
class Header:
    """The columns of one table: where each is, and the lines its labels take."""

    first_row: int
    last_row: int
    places: dict[Column, int]
    star_marks: dict[int, int] = field(default_factory=dict)  # column → stars it is ticked for
    labels: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        """Whether the labels are enough to make rows of products."""
        return Column.PRODUCT in self.places and len(TELLING & self.places.keys()) >= 2

    @property
    def weight(self) -> int:
        """How much the labels tell, for choosing between readings of the same lines."""
        return len(TELLING & self.places.keys()) + len(self.star_marks)


def header_at(grid: Grid, row: int) -> Header | None:
    """The header that begins on ``row``, of one to three lines; none when there is none there."""
    if not _may_be_header(grid.rows[row]):
        return None
    best: Header | None = None
    for last in range(row, min(row + 3, len(grid.rows))):
        if last > row and not _continues(grid.rows[last]):
            break
        found = _read(grid, row, last)
        if found.is_table and (best is None or found.weight > best.weight):
            best = found
    return best


def _may_be_header(row: Row) -> bool:
    """Cheap: at least two short labels, one of them known."""
    texts = [value for value in row if isinstance(value, str) and value.strip()]
    if len(texts) < 2:
        return False
    known = (len(text) <= MAX_LABEL and column_for(text) for text in texts)
    return any(known)


def _continues(row: Row) -> bool:
    """A second line of labels holds only short texts, none of them a number or a date."""
    filled = [value for value in row if not (isinstance(value, str) and not value.strip())]
    return bool(filled) and all(
        (
            isinstance(value, str)
            and len(value) <= MAX_LABEL
            and not any(char.isdigit() for char in value.replace("100", ""))
        )
        or (isinstance(value, str) and star_mark(value) is not None)
        for value in filled
    )


def _read(grid: Grid, first: int, last: int) -> Header:
    header = Header(first, last, {})
    ranks: dict[Column, int] = {}
    width = max(len(grid.rows[row]) for row in range(first, last + 1))
    stacks = _stacks(grid, first, last, width)
    for place in range(width):
        stack = stacks[place]
        if not stack:
            continue
        label, above = stack[-1], " ".join(stack[:-1])
        header.labels[place] = " / ".join(stack)
        if (stars := star_mark(label)) and _is_about_stars(above):
            header.star_marks[place] = stars
            continue
        found = column_for(label, above) if len(label) <= MAX_LABEL else None
        if found is None:
            header.unknown.append(" / ".join(stack))
            continue
        column, rank = found
        if column not in ranks or rank < ranks[column]:
            if column in header.places and column != Column.PASSED_OVER:
                header.unknown.append(header.labels[header.places[column]])
            header.places[column], ranks[column] = place, rank
        elif column != Column.PASSED_OVER:
            header.unknown.append(" / ".join(stack))
    return header


def _is_about_stars(above: str) -> bool:
    words = words_of(above)
    return not words or "hang" in words or "sao" in words or "ket qua" in words


def _stacks(grid: Grid, first: int, last: int, width: int) -> list[list[str]]:
    """The labels above each column, upper first; one also speaks for the blanks right of it."""
    stacks: list[list[str]] = [[] for _ in range(width)]
    for row in range(first, last + 1):
        texts = [cell_text(value) for value in grid.rows[row]] + [""] * width
        speaking = ""
        for place in range(width):
            own = texts[place]
            speaking = own or (speaking if row < last and _is_under(grid, row, place, last) else "")
            if speaking and (not stacks[place] or stacks[place][-1] != speaking):
                stacks[place].append(speaking)
    return stacks


def _is_under(grid: Grid, row: int, place: int, last: int) -> bool:
    """A blank upper cell belongs to its left neighbour when something is written below it."""
    return any(
        place < len(grid.rows[below]) and cell_text(grid.rows[below][place])
        for below in range(row + 1, last + 1)
    )


def is_ordinal_row(texts: list[str]) -> bool:
    """The line that numbers the columns: (1) (2) (3), or A B 1 2 3."""
    texts = [text for text in texts if text]
    if len(texts) < 3 or len(texts[1]) > 4 or not all(ORDINAL.fullmatch(text) for text in texts):
        return False
    numbers = [int(digits) for text in texts if (digits := text.strip("() ")).isdigit()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
