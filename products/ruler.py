"""Where a score stands between the ranks: the numbers a drawing needs. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from products.rules import STAR_BANDS

LEFT, PER_POINT = Decimal(20), Decimal("5.6")  # drawing units: 100 points are 560 wide


@dataclass(frozen=True, slots=True)
class Tick:
    """The lower edge of a rank and the middle of its band, in drawing units."""

    points: int
    x: str
    stars: int
    middle: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """A score on the scale of 100 points, with the band it falls into."""

    score: Decimal
    stars: int
    band_from: int
    band_to: int
    band_x: str
    band_width: str
    fill_width: str
    mark_x: str
    ticks: tuple[Tick, ...]


def ruler(score: Decimal) -> Ruler:
    """Place ``score`` (0–100) in the band whose rank it reaches by points alone."""
    stars = max(rank for rank, (low, _) in STAR_BANDS.items() if low <= score)
    low, high = STAR_BANDS[stars]
    return Ruler(
        score=score,
        stars=stars,
        band_from=low,
        band_to=high,
        band_x=_x(low),
        band_width=_number((high - low) * PER_POINT),
        fill_width=_number(score * PER_POINT),
        mark_x=_x(score),
        ticks=tuple(
            Tick(low, _x(low), rank, _x(Decimal(low + high) / 2))
            for rank, (low, high) in sorted(STAR_BANDS.items())
        ),
    )


def _x(points: Decimal | int) -> str:
    return _number(LEFT + points * PER_POINT)


def _number(value: Decimal) -> str:
    """With a point whatever the language: it goes into SVG."""
    return f"{value:.1f}".removesuffix(".0")
