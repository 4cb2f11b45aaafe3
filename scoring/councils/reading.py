"""Rows of several models out of one statement written by hand.

The council's pages and each answer kept ask for the same few rows again and again; putting such
a query together takes the ORM longer than the database takes to answer it. A statement here names
the columns of a model by `Columns` and gets the model's own rows back, other columns left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


class Columns(Generic[Row]):
    """Columns of ``model`` in a statement that knows its table as ``alias``; all by default."""

    def __init__(self, model: type[Row], alias: str, *names: str) -> None:
        fields = [
            field
            for field in model._meta.concrete_fields
            if not names or field.attname in names or field.primary_key
        ]
        self._model = model
        self._names = [field.attname for field in fields]
        self._converters = [
            (place, field.from_db_value)
            for place, field in enumerate(fields)
            if hasattr(field, "from_db_value")
        ]
        self.sql = ", ".join(f'{alias}."{field.column}"' for field in fields)
        self.width = len(fields)

    def row(self, values: Sequence[Any]) -> Row:
        """The row these values make."""
        made = list(values)
        for place, convert in self._converters:
            made[place] = convert(made[place], None, connection)
        return self._model.from_db(connection.alias, self._names, made)


def split(
    columns: Sequence[Columns[Any]], values: Sequence[Any]
) -> tuple[list[Any], Sequence[Any]]:
    """The rows at the beginning of ``values``, and the values behind them."""
    place, found = 0, []
    for each in columns:
        found.append(each.row(values[place : place + each.width]))
        place += each.width
    return found, values[place:]
