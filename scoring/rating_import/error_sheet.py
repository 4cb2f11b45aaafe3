"""The sheet an officer sent, with a column of reasons: to be mended and sent again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ocop_portal.shared.on_first_use import on_first_use
from ocop_portal.shared.tables import safe_text
from scoring.enums import WAITING, Verdict
from scoring.models import RatingImport
from scoring.rating_import.layout.tables import LineKind, SheetReader
from scoring.rating_import.reading import read
from scoring.rating_import.reading.grid import CellValue, Grid, cell_text

openpyxl = on_first_use("openpyxl")

ADDED = ("Kết quả nhập", "Lý do")
NEEDING = frozenset({*WAITING, Verdict.REJECTED})
NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
REASON_WIDTH = 90
RED = "FFF8E0DC"
Remark = tuple[str, str]


@dataclass(slots=True)
class Line:
    """One line of the sheet as it was, and what is said of it."""

    cells: list[CellValue]
    remark: Remark = ("", "")
    is_header: bool = False


@dataclass(slots=True)
class ErrorSheet:
    """One sheet of the file: titles, header, headings, and the rows that need mending."""

    name: str
    lines: list[Line] = field(default_factory=list)
    width: int = 0


def error_sheets(rating_import: RatingImport, *, is_whole: bool = False) -> list[ErrorSheet]:
    """The sheets with rows to mend; with ``is_whole`` every row of the file."""
    remarks = _remarks(rating_import, is_whole=is_whole)
    with rating_import.stored_file.open("rb") as file:
        book = read(file.read())
    return [
        _sheet(grid, remarks.get(grid.name[:100], {}))
        for grid in book.grids
        if grid.name[:100] in remarks
    ]


def _remarks(rating_import: RatingImport, *, is_whole: bool) -> dict[str, dict[int, Remark]]:
    rows = rating_import.rows.order_by("position")
    if not is_whole:
        rows = rows.filter(verdict__in=NEEDING)
    found: dict[str, dict[int, Remark]] = {}
    for sheet, line, verdict, findings, questions in rows.values_list(
        "sheet", "line", "verdict", "findings", "questions"
    ):
        reasons = [finding["text"] for finding in findings]
        reasons += [question["text"] for question in questions]
        remark = (Verdict(verdict).label, " ".join(reasons))
        found.setdefault(sheet, {})[line] = remark
    return found


def _sheet(grid: Grid, remarks: dict[int, Remark]) -> ErrorSheet:
    """Lines that are no rows stay: titles name the decision, headings the stars."""
    sheet = ErrorSheet(grid.name, width=max((len(row) for row in grid.rows), default=0))
    others = {line.row: line.kind for line in SheetReader(grid).read().lines}
    for number, cells in enumerate(grid.rows):
        if number in others:
            is_header = others[number] == LineKind.HEADER
            sheet.lines.append(Line(cells, ADDED if is_header else ("", ""), is_header))
        elif number + 1 in remarks:
            sheet.lines.append(Line(cells, remarks[number + 1]))
    return sheet


def as_csv(sheets: list[ErrorSheet]) -> bytes:
    """All sheets one below the other; nothing a spreadsheet would take for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    for sheet in sheets:
        for line in sheet.lines:
            cells = [cell_text(value) for value in line.cells]
            blanks = [""] * (sheet.width - len(cells))
            writer.writerow(safe_text(text) for text in (*cells, *blanks, *line.remark))
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(sheets: list[ErrorSheet]) -> bytes:
    """A workbook like the one sent, with the reasons at the right."""
    book = openpyxl.Workbook(write_only=True)
    for sheet in sheets or [ErrorSheet("Không có lỗi")]:
        page = book.create_sheet(NOT_IN_TITLE.sub(" ", sheet.name)[:31])
        page.column_dimensions[
            openpyxl.utils.get_column_letter(sheet.width + 2)
        ].width = REASON_WIDTH
        for line in sheet.lines:
            page.append(list(_cells(page, sheet, line)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(page: object, sheet: ErrorSheet, line: Line) -> Iterator[Any]:
    for value in line.cells:
        yield _cell(page, value, is_bold=line.is_header)
    for _ in range(sheet.width - len(line.cells)):
        yield None
    for text in line.remark:
        cell = _cell(page, text, is_bold=line.is_header)
        if cell is not None and not line.is_header:
            cell.fill = openpyxl.styles.PatternFill("solid", fgColor=RED)
            cell.alignment = openpyxl.styles.Alignment(wrap_text=True, vertical="top")
        yield cell


def _cell(page: object, value: CellValue, *, is_bold: bool) -> Any:
    """Text stays text whatever it begins with; numbers and days stay what they are."""
    if value == "":
        return None
    if isinstance(value, int | float | dt.date) and not isinstance(value, bool):
        cell = openpyxl.cell.WriteOnlyCell(page, value)
        if isinstance(value, dt.date):
            cell.number_format = "DD/MM/YYYY"
    else:
        cell = openpyxl.cell.WriteOnlyCell(
            page, openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", cell_text(value))
        )
        cell.data_type = "s"
    if is_bold:
        cell.font = openpyxl.styles.Font(bold=True)
    return cell
