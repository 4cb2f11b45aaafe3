"""Where producers and communes are, as far as the office has published it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, IntegerField, Value, When

from communes.models import Commune
from producers.enums import PremisesKind
from producers.models import Premises

# Where the product is made says more about its place than where papers are signed.
PREMISES_ORDER = (
    PremisesKind.WORKSHOP,
    PremisesKind.GROWING_AREA,
    PremisesKind.OFFICE,
    PremisesKind.SHOP,
)


class Spot(NamedTuple):
    """A place: degrees with five decimals, about a metre.

    ``is_exact`` tells the place itself from the middle of its commune.
    """

    longitude: Decimal
    latitude: Decimal
    is_exact: bool


class Spots:
    """The place of every commune and producer; two queries."""

    def __init__(self) -> None:
        self.communes = commune_spots()
        self.producers: dict[int, Spot] = {}
        self.producers_in: dict[tuple[int, int | None], Spot] = {}
        for producer, commune, spot in public_premises():
            self.producers.setdefault(producer, spot)
            self.producers_in.setdefault((producer, commune), spot)

    def of_product(self, producer: int, commune: int | None) -> Spot | None:
        """The place of a product of ``producer`` made in ``commune``; ``None`` when unknown."""
        return (
            self.producers_in.get((producer, commune))
            or self.producers.get(producer)
            or self.communes.get(commune or 0)
        )

    def of_producer(self, producer: int, commune: int | None) -> Spot | None:
        """The place of a producer of ``commune``; ``None`` when unknown."""
        return self.producers.get(producer) or self.communes.get(commune or 0)


def commune_spots() -> dict[int, Spot]:
    """The middle of each commune, past ones included, by its key."""
    rows = Commune.objects.filter(latitude__isnull=False, longitude__isnull=False)
    return {
        pk: Spot(longitude, latitude, False)
        for pk, longitude, latitude in rows.values_list("pk", "longitude", "latitude")
        if longitude is not None and latitude is not None
    }


def public_premises() -> Iterator[tuple[int, int | None, Spot]]:
    """Producer, commune and place of all public premises that have a place, best first."""
    rank = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(PREMISES_ORDER)),
        default=Value(len(PREMISES_ORDER)),
        output_field=IntegerField(),
    )
    columns = ("producer_id", "commune_id", "longitude", "latitude")
    rows = Premises.objects.filter(is_public=True).order_by(rank, "pk").values_list(*columns)
    for producer, commune, longitude, latitude in rows.iterator():
        if longitude is not None and latitude is not None:
            yield producer, commune, Spot(longitude, latitude, True)
