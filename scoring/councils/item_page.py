"""What the page of one dossier in a session shows to one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.permissions import Person
from scoring.councils.concluding import preview_of, sheets_of
from scoring.councils.counting import Standing
from scoring.councils.criteria import criteria_of
from scoring.councils.enums import ItemStatus, SheetStatus
from scoring.councils.matrix import Cell, cell_of
from scoring.councils.permissions import may_open, sees_points
from scoring.councils.room import Room
from scoring.councils.sheet_beside import evidence_of
from scoring.criteria.definitions import CriterionDefinition
from scoring.dossiers.snapshots import sheet_of
from scoring.models import (
    AdvisoryReport,
    CommuneReport,
    Evidence,
    Scoresheet,
    SessionItem,
    SessionMember,
)
from scoring.rules import Assessment, shown


@dataclass(frozen=True, slots=True)
class Differing:
    """One criterion: what each counted sheet gives, and the producer."""

    criterion: CriterionDefinition
    points: tuple[Decimal, ...]
    own: Decimal | None

    @property
    def spread(self) -> Decimal:
        """Between the highest and the lowest, in points."""
        return max(self.points) - min(self.points)

    @property
    def is_wide(self) -> bool:
        """Whether members are half of the criterion's points apart, or more."""
        return bool(self.spread) and 2 * self.spread >= self.criterion.max_points


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member: where their sheet stands, and the sheet where it may be opened."""

    member: SessionMember
    cell: Cell
    sheet: Scoresheet | None
    is_mine: bool


@dataclass(frozen=True)
class ItemPage:
    """A dossier on the table."""

    item: SessionItem
    is_open: bool
    is_seen: bool
    standing: Standing
    assessment: Assessment | None
    lines: list[MemberLine]
    differing: list[Differing]
    communes: list[CommuneReport]
    advisers: list[AdvisoryReport]
    evidence: list[Evidence]
    own_sheet: Scoresheet | None

    @property
    def conclusion(self) -> Any:
        """What was concluded; none yet."""
        return getattr(self.item, "conclusion", None)

    @property
    def total(self) -> Decimal | None:
        """The mean as written for people."""
        if self.assessment is None:
            return None
        criteria = criteria_of(self.item.dossier.criteria_set_id).definition
        return shown(criteria.bands, self.assessment.total, self.item.session.regulation.decimals)

    @property
    def spread_blocks(self) -> bool:
        """Whether a second scoring must be opened before concluding."""
        return (
            self.assessment is not None
            and self.standing.is_complete
            and self.assessment.spread_exceeded
            and self.item.round == 1
            and self.item.status == ItemStatus.SCORING
        )


def item_page(user: Person, room: Room, item: SessionItem) -> ItemPage:
    """Read one dossier of a session as ``user`` may see it. A constant number of queries."""
    sheets = sheets_of(item)
    standing, assessment = preview_of(item, room, sheets)
    is_seen = sees_points(user, room, item, sheets)
    opens = may_open(user, room, item)
    counted = standing.counted if is_seen else ()
    return ItemPage(
        item=item,
        is_open=opens,
        is_seen=is_seen,
        standing=standing,
        assessment=assessment if is_seen else None,
        lines=_lines(user, room, item, sheets, is_seen),
        differing=_differing(item, counted),
        communes=list(item.dossier.commune_reports.all()) if opens else [],
        advisers=list(item.dossier.advisory_reports.all()) if opens else [],
        evidence=evidence_of(item) if opens else [],
        own_sheet=_own(user, room, sheets),
    )


def _own(user: Person, room: Room, sheets: Sequence[Scoresheet]) -> Scoresheet | None:
    seat = room.seat_of(user)
    mine = [each for each in sheets if seat and each.member_id == seat.pk]
    return next((each for each in mine if each.status != SheetStatus.REPLACED), None)


def _lines(
    user: Person, room: Room, item: SessionItem, sheets: Sequence[Scoresheet], is_seen: bool
) -> list[MemberLine]:
    last = {each.member_id: each for each in sheets if each.status != SheetStatus.REPLACED}
    seat = room.seat_of(user)
    found = []
    for member in room.scoring:
        sheet = last.get(member.pk)
        is_mine = seat == member
        opens = sheet is not None and (
            is_mine or (is_seen and sheet.status == SheetStatus.SUBMITTED)
        )
        cell = cell_of(room, item, member, last, is_seen or is_mine)
        found.append(MemberLine(member, cell, sheet if opens else None, is_mine))
    return found


def _differing(item: SessionItem, counted: Sequence[Scoresheet]) -> list[Differing]:
    if not counted:
        return []
    own = sheet_of(item.revision.content).answers
    given = [
        {score.criterion.code: score.points or Decimal(0) for score in sheet.scores.all()}
        for sheet in counted
    ]
    criteria = criteria_of(item.dossier.criteria_set_id).definition
    return [
        Differing(
            criterion,
            tuple(points.get(code, Decimal(0)) for points in given),
            own[code].points if code in own else None,
        )
        for code, criterion in criteria.answerable.items()
    ]
