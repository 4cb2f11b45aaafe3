"""Which positions stand under which strings: many as an integer, few packed side by side."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping

from ocop_portal.shared.fingerprints import PackedLists
from products.catalogue.bitsets import SPARSE, from_positions, set_marks


class Postings:
    """A set of positions under each of many strings; the strings themselves are not kept.

    An index has tens of thousands of strings with one position or two, so nothing here is an
    object of its own.
    """

    def __init__(self, members: Mapping[str, array[int]], size: int) -> None:
        """Positions are below ``size``."""
        self.size = size
        self._many: dict[str, int] = {}
        few: dict[str, array[int]] = {}
        for key, where in members.items():
            if len(where) * SPARSE > size:
                self._many[key] = from_positions(where, size)
            else:
                few[key] = where
        self._few = PackedLists(few)

    def prints(self) -> Iterator[int]:
        """The fingerprints of all strings."""
        yield from map(hash, self._many)
        yield from self._few.keys.prints

    def under(self, keys: Iterable[str]) -> int:
        """All positions under any of the strings, as an integer."""
        dense = 0
        marks: bytearray | None = None
        for key in keys:
            if key in self._many:
                dense |= self._many[key]
            elif where := self._few.get(key):
                marks = bytearray(self.size // 8 + 1) if marks is None else marks
                set_marks(marks, where)
        return dense if marks is None else dense | int.from_bytes(marks, "little")

    def count(self, key: str) -> int:
        """How many positions stand under the string."""
        return self._many[key].bit_count() if key in self._many else len(self._few.get(key))
