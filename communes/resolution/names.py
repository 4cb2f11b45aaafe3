"""All names by which units are found, indexed without accents, with room for slips."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

from communes.resolution.wording import Level, Word, words_of
from ocop_portal.shared.fingerprints import Pointers

LONGEST_SLIP = 30  # letters; what is longer is no misspelt name
SHORTEST_SLIP = 4


class Name(NamedTuple):
    """One name of one unit.

    ``rank``: 0 its own name, 1 another spelling, 2 the name of a place that went into it,
    3 a short form.
    """

    level: Level
    unit: int
    words: tuple[Word, ...]
    shown: str
    rank: int = 0
    kind: str = ""
    share: str = ""
    until: dt.date | None = None


class Match(NamedTuple):
    """A name as it was met in a text; ``slip`` counts letters that differ."""

    name: Name
    slip: int = 0


def key_of(words: tuple[Word, ...]) -> str:
    """What names are compared by: no accents, no spaces, lone y as i."""
    return "".join(word.key for word in words)


class Names:
    """An index of names; complete before the first question is asked."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[Name]] = {}
        self.longest = 1

    def add(self, level: Level, unit: int, text: str, label: str = "", **more: Any) -> None:
        """Index one more name of a unit; ``label`` is what to show, if not the name."""
        words = words_of(text)
        if words:
            self._index(Name(level, unit, words, label or text, **more))

    def shorten(self) -> None:
        """Let long commune names answer to their short forms, where no other name is meant."""
        known = set(self.by_key)
        for name in [name for names in self.by_key.values() for name in names]:
            if name.level is Level.COMMUNE and name.rank < 2:
                for words in short_forms(name.words):
                    if key_of(words) not in known:
                        self._index(name._replace(words=words, rank=3))

    def _index(self, name: Name) -> None:
        key = key_of(name.words)
        self.by_key.setdefault(key, []).append(name)
        self.longest = max(self.longest, len(name.words))

    def complete(self) -> None:
        """Work out now what else is worked out when the first misspelt name is met."""
        _ = self._by_remainder

    def begins(self, key: str) -> bool:
        """Whether a known name is, or begins with, this key."""
        place = bisect_left(self._sorted_keys, key)
        return place < len(self._sorted_keys) and self._sorted_keys[place].startswith(key)

    @cached_property
    def _sorted_keys(self) -> list[str]:
        return sorted(self.by_key)

    @cached_property
    def _by_remainder(self) -> Pointers:
        """Places of all keys under what is left of them when up to two letters are dropped."""
        return Pointers(
            (remainder, place)
            for place, key in enumerate(self._sorted_keys)
            if len(key) >= SHORTEST_SLIP
            for remainder in _remainders(key)
        )

    def near(self, key: str, *levels: Level) -> list[Match]:
        """Names within the fewest slips of ``key``, one or two, of the levels asked for."""
        if not SHORTEST_SLIP <= len(key) <= LONGEST_SLIP:
            return []
        index = self._by_remainder
        met = {place for rest in _remainders(key) for place in index.candidates(rest)}
        best: dict[int, list[Match]] = {1: [], 2: []}
        for candidate in map(self._sorted_keys.__getitem__, met):
            slip = distance(key, candidate)
            if slip in best:
                best[slip] += [
                    Match(name, slip) for name in self.by_key[candidate] if name.level in levels
                ]
        return best[1] or (best[2] if len(key) > SHORTEST_SLIP + 1 else [])


def _remainders(key: str) -> set[str]:
    """The key with no, one or two letters dropped."""
    places = range(len(key))
    found = {key, *(key[:i] + key[i + 1 :] for i in places)}
    found.update(key[:i] + key[i + 1 : j] + key[j + 1 :] for i, j in combinations(places, 2))
    return found


def distance(one: str, other: str) -> int:
    """Letters added, dropped, changed or swapped with their neighbour to get from one to other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, right in enumerate(other, start=1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def is_plain(words: tuple[Word, ...]) -> bool:
    """Whether the words were typed without any accent."""
    return all(word.typed == word.key and word.key.isascii() for word in words)


def same_spelling(typed: tuple[Word, ...], name: tuple[Word, ...]) -> bool:
    """Whether they differ by nothing but case, tone placement, i for y and spaces."""
    return "".join(word.typed for word in typed) == "".join(word.typed for word in name)


def accents_apart(typed: tuple[Word, ...], name: tuple[Word, ...]) -> int:
    """How far they are apart when accents count as well."""
    left = "".join(word.typed for word in typed)
    right = "".join(word.typed for word in name)
    return 0 if left == right else distance(left, right)


def short_forms(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    """How a name of three words or more is shortened: its last two words, or its initials."""
    if len(words) < 3:
        return []
    initials = "".join(word.key[0] for word in words)
    return [words[-2:], (Word(initials, initials, initials),)]
