"""What a link's check means, and how far two places are apart. Pure."""

from __future__ import annotations

import math
from typing import NamedTuple
from urllib.parse import urlsplit

from markets.enums import LinkState

EARTH_RADIUS = 6371.0  # km, mean
DEAD_AFTER = 3  # failures in a row, each in a run of its own
GONE = frozenset({404, 410})
ERROR_PAGES = frozenset({"404", "not-found", "notfound", "page-not-found", "khong-tim-thay"})
BARRED = frozenset({401, 403, 405, 406, 418, 429, 451, 999})


class Found(NamedTuple):
    """What one look at a link found; ``note`` is for the officer."""

    state: LinkState
    note: str


def verdict(asked: str, status: int, landed: str) -> Found:
    """What an answer means: its HTTP ``status`` and the address it came from in the end.

    Floors send visitors of a page that is gone to their front page, or to one that says so; that
    is no page of the product, though it opens.
    """
    note = f"HTTP {status}"
    if status in GONE:
        return Found(LinkState.DEAD, note)
    if status in BARRED:
        return Found(LinkState.BARRED, note)
    if not 200 <= status < 300:
        return Found(LinkState.FAILING, note)
    wanted, reached = (urlsplit(url).path.strip("/") for url in (asked, landed))
    if wanted and not reached:
        return Found(LinkState.FAILING, "bị chuyển về trang đầu của kênh")
    if reached != wanted and reached.rpartition("/")[2].partition(".")[0].lower() in ERROR_PAGES:
        return Found(LinkState.FAILING, "bị chuyển tới trang báo không có")
    return Found(LinkState.ALIVE, note)


def standing_after(found: Found, failures: int) -> tuple[LinkState, int]:
    """The state of a link after one more look, and its failures in a row.

    A page said to be gone is dead at once; one that does not open is given three runs.
    """
    if found.state in (LinkState.ALIVE, LinkState.BARRED):
        return found.state, 0
    failures += 1
    is_dead = found.state is LinkState.DEAD or failures >= DEAD_AFTER
    return (LinkState.DEAD if is_dead else LinkState.FAILING), failures


def belongs_to(url: str, home: str) -> bool:
    """Whether ``url`` lies on the site whose front page is ``home``, or on a part of it."""
    site = (urlsplit(home).hostname or "").removeprefix("www.")
    host = urlsplit(url).hostname or ""
    return not site or host == site or host.endswith(f".{site}")


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres as the crow flies between two places, each latitude and longitude in degrees."""
    lat_one, lat_other = math.radians(one[0]), math.radians(other[0])
    half_lat = (lat_other - lat_one) / 2
    half_lon = math.radians(other[1] - one[1]) / 2
    chord = math.sin(half_lat) ** 2
    chord += math.cos(lat_one) * math.cos(lat_other) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(chord)))
