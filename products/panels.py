"""The filter beside the list: which facets are shown, with what to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocop_portal.shared.facets import Chip
from ocop_portal.shared.text import fold
from products.catalogue import Selection
from products.catalogue.offers import Offer, best_offers, offers
from products.catalogue.parameters import (
    COMMUNE,
    DISTRICT,
    FACETS,
    FORMER_COMMUNE,
    GROUP,
    STANDARD,
    STARS,
    SUBGROUP,
    UNKNOWN,
)

MOST_PLACES = 8  # beside the list
LONGEST_LIST = 400  # on the page of places
PLACES = (COMMUNE, FORMER_COMMUNE, DISTRICT)
FOLDED = (FORMER_COMMUNE, DISTRICT, STANDARD)
HINTS = {STARS: _("Sao của lần công nhận gần nhất. Thêm “Còn hạn” để chỉ xem sao có hiệu lực.")}


@dataclass(frozen=True, slots=True)
class Panel:
    """One facet of the filter: its values, and whether there are more than are shown."""

    facet: str
    label: str | Promise
    offers: list[Offer]
    has_more: bool = False
    is_folded: bool = False
    hint: str | Promise = ""


def panels(selection: Selection) -> Iterator[Panel]:
    """The facets worth showing for this selection, in the order of the page."""
    in_use = dict(selection.query.chosen)
    for facet, label in FACETS.items():
        has_more = False
        if facet in PLACES:
            shown = best_offers(selection, facet, MOST_PLACES)
            has_more = len(selection.index.labels[facet]) > len(shown)
        else:
            shown = offers(selection, facet)
        folded = facet in FOLDED and facet not in in_use
        if facet == SUBGROUP:
            shown = [offer for offer in shown if not offer.is_empty]
            folded = not {GROUP, SUBGROUP} & in_use.keys()
        if shown:
            yield Panel(facet, label, shown, has_more, folded, HINTS.get(facet, ""))


def chips(selection: Selection) -> list[Chip]:
    """Everything chosen, each with the way to take it back."""
    query = selection.query
    found = [Chip(f"“{query.words}”", f"?{query.saying('').encode()}")] if query.words else []
    for facet, value in query.pairs():
        label = str(selection.index.labels[facet][value])
        named = f"{FACETS[facet]}: {label}" if value == UNKNOWN else label
        found.append(Chip(named, f"?{query.without(facet, value).encode()}"))
    return found


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place, how many products of the question it has, and the question narrowed to it."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class PlaceList:
    """The places of one facet; ``left_out`` more have the wanted words in their name."""

    facet: str
    label: str | Promise
    links: list[PlaceLink]
    left_out: int


def place_lists(selection: Selection, wanted: str) -> list[PlaceList]:
    """Places with products, by facet and name, whose name holds ``wanted``."""
    folded = fold(wanted)
    return [_place_list(selection, facet, folded) for facet in PLACES]


def _place_list(selection: Selection, facet: str, folded: str) -> PlaceList:
    found = [
        PlaceLink(
            str(offer.label),
            offer.count,
            selection.query.choosing(facet, (offer.value,)).encode(),
        )
        for offer in offers(selection, facet)
        if offer.count and folded in fold(str(offer.label))
    ]
    return PlaceList(facet, FACETS[facet], found[:LONGEST_LIST], max(0, len(found) - LONGEST_LIST))
