"""The few likeliest things for words half typed: from memory, save the names of the products."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.resolution import Gazetteer, Why
from ocop_portal.search.codes import address_of_code
from ocop_portal.search.entries import Entry
from ocop_portal.search.kinds import LISTED, Kind
from ocop_portal.search.loading import current_indexes
from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.templatetags.ui import day as as_day
from products.catalogue import current_index
from products.catalogue.search import Hits, search
from products.catalogue.shown import Shown
from products.enums import Stars
from products.models import Product

PRODUCTS, PLACES, EACH, ALL = 4, 2, 2, 8
SHORTEST, LONGEST = 2, 80  # characters
CLEARLY = 0.6  # of the points of the best find

_kept: Fragments[list[dict[str, str]]] = Fragments(most=2000)  # about 1 KB each


class Suggestion(NamedTuple):
    """One line under the field; ``lang`` is that of the label."""

    kind: str
    label: str
    note: str
    url: str
    lang: str = settings.LANGUAGE_CODE


def suggestions(words: str, on: dt.date, at: dt.datetime, version: int) -> list[dict[str, str]]:
    """At most `ALL` things for ``words``, best first, products before others; kept while true.

    Two queries at most where nothing is kept: is it a code, and what are the products called.
    """
    if len(words) < SHORTEST:
        return []
    words = words[:LONGEST]
    key = (words, get_language())
    return _kept.get((version, on), key, lambda: _made(words, on, at, version))


def _made(words: str, on: dt.date, at: dt.datetime, version: int) -> list[dict[str, str]]:
    if address := address_of_code(words, on):
        label = _("Xác minh mã %(code)s") % {"code": words}
        return [Suggestion(_("Mã"), label, "", address, get_language() or "vi")._asdict()]
    found = [*_products(words, on, version), *_places(words, on, version)]
    return [each._asdict() for each in [*found, *_others(words, on, at, version)][:ALL]]


def _products(words: str, on: dt.date, version: int) -> list[Suggestion]:
    """The best products: what they are called, their stars, who makes them."""
    index = current_index(on, version)
    hits = search(index.text, words, preferred=index.valid)
    best = _clearly_best(hits, index.size)
    keys = [index.product_ids[place] for place in best]
    rows = Product.objects.select_related("producer").in_bulk(keys)
    return [
        Suggestion(
            str(Kind.PRODUCTS.label),
            rows[key].said("name"),
            " · ".join(filter(None, [_stars(index.shown[place]), rows[key].producer.name])),
            rows[key].get_absolute_url(),
            rows[key].language_of("name"),
        )
        for place, key in zip(best, keys, strict=True)
        if key in rows
    ]


def _clearly_best(hits: Hits, size: int) -> list[int]:
    """The first positions, without those far worse than the best."""
    first = hits.scores.best(hits.as_written | hits.near, PRODUCTS, size)
    points = [hits.scores.of(place) for place in first]
    return [place for place, had in zip(first, points, strict=True) if had > points[0] * CLEARLY]


def _stars(shown: Shown | None) -> str:
    return str(Stars(shown.stars).label) if shown else ""


def _places(words: str, on: dt.date, version: int) -> list[Suggestion]:
    found = Gazetteer.current(version).resolve(words, on).candidates
    exact = [each.commune for each in found if not each.has(Why.SLIP)][:PLACES]
    return [
        Suggestion(
            str(Kind.COMMUNES.label),
            unit.full_name,
            unit.district.name if unit.district else unit.province.full_name,
            unit.get_absolute_url(),
        )
        for unit in exact
    ]


def _others(words: str, on: dt.date, at: dt.datetime, version: int) -> Iterator[Suggestion]:
    """As written only: what merely resembles half a word is no help."""
    indexes = current_indexes(on, at, version)
    for kind in LISTED:
        for entry in indexes[kind].saying(words)[:EACH]:
            yield _of_entry(kind, entry)


def _of_entry(kind: Kind, entry: Entry) -> Suggestion:
    note = as_day(entry.day) or entry.note
    return Suggestion(str(kind.label), entry.label, note, entry.address, entry.language)
