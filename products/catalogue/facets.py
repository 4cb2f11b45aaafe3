"""One facet: which positions have which value, and how many of a selection do. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress
from operator import itemgetter

from products.catalogue.bitsets import (
    Posting,
    flags,
    from_positions,
    pack,
    positions,
    union,
)

FEW_VALUES = 64
SAMPLE = 40  # values counted first, to see what is worth counting
LEVELS = (*range(2, 17), 24, 32, 48, 64, 128, 256, 512, 1024)
REMEMBERED = 128  # answers of `largest`, 3 KB each


class FacetIndex:
    """Values of one facet over all positions; a position may have none, one or several."""

    def __init__(self, values: Sequence[Sequence[str]], known: Iterable[str] = ()) -> None:
        """``values[p]`` are the values at position ``p``; ``known`` ones exist even if unused."""
        self.size = len(values)
        members = {value: array("I") for value in known}
        for position, here in enumerate(values):
            for value in here:
                if value not in members:
                    members[value] = array("I")
                members[value].append(position)
        self.totals: Mapping[str, int] = {value: len(where) for value, where in members.items()}
        self.postings: dict[str, Posting] = {
            value: from_positions(where, self.size)
            if len(members) <= FEW_VALUES
            else pack(where, self.size)
            for value, where in members.items()
        }
        self.column = self._column(values)
        self._dense = {} if self.column is not None else self._as_integers()
        self._levels: dict[int, int] = {}
        self._largest: OrderedDict[tuple[int, int], list[tuple[str, int]]] = OrderedDict()

    def _column(self, values: Sequence[Sequence[str]]) -> list[str] | None:
        """The one value of each position, where there are many values and never two at once."""
        if len(self.totals) <= FEW_VALUES or any(len(here) > 1 for here in values):
            return None
        return [here[0] if here else "" for here in values]

    def _as_integers(self) -> dict[str, int]:
        """The postings ready to be counted all at once."""
        return {value: union((posting,), self.size) for value, posting in self.postings.items()}

    @cached_property
    def everything(self) -> int:
        """All positions."""
        return (1 << self.size) - 1

    def having(self, wanted: Iterable[str]) -> int:
        """Positions that have any of the wanted values; unknown values have none."""
        found = [self.postings[value] for value in wanted if value in self.postings]
        return union(found, self.size)

    def values_at(self, position: int) -> set[str]:
        """The values one position has."""
        if self.column is not None:
            return {self.column[position]} - {""}
        return {value for value in self.postings if self.having((value,)) >> position & 1}

    def count(self, value: str, among: int) -> int:
        """How many of ``among`` have the value."""
        posting = self.postings[value]
        bits = posting if isinstance(posting, int) else union((posting,), self.size)
        return (among & bits).bit_count()

    def counts(self, among: int) -> Mapping[str, int]:
        """How many of ``among`` have each value; values without any may be missing."""
        if among == self.everything:
            return self.totals
        if self.column is not None:
            return self._count_column(self.column, among)
        return {value: (among & bits).bit_count() for value, bits in self._dense.items()}

    def largest(self, among: int, most: int) -> Sequence[tuple[str, int]]:
        """Up to ``most`` values that most of ``among`` have, and how many; none has no product.

        Remembered for the last few sets: leafing through an answer asks the same again.
        """
        key = (among, most)
        if key in self._largest:
            self._largest.move_to_end(key)
        else:
            self._largest[key] = _largest(self.counts(self._worth_counting(among, most)), most)
            if len(self._largest) > REMEMBERED:
                self._largest.popitem(last=False)
        return self._largest[key]

    def _worth_counting(self, among: int, most: int) -> int:
        """Those of ``among`` whose value may be one of the ``most`` largest; no other value is.

        None has more of a part than of the whole. So what the values largest in the whole have of
        this part says how large in the whole a value must be: of 3,321 communes often a tenth.
        """
        if self.column is None or among.bit_count() * 3 < self.size or among == self.everything:
            return among
        chosen = flags(among, self.size).__getitem__
        had = sorted((sum(map(chosen, where)) for where in self._sample), reverse=True)
        least = had[most - 1] if len(had) >= most else 0
        level = bisect_right(LEVELS, least)
        return among & self._at_least(LEVELS[level - 1]) if level else among

    @cached_property
    def _sample(self) -> list[array[int]]:
        """Where the values largest in the whole stand."""
        largest = sorted(self.totals, key=self.totals.__getitem__, reverse=True)[:SAMPLE]
        return [array("I", positions(self.having((value,)), self.size)) for value in largest]

    def _at_least(self, level: int) -> int:
        """Positions of the values that have so many in all."""
        if level not in self._levels:
            large = [value for value, total in self.totals.items() if total >= level]
            self._levels[level] = self.having(large)
        return self._levels[level]

    def _count_column(self, column: list[str], among: int) -> Mapping[str, int]:
        if among.bit_count() * 16 > self.size:
            found = Counter(compress(column, flags(among, self.size)))
        else:
            found = Counter(column[position] for position in positions(among, self.size))
        found.pop("", None)
        return found


def _largest(counts: Mapping[str, int], most: int) -> list[tuple[str, int]]:
    least = min(sorted(counts.values(), reverse=True)[:most], default=0)
    large = [(value, count) for value, count in counts.items() if count and count >= least]
    return sorted(large, key=itemgetter(1), reverse=True)[:most]
