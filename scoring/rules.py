"""Arithmetic of rating: plain data in and out, exact, no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """The totals that give a star: from ``minimum`` up to, not including, ``below``.

    ``below`` is none for the highest band, which ends with 100 points.
    """

    stars: int
    minimum: Decimal
    below: Decimal | None

    def holds(self, total: Decimal) -> bool:
        """Whether ``total``, unrounded, lies in the band."""
        return self.minimum <= total and (self.below is None or total < self.below)


def star_of_total(total: Decimal, bands: Iterable[Band]) -> int:
    """Stars a mean total of 0 to 100 points reaches, minimums apart.

    (26/2026/QĐ-TTg, Article 3.3; the same bands in 148 and 1048.) Raises ``ValueError`` for a
    total no band holds.
    """
    for band in bands:
        if 0 <= total <= 100 and band.holds(total):
            return band.stars
    raise ValueError(f"Không có khung hạng sao cho {total} điểm.")
