"""A session as the rules see it: who sits in it, who came, who declared what. Three queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.permissions import Person
from scoring.councils.enums import SCORING_SEATS, Attendance, ConflictKind, Seat
from scoring.models import ConflictDeclaration, Session, SessionItem, SessionMember

LETS_IN = frozenset({ConflictKind.NONE, ConflictKind.SOFT})
"""Declarations after which a dossier opens to a member."""


@dataclass(frozen=True)
class Room:
    """The people of one session, and what keeps each from a dossier."""

    session: Session
    members: tuple[SessionMember, ...]
    declared: Mapping[tuple[int, int], ConflictDeclaration]
    """The last declaration by item and member."""
    interests: Mapping[int, frozenset[int]]
    """Producers a member of the session acts for, by user."""

    def seat_of(self, user: Person) -> SessionMember | None:
        """The seat ``user`` has in this session."""
        return self._by_user.get(user.pk) if user.pk else None

    def conflict(self, member: SessionMember, item: SessionItem) -> ConflictKind | None:
        """What stands between a member and a dossier; none while nothing was declared.

        Whoever acts for the producer has a hard conflict, declared or not. ``item`` has its
        dossier loaded.
        """
        if item.dossier.producer_id in self.interests.get(member.member.user_id, ()):
            return ConflictKind.HARD
        said = self.declared.get((item.pk, member.pk))
        return ConflictKind(said.kind) if said else None

    def is_automatic(self, member: SessionMember, item: SessionItem) -> bool:
        """Whether the conflict follows from acting for the producer."""
        return item.dossier.producer_id in self.interests.get(member.member.user_id, ())

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
        return tuple(m for m in self.scoring if self.conflict(m, item) != ConflictKind.HARD)

    def scorers(self, item: SessionItem) -> tuple[SessionMember, ...]:
        """Those who owe a sheet: present, in a scoring seat, without a hard conflict."""
        return tuple(m for m in self.present if self.conflict(m, item) != ConflictKind.HARD)

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

    @cached_property
    def _by_user(self) -> dict[int, SessionMember]:
        return {each.member.user_id: each for each in self.members}


def room_of(session: Session, on: dt.date) -> Room:
    """Read the people of ``session``, with the producers they act for on the day ``on``."""
    members = tuple(session.members.select_related("member__user").order_by("pk"))
    declared: dict[tuple[int, int], ConflictDeclaration] = {}
    for said in ConflictDeclaration.objects.filter(item__session=session).order_by("pk"):
        declared[said.item_id, said.member_id] = said
    people = [each.member.user_id for each in members]
    return Room(session, members, declared, _interests(people, on))


def _interests(people: list[int], on: dt.date) -> dict[int, frozenset[int]]:
    held = RoleAssignment.objects.held(on).filter(role=Role.PRODUCER, user__in=people)
    found: dict[int, set[int]] = {}
    for user, producer in held.values_list("user_id", "producer_id"):
        found.setdefault(user, set()).add(producer)
    return {user: frozenset(producers) for user, producers in found.items()}


def names(members: tuple[SessionMember, ...] | list[SessionMember]) -> str:
    """The names of members, for a sentence."""
    return ", ".join(str(each.member.user) for each in members)


def user_of(member: SessionMember) -> User:
    """The person in a seat."""
    return member.member.user
