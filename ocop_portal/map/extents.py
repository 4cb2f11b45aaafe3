"""Which communes reach into a part of the map, for the list that keeps in step with it."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from communes.models import Commune, CommuneBoundary
from communes.stamp import territory_stamp
from ocop_portal.map.divisions import Divisions
from ocop_portal.map.enums import Division
from ocop_portal.shared.packed import Shelf

Ring = Sequence[float]  # longitude, latitude, longitude, latitude …


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the map between two meridians and two parallels, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> Frame | None:
        """Read ``105.2,21.9,106.1,22.5`` (west, south, east, north); ``None`` for anything else."""
        try:
            west, south, east, north = (float(part) for part in text[:80].split(","))
        except ValueError:
            return None
        in_order = -math.inf < west <= east < math.inf and -math.inf < south <= north < math.inf
        return cls(west, south, east, north) if in_order else None

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it or on its edge."""
        return self.west <= x <= self.east and self.south <= y <= self.north

    def covers(self, other: Frame) -> bool:
        """Whether the other lies in it whole."""
        return self.holds(other.west, other.south) and self.holds(other.east, other.north)

    def misses(self, other: Frame) -> bool:
        """Whether the two have nothing in common."""
        return (
            other.east < self.west
            or other.west > self.east
            or other.north < self.south
            or other.south > self.north
        )

    def is_crossed(self, ax: float, ay: float, bx: float, by: float) -> bool:
        """Whether the way from one point to another comes through it (Liang and Barsky)."""
        enters, leaves = 0.0, 1.0
        across, up = bx - ax, by - ay
        for step, room in (
            (-across, ax - self.west),
            (across, self.east - ax),
            (-up, ay - self.south),
            (up, self.north - ay),
        ):
            if step == 0:
                if room < 0:
                    return False
            elif step < 0:
                enters = max(enters, room / step)
            else:
                leaves = min(leaves, room / step)
        return enters <= leaves


@dataclass(frozen=True, slots=True)
class Extent:
    """The ground of one commune: the frame around it and its rings; only a middle has no ring."""

    around: Frame
    rings: tuple[Ring, ...] = ()

    @classmethod
    def of(cls, rings: Sequence[Ring]) -> Extent:
        """The ground inside these rings."""
        xs = list(chain.from_iterable(ring[::2] for ring in rings))
        ys = list(chain.from_iterable(ring[1::2] for ring in rings))
        return cls(Frame(min(xs), min(ys), max(xs), max(ys)), tuple(rings))

    def reaches_into(self, frame: Frame) -> bool:
        """Whether any of the ground lies in the frame."""
        if frame.misses(self.around):
            return False
        if not self.rings or frame.covers(self.around):
            return True
        if any(frame.is_crossed(*side) for ring in self.rings for side in _sides(ring)):
            return True
        return self._holds(frame.west, frame.south)  # the frame lies inside the commune, or not

    def _holds(self, x: float, y: float) -> bool:
        """Whether a point lies on the ground: a ray from it meets the rings oddly often."""
        met = 0
        for ring in self.rings:
            for ax, ay, bx, by in _sides(ring):
                met += (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay)
        return met % 2 == 1


def _sides(ring: Ring) -> Iterator[tuple[float, float, float, float]]:
    """From each corner to the next; GeoJSON closes a ring by its first corner."""
    return zip(ring[:-2:2], ring[1:-2:2], ring[2::2], ring[3::2], strict=True)


_extents: Shelf[Mapping[str, Extent]] = Shelf()


def seen_in(frame: Frame, ground: Divisions, division: Division, version: int) -> frozenset[str]:
    """Slugs of the communes of a division that reach into the frame.

    One without an outline does so by its middle. ``version`` is the content version; the extents
    are read anew only when the territory changes.
    """
    units = ground.units(division)
    stamp = (territory_stamp(version), units)
    extents = _extents.get(division.value, stamp, lambda: _read(units))
    return frozenset(slug for slug, extent in extents.items() if extent.reaches_into(frame))


def _read(units: Sequence[str]) -> dict[str, Extent]:
    middles = Commune.objects.filter(slug__in=units, latitude__isnull=False).order_by("pk")
    rows = middles.values_list("slug", "longitude", "latitude")
    found = {slug: Extent(Frame(x, y, x, y)) for slug, x, y in _as_floats(rows)}
    outlines = CommuneBoundary.objects.filter(commune__slug__in=units).order_by("commune__slug")
    for slug, geometry in outlines.values_list("commune__slug", "geometry").iterator():
        found[slug] = Extent.of(list(_rings(geometry)))
    return found


def _as_floats(rows: Any) -> Iterator[tuple[str, float, float]]:
    return ((slug, float(longitude), float(latitude)) for slug, longitude, latitude in rows)


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    """Outer and inner rings of a GeoJSON polygon or multipolygon, four bytes a number."""
    polygons = geometry["coordinates"]
    for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
        for ring in polygon:
            yield array("f", chain.from_iterable(corner[:2] for corner in ring))
