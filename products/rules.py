"""Arithmetic of a certification's term: plain dates in and out, no clock, no database."""

from __future__ import annotations

import calendar
import datetime as dt

TERM_MONTHS = 36
"""Months a certification lasts (Article 4.3 of 26/2026/QĐ-TTg; the same in 148 and 1048)."""

EXTENSION_DAYS = 180
"""Days a certificate may outlast its term while re-evaluation is pending (Article 12, 26/2026)."""


def term_end(start: dt.date, months: int = TERM_MONTHS) -> dt.date:
    """First day no longer in force of a term of ``months`` months beginning on ``start``.

    The corresponding day of the last month or, where that month has none, its last day
    (Civil Code 2015, Article 148): 31 August and 6 months give 28 or 29 February. This is also what
    PostgreSQL's ``date + interval`` gives. Raises ``ValueError`` when ``months`` is not positive.
    """
    if months <= 0:
        raise ValueError("Thời hạn phải từ một tháng trở lên.")
    years, month_index = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month_index + 1
    last_day = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(start.day, last_day))


def latest_extension(expires_on: dt.date) -> dt.date:
    """The latest day a certificate ending on ``expires_on`` may be kept in force until.

    Half-open like every end here: the returned day is the first no longer in force.
    """
    return expires_on + dt.timedelta(days=EXTENSION_DAYS)
