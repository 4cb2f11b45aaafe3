"""Bands of totals: half-open, compared unrounded, shown with two decimals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from scoring.criteria.definitions import BandDefinition


def band_of(bands: Iterable[BandDefinition], total: Fraction | Decimal) -> int:
    """The star whose half-open band holds ``total``; raises ``ValueError`` outside every band."""
    for band in bands:
        if total >= band.minimum and (
            total < band.maximum or (band.includes_maximum and total == band.maximum)
        ):
            return band.star
    raise ValueError(f"Tổng điểm {float(total)} nằm ngoài mọi khoảng hạng sao.")


def shown(bands: Iterable[BandDefinition], total: Fraction, decimals: int = 2) -> Decimal:
    """The total as written for people: rounded half up, but never into a higher band."""
    bands = tuple(bands)
    nearest = rounded(total, decimals)
    stays = band_of(bands, Fraction(nearest)) == band_of(bands, total)
    return nearest if stays else rounded(total, decimals, up=False)


def points_to(bands: Iterable[BandDefinition], star: int, total: Fraction) -> Fraction:
    """Points between ``total`` and the least total of ``star``; none when it is reached."""
    floor = next(band.minimum for band in bands if band.star == star)
    return max(Fraction(floor) - total, Fraction(0))


def rounded(value: Fraction, decimals: int, *, up: bool = True) -> Decimal:
    """Round half up, or down to what is surely reached; no digit is lost before rounding."""
    scaled = value * 10**decimals
    whole = scaled.numerator // scaled.denominator
    if up and scaled - whole >= Fraction(1, 2):
        whole += 1
    return Decimal(whole).scaleb(-decimals)
