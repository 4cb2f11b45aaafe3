"""Events for the calendars people keep (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from news.models import Event
from ocop_portal.shared.on_first_use import on_first_use
from ocop_portal.shared.text import clean

icalendar = on_first_use("icalendar")

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//OCOP//Cong san pham OCOP//VI"
REFRESH = dt.timedelta(hours=12)  # how often those who subscribe may ask again


def calendar_file(events: Iterable[Event], name: str, host: str, absolute: Callable) -> bytes:
    """A calendar of ``events``; ``host`` makes their identities unique in the world.

    Communes of the events are loaded; ``absolute`` makes an address out of a path.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_entry(event, host, absolute(event.get_absolute_url())))
    return calendar.to_ical()


def _entry(event: Event, host: str, url: str) -> Any:
    entry = icalendar.Event()
    entry.add("uid", f"su-kien-{event.pk}@{host}")
    entry.add("dtstamp", event.updated_at)
    entry.add("last-modified", event.updated_at)
    entry.add("summary", clean(event.said("title")))
    told = (event.daily_hours, event.said("lead"), event.online_name, event.online_url, url)
    entry.add("description", _lines("\n\n".join(text for text in told if text)))
    entry.add("url", url)
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.is_all_day:
        entry.add("dtstart", event.first_day)
        entry.add("dtend", event.last_day + dt.timedelta(days=1))
    else:
        entry.add("dtstart", event.starts_at.astimezone(dt.UTC))
        if event.ends_at:
            entry.add("dtend", event.ends_at.astimezone(dt.UTC))
    commune = event.commune.full_name if event.commune else ""
    if place := ", ".join(text for text in (event.place, commune) if text):
        entry.add("location", clean(place))
    if event.latitude is not None and event.longitude is not None:
        entry.add("geo", (float(event.latitude), float(event.longitude)))
    return entry


def _lines(text: str) -> str:
    """The lines of a text without the control characters that no calendar takes."""
    return "\n".join(clean(line) for line in text.splitlines())
