"""Which positions hold which word, in which field, as whole words and as neighbours.

Pure data: fields are numbered, positions are numbered, words come folded and accented.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from ocop_portal.shared.fingerprints import PackedStrings, Prints
from ocop_portal.shared.text import fold
from products.catalogue.bitsets import Posting, pack, union
from products.catalogue.postings import Postings
from products.catalogue.words import Word

START, END = "^", "$"
Phrases = Sequence[Sequence[Word]]


@dataclass(frozen=True, slots=True)
class FieldIndex:
    """One field: its words and pairs of neighbours.

    ``plain`` are the words that stand there in no other spelling than without accents, numbers for
    instance; all others are in ``accented`` as they are spelt. ``known`` are all words without
    accents, ``spelt`` the others as they are spelt. A pair is two
    folded words without the space between them (``miendong``); the first word of a phrase is
    paired with ``^`` and the last with ``$``. ``lengths`` are the positions whose first phrase has
    so many words.
    """

    known: Sequence[str]
    spelt: Sequence[str]
    plain: Postings
    accented: Postings
    pairs: Postings
    lengths: dict[int, Posting]


class TextIndex:
    """All fields and their common vocabulary of folded words, sorted."""

    def __init__(self, fields: Sequence[FieldIndex], size: int) -> None:
        """The fields in the order of their weight; their positions are below ``size``."""
        self.size = size
        self.fields = fields
        known = sorted(set().union(*(field.known for field in self.fields)))
        self.known = Prints(map(hash, known))
        self.vocabulary = PackedStrings(known)
        spelt = sorted(set(chain.from_iterable(field.spelt for field in self.fields)))
        self._accented = {
            word: tuple(same) for word, same in groupby(sorted(spelt, key=fold), fold)
        }
        self.pairs = Prints(chain.from_iterable(field.pairs.prints() for field in self.fields))

    def beginning_with(self, start: str) -> Sequence[str]:
        """Known words that begin with ``start``, itself included."""
        first = bisect_left(self.vocabulary, start)
        return self.vocabulary[first : bisect_left(self.vocabulary, start + "\uffff", first)]

    def holding(self, words: Collection[str]) -> list[int]:
        """Per field, the positions that hold any of the folded words."""
        spelt = self._spellings_of(words)
        return [field.plain.under(words) | field.accented.under(spelt) for field in self.fields]

    def holding_accented(self, word: str) -> list[int]:
        """Per field, the positions that hold the word in this very spelling."""
        return [f.plain.under((word,)) | f.accented.under((word,)) for f in self.fields]

    def holding_pairs(self, pairs: Collection[str]) -> list[int]:
        """Per field, the positions where any of the pairs of neighbours stands."""
        return [field.pairs.under(pairs) for field in self.fields]

    def holding_so_many(self, length: int) -> list[int]:
        """Per field, the positions whose first phrase has ``length`` words."""
        return [union((field.lengths.get(length, 0),), self.size) for field in self.fields]

    def stands_at(self, word: str, position: int) -> bool:
        """Whether some field holds the folded word at the position."""
        return any(bits >> position & 1 for bits in self.holding((word,)))

    def frequency(self, word: str) -> int:
        """At how many places, fields counted apart, the folded word stands."""
        spelt = self._spellings_of((word,))
        return sum(
            field.plain.count(word) + field.accented.under(spelt).bit_count()
            for field in self.fields
        )

    def spellings(self, word: str) -> list[str]:
        """The spellings of a known word, the most frequent first."""
        spelt = dict.fromkeys([*self._spellings_of((word,)), word])
        found = [each for each in spelt if self._spelt_so(each)]
        return sorted(found, key=self._spelt_so, reverse=True)

    def _spelt_so(self, accented: str) -> int:
        """At how many places, fields counted apart, the word stands in this spelling."""
        return sum(f.plain.count(accented) + f.accented.count(accented) for f in self.fields)

    def _spellings_of(self, words: Iterable[str]) -> list[str]:
        """All spellings of words that have others than themselves."""
        return [accented for word in words for accented in self._accented.get(word, ())]


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
        pairs = Postings(self._pairs, size)
        self._pairs.clear()
        spellings: dict[str, list[Word]] = {}
        for word in self._spelt:
            spellings.setdefault(word.folded, []).append(word)
        plain: dict[str, array] = {}
        accented: dict[str, array] = {}
        for bare, same in spellings.items():
            if same == [Word(bare, bare)]:
                plain[bare] = self._spelt[same[0]]
            else:
                accented |= {word.accented: self._spelt[word] for word in same}
        self._spelt.clear()
        return FieldIndex(
            PackedStrings(spellings),
            PackedStrings(accented),
            Postings(plain, size),
            Postings(accented, size),
            pairs,
            {length: pack(where, size) for length, where in self._lengths.items()},
        )

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


def _pairs(phrases: Phrases) -> set[str]:
    found: set[str] = set()
    for phrase in phrases:
        if phrase:
            folded = [START, *(word.folded for word in phrase), END]
            found.update(map(str.__add__, folded, folded[1:]))
    return found
