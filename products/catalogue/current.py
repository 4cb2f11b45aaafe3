"""The index this process holds, made anew when the register or the day has changed."""

from __future__ import annotations

import datetime as dt
from functools import partial
from threading import Lock

from ocop_portal.shared.aside import made_aside
from ocop_portal.shared.versions import content_version
from products.catalogue.index import CatalogueIndex, Selection
from products.catalogue.loading import load_index
from products.catalogue.query import CatalogueQuery

Key = tuple[int, dt.date]

_kept: tuple[Key, CatalogueIndex] | None = None
_making = Lock()


def current_index(on: dt.date, version: int | None = None) -> CatalogueIndex:
    """The index of the public register as this transaction sees it, for the day ``on``.

    One short query when nothing has changed, none when the caller knows the content ``version``
    already; otherwise the register is read again, about a second for 20,000 products.
    """
    global _kept
    key = (content_version() if version is None else version, on)
    kept = _kept
    if kept is None or kept[0] != key:
        with _making:
            kept = _kept
            if kept is None or kept[0] != key:
                _kept = None  # let go first: two indexes at once would double the memory
                kept = _kept = (key, made_aside(partial(load_index, on)))
    return kept[1]


def select(query: CatalogueQuery, on: dt.date, version: int | None = None) -> Selection:
    """The public products that answer ``query`` on the day ``on``, with counts for every facet."""
    return current_index(on, version).select(query)


def forget_index() -> None:
    """Drop the index; tests roll versions back."""
    global _kept
    _kept = None
