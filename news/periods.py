"""Days and months of the Vietnamese calendar as moments, and as a page of a calendar."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from django.utils import timezone

EARLIEST, LATEST = 2000, 2100
MONTH = re.compile(r"(\d{4})-(\d{1,2})")


class Month(NamedTuple):
    """A month of a year."""

    year: int
    month: int

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """The month a day belongs to."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Month | None:
        """``2026-11``; ``None`` where there is no such month, or none anybody needs."""
        match = MONTH.fullmatch(text.strip())
        if match is None:
            return None
        year, month = int(match[1]), int(match[2])
        return cls(year, month) if EARLIEST <= year <= LATEST and 1 <= month <= 12 else None

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.month, 1)

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def previous(self) -> Month:
        """The month before it."""
        return Month.of(self.first - dt.timedelta(days=1))

    def weeks(self) -> list[list[dt.date]]:
        """Its weeks from Monday on, filled up with days of the months around it."""
        return calendar.Calendar(calendar.MONDAY).monthdatescalendar(self.year, self.month)


def start_of(day: dt.date) -> dt.datetime:
    """The moment ``day`` begins in Việt Nam."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
