"""The table of a session: dossiers against members, who owes what, where they differ.

Constant in queries. A handed-in sheet never changes, so the star that a set of sheets gives is
computed once and remembered under their keys.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from accounts.permissions import Person
from scoring.councils.counting import Standing, assessment_of, standing_of
from scoring.councils.criteria import criteria_of
from scoring.councils.enums import ConflictKind, ItemStatus, SheetStatus
from scoring.councils.permissions import sees_points
from scoring.councils.room import Room
from scoring.models import Scoresheet, SessionItem, SessionMember
from scoring.templatetags.criteria import points

MOST_REMEMBERED = 2_000
_stars: OrderedDict[tuple[int, int, tuple[int, ...]], int] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Cell:
    """One member and one dossier; ``total`` only where the reader may see it."""

    state: str  # "out", "undeclared", "none", "draft", "in", "absent"
    total: Decimal | None = None


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


@dataclass(frozen=True)
class Row:
    """One dossier of the session."""

    item: SessionItem
    cells: tuple[Cell, ...]
    standing: Standing
    is_seen: bool
    mean: Fraction | None = None
    spread: Decimal | None = None
    is_spread: bool = False
    stars: int | None = None

    @property
    def cells_drawn(self) -> SafeString:
        """The cells as HTML; a template for each of hundreds would be the greater half."""
        return mark_safe("".join(map(_drawn, self.cells)))

    @property
    def owed(self) -> int:
        """How many sheets are still owed."""
        return len(self.standing.owing)


@dataclass(frozen=True)
class Matrix:
    """The table, and the members at its head."""

    members: tuple[SessionMember, ...]
    rows: tuple[Row, ...]

    @property
    def ready(self) -> int:
        """How many dossiers wait for a conclusion with every sheet in."""
        return sum(
            row.standing.is_complete and row.item.status == ItemStatus.SCORING for row in self.rows
        )


def matrix_of(user: Person, room: Room, items: Sequence[SessionItem]) -> Matrix:
    """The table of ``room`` as ``user`` may see it; ``items`` have dossier and conclusion."""
    sheets = _sheets(room)
    rows = [_row(user, room, item, sheets.get(item.pk, ())) for item in items]
    return Matrix(room.scoring, tuple(_with_stars(room, rows)))


def items_of(room: Room) -> list[SessionItem]:
    """The dossiers of the session with what the table shows of each; one query."""
    rows = room.session.items.select_related("dossier__producer", "conclusion")
    items = list(rows.order_by("position", "pk"))
    for item in items:
        item.session = room.session
    return items


def _sheets(room: Room) -> dict[int, list[Scoresheet]]:
    rows = Scoresheet.objects.filter(item__session=room.session.pk)
    found: dict[int, list[Scoresheet]] = {}
    for sheet in rows.only("item_id", "member_id", "round", "status", "total", "sha256"):
        found.setdefault(sheet.item_id, []).append(sheet)
    return found


def _row(user: Person, room: Room, item: SessionItem, sheets: Iterable[Scoresheet]) -> Row:
    present = [sheet for sheet in sheets if sheet.round == item.round]
    standing = standing_of(room, item, present)
    is_seen = sees_points(user, room, item, present)
    last = {s.member_id: s for s in present if s.status != SheetStatus.REPLACED}
    cells = tuple(cell_of(room, item, member, last, is_seen) for member in room.scoring)
    if not is_seen or not standing.counted:
        return Row(item, cells, standing, is_seen)
    totals = [sheet.total or Decimal(0) for sheet in standing.counted]
    spread = max(totals) - min(totals)
    return Row(
        item,
        cells,
        standing,
        is_seen,
        Fraction(sum(totals)) / len(totals),
        spread,
        spread > room.session.regulation.spread_limit,
    )


def cell_of(
    room: Room,
    item: SessionItem,
    member: SessionMember,
    last: dict[int, Scoresheet],
    is_seen: bool,
) -> Cell:
    """Where one member stands with one dossier; ``last`` are the sheets that stand, by member."""
    conflict = room.conflict(member, item)
    if conflict == ConflictKind.HARD:
        return Cell("out")
    sheet = last.get(member.pk)
    if sheet is not None and sheet.status == SheetStatus.SUBMITTED:
        return Cell("in", sheet.total if is_seen else None)
    if sheet is not None:
        return Cell("draft")
    return Cell("none" if conflict else "undeclared")


def _with_stars(room: Room, rows: list[Row]) -> Iterable[Row]:
    """Add the star: the concluded one, or what the sheets counted so far would give."""
    regulation = room.session.regulation
    wanted = {
        row.item.pk: (row.item.dossier.criteria_set_id or 0, regulation.pk, _keys(row))
        for row in rows
        if row.mean is not None and not hasattr(row.item, "conclusion")
    }
    missing = [sheet for key in wanted.values() if key not in _stars for sheet in key[2]]
    loaded = _with_scores(missing)
    for row in rows:
        if hasattr(row.item, "conclusion"):
            yield _starred(row, row.item.conclusion.stars) if row.is_seen else row
        elif row.item.pk in wanted:
            yield _starred(row, _star(room, wanted[row.item.pk], loaded))
        else:
            yield row


def _keys(row: Row) -> tuple[int, ...]:
    return tuple(sheet.pk for sheet in row.standing.counted)


def _with_scores(keys: list[int]) -> dict[int, Scoresheet]:
    if not keys:
        return {}
    rows = Scoresheet.objects.filter(pk__in=keys).prefetch_related("scores__criterion")
    return {sheet.pk: sheet for sheet in rows}


def _star(room: Room, key: tuple[int, int, tuple[int, ...]], loaded: dict[int, Scoresheet]) -> int:
    if key not in _stars:
        criteria = criteria_of(key[0]).definition
        sheets = [loaded[each] for each in key[2]]
        _stars[key] = assessment_of(criteria, sheets, room.session.regulation).stars
        while len(_stars) > MOST_REMEMBERED:
            _stars.popitem(last=False)
    return _stars[key]


def _starred(row: Row, stars: int) -> Row:
    return Row(
        row.item,
        row.cells,
        row.standing,
        row.is_seen,
        row.mean,
        row.spread,
        row.is_spread,
        stars,
    )
