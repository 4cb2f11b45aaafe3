"""Holding a session, or a dossier on its table, so that nobody else acts meanwhile.

Locks are taken in one order everywhere: dossier, session, item, sheet. A row is read anew under
its lock, so that what was shown on a page does not decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from scoring.councils.enums import OPEN_ITEMS, SessionAct
from scoring.councils.errors import ActRefused, NotYours
from scoring.councils.permissions import RULES, may
from scoring.councils.room import Room, room_of
from scoring.models import Session, SessionItem


@contextmanager
def holding_session(session: Session, by: User) -> Iterator[Session]:
    """One transaction in which nobody else changes where ``session`` stands."""
    with transaction.atomic(), pghistory.context(user=by.pk):
        Session.objects.select_for_update().get(pk=session.pk)
        session.refresh_from_db()
        yield session


@contextmanager
def holding_item(item: SessionItem, by: User) -> Iterator[tuple[SessionItem, Room]]:
    """One transaction in which nobody else acts on ``item``; who sits in its session comes along.

    Others may act on other items. Whoever opens or closes the session holds its items, too.
    """
    with transaction.atomic(), pghistory.context(user=by.pk):
        SessionItem.objects.select_for_update().get(pk=item.pk)
        item.refresh_from_db()
        session = Session.objects.select_related("regulation").get(pk=item.session_id)
        room = room_of(session, timezone.localdate(), item)
        item.session = room.session
        yield item, room


def require(user: User, act: SessionAct, room: Room, item: SessionItem | None = None) -> None:
    """``ActRefused`` where the session, or the item, stands elsewhere; ``NotYours`` else."""
    session = room.session
    if session.status not in RULES[act].states:
        raise ActRefused(f"Phiên {session.get_status_display()}, không {act.label} được.")
    if item is not None and item.status not in OPEN_ITEMS:
        raise ActRefused(
            f"Hồ sơ {item.get_status_display()} ở phiên này, không {act.label} được. "
            "Tải lại trang để xem tình trạng."
        )
    if not may(user, act, room, item):
        raise NotYours(f"Bạn không được {act.label} ở phiên này.")
