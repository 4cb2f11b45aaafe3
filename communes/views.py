"""Public pages of the units: the list, one unit, and the way from an old name or code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from communes import listing
from communes.enums import NameKind
from communes.finding import find_units
from communes.lineage import Lineage
from communes.listing import Division, ListedUnit, ListQuery, Look, Sort, list_units
from communes.models import Commune, District
from communes.recorded import recorded_with
from communes.resolution import Candidate, Gazetteer
from communes.small_map import legend, locate, shade, shaded_outlines
from communes.story import Event, tell_story
from ocop_portal.shared.packed import SVG, Packed, Shelf, pack, respond
from ocop_portal.shared.versions import version_of

PAGE_SIZES = {Look.TABLE: 120, Look.MAP: 95}  # within 60 KB; the map has a shape for each line

_drawings: Shelf[Packed] = Shelf()


class CommuneListView(TemplateView):
    """The units of today or of before the reform, as a table or as a map."""

    template_name = "communes/commune_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go straight to the unit that is searched for, if there is no doubt which."""
        self.on = timezone.localdate()
        self.query = ListQuery.parse(request.GET)
        self.found = None
        if self.query.words:
            self.found = Gazetteer.current(version_of(request)).resolve(self.query.words, self.on)
            if self.found.commune is not None and not self.found.candidates[0].reasons:
                return redirect(self.found.commune)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The units asked for, what a search may have meant, and the choices of the form."""
        lineage = Lineage.current(version_of(self.request))
        units = list_units(self.query, self.on, lineage)
        size = PAGE_SIZES[self.query.look]
        page = Paginator(units, size).get_page(self.request.GET.get("trang"))
        as_map = self.query.look is Look.MAP
        return super().get_context_data(**kwargs) | {
            "query": self.query,
            "reformed_on": listing.reformed_on(self.on),
            "districts": District.objects.filter(communes__province__is_served=True).distinct(),
            "page": page,
            "units": list(page),
            "candidates": () if self.found is None else self.found.candidates,
            "sorts": _sorts(),
            "map": self._map(units, list(page)) if as_map else "",
            "legend": legend() if as_map else (),
            "on": self.on,
        }

    def _map(self, units: list[ListedUnit], doors: list[ListedUnit]) -> SafeString:
        file = reverse("communes:drawing")
        which = self.query.units
        version = version_of(self.request)
        return shade(units, doors, f"{file}?{which}" if which else file, version)


@require_safe
def commune_drawing(request: HttpRequest) -> HttpResponse:
    """The units of the list as SVG in groups by shade, for its map: a file, which browsers keep."""
    on, version = timezone.localdate(), version_of(request)
    query = ListQuery.parse(request.GET)

    def draw() -> bytes:
        return shaded_outlines(list_units(query, on, Lineage.current(version)), version)

    if query.district or query.words:
        return respond(request, pack(draw(), SVG, quickly=True))
    kept = _drawings.get(query.division, (version, on), lambda: pack(draw(), SVG))
    return respond(request, kept)


def _sorts() -> list[tuple[str, str]]:
    return [
        (Sort.NAME.value, _("Tên A–Z")),
        (Sort.CODE.value, _("Mã đơn vị")),
        (Sort.PRODUCTS.value, _("Nhiều sản phẩm trước")),
    ]


@dataclass(slots=True)
class CommunePage:
    """All that the page of one unit shows."""

    commune: Commune
    is_in_force: bool
    today: list[Commune]
    recorded: list[Commune]
    story: list[Event]
    map: SafeString

    @property
    def districts(self) -> list[District]:
        """The former districts the place lay in."""
        districts = {unit.district: None for unit in self.recorded if unit.district}
        return sorted(districts, key=lambda district: district.sort_key)


@require_safe
def commune_page(request: HttpRequest, place: str) -> HttpResponse:
    """One unit of today or of the past; an old name, a variant or a code leads to its page."""
    on = timezone.localdate()
    units = Commune.objects.select_related("province", "district")
    commune = units.filter(slug=place).first()
    if commune is None:
        return _lead_on(request, place, on)
    page = _build(commune, on, version_of(request))
    family = [unit.pk for unit in page.recorded]
    context = {
        "page": page,
        "commune": commune,
        "products": recorded_with("products", family).values_list("pk", flat=True),
        "producers": recorded_with("producers", family),
        "other_names": commune.other_names.filter(kind=NameKind.SPELLING),
        "trail": [(pgettext("list", "Xã, phường"), reverse("communes:list"))],
        "on": on,
    }
    return render(request, "communes/commune_detail.html", context)


def _build(commune: Commune, on: dt.date, version: int) -> CommunePage:
    lineage = Lineage.current(version)
    family, today = lineage.family(commune.pk), lineage.on(commune.pk, on)
    known = Commune.objects.select_related("district").in_bulk({*family, *today})
    return CommunePage(
        commune=commune,
        is_in_force=commune.is_in_force(on),
        today=[known[pk] for pk in today],
        recorded=[known[pk] for pk in family],
        story=tell_story(commune, lineage),
        map=locate(commune, version),
    )


def _lead_on(request: HttpRequest, place: str, on: dt.date) -> HttpResponse:
    """Redirect to the unit meant, let the reader choose between several, or say there is none."""
    lineage = Lineage.current(version_of(request))
    units = find_units(place, on, lineage)
    if len(units) == 1:
        return redirect(units[0])
    if units:
        context = {
            "trail": [(pgettext("list", "Xã, phường"), reverse("communes:list"))],
            "place": place,
            "units": [_choice(unit, on, lineage) for unit in units],
        }
        return render(request, "communes/commune_choice.html", context, status=300)
    district = District.objects.filter(slug=place).first()
    if district is None:
        raise Http404(_("Không có xã, phường nào tên hoặc mã như vậy."))
    query = f"{listing.DIVISION}={Division.FORMER}&{listing.DISTRICT}={district.slug}"
    return redirect(f"{reverse('communes:list')}?{query}")


def _choice(unit: Commune, on: dt.date, lineage: Lineage) -> Candidate:
    heirs = Commune.objects.in_bulk(lineage.on(unit.pk, on))
    return Candidate(unit, (), tuple(heirs.values()))
