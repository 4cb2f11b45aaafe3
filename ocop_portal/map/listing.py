"""One page of the list beside the map with its addresses: what page and fragment have in common."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from ocop_portal.map.divisions import Divisions
from ocop_portal.map.enums import Division
from ocop_portal.map.form import Chip, chips
from ocop_portal.map.leaves import Leaf, turn_to
from ocop_portal.map.places import FACET_OF, Place, PlaceList, list_places, name_products
from ocop_portal.map.state import MapState
from products.catalogue import CatalogueQuery, Selection
from products.catalogue.parameters import UNKNOWN


@dataclass(frozen=True, slots=True)
class Line:
    """A commune, the query that chooses it or lets go of it, all its products in the catalogue.

    ``catalogue`` is empty where the line names them all.
    """

    place: Place
    query: str
    catalogue: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A page of the list to turn to; ``url`` is empty for a gap between numbers."""

    label: str
    url: str
    is_here: bool


class Listing:
    """What ``map/_places.html`` prints. ``seen`` are the communes of the part in view, if asked."""

    def __init__(
        self,
        state: MapState,
        selection: Selection,
        ground: Divisions,
        seen: Container[str] | None = None,
    ) -> None:
        self.state = state
        self.chips: list[Chip] = chips(state, selection)
        units = ground.units(state.division)
        self.found: PlaceList = list_places(selection, state.division, units, state.chosen, seen)
        self.chosen = next((place for place in self.found.places if place.is_chosen), None)
        at = self.found.places.index(self.chosen) if self.chosen else None
        repeated = state.letting_go(0).query  # whichever commune is chosen, pages are the same
        self.leaf: Leaf[Place] = turn_to(self.found.places, repeated, state.page, at)
        name_products(selection, state.division, self.leaf.items)
        self.lines = [self._line(place) for place in self.leaf.items]

    @cached_property
    def rows(self) -> list[Line]:
        """Communes of the page with products."""
        return [line for line in self.lines if line.place.count]

    @cached_property
    def bare(self) -> list[Line]:
        """Communes of the page without products."""
        return [line for line in self.lines if not line.place.count]

    @property
    def bare_total(self) -> int:
        """How many communes without products there are on all pages."""
        return sum(1 for place in self.found.places if not place.count)

    @property
    def bare_url(self) -> str:
        """The page where they begin, when that is a later one."""
        later = self.leaf.bare_from > self.leaf.number
        return self._at(self.leaf.bare_from) if later and self.bare_total else ""

    @property
    def opens_bare(self) -> bool:
        """Whether those without products stand open: one is chosen, or the page is theirs."""
        is_theirs = self.leaf.pages > 1 and not self.rows
        return is_theirs or any(line.place.is_chosen for line in self.bare)

    @property
    def has_nothing(self) -> bool:
        """Whether no product answers at all, whatever part of the map is in view."""
        return not self.found.total

    @property
    def title(self) -> str:
        """How many communes there are, or are in view."""
        count = len(self.found.places)
        if self.found.is_part:
            said = ngettext(
                "%(count)d xã, phường đang thấy", "%(count)d xã, phường đang thấy", count
            )
        elif self.state.division is Division.FORMER:
            said = ngettext(
                "%(count)d xã, phường, thị trấn cũ", "%(count)d xã, phường, thị trấn cũ", count
            )
        else:
            said = ngettext("%(count)d xã, phường", "%(count)d xã, phường", count)
        return said % {"count": count}

    @property
    def range(self) -> str:
        """Which communes the page holds, empty when it holds all."""
        if self.leaf.pages < 2:
            return ""
        said = gettext("Xã, phường thứ %(first)d đến %(last)d trong %(total)d.")
        return said % {
            "first": self.leaf.first,
            "last": self.leaf.last,
            "total": self.leaf.total,
        }

    @property
    def turns(self) -> Iterator[Turn]:
        """The pages to turn to, with gaps."""
        paginator = Paginator(range(self.leaf.pages), 1)
        for number in paginator.get_elided_page_range(self.leaf.number, on_each_side=1, on_ends=1):
            url = self._at(number) if isinstance(number, int) else ""
            yield Turn(str(number), url, number == self.leaf.number)

    @property
    def before(self) -> str:
        """The page before this one, if any."""
        return self._at(self.leaf.number - 1) if self.leaf.number > 1 else ""

    @property
    def after(self) -> str:
        """The page after this one, if any."""
        return self._at(self.leaf.number + 1) if self.leaf.number < self.leaf.pages else ""

    @property
    def whole(self) -> str:
        """The address of the list of all communes."""
        return f"?{self.state.at_page(0).query}"

    @property
    def unfiltered(self) -> str:
        """The address without any filter."""
        return f"?{self.state.asking(CatalogueQuery()).query}"

    @property
    def unknown(self) -> str:
        """The catalogue's list of products without a commune."""
        return self._catalogue(UNKNOWN)

    @property
    def in_catalogue(self) -> str:
        """The same question in the catalogue."""
        return _address(self.state.filters)

    def _line(self, place: Place) -> Line:
        state = self.state
        after = (
            state.letting_go(self.leaf.number) if place.is_chosen else state.choosing(place.slug)
        )
        return Line(place, after.query, self._catalogue(place.slug) if place.unnamed else "")

    def _at(self, number: int) -> str:
        """The address of a page of the list."""
        return f"?{self.state.at_page(number).query}"

    def _catalogue(self, slug: str) -> str:
        """The catalogue's list of the same question in one commune."""
        return _address(self.state.filters.choosing(FACET_OF[self.state.division], [slug]))


def _address(asked: CatalogueQuery) -> str:
    query = asked.encode()
    return f"{reverse('products:list')}?{query}" if query else reverse("products:list")
