"""The list beside the map: every commune of a division with what is made there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext, ngettext

from ocop_portal.map.enums import Division, Step
from products.catalogue import Selection
from products.catalogue.bitsets import positions, union
from products.catalogue.parameters import (
    COMMUNE,
    FORMER_COMMUNE,
    NO_STAR,
    STATUS,
    STATUS_VALUES,
    UNKNOWN,
)
from products.enums import CertificationStatus
from products.models import Product

FACET_OF = {Division.PRESENT: COMMUNE, Division.FORMER: FORMER_COMMUNE}
NAMES_OF_A_PLACE = 6  # products named under a commune; under the chosen one, more
NAMES_OF_THE_CHOSEN = 100
NAMES_OF_A_LIST = 600  # a register of the whole nation names products of the first communes only


@dataclass(slots=True)
class Place:
    """A commune of the list: how many of the selected products, and how many of them certified."""

    slug: str
    name: str
    count: int
    certified: int
    is_chosen: bool = False
    products: tuple[Product, ...] = ()

    @property
    def step(self) -> Step:
        """Its shade on the map."""
        return Step.of(self.certified)

    @property
    def label(self) -> str:
        """What the map says of it: ``Xã Ba Bể: 5 sản phẩm, 3 đã được công nhận``."""
        return f"{self.name}: {counted(self.count, self.certified)}"

    @property
    def mention(self) -> str:
        """Its name inside a sentence: ``xã Ba Bể``."""
        return self.name[:1].lower() + self.name[1:]

    @property
    def unnamed(self) -> int:
        """How many of its products are not named in the list."""
        return self.count - len(self.products)


@dataclass(frozen=True, slots=True)
class PlaceList:
    """All communes of a division, those with most products first."""

    places: list[Place]
    total: int
    certified: int
    unknown: int

    @property
    def summary(self) -> str:
        """``23 sản phẩm ở 12 xã`` and how many of them are certified."""
        peopled = sum(1 for place in self.places if place.count)
        said = ngettext(
            "%(products)s ở %(count)d xã, phường.", "%(products)s ở %(count)d xã, phường.", peopled
        )
        known = counted(self.total - self.unknown, self.certified)
        return said % {"products": known, "count": peopled}


def counted(count: int, certified: int) -> str:
    """``5 sản phẩm, 3 đã được công nhận``; the second half only where it says something more."""
    said = ngettext("%(count)d sản phẩm", "%(count)d sản phẩm", count) % {"count": count}
    if certified == count:
        return said
    return gettext("%(products)s, %(certified)d đã được công nhận") % {
        "products": said,
        "certified": certified,
    }


def list_places(
    selection: Selection, division: Division, units: Iterable[str], chosen: str
) -> PlaceList:
    """The list of a selection. ``units`` are the slugs of the division, in the order of names.

    Units outside the division that nevertheless made something are listed as well.
    """
    facet = selection.index.facets[FACET_OF[division]]
    names = selection.index.labels[FACET_OF[division]]
    counts = facet.counts(selection.bits)
    certified = facet.counts(selection.bits & _certified(selection))
    slugs = dict.fromkeys([*units, *(slug for slug in counts if counts[slug] and slug != UNKNOWN)])
    places = [
        Place(slug, str(names[slug]), counts.get(slug, 0), certified.get(slug, 0), slug == chosen)
        for slug in slugs
    ]
    places.sort(key=lambda place: (-place.count, -place.certified))
    _name_products(selection, division, places)
    unknown = counts.get(UNKNOWN, 0)
    of_known = sum(place.certified for place in places)
    return PlaceList(places, selection.total, of_known, unknown)


def _certified(selection: Selection) -> int:
    """Positions of products that were recognised by the day of the index, whatever came after."""
    index = selection.index
    not_so = (NO_STAR, STATUS_VALUES[CertificationStatus.NOT_YET])
    return index.everything & ~index.facets[STATUS].having(not_so)


def _name_products(selection: Selection, division: Division, places: list[Place]) -> None:
    """Give each place its first products by name, in one query for all."""
    ids = {place.slug: list(_first_ids(selection, division, place)) for place in places}
    room = NAMES_OF_A_LIST
    wanted: list[int] = []
    for place in places:
        if place.is_chosen or room > 0:
            wanted += ids[place.slug]
            room -= len(ids[place.slug])
    found = Product.objects.only("pk", "name", "slug").in_bulk(wanted)
    for place in places:
        place.products = tuple(found[pk] for pk in ids[place.slug] if pk in found)


def _first_ids(selection: Selection, division: Division, place: Place) -> Iterator[int]:
    index = selection.index
    if not place.count:
        return iter(())
    here = union((index.facets[FACET_OF[division]].postings[place.slug],), index.size)
    most = NAMES_OF_THE_CHOSEN if place.is_chosen else NAMES_OF_A_PLACE
    first = islice(positions(selection.bits & here, index.size), most)
    return (index.product_ids[position] for position in first)
