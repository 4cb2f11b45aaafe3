"""What kind of award a row tells of, and for how many months."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from ocop_portal.shared.text import fold
from scoring.rating_import.errors import BadValue
from scoring.rating_import.reading.grid import CellValue, cell_text
from scoring.rating_import.values.dates import find_date

EXPECTED_FORM = "một trong: Công nhận mới, Nâng hạng, Cấp lại"
EXPECTED_TERM = "số tháng hiệu lực, ví dụ 36, hoặc ngày hết hạn"
REISSUE = re.compile(r"cap (?:lai|doi)|cong nhan lai|danh gia.* lai|phan hang lai|gia han|duy tri")
UPGRADE = re.compile(r"nang (?:hang|sao|cap)")
FIRST = re.compile(r"\bmoi\b|lan dau|cong nhan lan 1")


class AwardForm(StrEnum):
    """How a decision words an award."""

    FIRST = "first"
    UPGRADE = "upgrade"
    REISSUE = "reissue"


def find_form(text: str) -> AwardForm | None:
    """The form a text names, none when it names several or none at all."""
    folded = fold(text)
    found = [
        form
        for form, pattern in (
            (AwardForm.REISSUE, REISSUE),
            (AwardForm.UPGRADE, UPGRADE),
            (AwardForm.FIRST, FIRST),
        )
        if pattern.search(folded)
    ]
    return found[0] if len(found) == 1 else None


def parse_form(value: CellValue) -> AwardForm | None:
    """The form in a cell of its own."""
    text = cell_text(value)
    if not text or text in {"-", "–", "—"}:
        return None
    form = find_form(text)
    if form is None:
        raise BadValue(EXPECTED_FORM)
    return form


@dataclass(frozen=True, slots=True)
class Term:
    """How long a certificate lasts: months, or the printed last day."""

    months: int | None = None
    until: dt.date | None = None


def parse_term(value: CellValue) -> Term | None:
    """The term of a cell: ``36``, ``36 tháng``, ``3 năm``, ``đến 29/12/2024``."""
    text = fold(cell_text(value))
    if not text or text in {"-", "–", "—"}:
        return None
    if isinstance(value, dt.date) or (until := find_date(text)):
        day = value if isinstance(value, dt.date) else until
        return Term(until=day.date() if isinstance(day, dt.datetime) else day)
    found = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?\s*(thang|nam)?(?:\s+(?:ke tu|tu ngay)\b.*)?", text)
    months = int(found[1]) * (12 if found[2] == "nam" else 1) if found else 0
    if not 1 <= months <= 120:
        raise BadValue(EXPECTED_TERM)
    return Term(months=months)
