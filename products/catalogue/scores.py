"""Scores of many positions at once, one bit plane per binary digit of the score.

Adding a weight to every member of a set costs a few integer operations however many members there
are; reading the members from the highest score down splits the set plane by plane.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from products.catalogue.bitsets import positions


class Scores:
    """A score, zero at first, for every position."""

    def __init__(self) -> None:
        self.planes: list[int] = []

    def add(self, bits: int, weight: int) -> None:
        """Add ``weight`` (not negative) to the score of every member of ``bits``."""
        digit = 0
        while weight >> digit:
            if weight >> digit & 1:
                self._carry(bits, digit)
            digit += 1

    def _carry(self, bits: int, digit: int) -> None:
        planes = self.planes
        while bits:
            while len(planes) <= digit:
                planes.append(0)
            planes[digit], bits = planes[digit] ^ bits, planes[digit] & bits
            digit += 1

    def of(self, position: int) -> int:
        """The score of one position."""
        return sum((plane >> position & 1) << digit for digit, plane in enumerate(self.planes))

    def classes(self, among: int) -> Iterator[int]:
        """Disjoint sets that make up ``among``, from the highest score to the lowest."""
        stack = [(among, len(self.planes) - 1)] if among else []
        while stack:
            bits, digit = stack.pop()
            if digit < 0:
                yield bits
                continue
            high = bits & self.planes[digit]
            low = bits ^ high
            if low:
                stack.append((low, digit - 1))
            if high:
                stack.append((high, digit - 1))

    def best(self, among: int, count: int, size: int) -> list[int]:
        """The ``count`` positions of ``among`` with the highest scores, equals upwards."""
        ranked = (place for bits in self.classes(among) for place in positions(bits, size))
        return list(islice(ranked, count))
