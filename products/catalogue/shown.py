"""The award every product is shown with, packed: eight bytes each. Pure."""

from __future__ import annotations

import datetime as dt
from array import array
from typing import NamedTuple

from products.enums import CertificationStatus

STATUSES = tuple(CertificationStatus)
NOTHING = (1 << 64) - 1
DIGIT = 4  # bits of the stars, and of the status; the day stands above them
LOW = (1 << DIGIT) - 1


class Shown(NamedTuple):
    """The award a product is shown with: its stars, what it is today, and until when."""

    stars: int
    status: CertificationStatus
    until: dt.date | None

    @property
    def is_valid(self) -> bool:
        """Whether it is in force."""
        return self.status is CertificationStatus.VALID


class ShownOfEach:
    """``Shown`` of every position, one after the other; ``None`` for a product without award."""

    def __init__(self) -> None:
        self._packed = array("Q")

    def add(self, shown: Shown | None) -> None:
        """Note what is shown at the next position."""
        if shown is None:
            self._packed.append(NOTHING)
            return
        day = shown.until.toordinal() if shown.until else 0
        low = STATUSES.index(shown.status) << DIGIT | shown.stars
        self._packed.append(day << 2 * DIGIT | low)

    def __getitem__(self, position: int) -> Shown | None:
        packed = self._packed[position]
        if packed == NOTHING:
            return None
        day = packed >> 2 * DIGIT
        until = dt.date.fromordinal(day) if day else None
        return Shown(packed & LOW, STATUSES[packed >> DIGIT & LOW], until)
