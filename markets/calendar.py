"""Fairs and live sales as iCalendar (RFC 5545), one by one or as a feed to subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from markets.models import Fair
from ocop_portal.shared.on_first_use import on_first_use

icalendar = on_first_use("icalendar")

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
REFRESH = dt.timedelta(hours=12)


def fairs_calendar(
    fairs: Iterable[Fair],
    *,
    title: str,
    host: str,
    absolute: Callable[[str], str],
    now: dt.datetime,
) -> bytes:
    """The fairs as a calendar called ``title``.

    ``host`` makes the keys of the events unique in the world; ``absolute`` makes an address out of
    a path; ``now`` is the time the calendar is made.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{host}//OCOP//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for fair in fairs:
        calendar.add_component(_event(fair, host, absolute, now))
    return calendar.to_ical()


def _event(fair: Fair, host: str, absolute: Callable[[str], str], now: dt.datetime) -> Any:
    event = icalendar.Event()
    event.add("uid", f"hoi-cho-{fair.pk}@{host}")
    event.add("dtstamp", now)
    event.add("summary", fair.name)
    for name, moment in zip(("dtstart", "dtend"), _times(fair), strict=True):
        event.add(name, moment)
    if fair.venue:
        event.add("location", fair.venue)
    if fair.latitude is not None and fair.longitude is not None:
        event.add("geo", (float(fair.latitude), float(fair.longitude)))
    event.add("url", absolute(fair.get_absolute_url()))
    said = "\n".join(part for part in (hours(fair), fair.description, fair.url) if part)
    if said:
        event.add("description", said)
    return event


def _times(fair: Fair) -> tuple[dt.date, dt.date]:
    """Begin and end: by the clock for one day of known hours, else whole days, the end excluded."""
    if fair.starts_on == fair.ends_on and fair.opens_at and fair.closes_at:
        return (
            dt.datetime.combine(fair.starts_on, fair.opens_at, ZONE),
            dt.datetime.combine(fair.starts_on, fair.closes_at, ZONE),
        )
    return fair.starts_on, fair.ends_on + dt.timedelta(days=1)


def hours(fair: Fair) -> str:
    """The hours of each day as far as they are known: ``8:00–21:30``."""
    known = (fair.opens_at, fair.closes_at)
    return "–".join(f"{time.hour}:{time:%M}" for time in known if time)
