"""What the address of the map says: division, layers, chosen commune, page of the list, filters.

The filters are the catalogue's own question (`products.filters.parse_query`), so a link to the
catalogue and a link to the map differ in the path alone. The part in view stands behind ``#``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from ocop_portal.map.enums import Division, Layer
from products.catalogue import CatalogueQuery
from products.catalogue.parameters import PAGE
from products.filters import parse_query

DIVISION, LAYERS, CHOSEN, GAPS = "ranh-gioi", "lop", "chon", "o-trong"
NO_LAYER = "khong"
UNTOUCHED_LAYERS = (Layer.PRODUCTS,)
RENAMED = {"hoi-cho": Layer.EVENTS.value}  # in links made before fairs became events


@dataclass(frozen=True, slots=True)
class MapState:
    """One state of the map. ``chosen`` is the slug of a commune or empty.

    ``page`` is the page of the list, 0 for the one with the chosen commune, else the first.
    """

    division: Division
    layers: tuple[Layer, ...]
    chosen: str
    shows_gaps: bool
    filters: CatalogueQuery
    page: int = 0

    @property
    def query(self) -> str:
        """The query string of this state; what stands as on an untouched map is left out."""
        parts = [self.filters.encode(), urlencode(list(self.own()))]
        return "&".join(part for part in parts if part)

    def own(self) -> Iterator[tuple[str, str]]:
        """The parameters that are the map's alone."""
        if self.division is not Division.PRESENT:
            yield DIVISION, self.division.value
        if self.layers != UNTOUCHED_LAYERS:
            yield from ((LAYERS, layer.value) for layer in self.layers)
            if not self.layers:
                yield LAYERS, NO_LAYER
        if self.chosen:
            yield CHOSEN, self.chosen
        if self.shows_gaps:
            yield GAPS, "1"
        if self.page > 1 or (self.page and self.chosen):
            yield PAGE, str(self.page)

    def choosing(self, slug: str) -> MapState:
        """The same map with another commune chosen, its list open where that one stands."""
        return replace(self, chosen=slug, page=0)

    def letting_go(self, page: int) -> MapState:
        """The same map with no commune chosen, its list open at ``page``."""
        return replace(self, chosen="", page=page)

    def asking(self, filters: CatalogueQuery) -> MapState:
        """The same map of other products, its list from the beginning."""
        return replace(self, filters=filters, page=0)

    def at_page(self, page: int) -> MapState:
        """The same map with another page of its list."""
        return replace(self, page=page)


def parse_state(data: QueryDict) -> MapState:
    """Read an address; what makes no sense is as if it were not there."""
    wanted = [RENAMED.get(name, name) for name in data.getlist(LAYERS)]
    layers = tuple(layer for layer in Layer if layer.value in wanted)
    is_former = data.get(DIVISION) == Division.FORMER.value
    asked = parse_query(data)
    return MapState(
        division=Division.FORMER if is_former else Division.PRESENT,
        layers=layers or (() if NO_LAYER in wanted else UNTOUCHED_LAYERS),
        chosen=data.get(CHOSEN, "")[:140],
        shows_gaps=data.get(GAPS) == "1",
        filters=replace(asked, sort=None, page=1),
        page=asked.page if data.get(PAGE) == str(asked.page) else 0,
    )
