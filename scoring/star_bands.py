"""Which decision's star bands govern an award of a given day; read from ``fixtures/criteria``."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.conf import settings

from scoring.criteria.definitions import BandDefinition
from scoring.rules import band_of


@dataclass(frozen=True, slots=True)
class StarLaw:
    """A decision of the Prime Minister as far as stars go."""

    decision: str
    article: str
    effective_from: dt.date
    has_minimums: bool
    lowest_awarded: int
    bands: tuple[BandDefinition, ...]

    def star_of(self, total: Decimal) -> int:
        """Stars ``total``, unrounded, reaches under this decision, minimums apart.

        Raises ``ValueError`` for a total outside 0 to 100.
        """
        return band_of(self.bands, total)

    def band_in_words(self, stars: int) -> str:
        """The band of a star as an officer says it: ``từ 70 đến dưới 90 điểm``."""
        band = next(band for band in self.bands if band.star == stars)
        if band.includes_maximum:
            return f"từ {band.minimum} đến {band.maximum} điểm"
        return f"từ {band.minimum} đến dưới {band.maximum} điểm"


@cache
def star_laws() -> tuple[StarLaw, ...]:
    """All decisions, the oldest first."""
    path = settings.BASE_DIR / "fixtures" / "criteria" / "star_bands.json"
    laws = [_law(item) for item in json.loads(path.read_text(encoding="utf-8"))]
    return tuple(sorted(laws, key=lambda law: law.effective_from))


def star_law(on: dt.date) -> StarLaw | None:
    """The decision that governs an award of the day ``on``; none before the first one."""
    in_force = [law for law in star_laws() if law.effective_from <= on]
    return in_force[-1] if in_force else None


def _law(item: dict) -> StarLaw:
    return StarLaw(
        decision=item["decision"],
        article=item["article"],
        effective_from=dt.date.fromisoformat(item["effective_from"]),
        has_minimums=item["has_minimums"],
        lowest_awarded=item["lowest_awarded"],
        bands=tuple(
            BandDefinition(stars, Decimal(minimum), Decimal(below or 100), below is None)
            for stars, minimum, below in item["bands"]
        ),
    )
