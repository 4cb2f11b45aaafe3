"""The one place where a dossier changes its state: checked, under a lock, and written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone

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
    made = _move_of(dossier, act, target, by=by, on=on, reason=reason)
    made.to_level = level or dossier.level
    dossier.status, dossier.level = made.to_status, made.to_level
    if target != DossierStatus.SUPPLEMENT:
        dossier.resume_status = ""
    dossier.save(update_fields=["status", "level", "resume_status", "updated_at", *also])
    made.save()
    RequestedItem.objects.bulk_create(RequestedItem(move=made, **item) for item in items)
    return made


@dataclass(frozen=True, slots=True)
class Turn:
    """One dossier of many that take the same act: why, and where it goes."""

    dossier: Dossier
    reason: str = ""
    level: ProcessLevel | None = None


@contextmanager
def holding_many(dossiers: Iterable[int], by: User) -> Iterator[list[Dossier]]:
    """As `holding` for the dossiers with these keys, locked in one order; two queries."""
    with transaction.atomic(), pghistory.context(user=by.pk):
        keys = list(dossiers)
        list(Dossier.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))
        rows = Dossier.objects.filter(pk__in=keys).select_related(
            "producer", "product", "commune", "group", "criteria_set__version", "process"
        )
        yield list(rows.order_by("pk"))


def move_many(
    turns: Sequence[Turn], act: DossierAct, *, by: User, on: dt.date
) -> list[DossierMove]:
    """Carry out one act on many held dossiers; two queries. The caller has asked who may.

    Raises ``ActRefused`` naming the first dossier that stands elsewhere; then nothing moves.
    """
    transition = TRANSITIONS[act]
    if transition.target is None:
        raise ValueError(f"{act} không có một tình trạng đích chung.")
    moves = []
    for dossier, reason, level in ((turn.dossier, turn.reason, turn.level) for turn in turns):
        if dossier.status not in transition.sources:
            raise ActRefused(
                f"{dossier.product_name}: hồ sơ {dossier.get_status_display()}, "
                f"không {act.label} được."
            )
        moves.append(_move_of(dossier, act, transition.target, by=by, on=on, reason=reason))
        moves[-1].to_level = level or dossier.level
        dossier.status, dossier.level = transition.target, moves[-1].to_level
        dossier.resume_status, dossier.updated_at = "", timezone.now()
    changed = [turn.dossier for turn in turns]
    Dossier.objects.bulk_update(changed, ["status", "level", "resume_status", "updated_at"])
    return DossierMove.objects.bulk_create(moves)


def _move_of(
    dossier: Dossier,
    act: DossierAct,
    target: DossierStatus,
    *,
    by: User,
    on: dt.date,
    reason: str,
) -> DossierMove:
    """The record of an act that leaves the level as it is."""
    return DossierMove(
        dossier=dossier,
        act=act,
        from_status=dossier.status,
        from_level=dossier.level,
        to_status=target,
        to_level=dossier.level,
        revision_number=dossier.revision_number,
        reason=reason.strip(),
        by=by,
        on=on,
    )


def need_reason(reason: str, what: str) -> str:
    """The reason, stripped; ``ActRefused`` when there is none."""
    if not reason.strip():
        raise ActRefused(f"Ghi rõ {what}.")
    return reason.strip()
