"""Many strings remembered by fingerprints in flat arrays: a tenth of the memory of a dictionary.

A fingerprint is the hash Python gives the string in this process, so nothing here is ever stored.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

HALF = 32
LOW = (1 << HALF) - 1


class Pointers:
    """From strings to small numbers, any of them under any string: eight bytes an entry.

    Of each string half a fingerprint is kept. Another one may have the same, so what comes back
    are candidates, none missing; whoever asks looks at them.
    """

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        """Numbers are from 0 to four billion."""
        self._entries = array("Q", sorted((hash(t) & LOW) << HALF | n for t, n in entries))

    def candidates(self, text: str) -> Iterator[int]:
        """The numbers under the string, ascending, and now and then others."""
        wanted = hash(text) & LOW
        place = bisect_left(self._entries, wanted << HALF)
        while place < len(self._entries) and self._entries[place] >> HALF == wanted:
            yield self._entries[place] & LOW
            place += 1


class Prints:
    """A set of strings that can only be asked whether it holds one: eight bytes each.

    A string is known by the 64 bits of its fingerprint alone: among 100,000 strings one asked for
    in vain is taken for another once in a hundred million million times.
    """

    def __init__(self, prints: Iterable[int]) -> None:
        """What ``hash`` says of each string."""
        self.prints = array("q", sorted(set(prints)))

    def place(self, text: object) -> int | None:
        """The number of the string among all; none where it is not held."""
        wanted = hash(text)
        place = bisect_left(self.prints, wanted)
        if place < len(self.prints) and self.prints[place] == wanted:
            return place
        return None

    def __contains__(self, text: object) -> bool:
        return self.place(text) is not None

    def among(self, texts: Iterable[str]) -> set[str]:
        """Those of the strings that it holds."""
        return {text for text in texts if text in self}


class PackedLists:
    """A few numbers under each of many strings: twelve bytes a string and two to four a number."""

    def __init__(self, lists: Mapping[str, Sequence[int]]) -> None:
        """Numbers are from 0 to four billion."""
        self.keys = Prints(map(hash, lists))
        self._ends = array("I", [0])
        largest = max((max(numbers) for numbers in lists.values() if numbers), default=0)
        self._numbers = array("I" if largest >> 16 else "H")
        for text in sorted(lists, key=hash):
            self._numbers.extend(iter(lists[text]))
            self._ends.append(len(self._numbers))

    def get(self, text: str) -> Sequence[int]:
        """The numbers under the string; none where it is not known."""
        place = self.keys.place(text)
        if place is None:
            return ()
        start, end = self._ends[place : place + 2]
        return self._numbers[start:end]


class PackedStrings(Sequence[str]):
    """Strings one after the other in one text; each is cut out when it is looked at."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._ends = array("I", [0])
        self._text = bytearray()
        for text in texts:
            self._text += text.encode()
            self._ends.append(len(self._text))

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, wanted: int) -> str: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[str]: ...
    def __getitem__(self, wanted: int | slice) -> str | list[str]:
        if isinstance(wanted, slice):
            return [self[place] for place in range(*wanted.indices(len(self)))]
        place = range(len(self))[wanted]
        return self._text[self._ends[place] : self._ends[place + 1]].decode()
