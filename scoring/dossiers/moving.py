"""The one place where a dossier changes its state: checked, under a lock, and written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pghistory
from django.db import transaction

from accounts.models import User
from scoring.dossiers.enums import TRANSITIONS, DossierAct, DossierStatus
from scoring.dossiers.errors import ActRefused, NotYours
from scoring.models import Dossier, DossierMove, RequestedItem
from scoring.permissions import may
from scoring.process.enums import ProcessLevel


@contextmanager
def holding(dossier: Dossier, by: User) -> Iterator[Dossier]:
    """One transaction in which nobody else acts on ``dossier``; it is read anew under the lock."""
    with transaction.atomic(), pghistory.context(user=by.pk):
        Dossier.objects.select_for_update().get(pk=dossier.pk)
        dossier.refresh_from_db()
        yield dossier


def require(user: User, act: DossierAct, dossier: Dossier) -> None:
    """Raise ``ActRefused`` where the dossier stands elsewhere, ``NotYours`` where it is not his."""
    if dossier.status not in TRANSITIONS[act].sources:
        stands = dossier.get_status_display()
        raise ActRefused(
            f"Hồ sơ {stands}, không {act.label} được. Tải lại trang để xem tình trạng."
        )
    if not may(user, act, dossier):
        raise NotYours(f"Bạn không được {act.label} hồ sơ này.")


def move(
    dossier: Dossier,
    act: DossierAct,
    *,
    by: User,
    on: dt.date,
    reason: str = "",
    status: DossierStatus | None = None,
    level: ProcessLevel | None = None,
    items: Sequence[Mapping[str, Any]] = (),
    also: Sequence[str] = (),
) -> DossierMove:
    """Carry out a transition on a held dossier and write it down.

    ``status`` is given where the transition leaves it open; ``level`` where the dossier changes
    hands; ``also`` names further fields the caller has changed. The caller has asked ``require``.
    """
    target = TRANSITIONS[act].target or status
    if target is None:
        raise ValueError(f"{act} cần một tình trạng đích.")
    made = DossierMove(
        dossier=dossier,
        act=act,
        from_status=dossier.status,
        from_level=dossier.level,
        to_status=target,
        to_level=level or dossier.level,
        revision_number=dossier.revision_number,
        reason=reason.strip(),
        by=by,
        on=on,
    )
    dossier.status, dossier.level = made.to_status, made.to_level
    if target != DossierStatus.SUPPLEMENT:
        dossier.resume_status = ""
    dossier.save(update_fields=["status", "level", "resume_status", "updated_at", *also])
    made.save()
    RequestedItem.objects.bulk_create(RequestedItem(move=made, **item) for item in items)
    return made


def need_reason(reason: str, what: str) -> str:
    """The reason, stripped; ``ActRefused`` when there is none."""
    if not reason.strip():
        raise ActRefused(f"Ghi rõ {what}.")
    return reason.strip()
