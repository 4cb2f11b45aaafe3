"""Values of the audit trail in words an officer reads."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import Range
from django.utils import timezone

EMPTY = "(trống)"
LONGEST = 600  # characters of one value


class Names:
    """What the rows that events refer to are called today; one query for each kind."""

    def __init__(self, events: Iterable[models.Model]) -> None:
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for event in events:
            for column in event.pgh_tracked_model._meta.concrete_fields:
                if isinstance(column, models.ForeignKey) and hasattr(event, column.attname):
                    wanted[column.related_model].add(getattr(event, column.attname))
        self._found = {
            model: model._base_manager.in_bulk(ids - {None}) for model, ids in wanted.items()
        }

    def of(self, model: type[models.Model], pk: Any) -> str:
        """The name of one row, or its number when it is gone."""
        row = self._found.get(model, {}).get(pk)
        return str(row) if row is not None else f"số {pk} (đã xóa)"


def say(column: models.Field, value: Any, names: Names) -> str:
    """Return ``value`` of ``column`` in words; nothing is ``(trống)``."""
    if value is None or value == "":
        return EMPTY
    if isinstance(column, models.ForeignKey):
        return names.of(column.related_model, value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    text = _plain(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    if isinstance(value, Range):
        return _period(value)
    return str(value)


def _period(value: Range) -> str:
    start = f"từ {value.lower:%d/%m/%Y}" if value.lower else ""
    end = f"đến trước {value.upper:%d/%m/%Y}" if value.upper else ""
    return f"{start} {end}".strip() or EMPTY
