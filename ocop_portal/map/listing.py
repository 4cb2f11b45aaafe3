"""The list beside the map with its addresses: what page and fragment have in common."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from ocop_portal.map.divisions import Divisions
from ocop_portal.map.enums import Division
from ocop_portal.map.form import chips
from ocop_portal.map.places import FACET_OF, Place, PlaceList, list_places
from ocop_portal.map.state import MapState
from products.catalogue import CatalogueQuery, Selection
from products.catalogue.parameters import UNKNOWN


def listing(state: MapState, selection: Selection, ground: Divisions) -> dict[str, Any]:
    """The context of ``map/_places.html``."""
    units = ground.units(state.division)
    found = list_places(selection, state.division, units, state.chosen)
    lines = [
        (place, _choosing(state, place), _catalogue(state, place.slug)) for place in found.places
    ]
    unfiltered = state.asking(CatalogueQuery()).query
    return {
        "list": found,
        "title": _title(state.division, found),
        "state": state,
        "chips": chips(state, selection),
        "rows": [line for line in lines if line[0].count],
        "empty_rows": [line for line in lines if not line[0].count],
        "opens_rest": any(place.is_chosen and not place.count for place in found.places),
        "unknown": _catalogue(state, UNKNOWN),
        "unfiltered": f"?{unfiltered}",
        "in_catalogue": _address(state.filters),
    }


def _choosing(state: MapState, place: Place) -> str:
    """The query that chooses a commune, or lets go of the one chosen."""
    return state.choosing("" if place.is_chosen else place.slug).query


def _title(division: Division, found: PlaceList) -> str:
    count = len(found.places)
    if division is Division.FORMER:
        said = ngettext(
            "%(count)d xã, phường, thị trấn cũ", "%(count)d xã, phường, thị trấn cũ", count
        )
    else:
        said = ngettext("%(count)d xã, phường", "%(count)d xã, phường", count)
    return said % {"count": count}


def _catalogue(state: MapState, slug: str) -> str:
    """The catalogue's list of the same question in one commune."""
    asked = state.filters.choosing(FACET_OF[state.division], [slug])
    return _address(asked)


def _address(asked: CatalogueQuery) -> str:
    query = asked.encode()
    return f"{reverse('products:list')}?{query}" if query else reverse("products:list")
