"""The table of a session: dossiers against members, who owes what, where they differ.

Constant in queries. One statement reads of each dossier all that its row is made of, and the row
is kept, drawn, under just that: while a council works one row changes at a time. A handed-in sheet
never changes, so the star that a set of sheets gives is remembered under their keys.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from accounts.permissions import Person
from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.parts import fill_each
from ocop_portal.shared.prepared import rows_of
from ocop_portal.shared.templatetags.ui import stars as stars_drawn
from producers.models import Producer
from scoring.councils.counting import Standing, standing_of
from scoring.councils.criteria import criteria_of
from scoring.councils.enums import ConflictKind, ItemStatus, SheetStatus
from scoring.councils.handed_in import HandedIn, sheets_with
from scoring.councils.permissions import sees_points
from scoring.councils.reading import Columns, split
from scoring.councils.room import Room
from scoring.models import Dossier, Scoresheet, SessionItem, SessionMember
from scoring.rules import assess
from scoring.templatetags.criteria import points

KEPT = "rows"  # under all they are made of: they never become untrue
MOST_REMEMBERED = 2_000
_stars: OrderedDict[tuple[int, int, tuple[int, ...]], int] = OrderedDict()

ROW = "admin/scoring/session/_matrix_row.html"
SHOWN = (
    Columns(SessionItem, "i", "position", "status", "round"),
    Columns(Dossier, "d", "product_name", "producer_id", "criteria_set_id"),
    Columns(Producer, "p", "name"),
)
# Each of the two aggregates is made once, whatever the planner thinks of the number of rows.
ITEMS = f"""
    WITH
    handed AS MATERIALIZED (
        SELECT s.item_id, string_agg(
            concat_ws(' ', s.member_id, s.id, s.round, s.status, s.total), ',' ORDER BY s.member_id
        ) AS sheets
        FROM scoring_scoresheet s
        JOIN scoring_sessionitem i ON i.id = s.item_id AND i.round = s.round
        WHERE i.session_id = %s AND s.status <> '{SheetStatus.REPLACED}'
        GROUP BY s.item_id
    ),
    said AS MATERIALIZED (
        SELECT d.item_id, string_agg(
            concat_ws(' ', d.member_id, d.kind), ',' ORDER BY d.id
        ) AS declared
        FROM scoring_conflictdeclaration d
        JOIN scoring_sessionitem i ON i.id = d.item_id
        WHERE i.session_id = %s
        GROUP BY d.item_id
    )
    SELECT {", ".join(part.sql for part in SHOWN)}, c.stars, handed.sheets, said.declared
    FROM scoring_sessionitem i
    JOIN scoring_dossier d ON d.id = i.dossier_id
    JOIN producers_producer p ON p.id = d.producer_id
    LEFT JOIN scoring_conclusion c ON c.item_id = i.id
    LEFT JOIN handed ON handed.item_id = i.id
    LEFT JOIN said ON said.item_id = i.id
    WHERE i.session_id = %s
    ORDER BY i.position, i.id
"""  # noqa: S608 - names of our own columns
_kept: Fragments[str] = Fragments(most=2000)  # rows, 2 KB each


class SheetSeen(NamedTuple):
    """As much of a sheet as the table shows."""

    member_id: int
    pk: int
    round: int
    status: str
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One member and one dossier; ``total`` only where the reader may see it."""

    state: str  # "out", "undeclared", "none", "draft", "in", "absent"
    total: Decimal | None = None


OUT, UNDECLARED, NONE, DRAFT, IN = map(Cell, ("out", "undeclared", "none", "draft", "in"))
SIGNS = {
    "out": ("✕", "không chấm vì có lợi ích liên quan"),
    "undeclared": ("?", "chưa khai xung đột lợi ích"),
    "none": ("○", "chưa chấm"),
    "draft": ("…", "đang chấm"),
    "in": ("✓", "đã nộp"),
}


@lru_cache(maxsize=2000)
def _drawn(cell: Cell) -> str:
    sign, words = SIGNS[cell.state]
    shown = points(cell.total) if cell.total is not None else sign
    kind = "num" if cell.total is not None else f"cell cell--{cell.state}"
    return f'<td class="{kind}" title="{words}">{shown}<span class="sr"> {words}</span></td>'


@dataclass(slots=True)
class Row:
    """One dossier of the session."""

    item: SessionItem
    cells: Sequence[Cell]
    standing: Standing
    is_seen: bool
    mean: Fraction | None = None
    spread: Decimal | None = None
    is_spread: bool = False
    stars: int | None = None


@dataclass(frozen=True)
class Matrix:
    """The table, and the members at its head."""

    members: tuple[SessionMember, ...]
    rows: tuple[str, ...]

    @property
    def rows_drawn(self) -> SafeString:
        """The rows as HTML."""
        return mark_safe("".join(self.rows))


def matrix_of(user: Person, room: Room) -> Matrix:
    """The table of ``room`` as ``user`` may see it; one query while nothing changes."""
    key = room.session.pk
    seen = f"{_seen_as(user, room)} {_made_of(room)}"  # text: it is hashed once for all rows
    lines = {(seen, *values): values for values in rows_of(ITEMS, [key, key, key])}
    drawn = dict(_kept.get_many(KEPT, lines))
    missing = {
        line: _row(user, room, values) for line, values in lines.items() if line not in drawn
    }
    if missing:
        _add_stars(room, missing.values())
        made: dict[Hashable, str] = dict(
            zip(missing, fill_each(ROW, map(_said, missing.values())), strict=True)
        )
        _kept.keep_many(KEPT, made)
        drawn |= made
    return Matrix(room.scoring, tuple(drawn[line] for line in lines))


def _seen_as(user: Person, room: Room) -> int:
    """What decides what a person sees of a row besides the row: the seat in this session."""
    seat = room.seat_of(user)
    return seat.pk if seat else 0


def _made_of(room: Room) -> tuple[object, ...]:
    """What every row depends on: who sits here, who came, for whom they act, the regulation."""
    people = tuple((each.pk, each.seat, each.attendance) for each in room.members)
    return people, tuple(sorted(room.interests.items())), room.session.regulation.rules()


def _row(user: Person, room: Room, values: Sequence[Any]) -> Row:
    (item, dossier, producer), (stars, told, declared) = split(SHOWN, values)
    dossier.producer, item.dossier, item.session = producer, dossier, room.session
    room = room.on_item(item, declared or "")
    # As much of each sheet as the rules ask.
    sheets: list[Any] = [_sheet(words) for words in told.split(",")] if told else []
    standing = standing_of(room, item, sheets)
    is_seen = sees_points(user, room, item, sheets)
    last = {sheet.member_id: sheet for sheet in sheets}
    cells = [cell_of(room, item, member, last, is_seen) for member in room.scoring]
    row = Row(item, cells, standing, is_seen)
    if is_seen:
        row.stars = stars
    if is_seen and standing.counted:
        totals = [sheet.total or Decimal(0) for sheet in standing.counted]
        row.mean = Fraction(sum(totals)) / len(totals)
        row.spread = max(totals) - min(totals)
        row.is_spread = row.spread > room.session.regulation.spread_limit
    return row


def _sheet(words: str) -> SheetSeen:
    member, pk, round, status, *total = words.split(" ")
    return SheetSeen(int(member), int(pk), int(round), status, Decimal(total[0]) if total else None)


def cell_of(
    room: Room,
    item: SessionItem,
    member: SessionMember,
    last: Mapping[int, Scoresheet | SheetSeen],
    is_seen: bool,
) -> Cell:
    """Where one member stands with one dossier; ``last`` are the sheets that stand, by member."""
    conflict = room.conflict(member, item)
    if conflict == ConflictKind.HARD:
        return OUT
    sheet = last.get(member.pk)
    if sheet is not None and sheet.status == SheetStatus.SUBMITTED:
        return Cell("in", sheet.total) if is_seen else IN
    if sheet is not None:
        return DRAFT
    return NONE if conflict else UNDECLARED


def _said(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the template of a row asks about, and what it prints."""
    item = row.item
    asked = {
        "is_spread": row.is_spread,
        "is_compared": row.mean is not None,
        "is_scored_again": item.round > 1,
        "stars": row.stars,
    }
    return asked, {
        "url": _address(item.pk),
        "position": item.position,
        "product": item.dossier.product_name,
        "producer": item.dossier.producer,
        "status": ItemStatus(item.status).label,
        "round": item.round,
        "cells": mark_safe("".join(map(_drawn, row.cells))),
        "mean": points(row.mean),
        "spread": points(row.spread),
        "star_row": stars_drawn(row.stars) if row.stars else "",
    }


@lru_cache(maxsize=2000)
def _address(item: int) -> str:
    return reverse("admin:session_item", args=[item])


def _add_stars(room: Room, rows: Collection[Row]) -> None:
    """Add the star the sheets counted so far would give, where none was concluded."""
    wanted = {
        row.item.pk: (
            row.item.dossier.criteria_set_id or 0,
            room.session.regulation_id,
            tuple(sheet.pk for sheet in row.standing.counted),
        )
        for row in rows
        if row.mean is not None and row.stars is None
    }
    loaded = sheets_with([pk for key in wanted.values() if key not in _stars for pk in key[2]])
    for row in rows:
        if row.item.pk in wanted:
            row.stars = _star(room, wanted[row.item.pk], loaded)


def _star(room: Room, key: tuple[int, int, tuple[int, ...]], loaded: dict[int, HandedIn]) -> int:
    found = _stars.get(key)
    if found is None:
        criteria = criteria_of(key[0]).definition
        answers = [loaded[each].answers for each in key[2]]
        found = assess(criteria, answers, room.session.regulation.rules()).stars
        _stars[key] = found
        while len(_stars) > MOST_REMEMBERED:
            _stars.popitem(last=False)
    return found
