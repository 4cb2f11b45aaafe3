"""Outlines of communes as SVG paths: small maps that need no script. Indicative, never legal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from communes.models import CommuneBoundary
from communes.stamp import territory_stamp

Point = tuple[float, float]  # longitude, latitude
Pixel = tuple[int, int]  # in whole units of the drawing


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing ``width`` × ``height`` units large; ``paths`` are ``d`` attributes by slug."""

    width: int
    height: int
    paths: Mapping[str, str]
    sheet: _Sheet | None = None

    def place(self, longitude: float, latitude: float) -> tuple[int, int]:
        """Where a point on earth is on the drawing, in whole units; (0, 0) on an empty one."""
        if self.sheet is None:
            return 0, 0
        return self.sheet.pixels([(longitude, latitude)])[0]


@lru_cache(maxsize=32)
def draw_communes(slugs: tuple[str, ...], width: int, version: int) -> Drawing:
    """Draw the communes with these slugs, north up, ``width`` units wide.

    ``version`` is the content version; a drawing is made anew only when the territory changes.
    Communes without a boundary are left out; without any the drawing is empty and ``height`` is 0.
    """
    return _draw(slugs, width, territory_stamp(version))


@lru_cache(maxsize=32)
def _draw(slugs: tuple[str, ...], width: int, stamp: str) -> Drawing:
    rows = CommuneBoundary.objects.filter(commune__slug__in=slugs)
    shapes = {
        slug: list(_rings(geometry))
        for slug, geometry in rows.order_by("commune__slug").values_list(
            "commune__slug", "geometry"
        )
    }
    if not shapes:
        return Drawing(width, 0, {})
    sheet = _Sheet.around(shapes.values(), width)
    return Drawing(
        width,
        sheet.height,
        {slug: "".join(_path(sheet.pixels(ring)) for ring in shapes[slug]) for slug in shapes},
        sheet,
    )


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Point]]:
    """Outer and inner rings of a GeoJSON polygon or multipolygon."""
    polygons = geometry["coordinates"]
    for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
        yield from polygon


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where longitude and latitude fall on the paper: true to shape at the middle latitude."""

    west: float
    north: float
    across: float  # units per degree of longitude
    down: float  # units per degree of latitude
    height: int

    @classmethod
    def around(cls, shapes: Iterable[list[list[Point]]], width: int) -> _Sheet:
        points = [point for rings in shapes for ring in rings for point in ring]
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        across = width / (east - west)
        down = across / math.cos(math.radians((south + north) / 2))
        return cls(west, north, across, down, math.ceil((north - south) * down))

    def pixels(self, ring: list[Point]) -> list[Pixel]:
        """The ring on the paper, without points that fall on the one before."""
        placed = (
            (round((x - self.west) * self.across), round((self.north - y) * self.down))
            for x, y in ring
        )
        kept: list[Pixel] = []
        for pixel in placed:
            if not kept or kept[-1] != pixel:
                kept.append(pixel)
        return kept


def _path(pixels: list[Pixel]) -> str:
    """A closed path in relative steps; a ring too small to be seen gives none.

    Steps in one direction are one step, and no space stands before a minus: half the bytes.
    """
    if len(pixels) < 4:
        return ""
    steps: list[Pixel] = []
    for (ax, ay), (bx, by) in pairwise(pixels[:-1]):
        x, y = bx - ax, by - ay
        if steps and _is_straight_on(steps[-1], (x, y)):
            x, y = steps[-1][0] + x, steps[-1][1] + y
            steps.pop()
        steps.append((x, y))
    return f"M{_write([pixels[0]])}l{_write(steps)}z"


def _is_straight_on(step: Pixel, following: Pixel) -> bool:
    (x, y), (next_x, next_y) = step, following
    return x * next_y == y * next_x and x * next_x + y * next_y > 0


def _write(steps: list[Pixel]) -> str:
    numbers = (str(number) for step in steps for number in step)
    return "".join(f" {n}" if n[0] != "-" else n for n in numbers).lstrip()
