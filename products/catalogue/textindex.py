"""Which positions hold which word, in which field, as whole words and as neighbours.

Pure data: fields are numbered, positions are numbered, words come folded and accented.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ocop_portal.shared.text import fold
from products.catalogue.bitsets import Posting, count, pack, union
from products.catalogue.words import Word

START, END = "^", "$"
Phrases = Sequence[Sequence[Word]]


@dataclass(frozen=True, slots=True)
class FieldIndex:
    """One field: its folded words, their accented spellings, and pairs of neighbours.

    A pair is two folded words without the space between them (``miendong``); the first word of a
    phrase is paired with ``^`` and the last with ``$``. ``lengths`` are the positions whose first
    phrase has so many words.
    """

    words: dict[str, Posting]
    accented: dict[str, Posting]
    pairs: dict[str, Posting]
    lengths: dict[int, Posting]


class TextIndex:
    """All fields and their common vocabulary of folded words, sorted."""

    def __init__(self, fields: Sequence[FieldIndex], size: int) -> None:
        """The fields in the order of their weight; their positions are below ``size``."""
        self.size = size
        self.fields = fields
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

    def holding_so_many(self, length: int) -> list[int]:
        """Per field, the positions whose first phrase has ``length`` words."""
        return [union((field.lengths.get(length, 0),), self.size) for field in self.fields]

    def stands_at(self, word: str, position: int) -> bool:
        """Whether some field holds the folded word at the position."""
        return any(bits >> position & 1 for bits in self.holding((word,)))

    def frequency(self, word: str) -> int:
        """At how many places, fields counted apart, the folded word stands."""
        return sum(count(field.words[word]) for field in self.fields if word in field.words)

    @cached_property
    def spellings(self) -> dict[str, list[str]]:
        """The accented spellings of each known word, the most frequent first."""
        frequencies: dict[str, Counter[str]] = defaultdict(Counter)
        for field in self.fields:
            for accented, posting in field.accented.items():
                frequencies[fold(accented)][accented] += count(posting)
        return {
            folded: [accented for accented, _ in spelt.most_common()]
            for folded, spelt in frequencies.items()
        }

    def _any(self, postings: dict[str, Posting], keys: Iterable[str]) -> int:
        found = [postings[key] for key in keys if key in postings]
        return union(found, self.size) if found else 0


class FieldBuilder:
    """Gathers one field, a text at a time."""

    def __init__(self) -> None:
        self._spelt: dict[Word, array] = {}
        self._pairs: dict[str, array] = {}
        self._lengths: dict[int, array] = {}
        self._shared: dict[int, tuple[Phrases, array]] = {}

    def add(self, position: int, phrases: Phrases) -> None:
        """Note what stands at ``position``."""
        self._note(phrases, (position,))

    def add_shared(self, position: int, phrases: Phrases) -> None:
        """The same for a text that many positions hold as one object."""
        here = self._shared.get(id(phrases))
        if here is None:
            here = self._shared[id(phrases)] = (phrases, array("I"))
        here[1].append(position)

    def build(self, size: int) -> FieldIndex:
        """The finished field, all positions below ``size``; the builder is spent."""
        for phrases, where in self._shared.values():
            self._note(phrases, where)
        self._shared.clear()
        words = self._accents_lost(size)
        accented: dict[str, Posting] = {}
        while self._spelt:
            word, where = self._spelt.popitem()
            accented[word.accented] = pack(where, size)
            words.setdefault(word.folded, accented[word.accented])
        pairs: dict[str, Posting] = {}
        while self._pairs:
            pair, where = self._pairs.popitem()
            pairs[pair] = pack(where, size)
        lengths = {length: pack(where, size) for length, where in self._lengths.items()}
        return FieldIndex(words, accented, pairs, lengths)

    def _note(self, phrases: Phrases, where: Iterable[int]) -> None:
        if phrases:
            self._lengths.setdefault(len(phrases[0]), array("I")).extend(where)
        for word in {word for phrase in phrases for word in phrase}:
            if word not in self._spelt:
                self._spelt[word] = array("I")
            self._spelt[word].extend(where)
        for pair in _pairs(phrases):
            if pair not in self._pairs:
                self._pairs[pair] = array("I")
            self._pairs[pair].extend(where)

    def _accents_lost(self, size: int) -> dict[str, Posting]:
        """Postings of the folded words that have several spellings."""
        spellings: dict[str, list[Word]] = {}
        for word in self._spelt:
            spellings.setdefault(word.folded, []).append(word)
        words = {}
        for folded, same in spellings.items():
            if len(same) > 1:
                where = array("I")
                for word in same:
                    where.extend(self._spelt[word])
                words[folded] = pack(where, size)
        return words


def _pairs(phrases: Phrases) -> set[str]:
    found: set[str] = set()
    for phrase in phrases:
        if phrase:
            folded = [START, *(word.folded for word in phrase), END]
            found.update(map(str.__add__, folded, folded[1:]))
    return found
