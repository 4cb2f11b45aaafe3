"""Loading administrative units: parse the files, plan the changes, apply them.

A folder holds ``provinces.csv``, ``communes.csv`` and, where there is a past to tell,
``districts.csv``, ``names.csv``, ``successions.csv``, ``boundaries-*.geojson`` and
``provinces.geojson``. See ``communes/README.md`` for the columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from django.db import transaction

from communes.importers.kinds import (
    BOUNDARIES,
    COMMUNES,
    DISTRICTS,
    NAMES,
    NATION,
    OUTLINES,
    PROVINCES,
    SUCCESSION,
    Kind,
)
from communes.importers.plan import (
    Known,
    Plan,
    check_keys,
    check_links,
    check_lives,
    key_of,
    plan_rows,
)
from communes.importers.reading import (
    Key,
    Problem,
    SourceError,
    Table,
    read_csv,
    read_features,
)
from communes.importers.writing import write
from communes.models import geometry_checksum

__all__ = ["Load", "SourceError", "parse_folder", "parse_nation", "plan_load"]

Parsed = list[tuple[Kind, Table]]


@dataclass(slots=True)
class Load:
    """A planned load, ready to be looked at or carried out."""

    plans: list[Plan]

    @transaction.atomic
    def apply(self) -> None:
        """Write everything or nothing."""
        for plan in self.plans:
            write(plan)


def parse_folder(folder: Path) -> Parsed:
    """Read all files of a folder. Raise ``SourceError`` with every fault of shape."""
    parsed = [_parse_provinces(folder)]
    for kind in (DISTRICTS, COMMUNES, NAMES, SUCCESSION):
        if kind is COMMUNES or (folder / kind.file).exists():
            parsed.append((kind, _parse_csv(folder, kind)))
    for path in sorted(folder.glob(BOUNDARIES.file)):
        label = f"{BOUNDARIES.label}, {path.name}"
        parsed.append((replace(BOUNDARIES, label=label), _parse_boundaries(path)))
    _raise_problems(parsed)
    return parsed


def parse_nation(folder: Path, province: str = "") -> Parsed:
    """Read the nation's present units, or those of the one province given by its code.

    That province is then the one the portal serves. Raise ``SourceError`` if there is none.
    """
    parsed = [_parse_provinces(folder), (NATION, _parse_csv(folder, NATION))]
    if province:
        units, provinces = parsed[1][1], parsed[0][1]
        units.rows = [row for row in units.rows if row.values["province"] == province]
        if not units.rows:
            units.complain(1, f"không có tỉnh mã {province}.")
        for row in provinces.rows:
            row.values["is_served"] = row.values["code"] == province
    _raise_problems(parsed)
    return parsed


def plan_load(parsed: Parsed) -> Load:
    """Compare what was read with the database. Raise ``SourceError`` where rows do not fit."""
    known = {kind.name: Known.load(kind) for kind, _ in parsed}
    targets: dict[str, set[Key]] = {name: set(rows.rows) for name, rows in known.items()}
    for kind, table in parsed:
        check_keys(kind, table)
        targets[kind.name] |= {key_of(kind, row.values) for row in table.rows}
        if kind.name == "communes":
            check_lives(table)
    for kind, table in parsed:
        check_links(kind, table, targets)
    _raise_problems(parsed)
    return Load([plan_rows(kind, table, known[kind.name]) for kind, table in parsed])


def _raise_problems(parsed: Parsed) -> None:
    problems = [problem for _, table in parsed for problem in table.problems]
    if problems:
        raise SourceError(problems)


def _parse_csv(folder: Path, kind: Kind) -> Table:
    path = folder / kind.file
    if not path.exists():
        return Table(kind.file, problems=[Problem(kind.file, 1, f"không có tệp này ở {folder}.")])
    return read_csv(path, kind.columns)


def _parse_provinces(folder: Path) -> tuple[Kind, Table]:
    """The provinces and, where the folder has them, their outlines."""
    table = _parse_csv(folder, PROVINCES)
    path = folder / "provinces.geojson"
    if not path.exists():
        return PROVINCES, table
    outlines, _ = read_features(path)
    shapes = {row.values["code"]: row.values["geometry"] for row in outlines.rows}
    for row in table.rows:
        row.values["outline"] = shapes.get(row.values["code"])
    table.problems += outlines.problems
    return replace(PROVINCES, columns=(*PROVINCES.columns, OUTLINES)), table


def _parse_boundaries(path: Path) -> Table:
    table, source = read_features(path)
    for row in table.rows:
        values = row.values
        row.values = {
            "commune": (values["code"], values["valid_from"]),
            "geometry": values["geometry"],
            "checksum": geometry_checksum(values["geometry"]),
            "source": source,
        }
    return table
