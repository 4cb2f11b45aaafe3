"""What follows from the dates and relations of documents: plain values, no clock, no database."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from news.enums import DocumentStatus


def document_status(
    on: dt.date, *, effective_on: dt.date | None, ends_on: dt.date | None
) -> DocumentStatus:
    """Whether a document is in force on the day ``on``.

    ``ends_on`` is the first day it no longer is. Without the first day nothing can be said save
    that it is over.
    """
    if ends_on is not None and ends_on <= on:
        return DocumentStatus.ENDED
    if effective_on is None:
        return DocumentStatus.UNKNOWN
    return DocumentStatus.IN_FORCE if effective_on <= on else DocumentStatus.NOT_YET


def connected(start: int, links: Iterable[tuple[int, int]]) -> set[int]:
    """Everything reached from ``start`` along ``links`` in either direction, ``start`` included."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for one, other in links:
        neighbours[one].add(other)
        neighbours[other].add(one)
    found: set[int] = set()
    frontier = {start}
    while frontier:
        found |= frontier
        frontier = {near for each in frontier for near in neighbours[each]} - found
    return found
