"""The list beside the map in pages of about the same weight, however many communes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

ROOM = 30_000  # bytes of HTML that the lines of one page take, with their part of the drawing
LINE, NAME, BARE = 620, 105, 165  # of a commune, of a product named, of a commune without any
LINKS_OF_A_LINE = 4  # how often the query string stands in a line that has products
NAMES_OF_A_PLACE = 6  # products named under a commune; under the chosen one, more


class Listed(Protocol):
    """A commune of the list."""

    @property
    def count(self) -> int:
        """How many products it has."""


Item = TypeVar("Item", bound=Listed)


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Item]):
    """One page of the list: ``items`` stand from ``first`` to ``last`` (from 1) of ``total``.

    ``bare_from`` is the number of the page where communes without products begin.
    """

    number: int
    pages: int
    items: Sequence[Item]
    first: int
    last: int
    total: int
    bare_from: int


def turn_to(items: Sequence[Item], query: str, number: int, at: int | None = None) -> Leaf[Item]:
    """The page ``number``, the last one when there are fewer; 0 for the one with place ``at``.

    ``items`` with products come first; ``query`` is what the links of each line repeat.
    """
    starts = _starts(items, len(query.encode()))
    if not number:
        number = sum(1 for start in starts if start <= (at or 0))
    number = min(number, len(starts))
    first, last = (*starts, len(items))[number - 1 : number + 1]
    peopled = sum(1 for item in items if item.count)
    return Leaf(
        number=number,
        pages=len(starts),
        items=items[first:last],
        first=first + 1,
        last=last,
        total=len(items),
        bare_from=sum(1 for start in starts if start <= peopled),
    )


def _starts(items: Sequence[Listed], repeated: int) -> list[int]:
    """Where each page begins. Those without products stay together where one page holds them."""
    weights = [_weight(item, repeated) for item in items]
    bare = sum(weight for item, weight in zip(items, weights, strict=True) if not item.count)
    starts, used, had_products = [0], 0, True
    for place, (item, weight) in enumerate(zip(items, weights, strict=True)):
        is_turning_bare = had_products and not item.count
        had_products = bool(item.count)
        if used and used + (bare if is_turning_bare else weight) > ROOM:
            starts.append(place)
            used = 0
        used += weight
    return starts


def _weight(item: Listed, repeated: int) -> int:
    """About how many bytes its line takes."""
    if not item.count:
        return BARE + repeated
    return LINE + NAME * min(item.count, NAMES_OF_A_PLACE) + LINKS_OF_A_LINE * repeated
