"""A sheet of cells, whatever kind of file it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from ocop_portal.shared.text import clean

CellValue = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Row = list[CellValue]
Area = tuple[int, int, int, int]  # first row, first column, last row, last column, from zero


@dataclass(slots=True)
class Grid:
    """Rows and columns counted from the sheet's first cell, A1."""

    name: str
    rows: list[Row]
    merged: list[Area] = field(default_factory=list)
    without_result: Collection[str] = ()
    is_1904: bool = False
    formulas: int = 0

    def merged_down(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Each covered cell of a merged area and the cell that speaks for it, in one column."""
        covered = {}
        for top, left, bottom, _right in self.merged:
            for row in range(top + 1, min(bottom, len(self.rows) - 1) + 1):
                covered[row, left] = (top, left)
        return covered


def column_letters(column: int) -> str:
    """Letters of a column counted from zero: 0 is A, 26 is AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Name of a cell counted from zero: (13, 2) is C14."""
    return f"{column_letters(column)}{row + 1}"


def cell_text(value: CellValue) -> str:
    """What a person sees in the cell, on one line."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "Đúng" if value else "Sai"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}".replace(".", ",")
    if isinstance(value, dt.datetime) and value.time() != dt.time.min:
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, dt.date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    return str(value)
