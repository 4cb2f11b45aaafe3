"""Arithmetic of a certification's term and standing: plain values, no clock, no database."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar

from products.enums import CertificationStatus, EndReason

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


def status_on(
    on: dt.date,
    *,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    expires_on: dt.date | None,
    end_reason: str,
    ended_on: dt.date | None,
) -> CertificationStatus:
    """What a certification is on the day ``on``.

    ``starts_on`` and ``ends_on`` are the half-open term, both ``None`` when the first day is not
    known; then the printed ``expires_on`` alone can say that it is over.
    """
    if end_reason and ended_on and ended_on <= on:
        return CertificationStatus(EndReason(end_reason).value)
    if starts_on is None and ends_on is None:
        is_over = expires_on is not None and expires_on <= on
        return CertificationStatus.EXPIRED if is_over else CertificationStatus.UNKNOWN
    if starts_on and on < starts_on:
        return CertificationStatus.NOT_YET
    if ends_on and ends_on <= on:
        return CertificationStatus.EXPIRED
    return CertificationStatus.VALID


class Award(Protocol):
    """What `shown_award` looks at; a ``Certification`` is one."""

    @property
    def decision_on(self) -> dt.date | None: ...
    @property
    def recognised_year(self) -> int | None: ...
    def status(self, on: dt.date) -> CertificationStatus: ...


AnyAward = TypeVar("AnyAward", bound=Award)

# The one in force; else the latest that was, or may have been; one not yet in force comes last.
PRECEDENCE = {
    CertificationStatus.VALID: 3,
    CertificationStatus.EXPIRED: 2,
    CertificationStatus.WITHDRAWN: 2,
    CertificationStatus.UNKNOWN: 2,
    CertificationStatus.SUPERSEDED: 1,
    CertificationStatus.NOT_YET: 0,
}


def shown_award(awards: Iterable[AnyAward], on: dt.date) -> AnyAward | None:
    """The award whose stars a product is shown with on the day ``on``, always with its status."""

    def standing(award: AnyAward) -> tuple[int, int, dt.date]:
        year = award.decision_on.year if award.decision_on else award.recognised_year or 0
        return PRECEDENCE[award.status(on)], year, award.decision_on or dt.date.min

    return max(awards, key=standing, default=None)


STAR_BANDS = {1: (0, 30), 2: (30, 50), 3: (50, 70), 4: (70, 90), 5: (90, 100)}
"""Points of each rank, half-open save the last: Article 3.3 of 26/2026/QĐ-TTg, as in 148, 1048."""

CRITERIA_DECISIONS = (
    (dt.date(2026, 5, 22), "26/2026/QĐ-TTg", ""),
    (dt.date(2025, 7, 6), "148/QĐ-TTg", "1489/QĐ-TTg"),
    (dt.date(2023, 2, 24), "148/QĐ-TTg", ""),
    (dt.date(2020, 6, 8), "1048/QĐ-TTg", "781/QĐ-TTg"),
    (dt.date(2019, 8, 21), "1048/QĐ-TTg", ""),
)
"""Day in force, decision and the one that amends it. Before 1048 there was no national set."""


def criteria_on(day: dt.date) -> tuple[str, str] | None:
    """The decision by whose criteria products were ranked on ``day``, and what had amended it.

    Until 21 July 2026 a dossier already handed in could still be judged by 148 (Article 11 of
    26/2026/QĐ-TTg), so for days from 22 May to that day nothing is said.
    """
    if dt.date(2026, 5, 22) <= day <= dt.date(2026, 7, 21):
        return None
    for since, decision, amendment in CRITERIA_DECISIONS:
        if since <= day:
            return decision, amendment
    return None
