"""A second scoring where members are far apart, and the conclusion of a dossier.

The star is computed here, from the sheets in the database, by the regulation the session sits by;
nothing of it is typed. More than half of the votes adopts the conclusion (as in Trà Vinh's
regulation; the decisions leave it open).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils import timezone

from accounts.models import User
from scoring.councils.counting import (
    Standing,
    assessment_of,
    owing_words,
    rules_sheet,
    standing_of,
)
from scoring.councils.criteria import criteria_of
from scoring.councils.enums import ItemStatus, SessionAct
from scoring.councils.errors import ActRefused
from scoring.councils.fingerprints import combined
from scoring.councils.holding import holding_item, require
from scoring.councils.room import Room
from scoring.councils.sheets import copy_sheet
from scoring.dossiers.enums import TRANSITIONS, DossierAct
from scoring.dossiers.moving import holding, move, need_reason
from scoring.explanation import as_data, warnings_of, written
from scoring.models import Conclusion, RoundOpened, Scoresheet, SessionItem
from scoring.rules import Assessment, Sheet, shown


@dataclass(frozen=True, slots=True)
class Votes:
    """How the members present voted on a conclusion."""

    in_favour: int
    against: int = 0
    other: int = 0

    @property
    def cast(self) -> int:
        """All votes."""
        return self.in_favour + self.against + self.other


def open_round(*, item: SessionItem, by: User, reason: str) -> RoundOpened:
    """Let the members discuss and score again; each begins with a copy of the own sheet.

    Only once every sheet is in and they lie further apart than the regulation allows.
    """
    with holding_item(item, by) as (_held, room):
        require(by, SessionAct.ROUND, room, item)
        standing = _complete(room, item)
        assessment = _assessed(item, standing, room)
        if not assessment.spread_exceeded:
            raise ActRefused(
                f"Chênh lệch {written(Fraction(assessment.spread))} điểm chưa quá mức "
                f"{written(Fraction(room.session.regulation.spread_limit))} điểm của quy chế."
            )
        said = need_reason(reason, "lý do, nội dung thảo luận")
        item.round += 1
        item.save(update_fields=["round"])
        for sheet in standing.counted:
            copy_sheet(sheet, round=item.round, version=1)
        return item.rounds_opened.create(
            round=item.round, spread=assessment.spread, reason=said, opened_by=by
        )


def conclude_item(
    *,
    item: SessionItem,
    votes: Votes,
    by: User,
    on: dt.date,
    text: str = "",
    spread_reason: str = "",
) -> Conclusion:
    """Conclude on a dossier: the star of the sheets, the votes, the words; final.

    Raises ``ActRefused`` while a sheet is owed, too few take part, the spread asks for a second
    scoring, after it without ``spread_reason``, or when the votes do not adopt it; ``NotYours``
    for whoever neither presides nor keeps the minutes.
    """
    with holding(item.dossier, by) as dossier, holding_item(item, by) as (_held, room):
        item.dossier = dossier
        require(by, SessionAct.CONCLUDE, room, item)
        if dossier.status not in TRANSITIONS[DossierAct.CONCLUDE].sources:
            raise ActRefused(f"Hồ sơ {dossier.get_status_display()}, không kết luận được.")
        standing = _complete(room, item)
        if room.presiding(item) is None:
            raise ActRefused("Người chủ trì có lợi ích liên quan; chuyển hồ sơ sang phiên sau.")
        if problem := votes_problem(votes, len(room.scorers(item))):
            raise ActRefused(problem)
        assessment = _assessed(item, standing, room)
        said_of_spread = _spread_reason(item, assessment, spread_reason)
        answers = [rules_sheet(sheet) for sheet in standing.counted]
        conclusion = made_of(item, standing.counted, answers, assessment, room)
        conclusion.votes_for, conclusion.votes_against = votes.in_favour, votes.against
        conclusion.votes_abstaining, conclusion.concluded_by = votes.other, by
        conclusion.text, conclusion.spread_reason = text.strip(), said_of_spread
        conclusion.concluded_at = timezone.now()
        conclusion.save()
        item.status = ItemStatus.CONCLUDED
        item.save(update_fields=["status"])
        move(dossier, DossierAct.CONCLUDE, by=by, on=on, reason=str(conclusion))
        return conclusion


def sheets_of(item: SessionItem) -> list[Scoresheet]:
    """Every sheet of the item's present round, with its scores; three queries."""
    rows = item.sheets.filter(round=item.round).select_related("member__member__user")
    return list(rows.prefetch_related("scores__criterion").order_by("member_id", "version"))


def _complete(room: Room, item: SessionItem) -> Standing:
    """The standing of a held item. ``ActRefused`` while a sheet is owed or too few take part."""
    standing = standing_of(room, item, sheets_of(item))
    if problem := waiting_for(standing):
        raise ActRefused(problem)
    return standing


def waiting_for(standing: Standing) -> str:
    """What a conclusion waits for: people or sheets; empty when for nothing."""
    return standing.problem or ("" if standing.is_complete else owing_words(standing))


def _assessed(item: SessionItem, standing: Standing, room: Room) -> Assessment:
    criteria = criteria_of(item.dossier.criteria_set_id).definition
    return assessment_of(criteria, standing.counted, room.session.regulation)


def votes_problem(votes: Votes, voters: int) -> str:
    """Why these votes adopt nothing; empty when they do."""
    if min(votes.in_favour, votes.against, votes.other) < 0 or votes.cast != voters:
        return (
            f"Tổng số ý kiến phải bằng số thành viên có mặt được biểu quyết: {voters}, đang ghi "
            f"{votes.cast}."
        )
    if 2 * votes.in_favour <= voters:
        return (
            f"Tán thành {votes.in_favour} trên {voters}, chưa quá nửa nên chưa kết luận được. "
            "Thảo luận thêm, hoặc chuyển hồ sơ sang phiên sau."
        )
    return ""


def spread_problem(item: SessionItem, assessment: Assessment) -> str:
    """Why sheets too far apart keep a dossier from a conclusion without words; empty when not."""
    if not assessment.spread_exceeded:
        return ""
    if item.round == 1:
        apart = written(Fraction(assessment.spread))
        return (
            f"Phiếu cao nhất và thấp nhất cách nhau {apart} điểm, quá mức của quy chế. "
            "Mở lần chấm lại trước khi kết luận."
        )
    return "Chấm lại rồi điểm vẫn chênh quá mức: kết luận riêng hồ sơ này, ghi lý do."


def _spread_reason(item: SessionItem, assessment: Assessment, reason: str) -> str:
    if not assessment.spread_exceeded:
        return ""
    if item.round == 1:
        raise ActRefused(spread_problem(item, assessment))
    return need_reason(reason, "vì sao kết luận khi điểm còn chênh lệch quá mức")


def made_of(
    item: SessionItem,
    counted: Sequence[Any],
    answers: list[Sheet],
    assessment: Assessment,
    room: Room,
) -> Conclusion:
    """A conclusion that rests on these sheets, not yet put to the vote; ``answers`` are theirs."""
    regulation = room.session.regulation
    criteria = criteria_of(item.dossier.criteria_set_id).definition
    return Conclusion(
        item=item,
        round=item.round,
        total=written_fraction(assessment.total),
        shown_total=shown(criteria.bands, assessment.total, regulation.decimals),
        band=assessment.band,
        stars=assessment.stars,
        explanation=as_data(criteria, assessment, warnings_of(criteria, answers)),
        sheets=[sheet.pk for sheet in counted],
        sheets_sha256=combined(counted),
    )


def written_fraction(value: Fraction) -> str:
    """An exact mean in words: ``"6271/75"``, ``"84"`` where it is whole."""
    return str(value)


def preview_of(
    item: SessionItem, room: Room, sheets: Sequence[Scoresheet]
) -> tuple[Standing, Assessment | None]:
    """Where an item stands, and the star its sheets give so far; none without a counted sheet."""
    standing = standing_of(room, item, sheets)
    return standing, _assessed(item, standing, room) if standing.counted else None
