"""Reading the audit trail: who changed what, when, from what to what.

Events are snapshots of a row; a change is the difference between two that follow each other.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from ocop_portal.shared.history_words import Names, say

MOST_EVENTS = 500
KINDS = {"insert": "thêm mới", "update": "sửa", "delete": "xóa", "password": "đổi mật khẩu"}
NOBODY = "hệ thống"

Event = models.Model


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: its name, and its value before and after, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row changed once."""

    at: dt.datetime
    who: str
    where: str
    kind: str
    what: str
    model: type[models.Model]
    object_id: int
    fields: list[FieldChange] = field(default_factory=list)
    is_first: bool = False


def is_audited(model: type[models.Model]) -> bool:
    """Whether the database keeps an audit trail of ``model``."""
    return hasattr(model, "pgh_event_model")


def changes_of(obj: models.Model, parts: Sequence[type[models.Model]] = ()) -> list[Change]:
    """Return the newest changes of ``obj`` and of its rows in ``parts``, newest first.

    One query for each model, one for the people, one for each kind of thing referred to.
    """
    found = _events(type(obj), Q(pgh_obj_id=obj.pk)) if is_audited(type(obj)) else []
    for part in parts:
        if is_audited(part):
            found += _events(part, _part_of(part, obj))
    return described(_paired(found))


def described(pairs: Iterable[tuple[Event, Event | None]]) -> list[Change]:
    """Put pairs of an event and the one before it into words, newest first."""
    kept = sorted(pairs, key=lambda pair: (pair[0].pgh_created_at, pair[0].pgh_id), reverse=True)
    kept = kept[:MOST_EVENTS]
    people = _people(event for event, _ in kept)
    names = Names(event for pair in kept for event in pair if event is not None)
    return [_describe(event, before, people, names) for event, before in kept]


def _events(model: type[models.Model], condition: Q) -> list[Event]:
    rows = model.pgh_event_model.objects.filter(condition)  # type: ignore[attr-defined]
    return list(rows.select_related("pgh_context").order_by("-pgh_id")[: MOST_EVENTS + 1])


def _part_of(part: type[models.Model], obj: models.Model) -> Q:
    """Events of rows of ``part`` that belong to ``obj`` through a foreign key."""
    condition = Q(pk__in=())
    for column in part._meta.concrete_fields:
        if isinstance(column, models.ForeignKey) and isinstance(obj, column.related_model):
            condition |= Q(**{column.attname: obj.pk})
    return condition


def _paired(events: Iterable[Event]) -> list[tuple[Event, Event | None]]:
    """Put each event beside the one before it of the same row."""
    by_row: dict[tuple[type, int], list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda event: event.pgh_id):
        by_row[type(event), event.pgh_obj_id].append(event)
    return [
        (event, history[place - 1] if place else None)
        for history in by_row.values()
        for place, event in enumerate(history)
    ]


def _people(events: Iterable[Event]) -> dict[int, str]:
    ids = {_metadata(event).get("user") for event in events} - {None}
    return {pk: str(user) for pk, user in get_user_model()._default_manager.in_bulk(ids).items()}


def _metadata(event: Event) -> dict[str, Any]:
    return event.pgh_context.metadata if event.pgh_context else {}


def _describe(event: Event, before: Event | None, people: dict[int, str], names: Names) -> Change:
    metadata = _metadata(event)
    user = metadata.get("user")
    model = event.pgh_tracked_model
    return Change(
        at=event.pgh_created_at,
        who=people.get(user, f"tài khoản số {user}") if user else metadata.get("by", NOBODY),
        where=metadata.get("url") or metadata.get("command", ""),
        kind=KINDS.get(event.pgh_label, event.pgh_label),
        what=f"{model._meta.verbose_name} {_title(event)}".strip(),
        model=model,
        object_id=event.pgh_obj_id,
        fields=[] if event.pgh_label == "delete" else _differences(event, before, names),
        is_first=before is None,
    )


def _title(event: Event) -> str:
    """What the row called itself, from the columns that carry its name."""
    for column in ("name", "title", "full_name", "username", "number", "decision_number"):
        if value := getattr(event, column, ""):
            return f"“{value}”"
    return f"số {event.pgh_obj_id}"


def _differences(event: Event, before: Event | None, names: Names) -> list[FieldChange]:
    changes = []
    for column in event.pgh_tracked_model._meta.concrete_fields:
        if column.primary_key or not hasattr(event, column.attname):
            continue
        new = getattr(event, column.attname)
        old = getattr(before, column.attname) if before else None
        if new == old or (before is None and new in (None, "", [], {})):
            continue
        said = say(column, old, names) if before else ""
        changes.append(FieldChange(_named(column), said, say(column, new, names)))
    return changes


def _named(column: models.Field) -> str:
    """The column's name; a link nobody named is called after what it points at."""
    if isinstance(column, models.ForeignKey) and column.verbose_name == column.name:
        return str(column.related_model._meta.verbose_name)
    return str(column.verbose_name)
