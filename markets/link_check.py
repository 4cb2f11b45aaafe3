"""Looking at many links in bounded time: hosts side by side, the pages of one host in turn."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlsplit

from markets.link_client import LinkClient
from markets.rules import Found


class Link(NamedTuple):
    """One link to look at, known by its row."""

    pk: int
    url: str


def look_at(
    links: Iterable[Link], *, workers: int, seconds: float, client: Callable[[], LinkClient]
) -> dict[Link, Found]:
    """What was found at each link; those not reached within ``seconds`` are left out.

    At most ``workers`` hosts are asked at once, each by a client of its own. Touches no database.
    """
    by_host: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_host[urlsplit(link.url).netloc.lower()].append(link)
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(max_workers=workers) as pool:
        answers = pool.map(lambda host: _in_turn(host, client(), until), by_host.values())
        return {link: found for answer in answers for link, found in answer}


def _in_turn(links: Iterable[Link], client: LinkClient, until: float) -> list[tuple[Link, Found]]:
    found = []
    for link in links:
        if time.monotonic() >= until:
            break
        found.append((link, client.look(link.url)))
    return found
