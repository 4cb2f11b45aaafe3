"""An external tile server under the map, where an office asks for one; none by default."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PLACES = ("{z}", "{x}", "{y}")
HOST = re.compile(r"(\{s\}\.)?[a-z0-9.-]+(:\d+)?")


def leaflet_tiles(url: str, attribution: str) -> list[tuple[str, str, dict[str, str]]]:
    """The ``TILES`` of django-leaflet for a server's address; empty without one."""
    if not url:
        return []
    return [("", url, {"attribution": attribution, "referrerPolicy": "strict-origin"})]


def tile_sources(url: str) -> list[str]:
    """What the content policy must let pictures come from; nothing without a tile server.

    Raises ``ImproperlyConfigured`` unless ``url`` is ``https://host/…{z}…{x}…{y}…``, the host
    with ``{s}.`` before it where the server has several names.
    """
    if not url:
        return []
    parts = urlsplit(url)
    if (
        parts.scheme != "https"
        or not HOST.fullmatch(parts.netloc)
        or any(place not in url for place in PLACES)
    ):
        raise ImproperlyConfigured("MAP_TILE_URL phải có dạng https://máy-chủ/{z}/{x}/{y}.png.")
    return [f"https://{parts.netloc.replace('{s}', '*')}"]
