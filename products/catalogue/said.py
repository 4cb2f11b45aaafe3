"""What a card says of a product besides its facets, packed: 20,000 products take 2 MB. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ocop_portal.shared.fingerprints import PackedStrings

APART = "\x1f"  # the unit separator


class Said(NamedTuple):
    """Names, address, standing and producer of a product, and the illustration of its group."""

    name: str = ""
    name_en: str = ""
    slug: str = ""
    standing: str = ""
    producer: str = ""
    illustration: str = ""


SHARED = Said._fields[3:]  # what many products have in common


def apart(texts: Iterable[str]) -> bytes:
    """Several texts as one that is split at `APART`, whatever was typed into them."""
    return APART.join(text.replace(APART, " ") for text in texts).encode()


class SaidOfEach:
    """``Said`` of every position, one after the other."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ends = array("I", [0])
        self._shared = [Repeated() for _ in SHARED]

    def add(self, said: Said) -> None:
        """Note what is said of the next position."""
        self._text += apart(said[: -len(SHARED)])
        self._ends.append(len(self._text))
        for texts, text in zip(self._shared, said[-len(SHARED) :], strict=True):
            texts.add(text)

    def finish(self) -> None:
        """No more will be added."""
        for texts in self._shared:
            texts.finish()

    def __getitem__(self, position: int) -> Said:
        start, end = self._ends[position : position + 2]
        own = self._text[start:end].decode().split(APART)
        return Said(*own, *[texts[position] for texts in self._shared])


class Repeated:
    """Texts of which many say the same: each is held once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._which = array("I")
        self._texts: Sequence[str] = ()

    def add(self, text: str) -> None:
        """Note the text of the next position."""
        self._which.append(self._numbers.setdefault(text, len(self._numbers)))

    def finish(self) -> None:
        """Pack the texts; only then can they be looked at."""
        self._texts = PackedStrings(self._numbers)
        self._numbers = {}

    def __getitem__(self, position: int) -> str:
        return self._texts[self._which[position]]
