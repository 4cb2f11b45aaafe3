"""The rows of an uploaded table, for the reference tables of the back office."""

from __future__ import annotations

import csv
import io
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from ocop_portal.shared.tables import TableRefused


def read_rows(content: bytes) -> list[list[Any]]:
    """Return the rows of the first sheet of ``content``; raise `TableRefused`."""
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            return book.get_sheet_by_index(0).to_python()
        except CalamineError as error:
            raise TableRefused("Tệp hỏng hoặc không phải bảng tính.") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableRefused("Không đọc được chữ trong tệp.") from error
    return list(csv.reader(io.StringIO(text)))
