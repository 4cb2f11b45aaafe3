"""Scores out of 100, exact."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from ocop_portal.shared.text import fold
from scoring.rating_import.errors import BadValue
from scoring.rating_import.reading.grid import CellValue, cell_text

EXPECTED = "số điểm từ 0 đến 100, ví dụ 91,14"
TURNED_INTO_DATE = (
    "số điểm; Excel đã đổi điểm thành ngày, hãy định dạng cột là “Văn bản” rồi gõ lại"
)
SCORE = re.compile(
    r"(?:dat\s+)?(\d{1,3})(?:[.,](\d{1,15}))?\s*(?:d|diem)?\s*(?:/\s*100)?\s*(?:d|diem)?\.?"
)
FLOAT_DIGITS = 9  # beyond these a spreadsheet's number is noise of binary fractions


def parse_score(value: CellValue) -> Decimal | None:
    """The score of a cell, never rounded: ``91,14``, ``91.14 điểm``, ``91,14/100``, a number."""
    if isinstance(value, bool):
        raise BadValue(EXPECTED)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        raise BadValue(TURNED_INTO_DATE)
    if isinstance(value, int | float):
        return _in_range(_decimal(value))
    text = fold(cell_text(value)).replace("\u00b7", ".")
    if not text or text in {"-", "–", "—", "khong cham"}:
        return None
    found = SCORE.fullmatch(text)
    if found is None:
        raise BadValue(EXPECTED)
    return _in_range(Decimal(f"{found[1]}.{found[2] or 0}"))


def _decimal(value: float) -> Decimal:
    if value != value or value in (float("inf"), float("-inf")):
        raise BadValue(EXPECTED)
    return Decimal(repr(round(value, FLOAT_DIGITS)))


def _in_range(score: Decimal) -> Decimal:
    if not 0 <= score <= 100:
        raise BadValue(EXPECTED)
    whole = score.to_integral_value()
    return whole if whole == score else score.normalize()
