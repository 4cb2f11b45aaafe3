"""The points of the map as GeoJSON (RFC 7946), each encoded once for a content version.

A feature says only what cannot be asked for later: its id, its place, how the place is known, and
one figure. A product is where its producer's public premises are, first those in the product's
own commune; else at the middle of its commune.
"""

from __future__ import annotations

import datetime as dt
import json
from array import array
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Count, Q

from markets.models import SalesPoint
from ocop_portal.map.enums import Placed
from producers.models import Producer
from producers.spots import commune_spots, public_premises
from products.models import Certification, Product

BETWEEN = b",\n"


class Spot(NamedTuple):
    """A place on the map as a GeoJSON position, and how it is known."""

    position: str
    placed: Placed

    @classmethod
    def at(cls, longitude: Decimal, latitude: Decimal, placed: Placed) -> Spot:
        """Longitude first; degrees with five decimals, about a metre, no trailing zeros."""
        return cls(f"[{_degrees(longitude)},{_degrees(latitude)}]", placed)


def _degrees(value: Decimal) -> str:
    return f"{round(value, 5):f}".rstrip("0").rstrip(".")


class Spots:
    """Where communes and producers are, as far as the office has published it."""

    def __init__(self) -> None:
        self.communes = _commune_spots()
        self.producers: dict[int, Spot] = {}
        self.producers_in: dict[tuple[int, int | None], Spot] = {}
        for producer, commune, place in public_premises():
            spot = Spot.at(place.longitude, place.latitude, Placed.PREMISES)
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


def _commune_spots() -> dict[int, Spot]:
    return {
        pk: Spot.at(place.longitude, place.latitude, Placed.COMMUNE)
        for pk, place in commune_spots().items()
    }


@dataclass(frozen=True, slots=True)
class PointSet:
    """Encoded features one after the other, their ids, and the ids of rows without known place.

    ``starts`` says where in ``lines`` each feature begins, and where the last one ends.
    """

    ids: Sequence[int]
    lines: bytes
    starts: Sequence[int]
    without_point: frozenset[int]

    def collection(self, only: Iterable[int] | None = None) -> bytes:
        """A GeoJSON FeatureCollection of all features, or of the ids in ``only``.

        ``without_point`` is a foreign member: how many of the rows asked for are not on the map.
        """
        if only is None:
            lines, missing = self.lines, len(self.without_point)
        else:
            wanted = set(only)
            lines = b"".join(self._lines_of(wanted))
            missing = len(self.without_point & wanted)
        head = f'{{"type":"FeatureCollection","without_point":{missing},"features":[\n'.encode()
        shown = memoryview(lines)[: -len(BETWEEN)]  # megabytes: not copied once more
        return b"".join((head, shown, b"\n]}\n"))

    def _lines_of(self, wanted: Container[int]) -> Iterator[bytes]:
        for pk, (start, end) in zip(self.ids, pairwise(self.starts), strict=True):
            if pk in wanted:
                yield self.lines[start:end]


def _point_set(rows: Iterable[tuple[int, Spot | None, dict[str, Any]]]) -> PointSet:
    """Encode rows of id, place and properties; neighbours stand together, as they pack best."""
    placed, missing = [], []
    for pk, spot, properties in rows:
        if spot is None:
            missing.append(pk)
        else:
            placed.append((spot.position, pk, _encoded(at=str(spot.placed), **properties)))
    placed.sort()
    lines, starts = bytearray(), array("L", [0])
    for position, pk, said in placed:
        lines += (
            f'{{"type":"Feature","id":{pk},"geometry":{{"type":"Point","coordinates":{position}}},'
            f'"properties":{said}}}'
        ).encode()
        lines += BETWEEN
        starts.append(len(lines))
    ids = array("Q", (pk for _position, pk, _said in placed))
    return PointSet(ids, bytes(lines), starts, frozenset(missing))


@lru_cache(maxsize=256)
def _encoded(**properties: Hashable) -> str:
    """As JSON; thousands of points say the same."""
    return json.dumps(properties, ensure_ascii=False, separators=(",", ":"))


def product_points(on: dt.date) -> PointSet:
    """Every public product, with the stars in force on the day ``on``."""
    spots = Spots()
    stars = dict(Certification.objects.valid(on).values_list("product_id", "stars"))
    rows = Product.objects.public().order_by("pk")
    return _point_set(
        (pk, spots.of_product(producer, commune), {"stars": stars.get(pk)})
        for pk, producer, commune in rows.values_list("pk", "producer_id", "commune_id").iterator()
    )


def producer_points() -> PointSet:
    """Every public producer, with the number of its public products."""
    spots = Spots()
    rows = Producer.objects.public().annotate(
        shown=Count("products", filter=Q(products__is_published=True))
    )
    return _point_set(
        (pk, spots.of_producer(pk, commune), {"products": shown})
        for pk, commune, shown in rows.order_by("pk").values_list("pk", "commune_id", "shown")
    )


def sales_points() -> PointSet:
    """Every published point of sale, at its own coordinates or at the middle of its commune."""
    communes = _commune_spots()
    return _point_set(
        (point.pk, _sales_spot(point, communes), {"name": point.name, "kind": point.kind})
        for point in SalesPoint.objects.public().order_by("pk")
    )


def _sales_spot(point: SalesPoint, communes: Mapping[int, Spot]) -> Spot | None:
    if point.longitude is not None and point.latitude is not None:
        return Spot.at(point.longitude, point.latitude, Placed.PREMISES)
    return communes.get(point.commune_id or 0)
