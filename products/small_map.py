"""Where a commune lies among its neighbours: a small drawing that needs no script."""

from __future__ import annotations

import datetime as dt

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from communes.drawing import Drawing, draw_communes
from communes.models import Commune
from ocop_portal.shared.fragments import Fragments

WIDTH = 100  # drawing units; shown about twice as wide

_kept: Fragments[tuple[Drawing, SafeString]] = Fragments(most=64)  # one a province


def small_map(commune: Commune, on: dt.date, version: int) -> SafeString:
    """The communes of one province on the day ``on``, this one dark; empty without its outline."""

    def draw() -> tuple[Drawing, SafeString]:
        units = Commune.objects.in_force(on).filter(province_id=commune.province_id)
        slugs = units.order_by("slug").values_list("slug", flat=True)
        drawing = draw_communes(tuple(slugs), WIDTH, version)
        paths = (f'<path class="map__base" d="{path}"/>' for path in drawing.paths.values())
        return drawing, mark_safe("".join(paths))

    drawing, base = _kept.get((version, on), commune.province_id, draw)
    if commune.slug not in drawing.paths:
        return mark_safe("")
    return format_html(
        '<svg class="map map--mini" viewBox="0 0 {} {}" aria-hidden="true">{}'
        '<path class="map__here" d="{}"/></svg>',
        drawing.width,
        drawing.height,
        base,
        drawing.paths[commune.slug],
    )
