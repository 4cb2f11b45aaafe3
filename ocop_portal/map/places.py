"""The communes of a division with what is made there: those with most products first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext, ngettext

from ocop_portal.map.enums import Division, Step
from ocop_portal.map.leaves import NAMES_OF_A_PLACE
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
NAMES_OF_THE_CHOSEN = 40  # the others are one step away, in the catalogue


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
    def mention(self) -> str:
        """Its name inside a sentence: ``xã Ba Bể``."""
        return self.name[:1].lower() + self.name[1:]

    @property
    def unnamed(self) -> int:
        """How many of its products are not named in the list."""
        return self.count - len(self.products)


@dataclass(frozen=True, slots=True)
class PlaceList:
    """Communes of a division, those with most products first.

    ``units`` counts all of the division; ``places`` are fewer where a part of the map is asked for.
    ``unknown`` counts the products without a commune.
    """

    places: list[Place]
    units: int
    total: int
    certified: int
    unknown: int

    @property
    def is_part(self) -> bool:
        """Whether communes of the division were left out."""
        return len(self.places) < self.units

    @property
    def summary(self) -> str:
        """``23 sản phẩm ở 12 xã, phường.`` and how many of them are certified."""
        peopled = sum(1 for place in self.places if place.count)
        said = ngettext(
            "%(products)s ở %(count)d xã, phường.", "%(products)s ở %(count)d xã, phường.", peopled
        )
        known = counted(sum(place.count for place in self.places), self.certified)
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
    selection: Selection,
    division: Division,
    units: Iterable[str],
    chosen: str = "",
    seen: Container[str] | None = None,
) -> PlaceList:
    """The list of a selection. ``units`` are the slugs of the division, in the order of names.

    Units outside the division that nevertheless made something are listed as well. With ``seen``
    only those in it are, and the chosen one.
    """
    facet = selection.index.facets[FACET_OF[division]]
    names = selection.index.labels[FACET_OF[division]]
    counts = facet.counts(selection.bits)
    certified = facet.counts(selection.bits & _certified(selection))
    slugs = dict.fromkeys([*units, *(slug for slug in counts if counts[slug] and slug != UNKNOWN)])
    places = [
        Place(slug, str(names[slug]), counts.get(slug, 0), certified.get(slug, 0), slug == chosen)
        for slug in slugs
        if seen is None or slug in seen or slug == chosen
    ]
    places.sort(key=lambda place: (-place.count, -place.certified))
    of_known = sum(place.certified for place in places)
    return PlaceList(places, len(slugs), selection.total, of_known, counts.get(UNKNOWN, 0))


def _certified(selection: Selection) -> int:
    """Positions of products that were recognised by the day of the index, whatever came after."""
    index = selection.index
    not_so = (NO_STAR, STATUS_VALUES[CertificationStatus.NOT_YET])
    return index.everything & ~index.facets[STATUS].having(not_so)


def name_products(selection: Selection, division: Division, places: Sequence[Place]) -> None:
    """Give each place its first products by name, in one query for all."""
    ids = {place.slug: list(_first_ids(selection, division, place)) for place in places}
    wanted = [pk for each in ids.values() for pk in each]
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
