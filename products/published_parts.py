"""Points by part as the office published them with an award, for the product's page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, NamedTuple

CENT = Decimal("0.01")


class PublishedPart(NamedTuple):
    """One part: its letter, its points, out of how many."""

    code: str
    points: Decimal
    most: Decimal


def published_parts(scoring: Mapping[str, Any]) -> list[PublishedPart]:
    """The parts in the order of the criteria; none unless each says its points and its most.

    Points are means: shown with two decimals at most.
    """
    most = scoring.get("part_points") or {}
    found = list(_parts(scoring.get("parts") or {}, most))
    return found if len(found) == len(most) else []


def _parts(points: Mapping[str, Any], most: Mapping[str, Any]) -> Iterator[PublishedPart]:
    for code, whole in most.items():
        try:
            reached, limit = Decimal(str(points[code])), Decimal(str(whole))
        except (KeyError, InvalidOperation):
            continue
        if limit > 0 and 0 <= reached <= limit:
            yield PublishedPart(code, _plain(reached), _plain(limit))


def _plain(value: Decimal) -> Decimal:
    """Two decimals at most and no needless zeros."""
    rounded = value.quantize(CENT, ROUND_HALF_UP)
    whole = rounded.to_integral_value()
    return whole if rounded == whole else rounded.normalize()
