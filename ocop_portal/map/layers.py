"""The layers of points of one content version, packed for everyone or picked for one question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from ocop_portal.map.enums import Layer
from ocop_portal.map.points import (
    PointSet,
    producer_points,
    product_points,
    sales_points,
)
from ocop_portal.shared.aside import made_aside
from ocop_portal.shared.packed import Packed, Shelf, pack
from products.models import Product

_sets: Shelf[PointSet] = Shelf()
_packed: Shelf[Packed] = Shelf()

# Events hand out their own points (`news:event_points`): they change by the minute.
READ: dict[Layer, Callable[[dt.date], PointSet]] = {
    Layer.PRODUCTS: product_points,
    Layer.PRODUCERS: lambda on: producer_points(),
    Layer.SALES_POINTS: lambda on: sales_points(),
}


def whole_layer(layer: Layer, version: int, on: dt.date) -> Packed:
    """Every point of a layer, packed once for each content version and day."""
    make = partial(_pack_whole, layer, on)
    return _packed.get(layer.value, (version, on), lambda: made_aside(make))


def _pack_whole(layer: Layer, on: dt.date) -> Packed:
    return pack(READ[layer](on).collection())


def part_of_layer(layer: Layer, version: int, on: dt.date, products: list[int]) -> Packed:
    """The points of these products, or of their producers; points of sale stay all."""
    if layer is Layer.SALES_POINTS:
        return whole_layer(layer, version, on)
    ids = products if layer is Layer.PRODUCTS else _producers_of(products)
    return pack(_point_set(layer, version, on).collection(only=ids), quickly=True)


def _point_set(layer: Layer, version: int, on: dt.date) -> PointSet:
    return _sets.get(layer.value, (version, on), lambda: made_aside(partial(READ[layer], on)))


def _producers_of(products: list[int]) -> list[int]:
    rows = Product.objects.filter(pk__in=products).order_by().values_list("producer_id", flat=True)
    return list(rows.distinct())
