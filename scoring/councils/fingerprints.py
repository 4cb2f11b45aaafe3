"""What a sheet says, as one canonical content, and the fingerprints that bind papers to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from scoring.dossiers.revisions import fingerprint
from scoring.models import Scoresheet


def sheet_content(sheet: Scoresheet) -> dict[str, Any]:
    """All that a handed-in sheet says, as plain data; its fingerprint is kept on it.

    Its item with the revision judged, its seat with the person, its scores with their criteria are
    read.
    """
    item, member = sheet.item, sheet.member
    return {
        "session": item.session_id,
        "dossier": item.dossier_id,
        "revision": item.revision.sha256,
        "criteria_set": item.dossier.criteria_set_id,
        "member": member.member.user_id,
        "seat": member.seat,
        "round": sheet.round,
        "version": sheet.version,
        "correction_reason": sheet.correction_reason,
        "gates": sorted(sheet.gates),
        "comment": sheet.comment,
        "total": _points(sheet.total),
        "submitted_at": sheet.submitted_at.isoformat() if sheet.submitted_at else None,
        "scores": {
            score.criterion.code: [_points(score.points), score.case, score.note]
            for score in sheet.scores.select_related("criterion")
        },
    }


def combined(sheets: Iterable[Scoresheet]) -> str:
    """One fingerprint of several sheets, whatever their order."""
    prints = sorted(sheet.sha256 for sheet in sheets)
    return hashlib.sha256("\n".join(prints).encode()).hexdigest()


def still_says(sheet: Scoresheet) -> bool:
    """Whether the sheet says what it said when it was handed in."""
    return fingerprint(sheet_content(sheet)) == sheet.sha256


def short(sha256: str) -> str:
    """A fingerprint as printed: sixteen characters in groups of four."""
    return " ".join(sha256[place : place + 4] for place in range(0, 16, 4))


def _points(value: Any) -> str | None:
    return None if value is None else f"{value:.2f}"
