"""Numbers of decisions, in a cell or in the title of a file."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ocop_portal.shared.text import clean, fold
from scoring.rating_import.errors import BadValue
from scoring.rating_import.reading.grid import CellValue, cell_text
from scoring.rating_import.values.dates import find_date

EXPECTED = "số quyết định đủ ký hiệu, ví dụ 2616/QĐ-UBND"
NUMBER = re.compile(
    r"(?<![\w/])(\d{1,6})\s*[/–-]?\s*(?:(20\d\d)\s*/\s*)?"
    r"((?:[QN][ĐD]|NQ|CT|TB)(?:\s*[-–/]\s*[A-ZĐ&.]{2,}\d?)*)(?![\w])",
    re.IGNORECASE,
)
UNNUMBERED = re.compile(r"(?:^|[\s:(])(?:…+|\.{2,}|_{2,})?\s*/\s*Q[ĐD]\s*[-–]", re.IGNORECASE)
DATE_REACH = 60  # characters after a number in which its date is looked for
ISSUER = re.compile(
    r"\bcủa\s+((?:Chủ tịch\s+)?(?:[UỦ][yỷ] ban nhân dân|UBND|Bộ|Bộ trưởng|Sở)\b[^()\n;.,]*?)"
    r"(?=\s+(?:ngày|về|năm)\b|[()\n;.,]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as far as the text tells it."""

    number: str = ""
    on: dt.date | None = None
    issuer: str = ""

    def __bool__(self) -> bool:
        return bool(self.number or self.on)


def normalise_number(text: str) -> str:
    """One writing for one number: ``2616 /qd-ubnd`` is ``2616/QĐ-UBND``; none gives ``""``."""
    found = NUMBER.search(clean(text))
    return _spelled(found) if found else ""


def _spelled(found: re.Match[str]) -> str:
    series = re.sub(r"\s*[-–/]\s*", "-", found[3]).upper().rstrip(".")
    series = re.sub(r"^QD", "QĐ", series).replace("VPDP", "VPĐP").replace("QĐ-TTG", "QĐ-TTg")
    year = f"{found[2]}/" if found[2] else ""
    return f"{found[1]}/{year}{series}"


@lru_cache(maxsize=65536)
def number_key(number: str) -> str:
    """For comparing: without leading zeros, accents and case."""
    return fold(number).lstrip("0").replace(" ", "")


def parse_decision(value: CellValue) -> Decision | None:
    """The decision of a cell: its number, and its date when the cell holds both."""
    text = cell_text(value)
    if not text or text in {"-", "–", "—"}:
        return None
    numbers = list(NUMBER.finditer(text))
    if len({_spelled(found) for found in numbers}) != 1:
        raise BadValue(EXPECTED)
    return Decision(_spelled(numbers[0]), find_date(text[numbers[0].end() :]), _issuer(text))


def _issuer(text: str) -> str:
    found = ISSUER.search(text)
    return clean(found[1])[:200] if found else ""


def find_decision(lines: list[str]) -> tuple[Decision, list[str]]:
    """The decision a title names, and other numbers that could be meant.

    A decision the list is issued with ("Kèm theo Quyết định …") goes before one it rests on;
    decisions of the Prime Minister are law, never an award.
    """
    text = clean(" ".join(lines))
    found = [
        (_rank(text[: match.start()]), _decision_at(text, match))
        for match in NUMBER.finditer(text)
        if not _spelled(match).endswith("-TTg")
    ]
    if not found:
        return _unnumbered(text), []
    best = max(rank for rank, _decision in found)
    chosen = _distinct([decision for rank, decision in found if rank == best])
    if len(chosen) > 1:
        return Decision(), [decision.number for decision in chosen]
    return chosen[0], []


def _decision_at(text: str, match: re.Match[str]) -> Decision:
    after = text[match.end() :]
    following = NUMBER.search(after)
    reach = min(DATE_REACH, following.start()) if following else DATE_REACH
    return Decision(_spelled(match), find_date(after[:reach]), _issuer(after[: reach + 120]))


def _rank(before: str) -> int:
    near = fold(before[-60:])
    if re.search(r"(?:kem theo|theo|tai)\s+(?:quyet dinh|qd)\b[^/]*$", near):
        return 2
    return 0 if "can cu" in near else 1


def _distinct(decisions: list[Decision]) -> list[Decision]:
    by_key: dict[str, Decision] = {}
    for decision in decisions:
        known = by_key.setdefault(number_key(decision.number), decision)
        if known.on is None and decision.on is not None:
            by_key[number_key(decision.number)] = replace(known, on=decision.on)
    return list(by_key.values())


def _unnumbered(text: str) -> Decision:
    """A draft leaves the number open but may carry its date."""
    found = UNNUMBERED.search(text)
    if not found:
        return Decision()
    after = text[found.end() :]
    return Decision("", find_date(after[: DATE_REACH * 2]), _issuer(after))
