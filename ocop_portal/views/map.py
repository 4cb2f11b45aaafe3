"""The map at ``/ban-do/``: the page, its list, its layers of points, what a point says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from markets.models import SalesPoint
from news.models import Event
from ocop_portal.map.boundaries import commune_boundaries, province_boundaries
from ocop_portal.map.cards import CARDS
from ocop_portal.map.counts import place_counts
from ocop_portal.map.divisions import divisions
from ocop_portal.map.enums import Division, Layer, Step
from ocop_portal.map.extents import Frame, seen_in
from ocop_portal.map.form import MapForm
from ocop_portal.map.layers import part_of_layer, whole_layer
from ocop_portal.map.listing import Listing
from ocop_portal.map.state import MapState, parse_state
from ocop_portal.map.still import outlines, shaded, still
from ocop_portal.map.view import view_settings
from ocop_portal.shared.packed import respond
from ocop_portal.shared.versions import moment_of, version_of
from products.catalogue import Selection, select

MOST_BESIDE = 12  # events, points of sale beside the map; pages of their own have them all
FRAME = "khung"  # of the part in view, asked by the map's script alone


def _asked(request: HttpRequest, on: dt.date) -> tuple[MapState, Selection]:
    """The state of the address, without filters the register does not know, and its products."""
    state = parse_state(request.GET)
    selection = select(state.filters, on)
    return replace(state, filters=selection.query), selection


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The map with its form and a page of the list; complete without script."""
    on = timezone.localdate()
    state, selection = _asked(request, on)
    ground = divisions(on)
    listing = Listing(state, selection, ground)
    sales = SalesPoint.objects.public()
    events = Event.objects.public(moment_of(request)).coming(on)
    context = {
        "listing": listing,
        "state": state,
        "form": MapForm(state, selection, ground),
        "on": on,
        "sales": sales.select_related("commune", "district")[:MOST_BESIDE],
        "sales_total": sales.count(),
        "events": events[:MOST_BESIDE],
        "events_total": events.count(),
        "steps": list(Step),
        "still": still(listing, ground, version_of(request)),
        "view": view_settings(),
    }
    return render(request, "map/map.html", context)


@require_safe
def map_places(request: HttpRequest) -> HttpResponse:
    """The list alone, for the script that keeps it in step with the map and the part in view."""
    on = timezone.localdate()
    state, selection = _asked(request, on)
    ground = divisions(on)
    frame = Frame.parse(request.GET.get(FRAME, ""))
    seen = seen_in(frame, ground, state.division, version_of(request)) if frame else None
    response = render(
        request, "map/_places.html", {"listing": Listing(state, selection, ground, seen)}
    )
    if frame:
        response["Cache-Control"] = "no-store"  # every view is another: not worth keeping
    return response


@require_safe
def map_counts(request: HttpRequest) -> HttpResponse:
    """How many products each commune has, as JSON, for the script that shades the map."""
    on = timezone.localdate()
    return respond(request, place_counts(*_asked(request, on), version_of(request), on))


@require_safe
def map_drawing(request: HttpRequest, division: str) -> HttpResponse:
    """The communes of a division as SVG, in groups by shade, for the page without script."""
    if division not in Division.values:
        raise Http404
    on = timezone.localdate()
    state, selection = _asked(request, on)
    state = replace(state, division=Division(division))
    return respond(request, shaded(state, selection, version_of(request), on))


@require_safe
def map_points(request: HttpRequest, layer: str) -> HttpResponse:
    """A layer as GeoJSON: all of it, or what answers the catalogue's question in the address."""
    on = timezone.localdate()
    version = version_of(request)
    filters = parse_state(request.GET).filters
    if not filters.words and not filters.chosen:
        return respond(request, whole_layer(Layer(layer), version, on))
    products = select(filters, on)[:]
    return respond(request, part_of_layer(Layer(layer), version, on, products))


@require_safe
def map_boundaries(request: HttpRequest, division: str) -> HttpResponse:
    """The outlines of the communes of a division, as GeoJSON."""
    if division not in Division.values:
        raise Http404
    on = timezone.localdate()
    return respond(request, commune_boundaries(Division(division), version_of(request), on))


@require_safe
def map_outlines(request: HttpRequest, division: str) -> HttpResponse:
    """The outlines of the communes of a division as SVG, for the drawing of the page."""
    if division not in Division.values:
        raise Http404
    on = timezone.localdate()
    return respond(request, outlines(Division(division), version_of(request), on))


@require_safe
def map_provinces(request: HttpRequest) -> HttpResponse:
    """The outlines of the provinces, as GeoJSON."""
    return respond(request, province_boundaries(version_of(request)))


@require_safe
def map_card(request: HttpRequest, layer: str, pk: int) -> HttpResponse:
    """What one point says, as a fragment of HTML."""
    if layer not in Layer.values:
        raise Http404
    card = CARDS[Layer(layer)](pk, timezone.localdate(), moment_of(request))
    return render(request, card.template, {"card": card})
