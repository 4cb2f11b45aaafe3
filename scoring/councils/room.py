"""A session as the rules see it: who sits in it, who came, who declared what. Two queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import Person
from ocop_portal.shared.prepared import rows_of
from scoring.councils.enums import SCORING_SEATS, Attendance, ConflictKind, Seat
from scoring.councils.reading import Columns, split
from scoring.models import Council, CouncilMember, Regulation, Session, SessionItem, SessionMember

LETS_IN = frozenset({ConflictKind.NONE, ConflictKind.SOFT})
"""Declarations after which a dossier opens to a member."""
NOTHING_SAID: Mapping[int, ConflictKind] = {}
KINDS = {kind.value: kind for kind in ConflictKind}

WHAT = (Columns(Session, "s"), Columns(Council, "k"), Columns(Regulation, "g"))
SESSION = f"""
    SELECT {", ".join(part.sql for part in WHAT)} FROM scoring_session s
    JOIN scoring_council k ON k.id = s.council_id
    JOIN scoring_regulation g ON g.id = s.regulation_id
    WHERE s.id = %s
"""  # noqa: S608 - names of our own columns
WHO = (
    Columns(SessionMember, "m"),
    Columns(CouncilMember, "c"),
    Columns(User, "u", "username", "full_name", "email", "phone", "is_active", "is_demo"),
)
MEMBERS = f"""
    SELECT {", ".join(part.sql for part in WHO)},
        (
            SELECT array_agg(r.producer_id) FROM accounts_roleassignment r
            WHERE r.user_id = u.id AND r.role = '{Role.PRODUCER}'
                AND r.valid_from <= %s AND (r.valid_to IS NULL OR r.valid_to > %s)
        )
    FROM scoring_sessionmember m
    JOIN scoring_councilmember c ON c.id = m.member_id
    JOIN accounts_user u ON u.id = c.user_id
    WHERE m.session_id = %s
    ORDER BY m.id
"""  # noqa: S608 - names of our own columns
DECLARED_OF_ONE = """
    SELECT item_id, member_id, kind FROM scoring_conflictdeclaration WHERE item_id = %s ORDER BY id
"""
DECLARED = """
    SELECT d.item_id, d.member_id, d.kind FROM scoring_conflictdeclaration d
    JOIN scoring_sessionitem i ON i.id = d.item_id
    WHERE i.session_id = %s
    ORDER BY d.id
"""


@dataclass(frozen=True)
class Room:
    """The people of one session, and what keeps each from a dossier."""

    session: Session
    members: tuple[SessionMember, ...]
    interests: Mapping[int, frozenset[int]]
    """Producers a member of the session acts for, by user."""
    item: SessionItem | None = None
    """The one item asked about, where it is one."""
    read_as: tuple[object, ...] = ()
    """Every column the session and its members were read from, to keep pages under."""

    @cached_property
    def declared(self) -> Mapping[int, Mapping[int, ConflictKind]]:
        """What each member said last of each item: by item, by member. Read when first asked."""
        one = self.item
        rows = rows_of(DECLARED_OF_ONE, [one.pk]) if one else rows_of(DECLARED, [self.session.pk])
        found: dict[int, dict[int, ConflictKind]] = {}
        for item, who, kind in rows:
            found.setdefault(item, {})[who] = KINDS[kind]
        return found

    def on_item(self, item: SessionItem, declared: str) -> Room:
        """The same room for one item, of which ``declared`` tells: ``3 none,4 hard``, in order."""
        said = (words.split(" ") for words in declared.split(",") if words)
        room = replace(self, item=item)
        room.__dict__["declared"] = {item.pk: {int(who): KINDS[kind] for who, kind in said}}
        return room

    def seat_of(self, user: Person) -> SessionMember | None:
        """The seat ``user`` has in this session."""
        return self._by_user.get(user.pk) if user.pk else None

    def conflict(self, member: SessionMember, item: SessionItem) -> ConflictKind | None:
        """What stands between a member and a dossier; none while nothing was declared.

        Whoever acts for the producer has a hard conflict, declared or not. ``item`` has its
        dossier loaded.
        """
        if self.interests and self.is_automatic(member, item):
            return ConflictKind.HARD
        return self.declared.get(item.pk, NOTHING_SAID).get(member.pk)

    def is_automatic(self, member: SessionMember, item: SessionItem) -> bool:
        """Whether the conflict follows from acting for the producer."""
        return item.dossier.producer_id in self.interests.get(member.member.user_id, ())

    def has_hard_conflicts(self, item: SessionItem) -> bool:
        """Whether anybody may not score ``item``."""
        if self.interests:
            return any(self.conflict(each, item) == ConflictKind.HARD for each in self.members)
        return ConflictKind.HARD in self.declared.get(item.pk, NOTHING_SAID).values()

    @cached_property
    def scoring(self) -> tuple[SessionMember, ...]:
        """Members in seats that score; the secretary does not."""
        return tuple(each for each in self.members if each.seat in SCORING_SEATS)

    @cached_property
    def present(self) -> tuple[SessionMember, ...]:
        """Scoring members who came."""
        return tuple(each for each in self.scoring if each.attendance == Attendance.PRESENT)

    def eligible(self, item: SessionItem) -> tuple[SessionMember, ...]:
        """Scoring members, present or not, without a hard conflict."""
        return self._without_conflict(self.scoring, item)

    def scorers(self, item: SessionItem) -> tuple[SessionMember, ...]:
        """Those who owe a sheet: present, in a scoring seat, without a hard conflict."""
        return self._without_conflict(self.present, item)

    def presiding(self, item: SessionItem | None = None) -> SessionMember | None:
        """The chair, or a vice chair in the chair's absence or, for one dossier, conflict."""
        able = self.present if item is None else self.scorers(item)
        for seat in (Seat.CHAIR, Seat.VICE_CHAIR):
            for member in able:
                if member.seat == seat:
                    return member
        return None

    @property
    def secretaries(self) -> tuple[SessionMember, ...]:
        """Members in the secretary's seat."""
        return tuple(each for each in self.members if each.seat == Seat.SECRETARY)

    def _without_conflict(
        self, members: tuple[SessionMember, ...], item: SessionItem
    ) -> tuple[SessionMember, ...]:
        if not self.has_hard_conflicts(item):
            return members
        return tuple(m for m in members if self.conflict(m, item) != ConflictKind.HARD)

    @cached_property
    def _by_user(self) -> dict[int, SessionMember]:
        return {each.member.user_id: each for each in self.members}


def room_of(session: Session, on: dt.date, item: SessionItem | None = None) -> Room:
    """Read the people of ``session``, with the producers they act for on the day ``on``.

    With ``item`` what was declared is read of that item alone; the room is asked of no other.
    """
    members, interests, read_as = [], {}, []
    for values in rows_of(MEMBERS, [on, on, session.pk]):
        (member, seat, user), (producers,) = split(WHO, values)
        seat.user, member.member, member.session = user, seat, session
        members.append(member)
        read_as.append(values)
        if producers:
            interests[user.pk] = frozenset(producers)
    return Room(session, tuple(members), interests, item, tuple(read_as))


def room_with(session: int, on: dt.date) -> Room | None:
    """The room of the session with that key, its council and regulation loaded; two queries."""
    for values in rows_of(SESSION, [session]):
        (row, council, regulation), _rest = split(WHAT, values)
        row.council, row.regulation = council, regulation
        room = room_of(row, on)
        return replace(room, read_as=(values, *room.read_as))
    return None


def names(members: tuple[SessionMember, ...] | list[SessionMember]) -> str:
    """The names of members, for a sentence."""
    return ", ".join(str(each.member.user) for each in members)


def user_of(member: SessionMember) -> User:
    """The person in a seat."""
    return member.member.user
