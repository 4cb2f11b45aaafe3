"""The days of a round that ends today, and the portal's clock set to them one after the other."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from scoring.process.definitions import WorkCalendar
from scoring.process.rules import DAY, add_working_days

OFFICE_OPENS = dt.time(8, 0)


class Clock:
    """Working days before and after the moment the round is loaded."""

    def __init__(self, now: dt.datetime, calendar: WorkCalendar) -> None:
        self.now, self.calendar = now, calendar
        self.today = timezone.localdate(now)
        self._acts: Counter[dt.date] = Counter()

    def day(self, back: int) -> dt.date:
        """The working day so many before today; after it for a negative number."""
        if back <= 0:
            return add_working_days(self.today, -back, self.calendar)
        day = self.today
        while back:
            day -= DAY
            back -= self.calendar.is_working(day)
        return day

    def opening(self, back: int) -> dt.datetime:
        """When offices open on that day."""
        return timezone.make_aware(dt.datetime.combine(self.day(back), OFFICE_OPENS))

    @contextmanager
    def set_to(self, back: int) -> Iterator[dt.datetime]:
        """Let the portal take it to be that day: each act a minute after the one before.

        What the acts write down (handed in when, said when) then tells one story. The audit trail
        reads the database's clock and keeps when the round was really loaded. For a command that
        serves nobody else meanwhile.
        """
        moment = self._moment(back)
        real = timezone.now
        setattr(timezone, "now", lambda: moment)  # noqa: B010 - mypy forbids to assign a function
        try:
            yield moment
        finally:
            setattr(timezone, "now", real)  # noqa: B010

    def _moment(self, back: int) -> dt.datetime:
        if back <= 0:
            return self.now
        self._acts[self.day(back)] += 1
        return self.opening(back) + dt.timedelta(minutes=self._acts[self.day(back)])
