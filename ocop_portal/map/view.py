"""What the map's script is told: settings of django-leaflet and addresses of its data."""

from __future__ import annotations

import json

from django.urls import reverse
from leaflet import app_settings

from ocop_portal.map.enums import Division, Layer

FARTHEST, CLOSEST = 5, 16  # zoom levels: the whole nation, a village


def view_settings() -> dict[str, str]:
    """The ``data-`` attributes of the map, by name."""
    return {
        "options": json.dumps(leaflet_options()),
        "boundaries_present": reverse("map_boundaries", args=[Division.PRESENT.value]),
        "boundaries_former": reverse("map_boundaries", args=[Division.FORMER.value]),
        "counts": reverse("map_counts"),
        "provinces": reverse("map_provinces"),
        "products": reverse("map_products"),
        "producers": reverse("map_producers"),
        "sales_points": reverse("map_sales"),
        "events": reverse("news:event_points"),
        "card": reverse("map_card", args=[Layer.PRODUCTS.value, 0]),
    }


def leaflet_options() -> dict[str, object]:
    """What ``L.Map.djangoMap`` takes: the configured tiles, if any, and the zoom levels."""
    return {
        "layers": [[str(label), url, more] for label, url, more in app_settings["TILES"]],
        "overlays": [],
        "attributionprefix": app_settings["ATTRIBUTION_PREFIX"],
        "scale": app_settings["SCALE"],
        "minzoom": FARTHEST,
        "maxzoom": CLOSEST,
    }
