"""Finds positions by words: any order, without accents, half typed, one slip a word.

Every word of the question must be found somewhere. What is found as written stands before what is
only near; within each, a score says how good the find is: accents right, in the name rather than
in the place, whole rather than begun, words side by side as in the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from operator import or_

from products.catalogue.bitsets import from_positions
from products.catalogue.scores import Scores
from products.catalogue.textindex import END, START, TextIndex
from products.catalogue.words import Word, edits, typed_raw, words

MOST_WORDS = 12
ENOUGH = 10  # as many finds as written make near ones unneeded
NEAR_LIMIT = 24  # as many near finds follow those as written
SHORTEST_RUN = 6  # letters of a word that may be several written together

# Points of one word by field: name, producer, place, group.
ACCENTED = (48, 40, 36, 24)
WHOLE = (32, 24, 20, 8)
BEGUN = (20, 14, 12, 4)
SLIP = (12, 8, 8, 2)
NEIGHBOURS = (16, 12, 12, 4)
NEAR_NEIGHBOURS = (8, 6, 6, 2)
OPENING = (6, 0, 0, 0)
CLOSING = (2, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Hits:
    """What a question found: positions as written, positions near to it, and their scores."""

    as_written: int
    near: int
    scores: Scores

    def ranked(self) -> Iterator[int]:
        """Sets of equally good positions, best first."""
        yield from self.scores.classes(self.as_written)
        yield from self.scores.classes(self.near)


@dataclass(slots=True)
class Meaning:
    """What one word of the question may mean: points, field by field, and the known words."""

    ways: list[tuple[int, int]] = field(default_factory=list)
    spellings: set[str] = field(default_factory=set)

    def add(self, points: Sequence[int], found: Sequence[int]) -> None:
        """These positions, field by field, are worth these points."""
        self.ways += [(point, bits) for point, bits in zip(points, found, strict=True) if bits]

    @property
    def anywhere(self) -> int:
        """Every position the word may be found at."""
        return reduce(or_, (bits for _, bits in self.ways), 0)


def search(index: TextIndex, question: str, preferred: int = 0) -> Hits:
    """Find the positions for ``question``; nothing when it holds no word.

    Of two equally good finds a ``preferred`` one stands first.
    """
    asked = _separated(index, words(question)[:MOST_WORDS])
    if not asked:
        return Hits(0, 0, Scores())
    strict = [_as_written(index, word) for word in _with_accents(asked)]
    as_written = _everywhere(strict)
    scores = Scores()
    scores.add(preferred, 1)
    if as_written:
        _score(scores, as_written, strict)
        _score_neighbours(index, scores, as_written, [{word.folded} for word in asked], NEIGHBOURS)
    near = 0
    if as_written.bit_count() < ENOUGH:
        near = _find_near(index, asked, scores, as_written)
    return Hits(as_written, near, scores)


def _with_accents(asked: list[Word]) -> list[Word]:
    """The words, spelling left out of account when none of them bears an accent."""
    if any(word.accented != word.folded for word in asked):
        return asked
    return [Word("", word.folded) for word in asked]


def _everywhere(meanings: Iterable[Meaning]) -> int:
    """Positions at which every word is found."""
    found = -1
    for meaning in meanings:
        found &= meaning.anywhere
    return found


def _as_written(index: TextIndex, word: Word) -> Meaning:
    """The word itself; where nobody uses it, words that begin so, or how it was meant."""
    meaning = Meaning()
    if word.folded in index.known:
        meaning.spellings.add(word.folded)
        if word.accented:
            meaning.add(ACCENTED, index.holding_accented(word.accented))
        meaning.add(WHOLE, index.holding(meaning.spellings))
    elif word.folded in index.pairs:
        meaning.add(WHOLE, index.holding_pairs({word.folded}))
    elif begun := index.beginning_with(word.folded):
        meaning.spellings.update(begun)
        meaning.add(BEGUN, index.holding(begun))
    elif (raw := typed_raw(word.folded)) in index.known:
        meaning.spellings.add(raw)
        meaning.add(WHOLE, index.holding({raw}))
    return meaning


def _nearly(index: TextIndex, word: Word) -> Meaning:
    """The word as written, begun, or with one slip; pairs written together too."""
    meaning = _as_written(index, word)
    begun = set(index.beginning_with(word.folded))
    slips = index.known.intersection(edits(word.folded)) - begun
    meaning.add(BEGUN, index.holding(begun))
    meaning.add(SLIP, index.holding(slips))
    if len(word.folded) >= SHORTEST_RUN:
        meaning.add(SLIP, index.holding_pairs(index.pairs.intersection(edits(word.folded))))
    meaning.spellings |= begun | slips
    return meaning


def _find_near(index: TextIndex, asked: list[Word], scores: Scores, as_written: int) -> int:
    """Positions not found as written; all of them only when nothing was."""
    loose = [_nearly(index, word) for word in asked]
    _join(index, asked, loose)
    near = _everywhere(loose) & ~as_written
    if not near:
        return 0
    _score(scores, near, loose)
    spellings = [meaning.spellings for meaning in loose]
    _score_neighbours(index, scores, near, spellings, NEAR_NEIGHBOURS)
    if as_written:
        return from_positions(scores.best(near, NEAR_LIMIT, index.size), index.size)
    return near


def _join(index: TextIndex, asked: list[Word], loose: list[Meaning]) -> None:
    """Let two words of the question be one, or be parted elsewhere: ``mie ndong``."""
    for (left, right), (one, other) in zip(pairwise(asked), pairwise(loose), strict=True):
        joined = left.folded + right.folded
        found = index.holding({joined}) if joined in index.known else []
        if joined in index.pairs:
            found = index.holding_pairs({joined})
        for meaning in (one, other):
            meaning.add(SLIP[: len(found)], found)


def _score(scores: Scores, among: int, meanings: Iterable[Meaning]) -> None:
    """For each word, give every position the points of its best find there."""
    for meaning in meanings:
        left = among
        for points, bits in sorted(meaning.ways, key=lambda way: -way[0]):
            scores.add(left & bits, points)
            left &= ~bits


def _score_neighbours(
    index: TextIndex,
    scores: Scores,
    among: int,
    spellings: list[set[str]],
    points: Sequence[int],
) -> None:
    """More points where words of the question stand side by side, or open or close a text."""
    for left, right in pairwise([{START}, *spellings, {END}]):
        worth = OPENING if START in left else CLOSING if END in right else points
        together = index.pairs.intersection(one + other for one in left for other in right)
        for bits, point in zip(index.holding_pairs(together), worth, strict=True):
            if point:
                scores.add(among & bits, point)


def _separated(index: TextIndex, asked: list[Word]) -> list[Word]:
    """The words of the question, runs without spaces cut into known words."""
    apart: list[Word] = []
    for word in asked:
        parts = _cut(index, word.folded)
        apart += [Word(part, part) for part in parts] if parts else [word]
    return apart[:MOST_WORDS]


def _cut(index: TextIndex, run: str) -> list[str]:
    """The fewest known words that make up a run nothing else explains; empty if there are none."""
    if len(run) < SHORTEST_RUN or run in index.known or run in index.pairs:
        return []
    if index.beginning_with(run) or typed_raw(run) in index.known:
        return []
    near = set(edits(run))
    if near & index.known or near & index.pairs:
        return []
    best: list[list[str] | None] = [[]] + [None] * len(run)
    for end in range(2, len(run) + 1):
        for start in range(max(0, end - 7), end - 1):
            head = best[start]
            if head is not None and run[start:end] in index.known:
                current = best[end]
                if current is None or len(head) + 1 < len(current):
                    best[end] = [*head, run[start:end]]
    return best[-1] or []


def respelt(index: TextIndex, question: str) -> str:
    """The question with each misspelt word as it is most often spelt; empty if none is."""
    asked = words(question)[:MOST_WORDS]
    spelt = [_likeliest(index, word) for word in asked]
    if spelt == [word.accented for word in asked]:
        return ""
    return " ".join(spelt)


def _likeliest(index: TextIndex, word: Word) -> str:
    if _as_written(index, word).ways:
        return word.accented
    slips = index.known.intersection(edits(word.folded))
    meant = max(slips, key=lambda slip: (index.frequency(slip), slip), default="")
    return index.usual_spelling[meant] if meant else word.accented
