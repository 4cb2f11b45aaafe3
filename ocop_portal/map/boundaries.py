"""Outlines of communes and provinces as GeoJSON. Indicative, never legal."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from communes.models import CommuneBoundary, Province
from ocop_portal.map.divisions import divisions
from ocop_portal.map.enums import Division
from ocop_portal.shared.packed import Packed, Shelf, pack

DECIMALS = 4  # of a degree, eleven metres; the outlines themselves are ten times coarser
NOTE = "Ranh giới chỉ để tham khảo, không phải ranh giới pháp lý."

_packed: Shelf[Packed] = Shelf()


def commune_boundaries(division: Division, version: int, on: dt.date) -> Packed:
    """The communes of a division, packed once for each content version and day."""
    return _packed.get(division.value, (version, on), lambda: pack(_communes(division, on)))


def province_boundaries(version: int) -> Packed:
    """The provinces of today, around the territory as context."""
    return _packed.get("provinces", version, lambda: pack(_provinces()))


def _communes(division: Division, on: dt.date) -> bytes:
    slugs = divisions(on).units(division)
    rows = CommuneBoundary.objects.filter(commune__slug__in=slugs).select_related("commune")
    return _collection(
        (
            {"slug": row.commune.slug, "name": row.commune.full_name, "short": row.commune.name},
            row.geometry,
        )
        for row in rows.order_by("commune__slug")
    )


def _provinces() -> bytes:
    rows = Province.objects.filter(valid_to__isnull=True, outline__isnull=False).order_by("code")
    return _collection(({"name": row.full_name}, row.outline) for row in rows)


def _collection(rows: Iterable[tuple[dict[str, str], Any]]) -> bytes:
    """A FeatureCollection of properties and geometries; ``note`` is a foreign member."""
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": {
                "type": geometry["type"],
                "coordinates": _rounded(geometry["coordinates"]),
            },
        }
        for properties, geometry in rows
    ]
    collection = {"type": "FeatureCollection", "note": NOTE, "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _rounded(coordinates: list[Any]) -> list[Any]:
    """Every position with fewer decimals, without those that fall on the one before.

    Neighbours share their corners and round alike, so no gap opens between them.
    """
    if isinstance(coordinates[0], int | float):
        return [round(degrees, DECIMALS) for degrees in coordinates]
    rounded = [_rounded(part) for part in coordinates]
    return [part for place, part in enumerate(rounded) if not place or part != rounded[place - 1]]
