"""Dates as Vietnamese papers and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ocop_portal.shared.text import fold
from scoring.rating_import.errors import BadValue
from scoring.rating_import.reading.grid import CellValue, cell_text

EXPECTED = "ngày dạng ngày/tháng/năm, ví dụ 29/12/2021"
EPOCH_1900 = dt.date(1899, 12, 30)
EPOCH_1904 = dt.date(1904, 1, 1)
EARLIEST = dt.date(2013, 1, 1)  # the first provincial OCOP programme, that of Quảng Ninh
LATEST_YEAR = 2100

NUMERIC = re.compile(
    r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})(?!\d)(?:[ t]\d{1,2}:\d{2}.*)?"
)
ISO = re.compile(r"(\d{4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:[ t]\d{1,2}:\d{2}.*)?")
WORDS = re.compile(r"(\d{1,2})\s*thang\s*(\d{1,2})\s*(?:nam|,|/)?\s*(\d{4})")
MONTH = re.compile(r"(?:thang\s*)?(\d{1,2})\s*(?:[/.\-]|nam)\s*(\d{4})")
YEAR = re.compile(r"(?:nam\s*)?(\d{4})")
SERIAL = re.compile(r"\d{5}(?:[.,]0+)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or only the year of a day that was not written."""

    day: dt.date | None
    year: int


def show(day: dt.date) -> str:
    """A day as officers write it."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def parse_date(value: CellValue, *, is_1904: bool = False) -> PartialDate | None:
    """The date of a cell; raises `BadValue` for what is no date or not of this programme."""
    if isinstance(value, dt.datetime):
        return _checked(value.date())
    if isinstance(value, dt.date):
        return _checked(value)
    if isinstance(value, bool | dt.time | dt.timedelta):
        raise BadValue(EXPECTED)
    if isinstance(value, int | float):
        return _from_number(value, is_1904=is_1904)
    text = fold(cell_text(value)).strip(" .;()")
    if not text or text in {"-", "–", "—"}:
        return None
    return _from_text(re.sub(r"^(?:ngay|ky ngay|ngay ky|tu ngay)\s*:?\s*", "", text), is_1904)


def _from_text(text: str, is_1904: bool) -> PartialDate:
    if found := NUMERIC.fullmatch(text) or WORDS.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return _checked(_make(year + 2000 if year < 100 else year, month, day))
    if found := ISO.fullmatch(text):
        return _checked(_make(int(found[1]), int(found[2]), int(found[3])))
    if SERIAL.fullmatch(text):
        return _from_number(int(text[:5]), is_1904=is_1904)
    if (found := MONTH.fullmatch(text)) and 1 <= int(found[1]) <= 12:
        return PartialDate(None, _checked_year(int(found[2])))
    if found := YEAR.fullmatch(text):
        return PartialDate(None, _checked_year(int(found[1])))
    raise BadValue(EXPECTED)


def _from_number(value: float, *, is_1904: bool) -> PartialDate:
    """A year typed as a number, or a spreadsheet's count of days."""
    if value != value or not 0 < value < 200_000:
        raise BadValue(EXPECTED)
    if float(value).is_integer() and EARLIEST.year <= value < LATEST_YEAR:
        return PartialDate(None, int(value))
    epoch = EPOCH_1904 if is_1904 else EPOCH_1900
    return _checked(epoch + dt.timedelta(days=int(value)))


def _make(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        if 1 <= day <= 12 < month <= 31:
            raise BadValue(f"{EXPECTED}; có phải là {month:02d}/{day:02d}/{year}?") from error
        raise BadValue(f"{EXPECTED}; ngày này không có trong lịch") from error


def _checked(day: dt.date) -> PartialDate:
    if not EARLIEST <= day < dt.date(LATEST_YEAR, 1, 1):
        raise BadValue(f"{EXPECTED}, từ năm {EARLIEST.year} trở đi")
    return PartialDate(day, day.year)


def _checked_year(year: int) -> int:
    if not EARLIEST.year <= year < LATEST_YEAR:
        raise BadValue(f"{EXPECTED}, từ năm {EARLIEST.year} trở đi")
    return year


def find_date(text: str) -> dt.date | None:
    """The first full date inside a sentence, or none."""
    folded = fold(text)
    places = [
        (found.start(), found, order)
        for pattern, order in ((ISO, (1, 2, 3)), (NUMERIC, (3, 2, 1)), (WORDS, (3, 2, 1)))
        if (found := pattern.search(folded))
    ]
    for _start, found, (year, month, day) in sorted(places, key=lambda place: place[0]):
        number = int(found[year])
        try:
            return _checked(
                _make(number + 2000 if number < 100 else number, int(found[month]), int(found[day]))
            ).day
        except BadValue:
            continue
    return None
