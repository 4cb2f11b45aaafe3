"""The communes of the day as a small drawing, shaded by how many recognised products each has."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from communes.drawing import draw_communes
from communes.models import Commune
from ocop_portal.map.enums import Division
from ocop_portal.map.still import ALL, WIDTH
from products.catalogue import CatalogueIndex
from products.catalogue.parameters import COMMUNE, NO_STAR, STATUS, STATUS_VALUES
from products.enums import CertificationStatus

STEPS = (1, 2, 3, 5)  # the least number of products of the second, third … shade
BUSIEST = 6


class BusyCommune(NamedTuple):
    """A commune and how many recognised products it has."""

    slug: str
    name: str | Promise
    products: int


@dataclass(frozen=True, slots=True)
class SmallMap:
    """The drawing, how many communes there are, and those with most products."""

    drawing: SafeString
    communes: int
    busiest: list[BusyCommune]


def small_map(index: CatalogueIndex, on: dt.date, version: int) -> SmallMap:
    """Draw the communes in force on the day ``on``; the drawing is for eyes only.

    It takes the outlines from the file of the map, which is kept by browsers.
    """
    units = Commune.objects.served().in_force(on)
    slugs = tuple(sorted(units.order_by().values_list("slug", flat=True)))
    drawing = draw_communes(slugs, WIDTH, version)
    counts = _recognised_by_commune(index)
    made = [slug for slug in drawing.paths if counts.get(slug)]
    shades = {slug: bisect_right(STEPS, counts[slug]) + 1 for slug in made}
    file = reverse("map_outlines", args=[Division.PRESENT.value])
    picture = format_html(
        '<svg class="map map--small" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        drawing.width,
        drawing.height,
        format_html_join(
            "",
            '<use class="m{}" href="{}#{}"/>',
            [(1, file, ALL), *((shade, file, slug) for slug, shade in shades.items())],
        ),
    )
    shown = picture if drawing.height else SafeString()
    return SmallMap(shown, len(slugs), _busiest(index, counts, slugs))


def _busiest(
    index: CatalogueIndex, counts: Mapping[str, int], slugs: Container[str]
) -> list[BusyCommune]:
    """Communes of the day with a recognised product, most products first, then by name."""
    names = index.labels[COMMUNE]  # in the order of the names
    rows = [BusyCommune(slug, names[slug], counts[slug]) for slug in names if counts.get(slug)]
    rows = [row for row in rows if row.slug in slugs]
    return sorted(rows, key=lambda row: -row.products)[:BUSIEST]


def _recognised_by_commune(index: CatalogueIndex) -> Mapping[str, int]:
    never = (NO_STAR, STATUS_VALUES[CertificationStatus.NOT_YET])
    return index.facets[COMMUNE].counts(index.everything & ~index.facets[STATUS].having(never))
