"""One answer of a sheet kept: asked for with every click of a member, so in one statement or two.

The first reads the sheet and all that decides whether it may be written on; the rules are those
of `scoring.councils.permissions`, and are asked with every answer. The second writes under the
lock of the sheet, and only where all that was decided on still stands in the database; else it is
read and decided anew. So what was read for the answer before may be decided on, and so may who it
is (`accounts.remembered`): nothing is written, and nothing refused, on the word of memory alone.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypedDict

import pghistory
from pghistory import config as history

from accounts.models import User
from accounts.remembered import CONFIRMED, Remembered
from ocop_portal.shared.prepared import rows_of
from scoring.councils.criteria import Criteria, criteria_of
from scoring.councils.errors import ActRefused, NotYours
from scoring.councils.permissions import refusal_to_write
from scoring.councils.reading import Columns, split
from scoring.models import (
    CouncilMember,
    Dossier,
    Scoresheet,
    Session,
    SessionItem,
    SessionMember,
)

LONGEST_NOTE = 2_000
TRIES = 3
MOST_KNOWN = 500  # sheets under work, about 2 KB each
PARTS = (
    Columns(Scoresheet, "t", "submitted_at", "round", "item_id", "member_id"),
    Columns(SessionItem, "i", "status", "round", "dossier_id", "session_id"),
    Columns(Session, "s", "status"),
    Columns(Dossier, "d", "producer_id", "criteria_set_id"),
    Columns(SessionMember, "m", "seat", "member_id"),
    Columns(CouncilMember, "c", "user_id"),
)
STATE = f"""
    SELECT {", ".join(part.sql for part in PARTS)}, k.id, k.kind,
        ARRAY(SELECT criterion_id FROM scoring_score WHERE sheet_id = t.id)
    FROM scoring_scoresheet t
    JOIN scoring_sessionitem i ON i.id = t.item_id
    JOIN scoring_session s ON s.id = i.session_id
    JOIN scoring_dossier d ON d.id = i.dossier_id
    JOIN scoring_sessionmember m ON m.id = t.member_id
    JOIN scoring_councilmember c ON c.id = m.member_id
    LEFT JOIN LATERAL (
        SELECT id, kind FROM scoring_conflictdeclaration
        WHERE item_id = t.item_id AND member_id = t.member_id ORDER BY id DESC LIMIT 1
    ) k ON true
    WHERE t.id = %s
"""  # noqa: S608 - names of our own columns
# Who changes it is told to the audit trail in the same statement: it is a transaction of its own.
# And that no trigger is passed over, which each of them else finds out by an exception caught.
HELD = """
    WITH held AS (
        SELECT t.id, set_config('pghistory.context_id', %s::text, true),
            set_config('pghistory.context_metadata', %s::text, true),
            set_config('pgtrigger.ignore', '{{}}', true)
        FROM scoring_scoresheet t
        JOIN scoring_sessionitem i ON i.id = t.item_id
        JOIN scoring_session s ON s.id = i.session_id
        JOIN scoring_dossier d ON d.id = i.dossier_id
        JOIN scoring_sessionmember m ON m.id = t.member_id
        JOIN scoring_councilmember c ON c.id = m.member_id
        WHERE (t.id, t.round) = (%s, %s) AND t.submitted_at IS NULL
            AND (i.id, i.status, i.round) = (%s, %s::text, %s)
            AND (s.id, s.status) = (%s, %s::text)
            AND (d.id, d.producer_id, d.criteria_set_id) = (%s, %s, %s)
            AND (m.id, m.seat) = (%s, %s::text)
            AND (c.id, c.user_id) = (%s, %s)
            AND %s = (
                SELECT max(k.id) FROM scoring_conflictdeclaration k
                WHERE k.item_id = t.item_id AND k.member_id = t.member_id
            )
            AND {confirmed}
        FOR UPDATE OF t
    )
"""
CHANGE = """
    UPDATE scoring_score SET {fields} FROM held
    WHERE sheet_id = held.id AND criterion_id = %s
    RETURNING scoring_score.id
"""
ADD = """
    INSERT INTO scoring_score (sheet_id, criterion_id, points, "case", note)
    SELECT held.id, %s::bigint, %s::numeric, %s::text, %s::text FROM held
    ON CONFLICT (sheet_id, criterion_id) DO UPDATE SET {fields}
    RETURNING id
"""
PLACES = {"points": "%s::numeric", "case": "%s::text", "note": "%s::text"}


class Said(TypedDict, total=False):
    """What one request says of one criterion; what is left out stays as it was."""

    points: Decimal | None
    case: str
    note: str


class Answer(NamedTuple):
    """What is said of one criterion, found to fit the set."""

    criterion_id: int
    points: Decimal | None
    case: str
    note: str


class State(NamedTuple):
    """A sheet as it stands, its member's last word on a conflict, the criteria with an answer."""

    sheet: Scoresheet
    conflict: str | None
    answered: set[int]
    decided_on: tuple[Any, ...]


_known: OrderedDict[int, State] = OrderedDict()


def save_answer(
    *, sheet_id: int, code: str, said: Said | Callable[[Criteria], Said], by: User
) -> None:
    """Keep what is said of one criterion of the own sheet; ``said`` may be read by the criteria.

    Raises ``NotYours`` for a sheet of somebody else or none, ``ActRefused`` for a locked one, a
    criterion of another set, points that are no option.
    """
    for attempt in range(TRIES):
        state = _open_state(sheet_id, by, is_first=not attempt)
        criteria = criteria_of(state.sheet.item.dossier.criteria_set_id)
        given = said(criteria) if callable(said) else said
        answer = answer_of(criteria, code, given)
        if not given or _written(state, answer, tuple(sorted(given)), by):
            return
    raise ActRefused("Phiếu vừa thay đổi; thử lưu lại.")


def save_at_once(
    *, sheet_id: int, code: str, said: Callable[[Criteria], Said], by: Remembered
) -> bool:
    """The same for whoever was let in before: whether it is kept, and so confirmed who it is.

    Where it is not, nothing has been decided: ask who it is, then `save_answer`.
    """
    state = _known.get(sheet_id)
    if state is None or refusal_to_write(by.person, state.sheet, state.conflict):
        return False
    criteria = criteria_of(state.sheet.item.dossier.criteria_set_id)
    try:
        given = said(criteria)
        answer = answer_of(criteria, code, given)
    except ActRefused:
        return False
    return bool(given) and _written(state, answer, tuple(sorted(given)), by.person, by.values())


def refuse_to_write(by: User, sheet: Scoresheet, conflict: str | None) -> None:
    """``NotYours`` for somebody else's sheet, ``ActRefused`` for one that is written on no more."""
    if refusal := refusal_to_write(by, sheet, conflict):
        is_theirs = sheet.member.member.user_id == by.pk
        raise ActRefused(refusal) if is_theirs else NotYours(refusal)


def answer_of(criteria: Criteria, code: str, said: Said) -> Answer:
    """What is said of a criterion. Raises ``ActRefused`` for what does not fit the set."""
    key = criteria.keys.get(code)
    if key is None:
        raise ActRefused(f"Tiêu chí {code} không thuộc bộ tiêu chí của hồ sơ.")
    points, case = said.get("points"), said.get("case", "")
    if points is not None:
        options = criteria.definition.answerable[code].options_of(case)
        if not any(option.points == points for option in options):
            raise ActRefused(f"Tiêu chí {code}: {points} điểm không phải là phương án.")
    note = said.get("note", "").strip()
    if len(note) > LONGEST_NOTE:
        raise ActRefused(f"Tiêu chí {code}: ghi chú dài quá {LONGEST_NOTE} chữ.")
    return Answer(key, points, case, note)


def _open_state(key: int, by: User, *, is_first: bool) -> State:
    """The sheet as it stands, or stood at the answer before; it may be written on by ``by``."""
    known = _known.get(key) if is_first else None
    if known is not None and not refusal_to_write(by, known.sheet, known.conflict):
        return known
    state = _state(key)
    if state is None:
        raise NotYours("Không có phiếu này.")
    refuse_to_write(by, state.sheet, state.conflict)
    _known[key] = state
    while len(_known) > MOST_KNOWN:
        _known.popitem(last=False)
    return state


def _state(key: int) -> State | None:
    for values in rows_of(STATE, [key]):
        rows, (said, conflict, answered) = split(PARTS, values)
        sheet, item, session, dossier, member, seat = rows
        item.session, item.dossier, member.member = session, dossier, seat
        sheet.item, sheet.member = item, member
        decided_on = (
            *(sheet.pk, sheet.round, item.pk, item.status, item.round, session.pk, session.status),
            *(dossier.pk, dossier.producer_id, dossier.criteria_set_id),
            *(member.pk, member.seat, seat.pk, seat.user_id, said),
        )
        return State(sheet, conflict, set(answered), decided_on)
    return None


def _written(
    state: State,
    answer: Answer,
    fields: tuple[str, ...],
    by: User,
    confirming: tuple[Any, ...] = (),
) -> bool:
    """Whether the answer is kept; not where anything that was decided on has changed meanwhile."""
    is_new = answer.criterion_id not in state.answered
    said = answer if is_new else (*(getattr(answer, each) for each in fields), answer.criterion_id)
    with pghistory.context(user=by.pk) as told:
        who = str(told.id), json.dumps(told.metadata, cls=history.json_encoder())
        values = (*who, *state.decided_on, *confirming, *said)
        if not rows_of(_write(fields, is_new, bool(confirming)), values):
            return False
    state.answered.add(answer.criterion_id)
    return True


@lru_cache(maxsize=32)
def _write(fields: tuple[str, ...], is_new: bool, is_confirming: bool) -> str:
    """An answer that is there is changed: less work than one that might have to be added."""
    held = HELD.format(confirmed=CONFIRMED if is_confirming else "true")
    named = (f'"{each}" = ' + (f'EXCLUDED."{each}"' if is_new else PLACES[each]) for each in fields)
    return held + (ADD if is_new else CHANGE).format(fields=", ".join(named))
