"""Thousands of rows in and out of a table at once: COPY, and one UPDATE from a staging table.

Triggers fire as for any other statement; defaults and times of making are filled in here because
no model instance is made. The names in the statements are those of our own models.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ContextDecorator
from typing import Any

from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

STAGING = "bulk_update"


class NoCollector(ContextDecorator):
    """Leaves the garbage collector out while a great many small things are made.

    They are all needed, so that looking through them again and again finds nothing.
    """

    def __enter__(self) -> None:
        self.was_on = gc.isenabled()
        gc.disable()

    def __exit__(self, *_error: object) -> None:
        if self.was_on:
            gc.enable()


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """``count`` fresh primary keys of a table."""
    if count == 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [number for (number,) in cursor.fetchall()]


def copy_rows(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert ``rows``, each a mapping of field attributes to values; the rest are defaults.

    What the database itself has a default for is left to it, unless named. Every row names the
    same fields, the primary key among them.
    """
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    given = [field for field in fields if field.attname in first]
    rest = [field for field in fields if field.attname not in first and not field.has_db_default()]
    names = [field.attname for field in given]
    constants = [_constant(field) for field in rest]
    json_places = [at for at, field in enumerate(given) if isinstance(field, models.JSONField)]
    columns = _listed(str(field.column) for field in (*given, *rest))
    with connection.cursor() as cursor:
        _carry_context(cursor)
        with cursor.copy(f"COPY {_table(model)} ({columns}) FROM STDIN") as copy:
            row: Mapping[str, Any] | None = first
            while row is not None:
                values = [row[name] for name in names]
                for place in json_places:
                    values[place] = _packed(values[place])
                copy.write_row(values + constants)
                row = next(rows, None)


def update_rows(
    model: type[models.Model], attributes: Sequence[str], rows: Sequence[Sequence[Any]]
) -> int:
    """Set ``attributes`` of the rows whose primary key comes first in each of ``rows``.

    Returns how many rows were there to be set.
    """
    if not rows:
        return 0
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = [str(fields[name].column) for name in attributes]
    key, quote, table = str(model._meta.pk.column), connection.ops.quote_name, _table(model)
    listed = _listed([key, *columns])
    changes = [f"{quote(column)} = staged.{quote(column)}" for column in columns]
    if "updated_at" in fields and "updated_at" not in attributes:
        changes.append("updated_at = now()")
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {STAGING} AS SELECT {listed} FROM {table} WITH NO DATA"  # noqa: S608
        )
        with cursor.copy(f"COPY {STAGING} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"UPDATE {table} SET {', '.join(changes)} FROM {STAGING} AS staged "  # noqa: S608
            f"WHERE {table}.{quote(key)} = staged.{quote(key)}"
        )
        found = cursor.rowcount
        cursor.execute(f"DROP TABLE {STAGING}")
    return found


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in columns)


def _constant(field: models.Field) -> Any:
    """The value of a field no row names."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    value = field.get_default()
    return _packed(value) if isinstance(field, models.JSONField) else value


def _packed(value: Any) -> str:
    """JSON; most values of a column are often empty."""
    if value or not isinstance(value, list | dict):
        return json.dumps(value)
    return "[]" if isinstance(value, list) else "{}"


def _carry_context(cursor: CursorWrapper) -> None:
    """Tell the audit trail who acts: it reads that off ordinary statements, never off COPY."""
    cursor.execute("DO $$ BEGIN END $$")
