"""The words of a text as searching sees them, and the words a slip of the finger may have meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ocop_portal.shared.text import TONE_MARK, canonical_tone, fold, forget_syllables, nfc, nfd

WORD = re.compile(r"[^\W\d_]+|\d+")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST_WORD = 40

# What officers write in full on one paper and short on the next: both are found by either.
LONG_FORMS = {
    "htx": "hợp tác xã",
    "tht": "tổ hợp tác",
    "thtx": "tổ hợp tác xã",
    "lhhtx": "liên hiệp hợp tác xã",
    "tnhh": "trách nhiệm hữu hạn",
    "mtv": "một thành viên",
    "cp": "cổ phần",
    "ctcp": "công ty cổ phần",
    "cty": "công ty",
    "dntn": "doanh nghiệp tư nhân",
    "hkd": "hộ kinh doanh",
    "sxkd": "sản xuất kinh doanh",
    "tp": "thành phố",
    "tt": "thị trấn",
}


class Word(NamedTuple):
    """One word of a text: ``accented`` in its settled spelling, ``folded`` without accents."""

    accented: str
    folded: str


@lru_cache(maxsize=65536)
def _word(written: str) -> Word:
    accented = canonical_tone(written)
    return Word(accented, fold(accented))


def forget_words() -> None:
    """Let go of the words read: an index holds its own."""
    _word.cache_clear()
    _long_form.cache_clear()
    forget_syllables()


def words(text: str) -> list[Word]:
    """The words and numbers of ``text`` in order; ``500ml`` is two of them."""
    return [_word(found[:LONGEST_WORD]) for found in WORD.findall(nfc(text).lower())]


def phrases(text: str) -> list[list[Word]]:
    """The words of ``text`` and, each by itself, what its abbreviations stand for."""
    found = words(text)
    return [found] + [_long_form(word.folded) for word in found if word.folded in LONG_FORMS]


@lru_cache(maxsize=len(LONG_FORMS))
def _long_form(short: str) -> list[Word]:
    return words(LONG_FORMS[short])


def edits(word: str) -> Iterator[str]:
    """Every string one slip away: a letter left out, doubled or added, changed, or two swapped."""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


LONE_I_OR_Y = re.compile("(?:(?<=[bcdghklmnpqrstvx])|(?<=qu))[iy]$")


def variants(word: str) -> set[str]:
    """A folded word in either spelling of its last sound: ``sy``, ``si``; ``quy``, ``qui``."""
    if LONE_I_OR_Y.search(word) is None:
        return {word}
    return {word, word[:-1] + ("y" if word[-1] == "i" else "i")}


def one_slip_apart(one: str, other: str) -> bool:
    """Whether two words differ by one letter left out, added, changed, or two swapped, at most.

    Letters count with their hats and hooks, tones apart: ``miến`` and ``men`` are two slips apart.
    """
    one_tones, other_tones = (
        Counter(TONE_MARK.findall(nfd(one))),
        Counter(TONE_MARK.findall(nfd(other))),
    )
    if (one_tones - other_tones).total() + (other_tones - one_tones).total() > 1:
        return False
    one, other = (nfc(TONE_MARK.sub("", nfd(word))) for word in (one, other))
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    if len(one) < len(other):
        return one == other[1:]
    return one[1:] == other[1:] or (one[2:] == other[2:] and one[:2] == other[1::-1])


TELEX_DOUBLES = re.compile("([aeod])\\1")
TELEX_HOOK = re.compile("(?<=[aou])w")
TELEX_TONE = re.compile("[sfrxj]")
VOWEL = re.compile("[aeiouy]")


def typed_raw(word: str) -> str:
    """What a word typed by Telex without an input method folds to: ``mieens`` is ``mien``."""
    plain = TELEX_DOUBLES.sub(r"\1", TELEX_HOOK.sub("", word))
    plain = plain.replace("w", "u")
    vowel = VOWEL.search(plain)
    if vowel is None:
        return plain
    start = vowel.end()
    return TELEX_DOUBLES.sub(r"\1", plain[:start] + TELEX_TONE.sub("", plain[start:]))
