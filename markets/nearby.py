"""What is near a place: where to buy, who makes it, where to stay. Everything from memory.

The places are read once for each content version and day; a question asks the database for
nothing, and nothing of it is kept.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communes.models import Commune
from communes.navigation import Ways, ways_to
from communes.today import units_of_the_day
from markets.models import SalesPoint
from markets.rules import distance_km
from ocop_portal.shared.packed import Shelf
from producers.models import Producer
from producers.spots import Spot, Spots, commune_spots
from products.models import Product

MOST = 6  # of each kind
TOURISM = "VI"  # group of community tourism, ecotourism and attractions: 26/2026/QĐ-TTg


class Kind(TextChoices):
    """What a neighbour is, and the name of its page's address."""

    SALE = "markets:point", _("Nơi bán")
    PRODUCER = "producers:detail", _("Chủ thể")
    TOURISM = "products:detail", _("Du lịch cộng đồng")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One place that may be near. ``is_exact`` is false at the middle of a commune."""

    kind: Kind
    name: str
    key: str | int
    place: str
    hours: str
    phone: str
    point: tuple[float, float]
    is_exact: bool
    ways: Ways | None

    def get_absolute_url(self) -> str:
        """Its page, in the language in force."""
        return reverse(self.kind.value, args=[self.key])


class Near(NamedTuple):
    """A neighbour and how far it is, in kilometres as the crow flies."""

    neighbour: Neighbour
    km: float


_shelf: Shelf[dict[Kind, list[Neighbour]]] = Shelf()


def nearest(origin: tuple[float, float], on: dt.date, version: int) -> dict[Kind, list[Near]]:
    """The nearest of each kind to a latitude and longitude in degrees, nearest first."""
    everything = _shelf.get("nearby", (version, on), lambda: _read(on))
    return {kind: _nearest(origin, everything[kind]) for kind in Kind}


def _nearest(origin: tuple[float, float], places: list[Neighbour]) -> list[Near]:
    measured = (Near(place, distance_km(origin, place.point)) for place in places)
    return heapq.nsmallest(MOST, measured, key=lambda near: (near.km, near.neighbour.name))


def _read(on: dt.date) -> dict[Kind, list[Neighbour]]:
    spots = Spots()
    return {
        Kind.SALE: list(_sales_points(on)),
        Kind.PRODUCER: list(_producers(spots, on)),
        Kind.TOURISM: list(_tourism(spots, on)),
    }


def _sales_points(on: dt.date) -> Iterator[Neighbour]:
    points = list(SalesPoint.objects.public().select_related("commune"))
    units = _today((point.commune for point in points), on)
    middles = commune_spots()
    for point in points:
        spot = middles.get(point.commune_id or 0)
        if point.latitude is not None and point.longitude is not None:
            spot = Spot(point.longitude, point.latitude, True)
        if spot:
            unit = units.get(point.commune_id)
            said = {"address": point.address, "hours": point.opening_hours, "phone": point.phone}
            yield _neighbour(Kind.SALE, point.name, point.pk, spot, unit, **said)


def _producers(spots: Spots, on: dt.date) -> Iterator[Neighbour]:
    rows = list(Producer.objects.public().select_related("commune"))
    units = _today((row.commune for row in rows), on)
    for row in rows:
        spot = spots.of_producer(row.pk, row.commune_id)
        if spot:
            unit = units.get(row.commune_id)
            told = row.has_contact_consent
            said = {"address": row.address, "phone": row.phone} if told else {}
            yield _neighbour(Kind.PRODUCER, row.name, row.slug, spot, unit, **said)


def _tourism(spots: Spots, on: dt.date) -> Iterator[Neighbour]:
    of_tourism = Q(group__code=TOURISM) | Q(group__parent__code=TOURISM)
    rows = Product.objects.public().filter(of_tourism, group__is_current=True)
    products = list(rows.select_related("commune"))
    units = _today((product.commune for product in products), on)
    for product in products:
        spot = spots.of_product(product.producer_id, product.commune_id)
        if spot:
            unit = units.get(product.commune_id)
            yield _neighbour(
                Kind.TOURISM, product.name, product.slug, spot, unit, address=product.village
            )


def _today(recorded: Iterable[Commune | None], on: dt.date) -> dict[int | None, Commune]:
    """The units of the day with their provinces, which addresses name; two queries."""
    units = units_of_the_day(recorded, on)
    keys = {unit.pk for unit in units.values()}
    whole = Commune.objects.select_related("province").in_bulk(keys)
    return {pk: whole[unit.pk] for pk, unit in units.items()}


def _neighbour(
    kind: Kind,
    name: str,
    key: str | int,
    spot: Spot,
    unit: Commune | None,
    *,
    address: str = "",
    hours: str = "",
    phone: str = "",
) -> Neighbour:
    latitude = spot.latitude if spot.is_exact else None
    longitude = spot.longitude if spot.is_exact else None
    return Neighbour(
        kind=kind,
        name=name,
        key=key,
        place=", ".join(part for part in (address, unit.full_name if unit else "") if part),
        hours=hours,
        phone=phone,
        point=(float(spot.latitude), float(spot.longitude)),
        is_exact=spot.is_exact,
        ways=ways_to(name, latitude, longitude, address, unit),
    )
