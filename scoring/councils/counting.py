"""Which sheets count for a dossier, who owes one, whether enough may score it.

A sheet counts when it was handed in for the present round by a member without a hard conflict; it
counts on when its member leaves the meeting afterwards. Whoever is present without a hard conflict
owes one.

Quorum of a session: the present among the scoring seats. Quorum on one dossier: whoever has a hard
conflict is left out of both sides of the share, and those who take part must still be more than
half of all scoring seats; else the dossier waits for another session.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.councils.enums import ConflictKind, SheetStatus
from scoring.councils.room import Room, names
from scoring.criteria.definitions import SetDefinition
from scoring.models import Regulation, Scoresheet, SessionItem, SessionMember
from scoring.rules import Answer, Assessment, Sheet, assess


@dataclass(frozen=True)
class Standing:
    """Where the scoring of one dossier stands in its present round."""

    counted: tuple[Scoresheet, ...]
    owing: tuple[SessionMember, ...]
    problem: str
    """Why it cannot be concluded for want of people; empty when enough take part."""

    @property
    def is_complete(self) -> bool:
        """Whether everybody has handed in."""
        return bool(self.counted) and not self.owing


def standing_of(room: Room, item: SessionItem, sheets: Iterable[Scoresheet]) -> Standing:
    """Read ``sheets``, any of the item's, for its present round."""
    by_member = {
        sheet.member_id: sheet
        for sheet in sheets
        if sheet.round == item.round and sheet.status == SheetStatus.SUBMITTED
    }
    eligible = {member.pk: member for member in room.eligible(item)}
    counted = tuple(sheet for key, sheet in sorted(by_member.items()) if key in eligible)
    owing = tuple(member for member in room.scorers(item) if member.pk not in by_member)
    taking_part = {member.pk for member in room.scorers(item)} | {s.member_id for s in counted}
    problem = item_quorum_problem(room, item, len(taking_part))
    return Standing(counted, owing, problem)


def session_quorum_problem(room: Room) -> str:
    """Why the session cannot be opened; empty when enough of the scoring members are present."""
    regulation = room.session.regulation
    present, seats = len(room.present), len(room.scoring)
    if not seats or Fraction(present, seats) < regulation.quorum:
        return (
            f"Có mặt {present} trên {seats} thành viên chấm; quy chế cần ít nhất "
            f"{_share(regulation)}."
        )
    presiding = room.presiding()
    if presiding is None or (regulation.chair_must_be_present and presiding.seat != "chair"):
        return "Chủ tịch hội đồng chưa có mặt; quy chế yêu cầu có mặt chủ tịch."
    return ""


def item_quorum_problem(room: Room, item: SessionItem, taking_part: int) -> str:
    """Why too few take part in the scoring of a dossier; empty when enough do."""
    eligible = len(room.eligible(item))
    regulation = room.session.regulation
    if not eligible or Fraction(taking_part, eligible) < regulation.quorum:
        return (
            f"Chỉ {taking_part} trên {eligible} thành viên không vướng lợi ích tham gia chấm; quy "
            f"chế cần ít nhất {_share(regulation)}. Chuyển hồ sơ sang phiên sau."
        )
    if 2 * taking_part <= len(room.scoring):
        return (
            f"Chỉ {taking_part} trên {len(room.scoring)} thành viên chấm được hồ sơ này, chưa quá "
            "nửa hội đồng. Chuyển hồ sơ sang phiên sau, bổ sung thành viên."
        )
    return ""


def excluded(room: Room, item: SessionItem) -> tuple[SessionMember, ...]:
    """Scoring members a hard conflict keeps out of this dossier."""
    return tuple(m for m in room.scoring if room.conflict(m, item) == ConflictKind.HARD)


def rules_sheet(sheet: Scoresheet) -> Sheet:
    """A kept sheet for the rules; its scores with their criteria are loaded."""
    return Sheet(
        answers={
            score.criterion.code: Answer(score.points, score.case)
            for score in sheet.scores.all()
            if score.points is not None
        },
        gates=frozenset(sheet.gates),
    )


def assessment_of(
    criteria: SetDefinition, sheets: Sequence[Scoresheet], regulation: Regulation
) -> Assessment:
    """The star that these sheets give under the session's regulation."""
    return assess(criteria, [rules_sheet(sheet) for sheet in sheets], regulation.rules())


def owing_words(standing: Standing) -> str:
    """Who still owes a sheet, in a sentence."""
    return f"Chưa đủ phiếu: {names(standing.owing)} chưa nộp."


def _share(regulation: Regulation) -> str:
    return f"{regulation.quorum_numerator}/{regulation.quorum_denominator}"
