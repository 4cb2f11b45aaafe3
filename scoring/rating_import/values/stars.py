"""Stars, however an officer writes them."""

from __future__ import annotations

import re

from ocop_portal.shared.text import fold
from scoring.rating_import.errors import BadValue
from scoring.rating_import.reading.grid import CellValue, cell_text

EXPECTED = "một số từ 1 đến 5, ví dụ 4 hoặc “4 sao”"
POTENTIAL = "hạng đã được công nhận; “tiềm năng”, “đề nghị” chưa phải là hạng sao"
NOT_AWARDED = "sản phẩm đã được công nhận; dòng không đạt thì xóa khỏi tệp nhập"

WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5}
NUMBER_BEFORE_STAR = re.compile(r"(?<![\w.,/-])0?([1-5])\s*(?:ngoi\s+)?(?:sao|[*★⭐])(?![\w*★⭐])")
WORD_BEFORE_STAR = re.compile(r"\b(mot|hai|ba|bon|tu|nam)\s+(?:ngoi\s+)?sao\b")
FILLED = re.compile(r"[*★⭐✭✮✯⭑🌟✶]")
HOLLOW = re.compile(r"[☆✩]")
ONLY_SYMBOLS = re.compile(r"(?:hang|xep hang|dat|san pham)?\s*(?:ocop)?\s*([*★⭐✭✮✯⭑🌟✶☆✩\s]+)")
PREFIX = re.compile(r"^(?:san pham|xep hang|hang sao|hang|dat|cong nhan|loai|ocop|[0o]cop|:|-|\s)+")
RANGE = re.compile(r"[1-5]\s*(?:-|–|—|den|hoac|,|/|va)\s*[1-5]\s*sao")
VARIATION = re.compile("[\ufe0e\ufe0f]")


def parse_stars(value: CellValue) -> int | None:
    """The stars of a cell: ``4``, ``4 sao``, ``****``, ``Bốn sao``, ``OCOP 4 sao``, ``0COP 4*``."""
    if isinstance(value, int | float):
        return _whole(value)
    text = VARIATION.sub("", fold(cell_text(value)))
    if not text:
        return None
    _refuse_not_awarded(text)
    found = find_stars(text)
    if len(found) == 1:
        return found.pop()
    bare = PREFIX.sub("", text).strip(" .:;()")
    number = re.fullmatch(r"0?([1-5])(?:[.,]0+)?(?:\s*/\s*5)?", bare)
    if number and not found:
        return int(number[1])
    if bare in WORDS and not found:
        return WORDS[bare]
    raise BadValue(EXPECTED)


def _whole(number: float) -> int:
    if isinstance(number, bool) or number not in (1, 2, 3, 4, 5):
        raise BadValue(EXPECTED)
    return int(number)


def _refuse_not_awarded(text: str) -> None:
    if re.search(r"\b(?:khong|chua)\s+(?:dat|duoc|cong nhan|xep hang|du dieu kien)", text):
        raise BadValue(NOT_AWARDED)
    if is_potential(text):
        raise BadValue(POTENTIAL)


def is_potential(folded: str) -> bool:
    """Whether a folded text speaks of stars hoped for, not awarded."""
    return bool(re.search(r"\b(?:tiem nang|de nghi|de xuat|du kien|dang ky)\b", folded))


def find_stars(folded: str) -> set[int]:
    """Every star named in a folded text; more than one means the text says nothing certain."""
    if RANGE.search(folded):
        return {0, *(int(digit) for digit in re.findall(r"[1-5]", folded))}
    found = {int(digit) for digit in NUMBER_BEFORE_STAR.findall(folded)}
    found |= {WORDS[word] for word in WORD_BEFORE_STAR.findall(folded)}
    symbols = ONLY_SYMBOLS.fullmatch(folded.strip(" .:;()"))
    if symbols and not found:
        filled, hollow = len(FILLED.findall(symbols[1])), len(HOLLOW.findall(symbols[1]))
        if filled >= 1 and filled + hollow <= 5:
            found.add(filled)
    return found
