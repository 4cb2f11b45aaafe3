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
from products.catalogue.readings import readings
from products.catalogue.runs import separated
from products.catalogue.scores import Scores
from products.catalogue.textindex import TextIndex
from products.catalogue.words import Word

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
    asked, meanings = _understood(index, question)
    if not asked:
        return Hits(0, 0, scores)
    found = _everywhere(meanings)
    in_a_row = rank(index, scores, found, meanings) if found else 0
    scores.add(found, AS_WRITTEN)
    if in_a_row or not _is_little(index, found, meanings):
        return Hits(found, 0, scores)
    return Hits(found, _near(index, asked, scores, found), scores)


def respelt(index: TextIndex, question: str, best: int) -> str:
    """The question with its misspelt words as they are spelt at the ``best`` find; else empty."""
    asked, _ = _understood(index, question)
    spelt = [_spelt_at(index, word, best) for word in asked]
    if not any(spelt):
        return ""
    pairs = zip(spelt, asked, strict=True)
    return " ".join(new or word.accented or word.folded for new, word in pairs)


def _understood(index: TextIndex, question: str) -> tuple[list[Word], list[Meaning]]:
    """The first reading of the question that something answers to as written, else the last."""
    asked: list[Word] = []
    meanings: list[Meaning] = []
    for reading in readings(question):
        asked = _spelt(separated(index, reading[:MOST_WORDS])[:MOST_WORDS])
        meanings = [as_written(index, word) for word in asked]
        if asked and _everywhere(meanings):
            break
    return asked, meanings


def _spelt(asked: list[Word]) -> list[Word]:
    """Spelling does not count when none of the words bears an accent."""
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
    return index.spellings(meant)[0] if meant else ""
