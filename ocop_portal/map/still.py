"""The map as a drawing, for before and without script: shades, numbers, links into the list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from communes.drawing import Drawing, draw_communes
from communes.models import Commune
from ocop_portal.map.divisions import Divisions
from ocop_portal.map.places import Place
from ocop_portal.map.state import MapState

WIDTH = 800  # units of the drawing
SMALLEST_DISC, DISC_GROWTH, LARGEST_DISC = 19, 2, 29  # radius


class Shape(NamedTuple):
    """One commune of the drawing: its place in the list, its outline, the query that chooses it."""

    place: Place
    path: str
    query: str


class Disc(NamedTuple):
    """How many products a commune has, and where that is written."""

    x: int
    y: int
    radius: int
    number: int


class Still(NamedTuple):
    """What ``map/_still.html`` draws."""

    height: int
    shapes: list[Shape]
    chosen: list[Shape]
    discs: list[Disc]


def still(state: MapState, places: list[Place], ground: Divisions, version: int) -> Still:
    """The drawing of a state. ``version`` is the content version."""
    slugs = tuple(sorted(ground.units(state.division)))
    drawing = draw_communes(slugs, WIDTH, version)
    shapes = [
        Shape(place, drawing.paths[place.slug], state.choosing(place.slug).query)
        for place in places
        if drawing.paths.get(place.slug)
    ]
    chosen = [shape for shape in shapes if shape.place.is_chosen]
    return Still(drawing.height, shapes, chosen, list(_discs(drawing, places)))


def _discs(drawing: Drawing, places: Iterable[Place]) -> Iterable[Disc]:
    """Where the numbers stand: at the middle of each commune that made something."""
    counts = {place.slug: place.count for place in places if place.count}
    middles = Commune.objects.filter(slug__in=counts, latitude__isnull=False).order_by("pk")
    for slug, longitude, latitude in middles.values_list("slug", "longitude", "latitude"):
        if slug in drawing.paths and longitude is not None and latitude is not None:
            x, y = drawing.place(float(longitude), float(latitude))
            radius = min(SMALLEST_DISC + DISC_GROWTH * counts[slug], LARGEST_DISC)
            yield Disc(x, y, radius, counts[slug])
