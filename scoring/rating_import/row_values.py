"""Cells of one line into the values of a `ParsedRow`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from ocop_portal.shared.text import fold
from scoring.rating_import import limits
from scoring.rating_import.document import ParsedRow
from scoring.rating_import.errors import BadValue
from scoring.rating_import.layout.columns import LABELS, Column
from scoring.rating_import.layout.tables import Table, TableRow
from scoring.rating_import.reading.grid import CellValue, Grid
from scoring.rating_import.values.awards import AwardForm, find_form, parse_form, parse_term
from scoring.rating_import.values.dates import PartialDate, parse_date
from scoring.rating_import.values.decisions import Decision, number_key, parse_decision
from scoring.rating_import.values.producers import kind_in_name, parse_kind, split_address
from scoring.rating_import.values.scores import parse_score
from scoring.rating_import.values.stars import NOT_AWARDED, POTENTIAL, is_potential, parse_stars

T = TypeVar("T")
NAME_LENGTH = 255
NOTE_LENGTH = 40
EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)", re.IGNORECASE)
LEADING_NUMBER = re.compile(r"^\d{1,3}\s*[.)]\s+")
IN_BRACKETS = re.compile(r"^(?P<product>.{2,}?)\s*[(–-]\s*(?P<producer>[^()]{3,})\)?$")
TAX_CODE = re.compile(r"\d{10}(?:-?\d{3})?|\d{12}")
AWARDED = re.compile(r"^(?:duoc )?(?:cong nhan|dat|xep hang|recognised|du dieu kien)\b")


def unquoted(name: str) -> str:
    """A name without the quotation marks around the whole of it, and without a final comma."""
    name = name.strip(" ;,")
    if len(name) > 2 and name[0] in '"“' and name[-1] in '"”' and not set(name[1:-1]) & set('"“”'):
        return name[1:-1].strip()
    return name


@dataclass(frozen=True, slots=True)
class TitleHints:
    """What the title says of every row below it."""

    stars: int | None = None
    form: AwardForm | None = None


def _attempt(parse: Callable[[CellValue], T], cell: CellValue) -> T | BadValue | None:
    try:
        return parse(cell)
    except BadValue as problem:
        return problem


class RowMaker:
    """Makes the rows of one table."""

    def __init__(
        self, grid: Grid, table: Table, hints: TitleHints, decision: Decision, prefix: str
    ) -> None:
        self.grid = grid
        self.table = table
        self.hints = hints
        self.decision = decision
        self.prefix = prefix
        self._known: dict[tuple[Column, type, CellValue], Any] = {}

    def make(self, source: TableRow) -> ParsedRow:
        """The row as values; what cannot be read becomes a finding, never an exception."""
        row = ParsedRow(
            sheet=self.grid.name,
            line=source.row + 1,
            cells=source.cells,
            columns=self.table.header.places,
            borrowed=source.borrowed,
            raw=[text[: limits.MAX_CELL_CHARS] for text in source.texts],
            prefix=self.prefix,
        )
        self._check_cells(row, source)
        self._name(row)
        self._place(row, source)
        self._award(row, source)
        self._decide(row, source)
        self._remarks(row, source)
        row.own_findings = len(row.findings)
        return row

    def _read(
        self, row: ParsedRow, source: TableRow, column: Column, parse: Callable[[CellValue], T]
    ) -> T | None:
        """The value of a cell, or a finding and none. Cells of a column repeat: read each once."""
        cell = source.values.get(column, "")
        if cell == "":
            return None
        key = (column, type(cell), cell)
        if key not in self._known:
            self._known[key] = _attempt(parse, cell)
        value = self._known[key]
        if isinstance(value, BadValue):
            row.error(f"cần {value.expected}.", column)
            return None
        return value

    def _check_cells(self, row: ParsedRow, source: TableRow) -> None:
        """Formulas, errors of Excel, endless texts."""
        for column, text in row.cells.items():
            if not text and not self.grid.without_result:
                continue
            if column in (Column.PASSED_OVER, Column.NUMBER):
                continue
            name = "" if text else row.place_of(column).removeprefix(self.prefix)
            if name in self.grid.without_result:
                row.error(
                    "ô là công thức chưa có kết quả hoặc báo lỗi; cần chép lại thành giá trị.",
                    column,
                )
            elif text.startswith(("=", "#")) and (text[0] == "=" or EXCEL_ERROR.fullmatch(text)):
                row.error("cần giá trị, không phải công thức hay lỗi của Excel.", column)
            elif len(text) > limits.MAX_CELL_CHARS:
                row.error(f"ô dài quá {limits.MAX_CELL_CHARS} ký tự; cần rút ngắn.", column)

    def _name(self, row: ParsedRow) -> None:
        product = row.cells.get(Column.PRODUCT, "")
        producer = row.cells.get(Column.PRODUCER, "")
        if Column.NUMBER not in self.table.header.places:
            product = LEADING_NUMBER.sub("", product)
        if Column.PRODUCER not in self.table.header.places:
            found = IN_BRACKETS.match(product)
            if found and kind_in_name(found["producer"]):
                product, producer = found["product"], found["producer"]
        row.product = unquoted(product)
        row.producer, row.address = split_address(unquoted(producer))
        for column, name in ((Column.PRODUCT, row.product), (Column.PRODUCER, row.producer)):
            if not any(char.isalpha() for char in name):
                row.error(f"thiếu {LABELS[column]}; cần ghi tên.", column)
            elif len(name) > NAME_LENGTH:
                row.error(f"tên dài quá {NAME_LENGTH} ký tự; cần rút ngắn.", column)

    def _place(self, row: ParsedRow, source: TableRow) -> None:
        """Where the product is made, as words; the plan finds the commune."""
        cells, context = row.cells, source.context
        row.district = cells.get(Column.DISTRICT, "") or context.district
        commune = cells.get(Column.COMMUNE, "") or context.commune
        address = cells.get(Column.ADDRESS, "") or row.address
        row.province = cells.get(Column.PROVINCE, "")
        row.place = commune or address
        village = cells.get(Column.VILLAGE, "")
        row.address = village or (address if commune else "")

    def _award(self, row: ParsedRow, source: TableRow) -> None:
        row.score = self._read(row, source, Column.SCORE, parse_score)
        row.form = (
            self._read(row, source, Column.FORM, parse_form)
            or source.context.form
            or self._form_in_note(row)
            or self.hints.form
        )
        own = self._own_stars(row, source)
        headed = source.context.stars
        if own is not None and headed is not None and own != headed:
            line = source.context.lines["stars"] + 1
            row.error(f"đầu nhóm ở dòng {line} ghi {headed} sao; cần sửa cho khớp.", Column.STARS)
        row.stars = own or headed or (None if source.context.potential else self.hints.stars)
        if own is None and source.context.potential:
            row.error(f"cần {POTENTIAL}.", Column.STARS)

    def _form_in_note(self, row: ParsedRow) -> AwardForm | None:
        """A short note such as "Cấp lại"; a sentence may speak of something else."""
        note = row.cells.get(Column.NOTE, "")
        return (
            find_form(note) if len(note) <= NOTE_LENGTH and not is_potential(fold(note)) else None
        )

    def _own_stars(self, row: ParsedRow, source: TableRow) -> int | None:
        own = self._read(row, source, Column.STARS, parse_stars)
        ticked = source.stars_ticked
        if len(ticked) > 1:
            row.error("đánh dấu nhiều hạng sao; cần đúng một hạng.", Column.STARS)
            return own
        return own or (min(ticked) if ticked else None)

    def _decide(self, row: ParsedRow, source: TableRow) -> None:
        """Number and day: the cell first, then the heading, then the title."""
        general = source.context.decision or self.decision
        own = self._own_decision(row, source, general)
        day = self._read_date(row, source, Column.DECIDED_ON)
        year = self._read_date(row, source, Column.YEAR)
        decision = own or general
        if own and own.on is None and number_key(own.number) == number_key(general.number):
            decision = replace(own, on=general.on, issuer=own.issuer or general.issuer)
        if day and day.day:
            if decision.on and decision.on != day.day:
                row.error(
                    f"quyết định {decision.number} ở chỗ khác ghi ngày "
                    f"{decision.on:%d/%m/%Y}; cần sửa cho khớp.",
                    Column.DECIDED_ON,
                )
            decision = replace(decision, on=day.day)
        row.decision = decision
        row.year = decision.on.year if decision.on else (day or year or PartialDate(None, 0)).year
        row.year = row.year or None
        if decision.on and year and year.year != decision.on.year:
            row.error(f"quyết định ban hành năm {decision.on.year}; cần cùng năm.", Column.YEAR)
        if not decision.number:
            row.error(
                "cần số quyết định công nhận, ở cột hoặc ở tiêu đề, hoặc nhập cho cả tệp.",
                Column.DECISION,
            )

    def _read_date(self, row: ParsedRow, source: TableRow, column: Column) -> PartialDate | None:
        is_1904 = self.grid.is_1904
        return self._read(row, source, column, lambda value: parse_date(value, is_1904=is_1904))

    def _own_decision(self, row: ParsedRow, source: TableRow, general: Decision) -> Decision | None:
        """A bare ``2616`` stands for the decision of the title when that begins so."""
        text = row.cells.get(Column.DECISION, "")
        if text.isdigit() and number_key(general.number).startswith(f"{int(text)}/"):
            return general
        return self._read(row, source, Column.DECISION, parse_decision)

    def _remarks(self, row: ParsedRow, source: TableRow) -> None:
        cells = row.cells
        row.term = self._read(row, source, Column.TERM, parse_term)
        row.code = cells.get(Column.CODE, "")[:30]
        row.group = cells.get(Column.GROUP, "") or source.context.group
        row.note = cells.get(Column.NOTE, "")
        stated = self._read(row, source, Column.KIND, parse_kind)
        named = kind_in_name(row.producer)
        row.producer_kind = stated or named
        if stated and named and stated != named:
            row.warn(f"tên chủ thể cho thấy là {named.label}; dùng theo cột này.", Column.KIND)
        tax_code = cells.get(Column.TAX_CODE, "").replace(" ", "")
        if tax_code and not TAX_CODE.fullmatch(tax_code):
            row.error("cần 10 hoặc 13 chữ số, hoặc 12 số định danh.", Column.TAX_CODE)
        row.tax_code = tax_code
        status = fold(cells.get(Column.STATUS, ""))
        if status and not AWARDED.match(status):
            row.error(f"cần {NOT_AWARDED}.", Column.STATUS)
