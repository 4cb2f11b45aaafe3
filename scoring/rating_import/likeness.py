"""When two names may mean one thing: keys, and likeness by trigrams as PostgreSQL counts it."""

from __future__ import annotations

import re
from functools import lru_cache

from ocop_portal.shared.text import bare_key

NOT_WORD = re.compile(r"[^a-z0-9]+")
DIGIT = re.compile(r"\d")
ALIKE = 0.6
"""Share of common trigrams from which two names are put before an officer."""


@lru_cache(maxsize=65536)
def product_key(name: str) -> str:
    """One key for the ways one product's name is written: no accents, marks, or double blanks."""
    return NOT_WORD.sub(" ", bare_key(name)).strip()


def are_alike(one: str, other: str) -> bool:
    """Whether two keys are near enough to ask: same words, one within the other, or a slip.

    Different figures (500 ml, 330 ml) tell products apart, and so does having no word in common.
    """
    (words, figures), (others, other_figures) = _words(one), _words(other)
    if words == others:
        return True
    if figures != other_figures or words.isdisjoint(others):
        return False
    smaller, larger = sorted((words, others), key=len)
    if len(smaller) >= 2 and smaller < larger:
        return True
    return likeness(one, other) >= ALIKE


def likeness(one: str, other: str) -> float:
    """Common trigrams over all trigrams, 0 to 1."""
    mine, theirs = _trigrams(one), _trigrams(other)
    common = len(mine & theirs)
    return common / (len(mine) + len(theirs) - common) if common else 0.0


@lru_cache(maxsize=65536)
def _words(key: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a key, and those with a figure in them."""
    words = frozenset(key.split())
    return words, frozenset(word for word in words if DIGIT.search(word))


@lru_cache(maxsize=65536)
def _trigrams(key: str) -> frozenset[str]:
    found: set[str] = set()
    for word in key.split():
        padded = f"  {word} "
        found.update(padded[at : at + 3] for at in range(len(padded) - 2))
    return frozenset(found)
