"""Who may do what in a session. The table is docs/permissions.md; a test compares the two.

A seat in the session decides, besides the office's own role. A superuser and an administrator
prepare a session as the office does, and never score, preside or conclude, whatever seat they
were given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from accounts.enums import Act, Area, Role
from accounts.permissions import Person, acts_for, can, roles_of
from scoring.councils.enums import (
    OPEN_ITEMS,
    SCORING_SEATS,
    Attendance,
    ConflictKind,
    ItemStatus,
    Seat,
    SessionAct,
    SessionParty,
    SessionStatus,
    SheetStatus,
)
from scoring.councils.room import LETS_IN, Room
from scoring.models import Scoresheet, Session, SessionItem, SessionMember
from scoring.permissions import may_see

_S, _P = SessionStatus, SessionParty


class Rule(NamedTuple):
    """In which states of the session, and by whom."""

    states: frozenset[SessionStatus]
    parties: frozenset[SessionParty]


LEADING = frozenset({_P.SECRETARY, _P.PRESIDING})
AHEAD_AND_OPEN = frozenset({_S.INVITED, _S.OPEN})

RULES: dict[SessionAct, Rule] = {
    SessionAct.PREPARE: Rule(
        frozenset({_S.PLANNED, _S.INVITED}), frozenset({_P.OFFICE, _P.SECRETARY})
    ),
    SessionAct.ATTEND: Rule(AHEAD_AND_OPEN, frozenset({_P.OFFICE, _P.SECRETARY})),
    SessionAct.OPEN: Rule(frozenset({_S.INVITED}), LEADING),
    SessionAct.DECLARE: Rule(AHEAD_AND_OPEN, frozenset({_P.SCORER})),
    SessionAct.LIFT: Rule(AHEAD_AND_OPEN, LEADING),
    SessionAct.SCORE: Rule(AHEAD_AND_OPEN, frozenset({_P.SCORER})),
    SessionAct.HAND_IN: Rule(frozenset({_S.OPEN}), frozenset({_P.SCORER})),
    SessionAct.ROUND: Rule(frozenset({_S.OPEN}), LEADING),
    SessionAct.CONCLUDE: Rule(frozenset({_S.OPEN}), LEADING),
    SessionAct.DEFER: Rule(frozenset({_S.OPEN}), LEADING),
    SessionAct.RECORD: Rule(frozenset({_S.OPEN}), LEADING),
    SessionAct.CLOSE: Rule(frozenset({_S.OPEN}), LEADING),
    SessionAct.PAPERS: Rule(
        frozenset({_S.INVITED, _S.OPEN, _S.CLOSED}),
        frozenset({_P.OFFICE, _P.SECRETARY, _P.PRESIDING}),
    ),
}


def is_barred(user: Person) -> bool:
    """Whether ``user`` keeps the system and so never scores, presides or concludes."""
    return user.is_superuser or any(held.role == Role.ADMINISTRATOR for held in roles_of(user))


def may_sit(user: Person) -> bool:
    """Whether ``user`` may be given a seat: enters the office for councils, and is not barred."""
    return can(user, Act.VIEW, Area.COUNCIL) and not is_barred(user)


def parties_in(
    user: Person, room: Room, item: SessionItem | None = None
) -> frozenset[SessionParty]:
    """What ``user`` is to a session; with ``item``, to its dealing with that dossier."""
    found = set()
    if can(user, Act.CHANGE, Area.COUNCIL):
        found.add(_P.OFFICE)
    seat = room.seat_of(user)
    if seat is None or not may_sit(user):
        return frozenset(found)
    if seat.seat == Seat.SECRETARY:
        found.add(_P.SECRETARY)
    if seat.seat in SCORING_SEATS:
        found.add(_P.SCORER)
    if room.presiding(item) == seat:
        found.add(_P.PRESIDING)
    return frozenset(found)


def may(user: Person, act: SessionAct, room: Room, item: SessionItem | None = None) -> bool:
    """Whether ``user`` may do ``act`` in the session as it stands now."""
    rule = RULES[act]
    if room.session.status not in rule.states:
        return False
    return not rule.parties.isdisjoint(parties_in(user, room, item))


def sessions_of(user: Person) -> QuerySet[Session]:
    """The sessions ``user`` sees: all for whoever may take the list away, else those invited to."""
    if can(user, Act.EXPORT, Area.COUNCIL):
        return Session.objects.all()
    if not can(user, Act.VIEW, Area.COUNCIL):
        return Session.objects.none()
    theirs = Session.objects.filter(members__member__user=user.pk)
    return theirs.exclude(status__in=[_S.PLANNED, _S.CANCELLED])


def sees_session(user: Person, room: Room) -> bool:
    """The same as `sessions_of`, of one session whose seats are known."""
    if can(user, Act.EXPORT, Area.COUNCIL):
        return True
    is_about_to_sit = room.session.status not in (_S.PLANNED, _S.CANCELLED)
    return can(user, Act.VIEW, Area.COUNCIL) and is_about_to_sit and room.seat_of(user) is not None


def may_open(user: Person, room: Room, item: SessionItem) -> bool:
    """Whether the dossier of ``item`` opens to ``user`` in this session.

    To a member from the invitation on, after declaring no hard conflict; to the secretary; and to
    whoever may read the dossier anyway. A hard conflict shuts it to whoever has a scoring seat.
    """
    seat = room.seat_of(user)
    if seat is not None and may_sit(user):
        if seat.seat == Seat.SECRETARY:
            return True
        if room.session.status in (_S.PLANNED, _S.CANCELLED):
            return False
        return room.conflict(seat, item) in LETS_IN
    return may_see(user, item.dossier)


def may_score(user: Person, room: Room, item: SessionItem) -> bool:
    """Whether ``user`` may write on a sheet of their own for ``item`` now."""
    seat = room.seat_of(user)
    if seat is None or item.status not in OPEN_ITEMS:
        return False
    return may(user, SessionAct.SCORE, room) and room.conflict(seat, item) in LETS_IN


def sees_points(user: Person, room: Room, item: SessionItem, sheets: Iterable[Scoresheet]) -> bool:
    """Whether ``user`` sees what others scored for ``item`` in its present round.

    A scoring member, the chair like all others, once the own sheet of the round is in. Who does not
    score (secretary, office, leaders) once nobody owes a sheet any more. After the conclusion
    everyone who sees the session, but a member with a hard conflict. ``sheets`` are those of the
    item's present round.
    """
    seat = room.seat_of(user)
    handed_in = {each.member_id for each in sheets if each.status != SheetStatus.DRAFT}
    if seat is not None and seat.seat in SCORING_SEATS:
        if room.conflict(seat, item) == ConflictKind.HARD:
            return False
        return item.status == ItemStatus.CONCLUDED or seat.pk in handed_in
    if item.status == ItemStatus.CONCLUDED:
        return True
    return bool(handed_in) and all(each.pk in handed_in for each in room.scorers(item))


def sees_papers(user: Person, room: Room) -> bool:
    """Whether ``user`` reads the papers of a session: the office, leaders, who sits in it.

    Minutes and score tables are made of concluded dossiers only. A member with a hard conflict on
    any of them waits for the minutes to be handed round by the secretary.
    """
    seat = room.seat_of(user)
    if seat is None or seat.seat not in SCORING_SEATS:
        return True
    items = room.session.items.select_related("dossier")
    return all(room.conflict(seat, item) != ConflictKind.HARD for item in items)


def refusal_to_write(user: Person, sheet: Scoresheet, conflict: str | None) -> str:
    """Why ``user`` may not write on ``sheet`` now; empty when they may.

    ``sheet`` has its session, dossier and seat loaded; ``conflict`` is its member's last
    declaration on the dossier. The same rule as `may_score`, for one row already read: saving an
    answer must be quick.
    """
    item, session = sheet.item, sheet.item.session
    if sheet.member.member.user_id != user.pk or not may_sit(user):
        return "Đây không phải phiếu của bạn."
    if sheet.submitted_at is not None:
        return "Phiếu đã nộp nên đã khóa. Muốn sửa thì lập phiên bản mới, có lý do."
    if sheet.member.seat not in SCORING_SEATS:
        return "Thư ký không chấm điểm."
    if session.status not in RULES[SessionAct.SCORE].states or item.status not in OPEN_ITEMS:
        return "Hồ sơ không còn chấm ở phiên này."
    if item.round != sheet.round:
        return "Hội đồng đã mở lần chấm khác; mở lại phiếu để chấm tiếp."
    if conflict not in LETS_IN or acts_for(user, item.dossier.producer_id):
        return "Bạn đã khai có lợi ích liên quan nên không chấm hồ sơ này."
    return ""


def is_here(member: SessionMember) -> bool:
    """Whether a member came, and so may hand in."""
    return member.attendance == Attendance.PRESENT
