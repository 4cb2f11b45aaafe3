"""What a card says of a product besides its facets, packed: 20,000 products take 2.5 MB. Pure."""

from __future__ import annotations

from array import array
from typing import NamedTuple

APART = "\x1f"  # the unit separator: no text of the register holds it


class Said(NamedTuple):
    """Name, address, standing and producer of a product, and the illustration of its group."""

    name: str = ""
    slug: str = ""
    standing: str = ""
    producer: str = ""
    illustration: str = ""


class SaidOfEach:
    """``Said`` of every position, one after the other."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ends = array("I", [0])

    def add(self, said: Said) -> None:
        """Note what is said of the next position."""
        self._text += APART.join(said).encode()
        self._ends.append(len(self._text))

    def __getitem__(self, position: int) -> Said:
        start, end = self._ends[position : position + 2]
        return Said(*self._text[start:end].decode().split(APART))
