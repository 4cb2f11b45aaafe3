"""What a load would do: each row of the files against the row the database has."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from communes.importers.kinds import Kind
from communes.importers.reading import Column, Key, Row, Table


@dataclass(slots=True)
class Plan:
    """The rows of one kind, sorted by what is to be done with them."""

    kind: Kind
    added: list[Row] = field(default_factory=list)
    changed: list[tuple[int, Row, tuple[str, ...]]] = field(default_factory=list)
    unchanged: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kind.label}: thêm {len(self.added)}, đổi {len(self.changed)}, "
            f"giữ nguyên {self.unchanged}"
        )


@dataclass(slots=True)
class Known:
    """The rows of one kind in the database: their ids and what is compared, by key."""

    rows: dict[Key, tuple[int, tuple[Any, ...]]]

    @classmethod
    def load(cls, kind: Kind) -> Known:
        """Read them in one query."""
        columns = kind.compared
        lookups = [path for column in columns for path in column.lookups]
        names = [column.field for column in columns]
        found = {}
        for pk, *flat in kind.model._default_manager.values_list("pk", *lookups):
            values = dict(zip(names, _grouped(columns, flat), strict=True))
            found[key_of(kind, values)] = pk, tuple(values.values())
        return cls(found)


def _grouped(columns: tuple[Column, ...], flat: list[Any]) -> list[Any]:
    """Put the parts of a two-part link back together."""
    left = iter(flat)
    return [
        next(left) if len(column.lookups) == 1 else tuple(next(left) for _ in column.lookups)
        for column in columns
    ]


def key_of(kind: Kind, values: dict[str, Any]) -> Key:
    """What tells this row from the others of its kind."""
    return tuple(values[name] for name in kind.key)


def plan_rows(kind: Kind, table: Table, known: Known) -> Plan:
    """Compare the rows of a file with the database."""
    plan = Plan(kind)
    names = [column.field for column in kind.compared]
    for row in table.rows:
        if (existing := known.rows.get(key_of(kind, row.values))) is None:
            plan.added.append(row)
            continue
        pk, values = existing
        differing = tuple(
            name for name, value in zip(names, values, strict=True) if row.values[name] != value
        )
        if differing:
            plan.changed.append((pk, row, differing))
        else:
            plan.unchanged += 1
    return plan


# --- What must hold across rows ---------------------------------------------------------------


def check_keys(kind: Kind, table: Table) -> None:
    """Each row stands once in its file."""
    seen: dict[Key, int] = {}
    for row in table.rows:
        key = key_of(kind, row.values)
        first = seen.setdefault(key, row.line)
        if first != row.line:
            table.complain(row.line, f"trùng với dòng {first}.")


def check_links(kind: Kind, table: Table, targets: dict[str, set[Key]]) -> None:
    """Whatever a row points to is in the files or in the database."""
    links = [column for column in kind.columns if column.link]
    for row in table.rows:
        for column in links:
            value = row.values[column.field]
            if value is not None and link_key(value) not in targets[column.link]:
                shown = " từ ".join(str(part) for part in link_key(value) if part is not None)
                table.complain(
                    row.line, f"cột {', '.join(column.headers)}: không có đơn vị mã {shown}."
                )


def link_key(value: Any) -> Key:
    """The key of the row that a link's value names."""
    return value if isinstance(value, tuple) else (value,)


def check_lives(table: Table) -> None:
    """No code stands for two units on one day, and no unit ends before it begins."""
    lives: dict[str, list[tuple[dt.date, dt.date, int]]] = {}
    for row in table.rows:
        start = row.values["valid_from"] or dt.date.min
        end = row.values.get("valid_to") or dt.date.max
        if end <= start:
            table.complain(row.line, "valid_to phải sau valid_from.")
        lives.setdefault(row.values["code"], []).append((start, end, row.line))
    for code, spans in lives.items():
        for (_, end, first), (start, _, line) in pairwise(sorted(spans)):
            if start < end:
                table.complain(line, f"mã {code} trùng thời gian với dòng {first}.")
