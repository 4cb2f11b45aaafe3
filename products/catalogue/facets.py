"""One facet: which positions have which value, and how many of a selection do. Pure."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress

from products.catalogue.bitsets import (
    Posting,
    flags,
    from_positions,
    pack,
    positions,
    union,
)

FEW_VALUES = 64
Ranked = list[tuple[str, int]]


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

    def _column(self, values: Sequence[Sequence[str]]) -> list[str] | None:
        """The one value of each position, where there are many values and never two at once."""
        if len(self.totals) <= FEW_VALUES or any(len(here) > 1 for here in values):
            return None
        return [here[0] if here else "" for here in values]

    def _as_integers(self) -> dict[str, int]:
        """The postings ready to be counted all at once."""
        if len(self.postings) <= FEW_VALUES:
            return self.postings  # type: ignore[return-value]
        return {value: union((posting,), self.size) for value, posting in self.postings.items()}

    @cached_property
    def everything(self) -> int:
        """All positions."""
        return (1 << self.size) - 1

    def having(self, wanted: Iterable[str]) -> int:
        """Positions that have any of the wanted values; unknown values have none."""
        found = [self.postings[value] for value in wanted if value in self.postings]
        return union(found, self.size)

    def value_at(self, position: int) -> str:
        """The value a position has, the first of several; empty where it has none."""
        if self.column is not None:
            return self.column[position]
        found = (value for value, bits in self._dense.items() if bits >> position & 1)
        return next(found, "")

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

    def largest(self, among: int, most: int) -> Ranked:
        """Up to ``most`` values that most of ``among`` have, and how many; none has no product."""
        counts = self.counts(among)
        least = min(sorted(counts.values(), reverse=True)[:most], default=0) or 1
        large = [(value, count) for value, count in counts.items() if count >= least]
        return ranked(large, self.totals)[:most]

    def _count_column(self, column: list[str], among: int) -> Mapping[str, int]:
        if among.bit_count() * 16 > self.size:
            found = Counter(compress(column, flags(among, self.size)))
        else:
            found = Counter(map(column.__getitem__, positions(among, self.size)))
        found.pop("", None)
        return found


def ranked(counts: Iterable[tuple[str, int]], totals: Mapping[str, int]) -> Ranked:
    """The largest count first; of equals the value with more in all, then the alphabet."""
    return sorted(counts, key=lambda each: (-each[1], -totals[each[0]], each[0]))
