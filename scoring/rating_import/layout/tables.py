"""Walk down a sheet: which line is title, header, heading, row, total or footer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from ocop_portal.shared.text import fold
from scoring.rating_import.layout.columns import Column
from scoring.rating_import.layout.footers import is_foot, is_total
from scoring.rating_import.layout.headers import Header, header_at, is_ordinal_row
from scoring.rating_import.layout.headings import Context, Headings, is_heading
from scoring.rating_import.reading.grid import CellValue, Grid, cell_text

ARABIC = re.compile(r"\d{1,6}(?:[.,]\d{1,3})*[.)]?")
ENUMERATED = re.compile(r"(?:[IVX]{1,6}|[A-Ha-h])[.):]?")
SURE_HEADING = re.compile(r"^(?:nhom|nganh|huyen|thanh pho)\b|\bsao\b|[*★]")
COUNT_ONLY = re.compile(r"[\d.,]+(?:\s*(?:sản phẩm|sp))?", re.IGNORECASE)
DIGIT = re.compile(r"\d")
AWARDING = (Column.STARS, Column.SCORE, Column.DECISION, Column.COMMUNE, Column.ADDRESS)

PLACING = {Column.COMMUNE, Column.DISTRICT, Column.ADDRESS}
RATING = {Column.STARS, Column.SCORE, Column.DECISION, Column.DECIDED_ON, Column.YEAR}

NOTHING: dict[Column, tuple[int, int]] = {}


class LineKind(StrEnum):
    """What a line of the sheet is, when it is no row of a product."""

    TITLE = "tiêu đề"
    HEADER = "tên cột"
    HEADING = "đầu nhóm"
    TOTAL = "dòng tổng"
    FOOT = "cuối bảng"
    NUMBER_ONLY = "chỉ có số thứ tự"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds no product; ``row`` counts from zero."""

    row: int
    kind: LineKind
    texts: list[str]


@dataclass(slots=True)
class TableRow:
    """A line that should hold a product, with what its headings say; ``row`` counts from zero."""

    row: int
    texts: list[str]
    values: dict[Column, CellValue]
    cells: dict[Column, str]
    borrowed: dict[Column, tuple[int, int]]
    """Where a value comes from that a merged cell further up speaks for."""
    stars_ticked: set[int]
    context: Context


@dataclass(slots=True)
class Table:
    """One header and the rows below it."""

    header: Header
    title: list[str]
    rows: list[TableRow] = field(default_factory=list)


class SheetReader:
    """Reads one grid from top to bottom into tables; every line that is not blank is kept."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.tables: list[Table] = []
        self.lines: list[Line] = []
        self._headings = Headings()
        self._title: list[str] = []
        self._merged = grid.merged_down()
        self._signed = False
        self._last_row = 0
        self._texts = [[cell_text(value) for value in row] for row in grid.rows]

    def read(self) -> SheetReader:
        """Walk the whole grid."""
        row = 0
        while row < len(self._texts):
            texts = self._texts[row]
            row += self._take(row, texts) if any(texts) else 1
        return self

    def _take(self, row: int, texts: list[str]) -> int:
        """Give the line its place; how many lines were taken."""
        header = self._header_on(row, texts)
        if header is not None:
            return self._begin_table(header)
        if not self.tables:
            self._title.append(" ".join(dict.fromkeys(text for text in texts if text)))
            self._keep(row, LineKind.TITLE, texts)
        elif is_ordinal_row(texts):
            self._keep(row, LineKind.HEADER, texts)
        else:
            self._take_body_line(row, texts)
        return 1

    def _header_on(self, row: int, texts: list[str]) -> Header | None:
        """A header may also stand below rows: a page break, or a second table."""
        if self.tables and DIGIT.search("".join(texts)):
            return None
        return header_at(self.grid, row)

    def _begin_table(self, header: Header) -> int:
        is_repeated = bool(self.tables) and self.tables[-1].header.labels == header.labels
        if not is_repeated:
            self._headings.restart()
            self.tables.append(Table(header, self._title))
            self._title = []
            self._signed = False
            self._last_row = self._find_last_row(header)
        for row in range(header.first_row, header.last_row + 1):
            self._keep(row, LineKind.HEADER, self._texts[row])
        return header.last_row - header.first_row + 1

    def _find_last_row(self, header: Header) -> int:
        """The last line that has a product and something beside it: below it, only footers."""
        place = header.places[Column.PRODUCT]
        number = header.places.get(Column.NUMBER)
        for row in range(self._end_of_table(header) - 1, header.last_row, -1):
            texts = self._texts[row]
            beside = sum(bool(text) for at, text in enumerate(texts) if at not in (place, number))
            is_row = place < len(texts) and texts[place] and (beside or self._is_numbered(texts))
            if is_row and not any(is_foot(text) or is_total(text) for text in texts):
                return row
        return header.last_row

    def _end_of_table(self, header: Header) -> int:
        """Where another table begins, or the end of the sheet."""
        for row in range(header.last_row + 1, len(self._texts)):
            other = self._header_on(row, self._texts[row])
            if other is not None and other.labels != header.labels:
                return row
        return len(self._texts)

    def _is_numbered(self, texts: list[str]) -> bool:
        return bool(ARABIC.fullmatch(self._number(texts)))

    def _number(self, texts: list[str]) -> str:
        place = self.tables[-1].header.places.get(Column.NUMBER) if self.tables else None
        return texts[place] if place is not None and place < len(texts) else ""

    def _take_body_line(self, row: int, texts: list[str]) -> None:
        place = self.tables[-1].header.places.get(Column.NUMBER)
        others = [(at, text) for at, text in enumerate(texts) if text and at != place]
        number = self._number(texts)
        kind = (
            self._kind_of_lone(row, number, others)
            if len(others) <= 1
            else self._kind_of_full(row, number, others)
        )
        if kind is None:
            self._add_row(row)
            return
        self._keep(row, kind, texts)
        if kind == LineKind.HEADING:
            head = number if not ARABIC.fullmatch(number) or others else ""
            words = others[0][1] if others else number
            self._headings.enter(words, head if others else words, row)
        elif kind == LineKind.FOOT:
            self._title.append(" ".join(text for text in texts if text))

    def _kind_of_lone(
        self, row: int, number: str, others: list[tuple[int, str]]
    ) -> LineKind | None:
        """One text on the line, or none but the number."""
        _at, text = others[0] if others else (-1, number)
        is_numbered = bool(ARABIC.fullmatch(number))
        if not others and is_numbered:
            return LineKind.NUMBER_ONLY
        if is_total(text):
            return LineKind.TOTAL
        if is_foot(text):
            self._signed = True
            return LineKind.FOOT
        if is_heading(text) and (not is_numbered or SURE_HEADING.search(fold(text))):
            return LineKind.HEADING if row < self._last_row else LineKind.FOOT
        if row > self._last_row:
            return None if is_numbered else LineKind.FOOT
        if not others or ENUMERATED.fullmatch(number):
            return LineKind.HEADING
        return None

    def _kind_of_full(
        self, row: int, number: str, others: list[tuple[int, str]]
    ) -> LineKind | None:
        """Several texts: a product unless it is plainly something else."""
        places = self.tables[-1].header.places
        by_place = dict(others)
        has = {column for column, at in places.items() if by_place.get(at)}
        is_numbered = bool(ARABIC.fullmatch(number))
        is_whole = {Column.PRODUCT, Column.PRODUCER} <= has
        if not is_whole and (is_total(others[0][1]) or is_total(number)):
            return LineKind.TOTAL
        if not is_numbered and not (is_whole and has & set(AWARDING)):
            if any(is_foot(text) for _at, text in others):
                self._signed = True
            if self._signed or row > self._last_row:
                return LineKind.FOOT
        counts = all(COUNT_ONLY.fullmatch(text) for _at, text in others[1:])
        is_nameless = bool(has & PLACING and has & RATING)  # a row that lacks its names
        if is_numbered or is_nameless or Column.PRODUCER in has or not counts:
            return None
        return LineKind.HEADING if is_heading(others[0][1]) else None

    def _add_row(self, row: int) -> None:
        """Cells of a product; cells merged downwards speak for the lines they cover."""
        table = self.tables[-1]
        texts = self._texts[row]
        width = len(texts)
        places = table.header.places
        borrowed = self._borrowed(row, table.header) if self._merged else NOTHING
        values = {column: self._value(row, place) for column, place in places.items()}
        cells = {column: texts[place] if place < width else "" for column, place in places.items()}
        for column, source in borrowed.items():
            values[column], cells[column] = self._value(*source), self._text(*source)
        table.rows.append(
            TableRow(
                row=row,
                texts=texts,
                values=values,
                cells=cells,
                borrowed=borrowed,
                stars_ticked={
                    stars
                    for place, stars in table.header.star_marks.items()
                    if place < width and texts[place]
                },
                context=self._headings.context(),
            )
        )

    def _borrowed(self, row: int, header: Header) -> dict[Column, tuple[int, int]]:
        found = {}
        for column, place in header.places.items():
            above = self._merged.get((row, place))
            if above is not None and above[0] > header.last_row and not self._text(row, place):
                found[column] = above
        return found

    def _text(self, row: int, place: int) -> str:
        texts = self._texts[row]
        return texts[place] if place < len(texts) else ""

    def _value(self, row: int, place: int) -> CellValue:
        """The cell as it is, but texts already cleaned."""
        cells = self.grid.rows[row]
        value: CellValue = cells[place] if place < len(cells) else ""
        return self._texts[row][place] if isinstance(value, str) and value else value

    def _keep(self, row: int, kind: LineKind, texts: list[str]) -> None:
        self.lines.append(Line(row, kind, [text for text in texts if text]))
