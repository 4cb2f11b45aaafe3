"""Drawings of the territory for pages without script: where a unit lies, and shades by count."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communes.drawing import Drawing, draw_communes
from communes.listing import ListedUnit
from communes.models import Commune
from ocop_portal.shared.fragments import Fragments

SMALL, LARGE = 100, 800  # units across; the small one is shown about three times as wide
_around: Fragments[tuple[Drawing, SafeString]] = Fragments(most=64)
STEPS = (1, 2, 3, 5)  # the least number of products of the second, third … shade
SHADES = range(1, len(STEPS) + 2)


@dataclass(frozen=True, slots=True)
class Shade:
    """One step of the legend."""

    step: int
    words: str


def legend() -> list[Shade]:
    """The five steps in words: 1, 2, 3–4, 5 and more; the first is none."""
    words = [_("Chưa có")]
    for least, after in zip(STEPS, (*STEPS[1:], None), strict=True):
        if after is None:
            words.append(_("%(count)d trở lên") % {"count": least})
        else:
            words.append(str(least) if after == least + 1 else f"{least}–{after - 1}")
    return [Shade(step, text) for step, text in enumerate(words, start=1)]


def shade_of(count: int) -> int:
    """The step of a unit with ``count`` products, from 1."""
    return bisect_right(STEPS, count) + 1


def locate(commune: Commune, version: int, point: tuple[float, float] | None = None) -> SafeString:
    """The unit dark among those of its own time and province; empty without its outline.

    ``version`` is the content version; ``point`` is a longitude and a latitude to be marked.
    """
    day = commune.valid_to - dt.timedelta(days=1) if commune.valid_to else commune.valid_from
    place = (commune.province_id, day)
    drawing, base = _around.get(version, place, lambda: _draw_around(*place, version))
    if commune.slug not in drawing.paths:
        return mark_safe("")
    return format_html(
        '<svg class="map map--mini" viewBox="0 0 {} {}" aria-hidden="true">'
        '<path class="map__base" d="{}"/><path class="map__here" d="{}"/>{}</svg>',
        drawing.width,
        drawing.height,
        base,
        drawing.paths[commune.slug],
        _mark(drawing, point) if point else "",
    )


def _mark(drawing: Drawing, point: tuple[float, float]) -> SafeString:
    across, down = drawing.place(*point)
    return format_html('<circle class="map__spot" cx="{}" cy="{}" r="2"/>', across, down)


def _draw_around(province_id: int, day: dt.date | None, version: int) -> tuple[Drawing, SafeString]:
    """The units of a province on a day, and their outlines as one path."""
    around = Commune.objects.filter(province_id=province_id)
    around = around.in_force(day) if day else around.filter(valid_to__isnull=True)
    slugs = around.order_by("slug").values_list("slug", flat=True)
    drawing = draw_communes(tuple(slugs), SMALL, version)
    return drawing, mark_safe("".join(drawing.paths.values()))


def shade(
    units: Iterable[ListedUnit], doors: Iterable[ListedUnit], file: str, version: int
) -> SafeString:
    """All units shaded by how many products they have, out of ``file`` (see ``shaded_outlines``).

    ``doors`` lead to their pages. For eyes and mice only: the list beside says the same. Empty
    without outlines.
    """
    drawing = _draw(units, version)
    if not drawing.height:
        return mark_safe("")
    shades = format_html_join(
        "", '<use class="m{}" href="{}#m{}"/>', ((step, file, step) for step in SHADES)
    )
    ways = format_html_join(
        "",
        '<a href="{}" tabindex="-1"><use class="m{}" href="{}#{}"><title>{}</title></use></a>',
        (
            (
                unit.commune.get_absolute_url(),
                shade_of(unit.products),
                file,
                unit.commune.slug,
                _title(unit),
            )
            for unit in doors
            if drawing.paths.get(unit.commune.slug)
        ),
    )
    return format_html(
        '<svg class="map" viewBox="0 0 {} {}" aria-hidden="true">{}{}</svg>',
        drawing.width,
        drawing.height,
        shades,
        ways,
    )


def shaded_outlines(units: Iterable[ListedUnit], version: int) -> bytes:
    """The file of ``shade``: outlines under their slugs, in groups ``m1`` to ``m5`` by shade.

    Colours are left to the page.
    """
    units = list(units)
    drawing = _draw(units, version)
    steps = {unit.commune.slug: shade_of(unit.products) for unit in units}
    groups = (
        (step, format_html_join("\n", '<path id="{}" d="{}"/>', _of_step(drawing, steps, step)))
        for step in SHADES
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}">{}</svg>',
        drawing.width,
        drawing.height,
        format_html_join("", '<g id="m{}">{}</g>', groups),
    ).encode()


def _of_step(drawing: Drawing, steps: Mapping[str, int], step: int) -> list[tuple[str, str]]:
    return [(slug, path) for slug, path in drawing.paths.items() if steps[slug] == step]


def _draw(units: Iterable[ListedUnit], version: int) -> Drawing:
    return draw_communes(tuple(sorted(unit.commune.slug for unit in units)), LARGE, version)


def _title(unit: ListedUnit) -> str:
    words = ngettext("%(name)s: %(count)d sản phẩm", "%(name)s: %(count)d sản phẩm", unit.products)
    return words % {"name": unit.commune.full_name, "count": unit.products}
