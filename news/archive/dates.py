"""The moments old archives write, in the ways Vietnamese sites and tables write them."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from django.utils import timezone

EARLIEST = 1970  # an archive of web pages that is older has a slip in its year
LOCAL = re.compile(r"\(?\b(?:GMT|UTC) ?\+ ?0?7(?::?00)?\b\)?", re.IGNORECASE)
ISO_T = re.compile(r"(?<=\d)T(?=\d)")
IN_WORDS = re.compile(r"(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})", re.IGNORECASE)
DAY = re.compile(
    r"(?<!\d)(?:(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})([-/.])(?P<m2>\d{1,2})\6(?P<y2>\d{4}))(?!\d)"
)
HOUR = re.compile(
    r"(?<!\d)(?P<h>\d{1,2})(?::| ?(?:h|giờ) ?)(?P<min>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?"
    r"(?: ?(?P<half>AM|PM|SA|CH)\b)?(?!\d)",
    re.IGNORECASE,
)
# What may stand around a day and an hour and says nothing more.
AROUND = re.compile(
    r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|ngày|lúc|phút|[\s,;|–-]+", re.IGNORECASE
)


def moment(text: str) -> dt.datetime:
    """The moment of ``29/12/2021``, ``2021-12-29 08:30``, ``Thứ Tư, 29/12/2021, 08:30 (GMT+7)``.

    Also what machines write (ISO 8601, RFC 5322). Vietnamese time where no zone is given. Raises
    ``ValueError`` where anything is left that was not understood.
    """
    found = _as_machines_write(text.strip()) or _as_people_write(text)
    if not EARLIEST <= found.year < dt.MAXYEAR:
        raise ValueError(text)
    return found


def _as_machines_write(text: str) -> dt.datetime | None:
    """A moment that says its zone."""
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
        except (ValueError, OverflowError):
            continue
        if timezone.is_aware(found):
            return found
    return None


def _as_people_write(text: str) -> dt.datetime:
    said = ISO_T.sub(" ", IN_WORDS.sub(r"\1/\2/\3", LOCAL.sub(" ", text)))
    day = DAY.search(said)
    if day is None:
        raise ValueError(text)
    rest = f"{said[: day.start()]} {said[day.end() :]}"
    hour = HOUR.search(rest)
    if hour:
        rest = f"{rest[: hour.start()]} {rest[hour.end() :]}"
    if AROUND.sub("", rest):
        raise ValueError(text)
    year, month, number = (int(day[name] or day[f"{name}2"]) for name in "ymd")
    return timezone.make_aware(dt.datetime(year, month, number, *_clock(hour)))


def _clock(hour: re.Match[str] | None) -> tuple[int, int, int]:
    """Hours, minutes and seconds; midnight where none are said. Raises ``ValueError``."""
    if hour is None:
        return 0, 0, 0
    hours, half = int(hour["h"]), (hour["half"] or "").upper()
    if half and not 1 <= hours <= 12:
        raise ValueError(hour[0])
    if half:
        hours = hours % 12 + (12 if half in ("PM", "CH") else 0)
    return hours, int(hour["min"]), int(hour["s"] or 0)
