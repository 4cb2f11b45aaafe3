"""Criteria for tests: the raw documents, answers made from them, and small sets of our own."""

import json
from decimal import Decimal
from functools import cache

from django.conf import settings

from scoring.criteria.documents import read_version
from scoring.criteria.library import find_set
from scoring.rules import Answer, Sheet

DIRECTORY = settings.BASE_DIR / "fixtures/criteria"
DECISIONS = ["26/2026", "148", "1048"]
INCOMPLETE = {"26/2026": set(), "148": {7, 11, 12, 13}, "1048": {10, 21, 23, 24}}
COMPLETE = [
    (decision, number)
    for decision in DECISIONS
    for number in range(1, 27)
    if number not in INCOMPLETE[decision]
]


@cache
def raw_document(decision: str) -> dict:
    path = DIRECTORY / f"{decision.replace('/', '-')}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def raw_set(decision: str, number: int) -> dict:
    return next(each for each in raw_document(decision)["sets"] if each["no"] == number)


def raw_criteria(decision: str, number: int) -> dict[str, dict]:
    """Every answerable criterion of the raw JSON by code, with its part."""
    return {
        leaf["code"]: leaf | {"part": part["code"], "section": section["no"]}
        for part in raw_set(decision, number)["parts"]
        for section in part["sections"]
        for criterion in section["criteria"]
        for leaf in criterion.get("children") or [criterion]
    }


@cache
def version_of(decision: str):
    return read_version(DIRECTORY / f"{decision.replace('/', '-')}.json")


@cache
def set_of(decision: str, number: int):
    return find_set(DIRECTORY, decision, number)


def highest(decision: str, number: int) -> dict[str, int]:
    return {
        code: max(option["points"] for option in criterion["options"])
        for code, criterion in raw_criteria(decision, number).items()
    }


def sheet(points: dict[str, int], gates: tuple[str, ...] = (), case: str = "") -> Sheet:
    return Sheet({code: Answer(Decimal(n), case) for code, n in points.items()}, frozenset(gates))


def small_set(**changes) -> dict:
    """A raw document of one set: ten criteria of 0 to 10 points, a group, a gate at zero."""
    options = [{"points": n, "text": f"{n} điểm"} for n in range(11)]
    criteria = [
        {"code": f"1.{n}", "title": f"Tiêu chí {n}", "max": 10, "kind": "choice"}
        | {"notes": [], "options": options, "evidence": []}
        for n in range(1, 11)
    ]
    parts = [
        {"code": code, "title": code, "max": len(chosen) * 10}
        | {"sections": [{"no": code, "title": code, "max": len(chosen) * 10, "notes": []}]}
        for code, chosen in (("A", criteria[:4]), ("B", criteria[4:6]), ("C", criteria[6:]))
    ]
    for part, chosen in zip(parts, (criteria[:4], criteria[4:6], criteria[6:]), strict=True):
        part["sections"][0]["criteria"] = [dict(each) for each in chosen]
    row = {"no": 1, "name": "Bộ thử", "complete": True, "source": "", "issues": []}
    row |= {"warnings": [], "corrections": [], "parts": parts} | changes
    document = {key: raw_document("148")[key] for key in ("star_bands", "issued", "effective_from")}
    return document | {
        "decision": "9/9999/QĐ-TTg",
        "title": "Quyết định thử",
        "effective_to": None,
        "parts": {"A": 40, "B": 20, "C": 40},
        "sets": [row],
    }
