"""What was handed in, as plain data: its fingerprint, and how two revisions differ. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One place where a later revision says something else; ``None`` where one says nothing."""

    place: str  # "registration", "answer", "evidence", "subject"
    code: str
    before: Any
    after: Any


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content written in one canonical way: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every place where two contents differ, in the order of the paper.

    Contents are those of `scoring.dossiers.snapshots.content_of`: ``subject`` and
    ``registration`` by key, ``answers`` by criterion code, ``evidence`` by its own key.
    """
    return [
        *_of("subject", before.get("subject", {}), after.get("subject", {})),
        *_of("registration", before.get("registration", {}), after.get("registration", {})),
        *_of("answer", _by_code(before), _by_code(after)),
        *_of("evidence", before.get("evidence", {}), after.get("evidence", {})),
    ]


def _by_code(content: Mapping[str, Any]) -> Mapping[str, Any]:
    return content.get("answers", {})


def _of(place: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for code in [*before, *(code for code in after if code not in before)]:
        old, new = before.get(code), after.get(code)
        if (old or None) != (new or None):
            yield Change(place, code, old, new)
