"""What each word of a question may mean: the word as written, begun, or a slip away. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain, pairwise
from operator import and_, or_

from products.catalogue.textindex import TextIndex
from products.catalogue.words import Word, edits, one_slip_apart, typed_raw, variants

SHORTEST_RUN = 6  # letters of a word that may be two written together

# Points of one word found in name, producer, place, group.
ACCENTED = (48, 44, 40, 24)
WHOLE = (32, 28, 24, 8)
BEGUN = (20, 17, 14, 4)
SLIP = (12, 10, 8, 2)


@dataclass(slots=True)
class Meaning:
    """Where a word is found: points and positions, both field by field; and the known words."""

    ways: list[tuple[Sequence[int], Sequence[int]]] = field(default_factory=list)
    spellings: set[str] = field(default_factory=set)

    def add(self, points: Sequence[int], found: Sequence[int]) -> None:
        """These positions, field by field, are worth these points."""
        if any(found):
            self.ways.append((points, found))

    def within(self, number: int) -> int:
        """Positions where the word may be found in one field."""
        return reduce(or_, (found[number] for _, found in self.ways), 0)

    @property
    def anywhere(self) -> int:
        """Every position the word may be found at."""
        return reduce(or_, chain.from_iterable(found for _, found in self.ways), 0)


def in_field(meanings: Iterable[Meaning], number: int) -> int:
    """Positions at which one field holds every word."""
    return reduce(and_, (meaning.within(number) for meaning in meanings), -1)


def as_written(index: TextIndex, word: Word) -> Meaning:
    """The word itself; where nobody uses it, words that begin so, or how it was meant."""
    meaning = Meaning()
    if known := index.known.among(variants(word.folded)):
        meaning.spellings |= known
        if word.accented:
            meaning.add(ACCENTED, index.holding_accented(word.accented))
        meaning.add(WHOLE, index.holding(known))
    elif word.folded in index.pairs:
        meaning.add(WHOLE, index.holding_pairs({word.folded}))
    elif begun := index.beginning_with(word.folded):
        meaning.spellings.update(begun)
        meaning.add(BEGUN, index.holding(begun))
    elif (raw := typed_raw(word.folded)) in index.known:
        meaning.spellings.add(raw)
        meaning.add(WHOLE, index.holding({raw}))
    return meaning


def nearly(index: TextIndex, asked: Sequence[Word]) -> list[Meaning]:
    """Each word as written, begun or with one slip; a space may be missing, extra or misplaced."""
    meanings = [_nearly(index, word) for word in asked]
    for (left, right), (one, other) in zip(pairwise(asked), pairwise(meanings), strict=True):
        joined = left.folded + right.folded
        for found in (index.holding({joined}), index.holding_pairs({joined})):
            one.add(SLIP, found)
            other.add(SLIP, found)
    return meanings


def _nearly(index: TextIndex, word: Word) -> Meaning:
    meaning = as_written(index, word)
    begun = set(index.beginning_with(word.folded))
    slipped = slips(index, word) - begun
    meaning.add(BEGUN, index.holding(begun))
    meaning.add(SLIP, index.holding(slipped))
    if len(word.folded) >= SHORTEST_RUN:
        meaning.add(SLIP, index.holding_pairs(index.pairs.among(edits(word.folded))))
    meaning.spellings |= begun | slipped
    return meaning


def slips(index: TextIndex, word: Word) -> set[str]:
    """Known words one slip away; who types accents means them, so they must agree."""
    near = index.known.among(edits(word.folded)) - variants(word.folded)
    if not word.accented:
        return near
    return {
        slip
        for slip in near
        if any(one_slip_apart(word.accented, spelt) for spelt in index.spellings(slip))
    }
