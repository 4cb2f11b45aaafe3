"""Finds positions by words: any order, without accents, half typed, one slip a word. Pure.

Every word of the question must be found somewhere. A score says how good a find is: accents right,
in the name rather than in the place, whole rather than begun, words side by side as in the
question. Near finds are looked for when the words as written are nowhere found in a row and too
rarely together; they stand behind, save a find of the whole question with a slip before words
scattered over fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from products.catalogue.bitsets import from_positions
from products.catalogue.meaning import Meaning, as_written, in_field, nearly, slips
from products.catalogue.ranking import NEAR_NEIGHBOURS, rank
from products.catalogue.runs import separated
from products.catalogue.scores import Scores
from products.catalogue.textindex import TextIndex
from products.catalogue.words import Word, words

MOST_WORDS = 12
ENOUGH = 10  # as many finds as written make near ones unneeded
PLENTY = 50  # so many scattered finds do, too
NEAR_LIMIT = 24  # as many near finds are added to those as written
AS_WRITTEN = 40  # points


@dataclass(frozen=True, slots=True)
class Hits:
    """What a question found: positions as written, positions near to it, and their scores."""

    as_written: int
    near: int
    scores: Scores

    def ranked(self) -> Iterator[int]:
        """Sets of equally good positions, best first."""
        return self.scores.classes(self.as_written | self.near)


def search(index: TextIndex, question: str, preferred: int = 0) -> Hits:
    """Find the positions for ``question``; nothing when it holds no word.

    Of two equally good finds a ``preferred`` one stands first.
    """
    scores = Scores()
    scores.add(preferred, 1)
    asked = _asked(index, question)
    if not asked:
        return Hits(0, 0, scores)
    meanings = [as_written(index, word) for word in asked]
    found = _everywhere(meanings)
    in_a_row = rank(index, scores, found, meanings) if found else 0
    scores.add(found, AS_WRITTEN)
    if in_a_row or not _is_little(index, found, meanings):
        return Hits(found, 0, scores)
    return Hits(found, _near(index, asked, scores, found), scores)


def respelt(index: TextIndex, question: str, best: int) -> str:
    """The question with its misspelt words as they are spelt at the ``best`` find; else empty."""
    asked = _asked(index, question)
    spelt = [_spelt_at(index, word, best) for word in asked]
    if not any(spelt):
        return ""
    pairs = zip(spelt, asked, strict=True)
    return " ".join(new or word.accented or word.folded for new, word in pairs)


def _asked(index: TextIndex, question: str) -> list[Word]:
    """The words of the question; spelling does not count when none of them bears an accent."""
    asked = separated(index, words(question)[:MOST_WORDS])[:MOST_WORDS]
    if any(word.accented != word.folded for word in asked):
        return asked
    return [Word("", word.folded) for word in asked]


def _everywhere(meanings: Iterable[Meaning]) -> int:
    """Positions at which every word is found."""
    found = -1
    for meaning in meanings:
        found &= meaning.anywhere
    return found


def _is_little(index: TextIndex, found: int, meanings: Sequence[Meaning]) -> bool:
    """Whether the words are found in one field together less than often enough."""
    if found.bit_count() >= PLENTY:
        return False
    fields = range(len(index.fields))
    together = reduce(or_, (found & in_field(meanings, number) for number in fields), 0)
    return together.bit_count() < ENOUGH


def _near(index: TextIndex, asked: Sequence[Word], scores: Scores, found: int) -> int:
    """Positions not found as written; all of them only when nothing was."""
    meanings = nearly(index, asked)
    near = _everywhere(meanings) & ~found
    if not near:
        return 0
    rank(index, scores, near, meanings, NEAR_NEIGHBOURS)
    if found:
        return from_positions(scores.best(near, NEAR_LIMIT, index.size), index.size)
    return near


def _spelt_at(index: TextIndex, word: Word, position: int) -> str:
    """The word one slip away that stands at the position; empty if the word is right or lost."""
    if as_written(index, word).ways:
        return ""
    there = [slip for slip in slips(index, word) if index.stands_at(slip, position)]
    meant = max(there, key=lambda slip: (index.frequency(slip), slip), default="")
    return index.spellings[meant][0] if meant else ""
