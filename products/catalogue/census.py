"""Which of thousands of values most products of a set have: all values counted at once. Pure.

For this the positions are numbered anew, row by row: first one position of every value, then a
second one of every value that has two, and so on, the values with most positions in front. A row
of a set is then some hundred bytes, a bit for each value, and adding up a dozen rows as binary
numbers counts 3,321 communes in the time it takes to look at a hundred products one by one.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import compress
from operator import or_

from products.catalogue.bitsets import flags, from_many, from_positions
from products.catalogue.facets import FacetIndex, Ranked, ranked
from products.catalogue.scores import Scores

BYTE = 8
ALL = -1  # the set of all positions, whatever their numbers


class Census:
    """The values of one facet, and the sets of all others in the numbering of its rows."""

    def __init__(self, facet: FacetIndex, others: Mapping[str, FacetIndex]) -> None:
        """Of ``facet`` each position has one value at most."""
        self._totals, self._others = facet.totals, others
        self._values = [value for value, _total in ranked(facet.totals.items(), facet.totals)]
        # A value of very many positions would make as many rows: it is counted by itself.
        self._few = [value for value in self._values if isinstance(facet.postings[value], bytes)]
        self._ends = array("I")
        self._places = self._numbered(facet)
        self._many = {
            value: self.moved(bits)
            for value, bits in facet.postings.items()
            if isinstance(bits, int)
        }
        self._sets = {
            (name, value): self.moved(bits)
            for name, other in others.items()
            for value, bits in other.postings.items()
            if isinstance(bits, int)
        }

    def _numbered(self, facet: FacetIndex) -> array[int]:
        """The new number of each position; each row begins a byte."""
        standing = [array("I", facet.postings[value]) for value in self._few]  # type: ignore[arg-type]
        places = array("I", bytes(array("I").itemsize * facet.size))
        rest = set(range(facet.size))
        start = nth = 0
        while standing := [where for where in standing if len(where) > nth]:
            for number, where in enumerate(standing):
                places[where[nth]] = start + number
                rest.remove(where[nth])
            start += -(-len(standing) // BYTE) * BYTE
            self._ends.append(start // BYTE)
            nth += 1
        for number, position in enumerate(sorted(rest)):
            places[position] = start + number
        self.size = start + len(rest)
        return places

    def moved(self, bits: int) -> int:
        """A set in the numbering of the rows."""
        return from_many(compress(self._places, flags(bits, len(self._places))), self.size)

    def _having(self, facet: str, values: Iterable[str]) -> int:
        """``FacetIndex.having`` in the numbering of the rows."""
        known = self._others[facet].postings
        found, few = 0, array("I")
        for value in values:
            if (facet, value) in self._sets:
                found |= self._sets[facet, value]
            elif value in known:
                few.frombytes(known[value])  # type: ignore[arg-type]
        if few:
            found |= from_positions(map(self._places.__getitem__, few), self.size)
        return found

    def largest(
        self, chosen: Iterable[tuple[str, Sequence[str]]], most: int, among: int = ALL
    ) -> Ranked:
        """``FacetIndex.largest`` of the positions that have, of each facet, one of its values.

        ``among`` is a set ``moved`` before, to which they must belong as well.
        """
        for facet, values in chosen:
            among &= self._having(facet, values)
        if among == ALL:
            totals = ((value, self._totals[value]) for value in self._values[:most])
            return [each for each in totals if each[1]]
        counts = self._counted(among, most)
        counts += [(value, (among & bits).bit_count()) for value, bits in self._many.items()]
        return ranked(((value, count) for value, count in counts if count), self._totals)[:most]

    def _counted(self, among: int, most: int) -> list[tuple[str, int]]:
        """Of the values that have rows, the ``most`` largest."""
        data = among.to_bytes(self.size // BYTE + 1, "little")
        scores = Scores()
        start = 0
        for end in self._ends:
            scores.add(int.from_bytes(data[start:end], "little"), 1)
            start = end
        some = reduce(or_, scores.planes, 0)
        best = scores.best(some, most, len(self._few))
        return [(self._few[place], scores.of(place)) for place in best]
