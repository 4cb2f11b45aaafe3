"""What a person typed, cut into words, and the words that announce a level."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from communes.enums import CommuneKind
from ocop_portal.shared.text import clean, fold, loose_key, nfc

LONGEST_TEXT = 300  # characters; an address is shorter

BREAKS = re.compile(r"[,;:/|()\[\]{}<>“”\"•·–—+&]|\s-+\s|\s-+$|^-+\s")
LINES = re.compile(r"[\r\n\t\x0b\x0c\u2028\u2029]+")
SPACED_SHORT = re.compile(r"\bt\s?\.\s?([ptx])\b(?=\s?\.|\s)", re.IGNORECASE)
STUCK_SHORT = re.compile(r"\b(tt|tp|tx|[pxhq])\.(?=\w)", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
ABBREVIATIONS = {"x", "p", "ph", "f", "tt", "ttr", "tp", "tx", "h", "q", "t", "th", "dk"}


class Level(StrEnum):
    """How high a unit stands."""

    VILLAGE = "thôn, tổ"
    COMMUNE = "xã, phường"
    DISTRICT = "huyện"
    PROVINCE = "tỉnh"


class Word(NamedTuple):
    """One word: as typed; in lower case, its tone in place, i for y; and without accents."""

    raw: str
    typed: str
    key: str


class Keyword(NamedTuple):
    """A word that announces a level; ``kind`` is set for the kinds of commune."""

    levels: tuple[Level, ...]
    kind: str = ""


_COMMUNE = {
    CommuneKind.XA: ("xa", "x"),
    CommuneKind.PHUONG: ("phuong", "p", "ph", "f"),
    CommuneKind.THI_TRAN: ("thi tran", "tt", "ttr", "thi tr"),
    CommuneKind.DAC_KHU: ("dac khu", "dk"),
}
_DISTRICT = ("huyen", "h", "thi xa", "tx", "quan", "q")
_CITY = ("thanh pho", "tp", "tpho", "t pho")
_VILLAGE = (
    *("thon", "th", "ban", "xom", "to", "khu", "pho", "ap", "lang", "buon", "so", "duong", "ngo"),
    *("ngach", "hem", "khoi", "doi", "km", "ql", "tdp", "to dan pho", "tieu khu", "khu pho"),
    *("khu dan cu", "quoc lo", "cum dan cu"),
)

KEYWORDS: dict[str, Keyword] = {
    **{word: Keyword((Level.COMMUNE,), kind) for kind, words in _COMMUNE.items() for word in words},
    **{word: Keyword((Level.DISTRICT, Level.PROVINCE)) for word in (*_DISTRICT, *_CITY)},
    **{word: Keyword((Level.VILLAGE,)) for word in _VILLAGE},
    "tinh": Keyword((Level.PROVINCE,)),
    "t": Keyword((Level.PROVINCE, Level.VILLAGE)),
}
LONGEST_KEYWORD = max(len(word.split()) for word in KEYWORDS)
KEYWORD_STARTS = {word.split()[0] for word in KEYWORDS}


@lru_cache(maxsize=65536)
def _word(raw: str) -> Word:
    typed = loose_key(raw)
    return Word(raw, typed, fold(typed))


def words_of(text: str) -> tuple[Word, ...]:
    """The words of one name."""
    return tuple(_word(word) for word in WORD.findall(nfc(text)))


def segments(text: str) -> list[tuple[Word, ...]]:
    """The words between commas, dashes, brackets and full stops, left to right."""
    line = clean(LINES.sub(";", text)[:LONGEST_TEXT])
    if "." in line:
        line = STUCK_SHORT.sub(r"\1 ", SPACED_SHORT.sub(r"t\1", line))
    found = []
    for part in BREAKS.split(line):
        for sentence in _sentences(part) if "." in part else (part,):
            if words := words_of(sentence):
                found.append(words)
    return found


def _sentences(part: str) -> list[str]:
    """Cut at full stops, but not after an abbreviation."""
    pieces = [""]
    for piece in re.split(r"(\.)", part):
        before = WORD.findall(pieces[-1])
        if piece == "." and before and before[-1].lower() not in ABBREVIATIONS:
            pieces.append("")
        else:
            pieces[-1] += " " if piece == "." else piece
    return pieces
