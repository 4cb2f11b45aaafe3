"""Who may do what to a dossier. The table is docs/permissions.md; a test compares the two.

`accounts.permissions` says which office roles a person holds and for which units; here is who,
of those and of the producer's people, may do which act at which level.
"""

from __future__ import annotations

from enum import Enum

from accounts.enums import Act, Area, Role
from accounts.permissions import Person, acts_for, can, roles_of
from scoring.dossiers.enums import TRANSITIONS, WITH_THE_PRODUCER, DossierAct
from scoring.models import Dossier
from scoring.process.enums import ProcessLevel


class Party(Enum):
    """What a person is to a dossier."""

    PRODUCER = "người của chủ thể"
    ENTERING = "cán bộ nhập thay"
    HOLDING = "cơ quan đang giữ hồ sơ"
    PROVINCE = "cơ quan OCOP tỉnh"
    ADVISER = "tổ tư vấn"
    COUNCIL = "chủ tịch, thư ký phiên họp"


WRITERS = frozenset({Party.PRODUCER, Party.ENTERING})

WHO: dict[DossierAct, frozenset[Party]] = {
    DossierAct.SUBMIT: WRITERS,
    DossierAct.ANSWER: WRITERS,
    DossierAct.WITHDRAW: WRITERS,
    DossierAct.ACCEPT: frozenset({Party.HOLDING}),
    DossierAct.RETURN: frozenset({Party.HOLDING}),
    DossierAct.REFUSE: frozenset({Party.HOLDING}),
    DossierAct.REQUEST: frozenset({Party.HOLDING}),
    DossierAct.FORWARD: frozenset({Party.HOLDING}),
    DossierAct.SEND_BACK: frozenset({Party.HOLDING}),
    DossierAct.ADVISE: frozenset({Party.PROVINCE}),
    DossierAct.TO_COUNCIL: frozenset({Party.PROVINCE}),
    DossierAct.CONCLUDE: frozenset({Party.COUNCIL}),
    DossierAct.SCORE_AGAIN: frozenset({Party.PROVINCE}),
    DossierAct.RECOGNISE: frozenset({Party.PROVINCE}),
    DossierAct.NOT_RECOGNISE: frozenset({Party.PROVINCE}),
    DossierAct.SEND_UP: frozenset({Party.PROVINCE}),
    DossierAct.COME_BACK: frozenset({Party.PROVINCE}),
    DossierAct.REOPEN: frozenset({Party.PROVINCE}),
    DossierAct.TAKE_BACK: frozenset({Party.PROVINCE}),
}
"""Concluding is asked of the session: `scoring.councils.permissions` says who presides."""


def parties_of(user: Person, dossier: Dossier) -> frozenset[Party]:
    """What ``user`` is to ``dossier`` today; nothing for a stranger."""
    found = set()
    if acts_for(user, dossier.producer_id):
        found.add(Party.PRODUCER)
    if can(user, Act.DECIDE, Area.DOSSIER):
        found.add(Party.PROVINCE)
    if _works_at(user, dossier, ProcessLevel(dossier.level)):
        found.add(Party.HOLDING)
    if dossier.is_entered_by_office and (
        Party.PROVINCE in found or _works_at(user, dossier, ProcessLevel.COMMUNE)
    ):
        found.add(Party.ENTERING)
    if _holds(user, Role.ADVISER):
        found.add(Party.ADVISER)
    return frozenset(found)


def may(user: Person, act: DossierAct, dossier: Dossier) -> bool:
    """Whether ``user`` may do ``act`` to ``dossier`` as it stands now."""
    transition = TRANSITIONS.get(act)
    if transition is None or dossier.status not in transition.sources:
        return False
    return not WHO[act].isdisjoint(parties_of(user, dossier))


def may_write(user: Person, dossier: Dossier) -> bool:
    """Whether ``user`` may change what the dossier says: its writers, while it is with them."""
    return dossier.status in WITH_THE_PRODUCER and not WRITERS.isdisjoint(parties_of(user, dossier))


def may_see(user: Person, dossier: Dossier) -> bool:
    """Whether ``user`` may read the dossier and its evidence.

    Its writers always; the offices once it was handed in; a council member through the sheet of a
    session, which asks `scoring.councils.permissions`.
    """
    if acts_for(user, dossier.producer_id):
        return True
    within = can(user, Act.VIEW, Area.DOSSIER, [dossier.commune_id])
    return within and (dossier.revision_number > 0 or dossier.is_entered_by_office)


def _works_at(user: Person, dossier: Dossier, level: ProcessLevel) -> bool:
    """Whether ``user`` works in the office of that level the dossier belongs to."""
    if level == ProcessLevel.COMMUNE:
        is_commune = _holds(user, Role.COMMUNE_OFFICER) or user.is_superuser
        return is_commune and can(user, Act.CHANGE, Area.DOSSIER, [dossier.commune_id])
    return can(user, Act.DECIDE, Area.DOSSIER)


def _holds(user: Person, role: Role) -> bool:
    return any(held.role == role for held in roles_of(user))
