"""Earlier versions of a text, read from the audit trail, and bringing one back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pghistory
from django.contrib.auth import get_user_model
from django.db import models, transaction

from accounts.models import User
from news.models import Publication

MOST_REVISIONS = 100


@dataclass(frozen=True, slots=True)
class Revision:
    """A text as it was after one change."""

    key: int
    at: dt.datetime
    who: str
    title: str
    changed: list[str]
    """Names of the fields in which it differs from the version before it."""
    is_now: bool


def revisions_of(row: Publication) -> list[Revision]:
    """The versions of ``row`` that differ in content, newest first; two queries."""
    events = list(_events(row).select_related("pgh_context").order_by("pgh_id"))
    people = _people(events)
    found: list[Revision] = []
    before: models.Model | None = None
    for event in events:
        changed = _changed(row, event, before)
        if changed or before is None:
            metadata = event.pgh_context.metadata if event.pgh_context else {}
            who = people.get(metadata.get("user") or 0, "hệ thống")
            found.append(
                Revision(event.pk, event.pgh_created_at, who, event.title, changed, is_now=False)
            )
            before = event
    newest = [_as_now(revision, row, before) for revision in found[-1:]]
    return [*newest, *reversed(found[:-1])][:MOST_REVISIONS]


def version(row: Publication, key: int) -> Publication:
    """``row``, unsaved, with the content of one of its versions.

    Raises ``ObjectDoesNotExist`` where it has no such version.
    """
    event = _events(row).get(pk=key)
    for name in row.CONTENT:
        setattr(row, name, getattr(event, name))
    return row


def restore(*, row: Publication, key: int, by: User | None = None) -> Publication:
    """Give ``row`` the content of one of its versions; a new change, which can be undone likewise.

    Whether and when it is shown stays as it is. Repeating changes nothing. Raises
    ``ObjectDoesNotExist`` where it has no such version.
    """
    with transaction.atomic(), pghistory.context(user=by.pk) if by else nullcontext():
        held = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        restored = version(held, key)
        restored.save()
        return restored


def _events(row: Publication) -> models.QuerySet:
    model: Any = type(row)
    return model.pgh_event_model.objects.filter(pgh_obj_id=row.pk).exclude(pgh_label="delete")


def _people(events: Sequence[Any]) -> dict[int, str]:
    ids = {event.pgh_context.metadata.get("user") for event in events if event.pgh_context}
    found = get_user_model()._default_manager.in_bulk(ids - {None})
    return {pk: str(user) for pk, user in found.items()}


def _changed(row: Publication, event: Any, before: Any) -> list[str]:
    if before is None:
        return []
    return [
        str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in row.CONTENT
        if getattr(event, name) != getattr(before, name)
    ]


def _as_now(revision: Revision, row: Publication, event: Any) -> Revision:
    is_now = all(getattr(row, name) == getattr(event, name) for name in row.CONTENT)
    return Revision(
        revision.key, revision.at, revision.who, revision.title, revision.changed, is_now
    )
