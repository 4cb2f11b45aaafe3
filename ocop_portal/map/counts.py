"""What the map's script is told of each commune: its products, its shade, the words for both."""

from __future__ import annotations

import datetime as dt
import json

from django.utils.translation import get_language

from ocop_portal.map.divisions import divisions
from ocop_portal.map.places import counted, list_places
from ocop_portal.map.state import MapState
from ocop_portal.shared.packed import Packed, Shelf, pack
from products.catalogue import Selection

JSON = "application/json"

_packed: Shelf[Packed] = Shelf()


def place_counts(state: MapState, selection: Selection, version: int, on: dt.date) -> Packed:
    """JSON: number of products, shade and words by slug of each commune that has products.

    The answer without filters is packed once for each content version, day and language.
    """
    if state.filters.words or state.filters.chosen:
        return pack(_encoded(state, selection, on), JSON, quickly=True)
    name = f"{state.division.value} {get_language()}"
    return _packed.get(name, (version, on), lambda: pack(_encoded(state, selection, on), JSON))


def _encoded(state: MapState, selection: Selection, on: dt.date) -> bytes:
    found = list_places(selection, state.division, divisions(on).units(state.division))
    said = {
        place.slug: (place.count, place.step, counted(place.count, place.certified))
        for place in found.places
        if place.count
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
