"""Text with commas, semicolons or tabs into a grid."""

from __future__ import annotations

import csv
import io
from itertools import islice

from ocop_portal.shared.tables import MARK, unmarked
from scoring.rating_import import limits
from scoring.rating_import.errors import FileRefused, thousands
from scoring.rating_import.reading.grid import Grid, Row

DELIMITERS = ",;\t|"
SAMPLE_LINES = 200
SHEET_NAME = "CSV"
FIELD_LIMIT = 200_000


def read_delimited(text: str) -> Grid:
    """The one sheet of a delimited file; raises `FileRefused` when it is too large."""
    declared, body = _declared_delimiter(text.replace("\x00", ""))
    delimiter = declared or guess_delimiter(body)
    lines = _records(body, delimiter)
    if declared:
        lines.insert(0, [])
    if len(lines) == 1 and not any(str(cell).strip() for cell in lines[0]):
        lines = []
    return Grid(name=SHEET_NAME, rows=lines)


def _declared_delimiter(text: str) -> tuple[str | None, str]:
    """Excel's own first line ``sep=;`` names the delimiter."""
    first, _, rest = text.partition("\n")
    mark = first.strip().lower()
    if mark.startswith("sep=") and len(mark) <= 5:
        return (mark[4:] or "\t"), rest
    return None, text


def guess_delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells, above one."""
    sample = "\n".join(islice(io.StringIO(text), SAMPLE_LINES)).replace("\n\n", "\n")
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[int, int]:
    """How many sample lines share the commonest width, and that width."""
    widths: dict[int, int] = {}
    try:
        for record in csv.reader(io.StringIO(sample), delimiter=delimiter):
            widths[len(record)] = widths.get(len(record), 0) + 1
    except csv.Error:
        return 0, 0
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0, 0
    width = max(several, key=lambda width: (several[width], width))
    return several[width] * width, width


def _records(text: str, delimiter: str) -> list[Row]:
    """All records, each at the place of the line it starts on, counted as records."""
    csv.field_size_limit(FIELD_LIMIT)
    records: list[Row] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(records) >= limits.MAX_ROWS:
                raise FileRefused(
                    f"Tệp có hơn {thousands(limits.MAX_ROWS)} dòng. Chia tệp theo năm hoặc theo "
                    "đợt rồi tải từng phần."
                )
            if len(record) > limits.MAX_COLUMNS:
                raise FileRefused(
                    f"Dòng {len(records) + 1} có {len(record)} cột, nhiều nhất được"
                    f" {limits.MAX_COLUMNS}. Xem lại dấu ngăn cách cột rồi tải lại."
                )
            records.append([unmarked(cell) if cell[:1] == MARK else cell for cell in record])
    except csv.Error as error:
        raise FileRefused(
            f"Không đọc được dòng {len(records) + 1}: dấu ngoặc kép không khép hoặc ô quá dài."
            " Mở tệp bằng Excel, lưu thành .xlsx rồi tải lại."
        ) from error
    return records
