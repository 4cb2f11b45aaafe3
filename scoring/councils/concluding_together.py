"""A whole session concluded in one act: what each dossier comes to, and what stands in the way.

The same rules as for one dossier (`scoring.councils.concluding`), asked of all at once: a constant
number of queries. All that were chosen are concluded or none is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Person
from scoring.councils.concluding import (
    Votes,
    made_of,
    spread_problem,
    votes_problem,
    waiting_for,
)
from scoring.councils.counting import Standing, standing_of
from scoring.councils.criteria import criteria_of
from scoring.councils.enums import OPEN_ITEMS, ItemStatus, SessionAct
from scoring.councils.errors import ActRefused
from scoring.councils.fingerprints import combined
from scoring.councils.handed_in import handed_in
from scoring.councils.holding import require
from scoring.councils.permissions import may, sees_points
from scoring.councils.room import Room, room_with
from scoring.dossiers.enums import TRANSITIONS, DossierAct
from scoring.dossiers.moving import Turn, holding_many, move_many
from scoring.models import Conclusion, Dossier, Session, SessionItem
from scoring.rules import Assessment, assess, shown


@dataclass(frozen=True, slots=True)
class Prospect:
    """One dossier on the table: where it stands, and the star its sheets give."""

    item: SessionItem
    standing: Standing
    assessment: Assessment | None
    problem: str
    """Why it cannot be concluded with the others; empty when it can."""
    voters: int
    is_seen: bool
    """Whether whoever asks may see the points."""
    decimals: int

    @property
    def is_ready(self) -> bool:
        """Whether it can be concluded now."""
        return not self.problem

    @property
    def total(self) -> Any:
        """The mean as written for people; none where it may not be seen."""
        if self.assessment is None or not self.is_seen:
            return None
        criteria = criteria_of(self.item.dossier.criteria_set_id).definition
        return shown(criteria.bands, self.assessment.total, self.decimals)

    @property
    def stars(self) -> int | None:
        """The star as it would be concluded; none where it may not be seen."""
        return self.assessment.stars if self.assessment and self.is_seen else None

    @property
    def fingerprint(self) -> str:
        """Of the sheets it rests on; a sheet corrected since gives another."""
        return combined(self.standing.counted)


def prospects(user: Person, room: Room, dossiers: Mapping[int, Dossier]) -> list[Prospect]:
    """Every dossier still on the table of ``room``, in its order; two queries."""
    items = list(room.session.items.filter(status__in=OPEN_ITEMS).order_by("position", "pk"))
    return _prospects(user, room, items, dossiers)


def dossiers_of(session: Session) -> dict[int, Dossier]:
    """The dossiers still on the table, by key, with their producers; one query."""
    rows = Dossier.objects.filter(
        session_items__session=session, session_items__status__in=OPEN_ITEMS
    )
    return {row.pk: row for row in rows.select_related("producer")}


def conclude_together(
    *,
    session: Session,
    votes: Mapping[int, Votes],
    by: User,
    on: dt.date,
    text: str = "",
    seen: Mapping[int, str] | None = None,
) -> list[Conclusion]:
    """Conclude on the dossiers whose items are the keys of ``votes``; final, all or none.

    ``seen`` are the fingerprints of the sheets the votes were taken on, by item: whatever changed
    since is refused. Raises ``ActRefused`` naming each dossier and what stands in its way,
    ``NotYours`` for whoever neither presides nor keeps the minutes.
    """
    if not votes:
        raise ActRefused("Chọn ít nhất một hồ sơ để kết luận.")
    with _holding(session, votes, by) as (room, items, dossiers):
        found = _prospects(by, room, items, dossiers)
        _refuse(found, votes, seen or {})
        made = [_conclusion(each, votes[each.item.pk], room, by, text) for each in found]
        Conclusion.objects.bulk_create(made)
        keys = [each.item.pk for each in found]
        SessionItem.objects.filter(pk__in=keys).update(status=ItemStatus.CONCLUDED)
        turns = [
            Turn(each.item.dossier, str(conclusion))
            for each, conclusion in zip(found, made, strict=True)
        ]
        move_many(turns, DossierAct.CONCLUDE, by=by, on=on)
        return made


@contextmanager
def _holding(
    session: Session, keys: Mapping[int, Votes], by: User
) -> Iterator[tuple[Room, list[SessionItem], dict[int, Dossier]]]:
    """Dossiers, then items, then what is read under their locks: the order of `holding`."""
    rows = SessionItem.objects.filter(session=session.pk, pk__in=list(keys))
    with holding_many(rows.values_list("dossier_id", flat=True), by) as dossiers:
        held = list(rows.select_for_update(of=("self",)).order_by("pk"))
        room = room_with(session.pk, timezone.localdate())
        if room is None or len(held) != len(keys):
            raise ActRefused("Có hồ sơ không còn ở phiên này. Tải lại trang để xem tình trạng.")
        require(by, SessionAct.CONCLUDE, room)
        items = sorted(held, key=lambda item: (item.position, item.pk))
        yield room, items, {dossier.pk: dossier for dossier in dossiers}


def _prospects(
    user: Person, room: Room, items: Sequence[SessionItem], dossiers: Mapping[int, Dossier]
) -> list[Prospect]:
    sheets = handed_in(room.session.pk)
    found = []
    for item in items:
        item.session, item.dossier = room.session, dossiers[item.dossier_id]
        found.append(_prospect(user, room, item, sheets.get(item.pk, [])))
    return found


def _prospect(user: Person, room: Room, item: SessionItem, sheets: list[Any]) -> Prospect:
    standing = standing_of(room, item, sheets)
    assessment = None
    if standing.counted:
        criteria = criteria_of(item.dossier.criteria_set_id).definition
        counted: Any = standing.counted
        answers = [sheet.answers for sheet in counted]
        assessment = assess(criteria, answers, room.session.regulation.rules())
    return Prospect(
        item,
        standing,
        assessment,
        _problem(user, room, item, standing, assessment),
        len(room.scorers(item)),
        sees_points(user, room, item, sheets),
        room.session.regulation.decimals,
    )


def _problem(
    user: Person,
    room: Room,
    item: SessionItem,
    standing: Standing,
    assessment: Assessment | None,
) -> str:
    """What keeps a dossier from being concluded with the others; empty when nothing does."""
    if item.status not in OPEN_ITEMS:
        return f"Hồ sơ {ItemStatus(item.status).label} ở phiên này."
    if item.dossier.status not in TRANSITIONS[DossierAct.CONCLUDE].sources:
        return f"Hồ sơ {item.dossier.get_status_display()}, không kết luận được."
    if problem := waiting_for(standing):
        return problem
    if room.presiding(item) is None:
        return "Người chủ trì có lợi ích liên quan; chuyển hồ sơ sang phiên sau."
    if not may(user, SessionAct.CONCLUDE, room, item):
        return "Bạn không chủ trì hồ sơ này; người chủ trì hoặc thư ký kết luận."
    return spread_problem(item, assessment) if assessment else ""


def _refuse(found: Sequence[Prospect], votes: Mapping[int, Votes], seen: Mapping[int, str]) -> None:
    refused = []
    for each in found:
        problem = each.problem or votes_problem(votes[each.item.pk], each.voters)
        if not problem and seen.get(each.item.pk, each.fingerprint) != each.fingerprint:
            problem = "Có phiếu vừa thay đổi; xem lại điểm rồi kết luận."
        if problem:
            refused.append(f"{each.item.position}. {each.item.dossier.product_name}: {problem}")
    if refused:
        raise ActRefused("Chưa kết luận hồ sơ nào. " + " ".join(refused))


def _conclusion(each: Prospect, votes: Votes, room: Room, by: User, text: str) -> Conclusion:
    counted: Any = each.standing.counted
    answers = [sheet.answers for sheet in counted]
    if each.assessment is None:
        raise ValueError("không có phiếu nào")  # what has a problem was refused before
    made = made_of(each.item, counted, answers, each.assessment, room)
    made.votes_for, made.votes_against, made.votes_abstaining = (
        *(votes.in_favour, votes.against, votes.other),
    )
    made.concluded_by, made.text = by, text.strip()
    return made
