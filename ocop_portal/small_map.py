"""The communes of the day as a small drawing, shaded by how many recognised products each has."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from communes.drawing import draw_communes
from communes.models import Commune
from products.catalogue import CatalogueIndex
from products.catalogue.parameters import COMMUNE, NO_STAR, STATUS, STATUS_VALUES
from products.enums import CertificationStatus

WIDTH = 320
STEPS = (1, 2, 3, 5)  # the least number of products of the second, third … shade


@dataclass(frozen=True, slots=True)
class SmallMap:
    """The drawing, and how many communes there are."""

    drawing: SafeString
    communes: int


def small_map(index: CatalogueIndex, on: dt.date, version: int) -> SmallMap:
    """Draw the communes in force on the day ``on``; the drawing is for eyes only."""
    units = Commune.objects.served().in_force(on).order_by("slug")
    slugs = tuple(units.values_list("slug", flat=True))
    drawing = draw_communes(slugs, WIDTH, version)
    counts = _recognised_by_commune(index)
    shades = {slug: bisect_right(STEPS, counts.get(slug, 0)) + 1 for slug in drawing.paths}
    picture = format_html(
        '<svg class="map map--small" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        drawing.width,
        drawing.height,
        format_html_join(
            "",
            '<path class="m{}" d="{}"/>',
            ((shades[slug], path) for slug, path in drawing.paths.items()),
        ),
    )
    return SmallMap(picture if drawing.height else SafeString(), len(slugs))


def _recognised_by_commune(index: CatalogueIndex) -> Mapping[str, int]:
    never = (NO_STAR, STATUS_VALUES[CertificationStatus.NOT_YET])
    return index.facets[COMMUNE].counts(index.everything & ~index.facets[STATUS].having(never))
