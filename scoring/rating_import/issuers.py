"""Who issued a decision, and at which level of the state."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ocop_portal.shared.text import fold
from products.enums import AwardLevel
from scoring.rating_import.values.decisions import Decision, number_key

MINISTRY = re.compile(r"^bo\b")
PROVINCE = re.compile(r"\btinh\b|thanh pho (?:ha noi|hai phong|hue|da nang|ho chi minh|can tho)\b")
DISTRICT = re.compile(r"\b(?:huyen|thi xa|quan|thanh pho)\b")
MINISTRY_NUMBER = re.compile(r"/QĐ-B[A-ZĐ]+")


def issuer_and_level(decision: Decision, known: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """The body and the level, from the file's words or else from the register; blank if neither."""
    told = known.get(issuer_key(decision), ("", ""))
    issuer = decision.issuer or told[0]
    return issuer, _level(decision.number, issuer) or told[1]


def issuer_key(decision: Decision) -> str:
    """One key for one decision."""
    return f"{number_key(decision.number)} {decision.on}"


def _level(number: str, issuer: str) -> str:
    words = fold(issuer)
    if MINISTRY.search(words) or MINISTRY_NUMBER.search(number):
        return AwardLevel.NATIONAL.value
    if PROVINCE.search(words):
        return AwardLevel.PROVINCE.value
    if DISTRICT.search(words):
        return AwardLevel.DISTRICT.value
    return ""
