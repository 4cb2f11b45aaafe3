"""Sheets handed in as the rules read them: one query for however many.

A session of sixty dossiers has some twenty thousand scores; as rows of models they would take the
longest of all that concluding or drawing the table does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from ocop_portal.shared.prepared import rows_of
from scoring.councils.enums import SheetStatus
from scoring.rules import Answer, Sheet

SELECT = f"""
    SELECT t.id, t.item_id, t.member_id, t.round, t.status, t.total, t.sha256, t.gates,
        (
            SELECT json_object_agg(c.code, json_build_array(s.points::text, s."case"))::text
            FROM scoring_score s JOIN scoring_criterion c ON c.id = s.criterion_id
            WHERE s.sheet_id = t.id AND s.points IS NOT NULL
        )
    FROM scoring_scoresheet t
    JOIN scoring_sessionitem i ON i.id = t.item_id AND i.round = t.round
    WHERE t.status = '{SheetStatus.SUBMITTED}' AND
"""  # noqa: S608 - a word of our own


class HandedIn(NamedTuple):
    """One sheet handed in, in the present round of its item."""

    pk: int
    item_id: int
    member_id: int
    round: int
    status: str
    total: Decimal
    sha256: str
    answers: Sheet


def handed_in(session: int) -> dict[int, list[HandedIn]]:
    """Every sheet of a session that may count, by item."""
    found: dict[int, list[HandedIn]] = {}
    for sheet in _read("i.session_id = %s", session):
        found.setdefault(sheet.item_id, []).append(sheet)
    return found


def sheets_with(keys: list[int]) -> dict[int, HandedIn]:
    """The sheets with these keys; no query for none."""
    return {sheet.pk: sheet for sheet in _read("t.id = ANY(%s)", keys)} if keys else {}


def _read(condition: str, value: int | list[int]) -> Iterable[HandedIn]:
    rows = rows_of(f"{SELECT} {condition} ORDER BY t.member_id, t.id", [value])
    for pk, item, member, round, status, total, sha256, gates, scores in rows:
        given = {
            code: Answer(Decimal(points), case)
            for code, (points, case) in json.loads(scores or "{}").items()
        }
        answers = Sheet(given, frozenset(gates))
        yield HandedIn(pk, item, member, round, status, total, sha256, answers)
