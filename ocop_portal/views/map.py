"""The map at ``/ban-do/``: its outlines and its layers of points."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ocop_portal.map.boundaries import commune_boundaries, province_boundaries
from ocop_portal.map.enums import Division, Layer
from ocop_portal.map.layers import part_of_layer, whole_layer
from ocop_portal.map.state import parse_state
from ocop_portal.shared.packed import respond
from ocop_portal.shared.versions import version_of
from products.catalogue import select


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
def map_provinces(request: HttpRequest) -> HttpResponse:
    """The outlines of the provinces, as GeoJSON."""
    return respond(request, province_boundaries(version_of(request)))
