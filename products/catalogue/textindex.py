"""Which positions hold which word, in which field, as whole words and as neighbours.

Pure data: fields are numbered, positions are numbered, words come folded and accented.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from products.catalogue.bitsets import Posting, pack, union
from products.catalogue.words import Word

START, END = "^", "$"
Phrases = Sequence[Sequence[Word]]


@dataclass(frozen=True, slots=True)
class FieldIndex:
    """One field: its folded words, their accented spellings, and pairs of neighbours.

    A pair is two folded words without the space between them (``miendong``); the first word of a
    phrase is paired with ``^`` and the last with ``$``.
    """

    words: dict[str, Posting]
    accented: dict[str, Posting]
    pairs: dict[str, Posting]


class TextIndex:
    """All fields and their common vocabulary of folded words, sorted."""

    def __init__(self, fields: Sequence[Sequence[Phrases]], size: int) -> None:
        """``fields[f][p]`` are the phrases of field ``f`` at position ``p``, below ``size``."""
        self.size = size
        self.fields = [_field(texts, size) for texts in fields]
        self.known = frozenset().union(*(field.words for field in self.fields))
        self.pairs = frozenset().union(*(field.pairs for field in self.fields))
        self.vocabulary = sorted(self.known)

    def beginning_with(self, start: str) -> Sequence[str]:
        """Known words that begin with ``start``, itself included."""
        first = bisect_left(self.vocabulary, start)
        return self.vocabulary[first : bisect_left(self.vocabulary, start + "\uffff", first)]

    def holding(self, words: Collection[str]) -> list[int]:
        """Per field, the positions that hold any of the folded words."""
        return [self._any(field.words, words) for field in self.fields]

    def holding_accented(self, word: str) -> list[int]:
        """Per field, the positions that hold the word in this very spelling."""
        return [self._any(field.accented, (word,)) for field in self.fields]

    def holding_pairs(self, pairs: Collection[str]) -> list[int]:
        """Per field, the positions where any of the pairs of neighbours stands."""
        return [self._any(field.pairs, pairs) for field in self.fields]

    def _any(self, postings: dict[str, Posting], keys: Iterable[str]) -> int:
        found = [postings[key] for key in keys if key in postings]
        return union(found, self.size) if found else 0


def _field(texts: Sequence[Phrases], size: int) -> FieldIndex:
    folded: dict[str, list[int]] = {}
    accented: dict[Word, list[int]] = {}
    pairs: dict[str, list[int]] = {}
    for position, phrases in enumerate(texts):
        met = {word for phrase in phrases for word in phrase}
        for word in met:
            accented.setdefault(word, []).append(position)
        for key in {word.folded for word in met}:
            folded.setdefault(key, []).append(position)
        for key in _pairs(phrases):
            pairs.setdefault(key, []).append(position)
    words = {key: pack(members, size) for key, members in folded.items()}
    spellings = {
        word.accented: words[word.folded]
        if len(members) == len(folded[word.folded])
        else pack(members, size)
        for word, members in accented.items()
    }
    return FieldIndex(words, spellings, {key: pack(where, size) for key, where in pairs.items()})


def _pairs(phrases: Phrases) -> set[str]:
    found: set[str] = set()
    for phrase in phrases:
        if phrase:
            folded = [START, *(word.folded for word in phrase), END]
            found.update(map(str.__add__, folded, folded[1:]))
    return found
