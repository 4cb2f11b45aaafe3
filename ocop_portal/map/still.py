"""The map as a drawing, for before and without script: shades, numbers, links into the list.

The outlines of a division are a file of their own (``/ban-do/ve-nay.svg``), which browsers keep;
the page names each by the slug of its commune and says how it is shaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import format_html, format_html_join

from communes.drawing import Drawing, draw_communes
from communes.models import Commune
from ocop_portal.map.divisions import Divisions, divisions
from ocop_portal.map.enums import Division
from ocop_portal.map.places import Place
from ocop_portal.map.state import MapState
from ocop_portal.shared.packed import Packed, Shelf, pack

WIDTH = 800  # units of the drawing
SVG = "image/svg+xml; charset=utf-8"
ALL = "tat-ca"  # the name of all outlines together; the name of a commune begins with its kind
SMALLEST_DISC, DISC_GROWTH, LARGEST_DISC = 19, 2, 29  # radius


_packed: Shelf[Packed] = Shelf()


class Shape(NamedTuple):
    """One commune that made something: its place in the list, the query that chooses it."""

    place: Place
    query: str


class Disc(NamedTuple):
    """How many products a commune has, and where that is written."""

    x: int
    y: int
    radius: int
    number: int


class Still(NamedTuple):
    """What ``map/_still.html`` draws."""

    division: Division
    height: int
    shapes: list[Shape]
    chosen: list[Place]
    discs: list[Disc]


def still(state: MapState, places: list[Place], ground: Divisions, version: int) -> Still:
    """The drawing of a state. ``version`` is the content version."""
    drawing = _drawing(ground, state.division, version)
    drawn = [place for place in places if drawing.paths.get(place.slug)]
    shapes = [Shape(place, state.choosing(place.slug).query) for place in drawn if place.count]
    chosen = [place for place in drawn if place.is_chosen]
    discs = list(_discs(drawing, places))
    return Still(state.division, drawing.height, shapes, chosen, discs)


def outlines(division: Division, version: int, on: dt.date) -> Packed:
    """The outlines of a division as SVG, each under the slug of its commune; nothing is shaded."""
    return _packed.get(
        division.value, (version, on), lambda: _outlines(_drawing(divisions(on), division, version))
    )


def _outlines(drawing: Drawing) -> Packed:
    paths = format_html_join("\n", '<path id="{}" d="{}"/>', drawing.paths.items())
    size = f"0 0 {WIDTH} {drawing.height}"
    picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}"><g id="{}">{}</g></svg>'
    return pack(format_html(picture, size, ALL, paths).encode(), SVG)


def _drawing(ground: Divisions, division: Division, version: int) -> Drawing:
    return draw_communes(tuple(sorted(ground.units(division))), WIDTH, version)


def _discs(drawing: Drawing, places: Iterable[Place]) -> Iterable[Disc]:
    """Where the numbers stand: at the middle of each commune that made something."""
    counts = {place.slug: place.count for place in places if place.count}
    middles = Commune.objects.filter(slug__in=counts, latitude__isnull=False).order_by("pk")
    for slug, longitude, latitude in middles.values_list("slug", "longitude", "latitude"):
        if slug in drawing.paths and longitude is not None and latitude is not None:
            x, y = drawing.place(float(longitude), float(latitude))
            radius = min(SMALLEST_DISC + DISC_GROWTH * counts[slug], LARGEST_DISC)
            yield Disc(x, y, radius, counts[slug])
