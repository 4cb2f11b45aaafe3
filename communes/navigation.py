"""Links that open the reader's own map to find the way. Nothing is asked of their servers by us."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple
from urllib.parse import quote, urlencode

from communes.models import Commune, District

OSM = "https://www.openstreetmap.org"
GOOGLE = "https://www.google.com/maps"
APPLE = "https://maps.apple.com"


class Way(NamedTuple):
    """One link: the map it opens, its address, and whether it leads to the place itself."""

    name: str
    url: str


class Ways(NamedTuple):
    """How to get somewhere. ``is_exact`` is false where only an address in words is known."""

    app: str
    sites: tuple[Way, ...]
    is_exact: bool


def ways_to(
    name: str,
    latitude: Decimal | None,
    longitude: Decimal | None,
    address: str,
    unit: Commune | District | None,
) -> Ways | None:
    """Ways to a place by its point, else by its address in words; nothing where neither is known.

    ``app`` is a ``geo:`` address (RFC 5870), which phones open with the map of their owner; not
    every iPhone knows it, but each opens Apple's address in its own map.
    """
    if latitude is not None and longitude is not None:
        point = f"{latitude:f},{longitude:f}"
        sites = (
            Way("OpenStreetMap", f"{OSM}/directions?{urlencode({'to': point}, safe=',')}"),
            Way("Google Maps", f"{GOOGLE}/dir/?{urlencode({'api': 1, 'destination': point})}"),
            Way("Apple Maps", f"{APPLE}/?{urlencode({'daddr': point}, safe=',')}"),
        )
        return Ways(f"geo:{point}?q={point}({quote(name)})", sites, True)
    words = ", ".join(part for part in (address, _said(unit, address)) if part)
    if not words:
        return None
    sites = (
        Way("OpenStreetMap", f"{OSM}/search?{urlencode({'query': words})}"),
        Way("Google Maps", f"{GOOGLE}/search/?{urlencode({'api': 1, 'query': words})}"),
        Way("Apple Maps", f"{APPLE}/?{urlencode({'q': words})}"),
    )
    return Ways(f"geo:0,0?q={quote(words)}", sites, False)


def _said(unit: Commune | District | None, address: str) -> str:
    """The unit with its province, unless the address names it already."""
    if unit is None:
        return ""
    name = unit.full_name if isinstance(unit, Commune) else unit.name
    return "" if unit.name in address else f"{name}, {unit.province.full_name}"
