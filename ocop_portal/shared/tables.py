"""Tables that leave and enter the back office as files: what is written, what is accepted.

Cells are plain Python values on the way out and on the way in; a file never holds a formula of
ours, and text that a spreadsheet would take for one is marked as text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import tablib
from django.utils import timezone
from import_export.formats.base_formats import Format

from ocop_portal.shared.on_first_use import on_first_use
from ocop_portal.shared.text import clean

openpyxl = on_first_use("openpyxl")

MOST_ROWS = 2_000
"""Rows one upload of a reference table may have: each is checked and shown one by one (10 ms)."""

FORMULA = re.compile(r"^[=+\-@\t\r]")
NUMBER = re.compile(r"^[+-]?[\d.,\s]+$")
MARK = "'"

Rows = list[list[Any]]
Reader = Callable[[bytes], Rows]


class TableRefused(Exception):
    """The file cannot be taken; the message says why and what to do."""


def safe_text(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula; numbers stay numbers."""
    return MARK + text if FORMULA.match(text) and not NUMBER.match(text) else text


def unmarked(text: str) -> str:
    """Undo `safe_text`, so that what we wrote comes back as it was."""
    return text[1:] if text.startswith(MARK) and FORMULA.match(text[1:]) else text


def cell_text(value: Any) -> str:
    """Write one cell as a Vietnamese reader would: 25/06/2027, 12,5, có."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dt.datetime):
        return f"{_local(value):%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    return str(value)


def _local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


class CsvFile(Format):
    """UTF-8 with the mark Excel needs to read Vietnamese; written only."""

    def get_title(self) -> str:
        """Name the format for the form."""
        return "CSV"

    def get_extension(self) -> str:
        """Return the end of the file's name."""
        return "csv"

    def get_content_type(self) -> str:
        """Return the media type."""
        return "text/csv; charset=utf-8"

    def can_export(self) -> bool:
        """Whether files are written in this format."""
        return True

    def export_data(self, dataset: tablib.Dataset, **_kwargs: Any) -> bytes:
        """Write the table."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(dataset.headers)
        writer.writerows([safe_text(cell_text(cell)) for cell in row] for row in dataset)
        return ("\ufeff" + out.getvalue()).encode()


class ExcelFile(Format):
    """XLSX; text is stored as text whatever it begins with."""

    def get_title(self) -> str:
        """Name the format for the form."""
        return "Excel (XLSX)"

    def get_extension(self) -> str:
        """Return the end of the file's name."""
        return "xlsx"

    def get_content_type(self) -> str:
        """Return the media type."""
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def can_export(self) -> bool:
        """Whether files are written in this format."""
        return True

    def export_data(self, dataset: tablib.Dataset, **_kwargs: Any) -> bytes:
        """Write the table: one sheet, its header bold and fixed."""
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Dữ liệu")
        sheet.freeze_panes = "A2"
        header = [_excel_cell(sheet, title) for title in dataset.headers]
        for cell in header:
            cell.font = openpyxl.styles.Font(bold=True)
        sheet.append(header)
        for row in dataset:
            sheet.append([_excel_cell(sheet, value) for value in row])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _excel_cell(sheet: Any, value: Any) -> Any:
    if value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool)):
        return value
    if isinstance(value, dt.date):
        day = _local(value).replace(tzinfo=None) if isinstance(value, dt.datetime) else value
        cell = openpyxl.cell.WriteOnlyCell(sheet, day)
        is_moment = isinstance(value, dt.datetime)
        cell.number_format = "DD/MM/YYYY HH:MM" if is_moment else "DD/MM/YYYY"
        return cell
    cell = openpyxl.cell.WriteOnlyCell(
        sheet, openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", cell_text(value))
    )
    cell.data_type = "s"
    return cell


class AnyTable(Format):
    """Whatever the reader can read, told by its content; read only."""

    def __init__(self, reader: Reader, encoding: str | None = None) -> None:
        self.reader = reader

    def get_title(self) -> str:
        """Name the format for the form."""
        return "XLSX, XLS, ODS, CSV"

    def can_import(self) -> bool:
        """Whether files are read in this format."""
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """Make a table of the file; its first row with something in it is the header.

        Raises `TableRefused`. ``dataset.lines`` are the numbers of the rows in the file.
        """
        rows = list(_filled(self.reader(in_stream)))
        if len(rows) < 2:
            raise TableRefused("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề.")
        if len(rows) > MOST_ROWS + 1:
            raise TableRefused(f"Tệp có hơn {MOST_ROWS} dòng. Chia thành nhiều tệp rồi tải lại.")
        (_, header), *body = rows
        titles = [clean(cell_text(cell)) for cell in header]
        while titles and not titles[-1]:
            titles.pop()
        dataset = tablib.Dataset(headers=titles)
        dataset.lines = []
        for line, row in body:
            cells = row[: len(titles)]
            dataset.append(cells + [None] * (len(titles) - len(cells)))
            dataset.lines.append(line)
        return dataset


def _filled(rows: Rows) -> Iterator[tuple[int, list[Any]]]:
    for line, row in enumerate(rows, start=1):
        if any(cell not in (None, "") for cell in row):
            yield line, row
