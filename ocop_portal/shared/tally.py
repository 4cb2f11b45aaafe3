"""Loading fixed rows: make what is missing, mend what differs, count both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


@dataclass(slots=True)
class Tally:
    """What a load did to one kind of row."""

    label: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return f"{self.label}: thêm {self.added}, đổi {self.changed}, giữ nguyên {self.unchanged}"

    @property
    def touched(self) -> int:
        """Rows written."""
        return self.added + self.changed


def keep(
    rows: models.QuerySet[Row],
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    tally: Tally,
) -> Row:
    """Return the row with ``key``, made or corrected so that it carries ``values``."""
    row = rows.filter(**key).first()
    if row is None:
        tally.added += 1
        return rows.create(**key, **values)
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    if not differing:
        tally.unchanged += 1
        return row
    for name in differing:
        setattr(row, name, values[name])
    row.save()
    tally.changed += 1
    return row


def keep_missing(
    rows: models.QuerySet[Row],
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    tally: Tally,
) -> Row:
    """Return the row with ``key``, made if missing; one that exists is left as people made it."""
    row = rows.filter(**key).first()
    if row is None:
        tally.added += 1
        return rows.create(**key, **values)
    tally.unchanged += 1
    return row
