"""Who may do what. The one place that decides; the table is docs/permissions.md.

A role is held for a unit, from a day on. An officer of a commune acts on what belongs to that
commune and to the units it came from; every other office role acts on the whole register.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.enums import Act, Area, RequestKind, Role
from accounts.models import ProducerRequest, RoleAssignment, User
from communes.models import CommuneSuccession
from producers.models import Producer

Person = User | AnonymousUser

LOOK = frozenset({Act.VIEW, Act.EXPORT})
KEEP = LOOK | {Act.ADD, Act.CHANGE, Act.DELETE}
HANDLE = frozenset({Act.VIEW, Act.CHANGE})  # personal data leave in no file
KEEP_AND_IMPORT = KEEP | {Act.IMPORT}
NOTHING: frozenset[Act] = frozenset()

# Nothing decided is edited or deleted (DESIGN 3.6): a certification is corrected by a further
# act, the audit trail by nobody; people are named in it and stay. Not even a superuser is
# offered more than this.
POSSIBLE: dict[Area, frozenset[Act]] = {
    Area.REGISTER: KEEP_AND_IMPORT,
    Area.CERTIFICATION: LOOK | {Act.ADD, Act.DECIDE},
    Area.RATING: LOOK | {Act.ADD, Act.CHANGE, Act.IMPORT, Act.DECIDE},
    Area.DOSSIER: LOOK | {Act.ADD, Act.CHANGE, Act.DECIDE},
    Area.COUNCIL: LOOK | {Act.ADD, Act.CHANGE},
    Area.DECISION: LOOK | {Act.ADD, Act.CHANGE, Act.DECIDE},
    Area.CRITERIA: LOOK | {Act.ADD, Act.CHANGE, Act.DECIDE},
    Area.CALENDAR: KEEP,
    Area.GROUPS: KEEP,
    Area.TERRITORY: KEEP_AND_IMPORT,
    Area.MARKETS: KEEP,
    Area.DOCUMENTS: KEEP,
    Area.REQUESTS: LOOK | {Act.DECIDE},
    Area.FEEDBACK: HANDLE,
    Area.ALERTS: frozenset({Act.VIEW, Act.DELETE}),
    Area.PEOPLE: LOOK | {Act.ADD, Act.CHANGE},
    Area.AUDIT: LOOK,
    Area.SETTINGS: frozenset({Act.VIEW, Act.CHANGE}),
}

GRANTS: dict[Role, dict[Area, frozenset[Act]]] = {
    Role.ADMINISTRATOR: {
        Area.REGISTER: LOOK,
        Area.CERTIFICATION: LOOK,
        Area.RATING: LOOK,
        Area.CRITERIA: POSSIBLE[Area.CRITERIA],
        Area.CALENDAR: POSSIBLE[Area.CALENDAR],
        Area.GROUPS: POSSIBLE[Area.GROUPS],
        Area.TERRITORY: POSSIBLE[Area.TERRITORY],
        Area.MARKETS: LOOK,
        Area.DOCUMENTS: LOOK,
        Area.REQUESTS: frozenset({Act.VIEW}),
        Area.PEOPLE: POSSIBLE[Area.PEOPLE],
        Area.AUDIT: LOOK,
        Area.SETTINGS: POSSIBLE[Area.SETTINGS],
    },
    Role.PROVINCE_OFFICER: {
        Area.REGISTER: POSSIBLE[Area.REGISTER],
        Area.CERTIFICATION: POSSIBLE[Area.CERTIFICATION],
        Area.RATING: POSSIBLE[Area.RATING],
        Area.DOSSIER: POSSIBLE[Area.DOSSIER],
        Area.COUNCIL: POSSIBLE[Area.COUNCIL],
        Area.DECISION: POSSIBLE[Area.DECISION],
        Area.CRITERIA: POSSIBLE[Area.CRITERIA],
        Area.CALENDAR: POSSIBLE[Area.CALENDAR],
        Area.GROUPS: LOOK,
        Area.TERRITORY: LOOK,
        Area.MARKETS: POSSIBLE[Area.MARKETS],
        Area.DOCUMENTS: POSSIBLE[Area.DOCUMENTS],
        Area.REQUESTS: POSSIBLE[Area.REQUESTS],
        Area.FEEDBACK: HANDLE,
        Area.ALERTS: POSSIBLE[Area.ALERTS],
        Area.AUDIT: LOOK,
    },
    Role.COMMUNE_OFFICER: {
        Area.REGISTER: LOOK | {Act.CHANGE},
        Area.CERTIFICATION: LOOK,
        Area.CRITERIA: LOOK,
        Area.DOSSIER: LOOK | {Act.ADD, Act.CHANGE},
        Area.MARKETS: LOOK,
        Area.REQUESTS: frozenset({Act.VIEW, Act.DECIDE}),
        Area.FEEDBACK: HANDLE,
    },
    Role.EDITOR: {
        Area.REGISTER: LOOK,
        Area.CERTIFICATION: LOOK,
        Area.CRITERIA: LOOK,
        Area.GROUPS: LOOK,
        Area.TERRITORY: LOOK,
        Area.MARKETS: POSSIBLE[Area.MARKETS],
        Area.DOCUMENTS: POSSIBLE[Area.DOCUMENTS],
    },
    Role.LEADER: {
        Area.REGISTER: LOOK,
        Area.CERTIFICATION: LOOK,
        Area.RATING: LOOK,
        Area.DOSSIER: LOOK,
        Area.COUNCIL: LOOK,
        Area.DECISION: LOOK,
        Area.CRITERIA: LOOK,
        Area.CALENDAR: LOOK,
        Area.GROUPS: LOOK,
        Area.TERRITORY: LOOK,
        Area.MARKETS: LOOK,
        Area.DOCUMENTS: LOOK,
        Area.FEEDBACK: frozenset({Act.VIEW}),
        Area.ALERTS: frozenset({Act.VIEW}),
        Area.AUDIT: LOOK,
    },
    Role.ADVISER: {
        Area.REGISTER: LOOK,
        Area.CERTIFICATION: LOOK,
        Area.CRITERIA: LOOK,
        Area.DOSSIER: frozenset({Act.VIEW, Act.CHANGE}),
        Area.CALENDAR: LOOK,
        Area.GROUPS: LOOK,
    },
    Role.SECRETARY: {
        Area.REGISTER: LOOK,
        Area.CERTIFICATION: LOOK,
        Area.CRITERIA: LOOK,
        Area.DOSSIER: LOOK,
        Area.COUNCIL: POSSIBLE[Area.COUNCIL],
        Area.DECISION: LOOK | {Act.ADD, Act.CHANGE},
        Area.CALENDAR: LOOK,
        Area.GROUPS: LOOK,
    },
    # A member reads the dossiers of the sessions the member sits in, and no others.
    Role.COUNCIL_MEMBER: {Area.COUNCIL: frozenset({Act.VIEW})},
    Role.PRODUCER: {},
}

OFFICE_ROLES = frozenset(role for role, areas in GRANTS.items() if areas)
UNIT_ROLES = frozenset({Role.COMMUNE_OFFICER, Role.PRODUCER})
# What belongs to no unit is the same for everybody who may see it.
OF_NO_UNIT = frozenset({Area.CRITERIA})


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an act reaches: everywhere, or the communes of these ids (maybe none)."""

    everywhere: bool = False
    communes: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.communes)

    def covers(self, communes: Iterable[int | None]) -> bool:
        """Whether something that belongs to any of these communes is within reach."""
        return self.everywhere or not self.communes.isdisjoint(communes)


EVERYWHERE = Reach(everywhere=True)
NOWHERE = Reach()


def roles_of(user: Person, on: dt.date | None = None) -> list[RoleAssignment]:
    """The roles ``user`` holds on the day ``on``; those of today are read once per request."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return []
    if on is not None:
        return list(user.roles.held(on))
    kept: list[RoleAssignment] | None = getattr(user, "_roles_today", None)
    if kept is None:
        kept = user._roles_today = list(user.roles.held(timezone.localdate()))
    return kept


def communes_of(user: Person) -> frozenset[int]:
    """Ids of the communes ``user`` is an officer of, and of all they came from."""
    if isinstance(user, AnonymousUser):
        return frozenset()
    if not hasattr(user, "_communes_today"):
        held = {
            role.commune_id
            for role in roles_of(user)
            if role.role == Role.COMMUNE_OFFICER and role.commune_id
        }
        user._communes_today = with_predecessors(held)
    return user._communes_today


def with_predecessors(communes: Iterable[int]) -> frozenset[int]:
    """These communes and every unit that went into them; one query a generation."""
    found: set[int] = set()
    frontier = set(communes)
    while frontier:
        found |= frontier
        older = CommuneSuccession.objects.filter(successor_id__in=frontier)
        frontier = set(older.values_list("predecessor_id", flat=True)) - found
    return frozenset(found)


def reach(user: Person, act: Act, area: Area) -> Reach:
    """How far ``user`` may do ``act`` in ``area`` today."""
    if not user.is_active or act not in POSSIBLE[area]:
        return NOWHERE
    if user.is_superuser:
        return EVERYWHERE
    granting = {
        Role(held.role) for held in roles_of(user) if act in GRANTS[Role(held.role)].get(area, ())
    }
    if granting - UNIT_ROLES or (granting and area in OF_NO_UNIT):
        return EVERYWHERE
    return Reach(communes=communes_of(user)) if granting else NOWHERE


def can(user: Person, act: Act, area: Area, communes: Iterable[int | None] | None = None) -> bool:
    """Whether ``user`` may do ``act`` in ``area``.

    ``communes`` are the ids of the units the thing acted upon belongs to; without them the
    question is whether there is anything at all the user may do it to.
    """
    within = reach(user, act, area)
    return bool(within) if communes is None else within.covers(communes)


def producers_of(user: Person) -> frozenset[int]:
    """Ids of the producers ``user`` acts for today; read once per request.

    A person acts for a producer by the role ``PRODUCER`` held for it, and in no other way: an
    officer enters a producer's papers under the officer's own name.
    """
    return frozenset(
        held.producer_id
        for held in roles_of(user)
        if held.role == Role.PRODUCER and held.producer_id is not None
    )


def acts_for(user: Person, producer: Producer | int) -> bool:
    """Whether ``user`` acts for ``producer`` (or the producer of that id) today."""
    wanted = producer if isinstance(producer, int) else producer.pk
    return wanted in producers_of(user)


def may_join_producers(user: Person) -> bool:
    """Whether ``user`` may come to act for a producer by asking or by invitation.

    Not people of the office: they would prepare what they judge. An administrator may still give
    somebody both roles, which the trail then shows.
    """
    return user.is_authenticated and user.is_active and not may_enter_office(user)


def may_answer(user: Person, request: ProducerRequest) -> bool:
    """Whether ``user`` may answer what a person asked the office for about a producer.

    The officer of a commune answers claims on the commune's own producers; a new producer and a
    correction change what only the province may change. Nobody answers a request of their own.
    """
    within = reach(user, Act.DECIDE, Area.REQUESTS)
    if request.person_id == user.pk:
        return False
    if request.kind != RequestKind.CLAIM or request.producer is None:
        return within.everywhere
    return within.covers([request.producer.commune_id])


def may_enter_office(user: Person) -> bool:
    """Whether the back office is open to ``user`` at all (a second factor comes on top)."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or any(Role(held.role) in OFFICE_ROLES for held in roles_of(user))
