"""The map at ``/ban-do/``: its layers of points."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ocop_portal.map.enums import Layer
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
