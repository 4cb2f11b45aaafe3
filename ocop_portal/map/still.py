"""The map as a drawing, for before and without script: shades, numbers, links into the list.

Everything drawn is a file of its own (``/ban-do/to-nay.svg`` with the filters), so that the page
weighs the same however many communes there are: the page says how each shade looks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from communes.drawing import Drawing, draw_communes
from communes.models import Commune
from ocop_portal.map.divisions import Divisions, divisions
from ocop_portal.map.enums import Division, Step
from ocop_portal.map.listing import Line, Listing
from ocop_portal.map.places import Place, list_places
from ocop_portal.map.state import MapState
from ocop_portal.shared.packed import SVG, Packed, Shelf, pack
from products.catalogue import Selection

WIDTH = 800  # units of the drawing
ALL = "tat-ca"  # the name of all outlines together; the name of a commune begins with its kind
DISCS, NUMBERS = "vong", "so"
SMALLEST_DISC, DISC_GROWTH, LARGEST_DISC = 19, 2, 29  # radius

_packed: Shelf[Packed] = Shelf()


class Still(NamedTuple):
    """What ``map/_still.html`` draws out of ``file``; ``doors`` are lines of the list."""

    file: str
    height: int
    steps: Sequence[Step]
    doors: list[Line]
    chosen: Place | None


def still(listing: Listing, ground: Divisions, version: int) -> Still:
    """The drawing of a state. ``version`` is the content version."""
    state = listing.state
    drawing = _drawing(ground, state.division, version)
    filters = state.filters.encode()
    file = reverse("map_drawing", args=[state.division.value])
    chosen = listing.chosen
    return Still(
        file=f"{file}?{filters}" if filters else file,
        height=drawing.height,
        steps=list(Step) if drawing.height else [],
        doors=[line for line in listing.rows if drawing.paths.get(line.place.slug)],
        chosen=chosen if chosen and drawing.paths.get(chosen.slug) else None,
    )


def outlines(division: Division, version: int, on: dt.date) -> Packed:
    """The outlines of a division as SVG, each under the slug of its commune; nothing is shaded."""
    return _packed.get(
        division.value, (version, on), lambda: _outlines(_drawing(divisions(on), division, version))
    )


def shaded(state: MapState, selection: Selection, version: int, on: dt.date) -> Packed:
    """The outlines as SVG in groups by shade (``m1`` to ``m5``), then discs and their numbers.

    Colours are left to the page. The answer without filters is packed once for each content
    version and day.
    """
    if state.filters.words or state.filters.chosen:
        return pack(_shaded(state, selection, version, on), SVG, quickly=True)
    name = f"shaded {state.division.value}"
    return _packed.get(
        name, (version, on), lambda: pack(_shaded(state, selection, version, on), SVG)
    )


def _outlines(drawing: Drawing) -> Packed:
    return pack(_picture(drawing, _group(ALL, _paths(drawing.paths))), SVG)


def _shaded(state: MapState, selection: Selection, version: int, on: dt.date) -> bytes:
    ground = divisions(on)
    drawing = _drawing(ground, state.division, version)
    places = list_places(selection, state.division, ground.units(state.division)).places
    steps = {place.slug: place.step for place in places}
    groups = [_group(f"m{step}", _paths(_of_step(drawing.paths, steps, step))) for step in Step]
    discs = list(_discs(drawing, places))
    circles = format_html_join("", '<circle cx="{}" cy="{}" r="{}"/>', (d[:3] for d in discs))
    numbers = format_html_join(
        "",
        '<text x="{}" y="{}" dominant-baseline="central">{}</text>',
        ((x, y, n) for x, y, _, n in discs),
    )
    return _picture(drawing, *groups, _group(DISCS, circles), _group(NUMBERS, numbers))


def _of_step(paths: Mapping[str, str], steps: Mapping[str, Step], step: Step) -> dict[str, str]:
    return {slug: path for slug, path in paths.items() if steps.get(slug, Step.NONE) is step}


def _picture(drawing: Drawing, *groups: SafeString) -> bytes:
    size = f"0 0 {WIDTH} {drawing.height}"
    picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}">{}</svg>'
    return format_html(picture, size, SafeString("".join(groups))).encode()


def _group(name: str, content: SafeString) -> SafeString:
    return format_html('<g id="{}">{}</g>', name, content)


def _paths(paths: Mapping[str, str]) -> SafeString:
    return format_html_join("\n", '<path id="{}" d="{}"/>', paths.items())


def _drawing(ground: Divisions, division: Division, version: int) -> Drawing:
    return draw_communes(tuple(sorted(ground.units(division))), WIDTH, version)


def _discs(drawing: Drawing, places: Iterable[Place]) -> Iterator[tuple[int, int, int, int]]:
    """Place, radius and number of each disc: at the middle of each commune that made something."""
    counts = {place.slug: place.count for place in places if place.count}
    middles = Commune.objects.filter(slug__in=counts, latitude__isnull=False).order_by("pk")
    for slug, longitude, latitude in middles.values_list("slug", "longitude", "latitude"):
        if slug in drawing.paths and longitude is not None and latitude is not None:
            x, y = drawing.place(float(longitude), float(latitude))
            radius = min(SMALLEST_DISC + DISC_GROWTH * counts[slug], LARGEST_DISC)
            yield x, y, radius, counts[slug]
