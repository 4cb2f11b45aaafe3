"""From files to rows: CSV and GeoJSON, every fault gathered with its file and line."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ocop_portal.shared.text import clean

Values = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what was expected."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}, dòng {self.line}: {self.message}"


class SourceError(Exception):
    """The files cannot be loaded; carries every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Column:
    """One field: the headers it is read from, how, and where the database keeps it.

    ``link`` names the kind of row it points to; ``paths`` then lead to that row's key.
    A column that is not ``compared`` follows from others that are.
    """

    field: str
    read: Callable[..., Any]
    headers: tuple[str, ...]
    paths: tuple[str, ...] = ()
    link: str = ""
    compared: bool = True

    @property
    def lookups(self) -> tuple[str, ...]:
        """The paths by which the database's value is read."""
        return self.paths or (self.field,)


@dataclass(slots=True)
class Row:
    """One row of a file, read but not yet compared."""

    line: int
    values: Values


@dataclass(slots=True)
class Table:
    """The rows of one file, with what was wrong in it."""

    file: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, message: str) -> None:
        """Note a fault of the line."""
        self.problems.append(Problem(self.file, line, message))


def read_csv(path: Path, columns: tuple[Column, ...]) -> Table:
    """Read a CSV file in UTF-8, with or without a byte order mark."""
    table = Table(path.name)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        wanted = {header for column in columns for header in column.headers}
        missing = sorted(wanted - set(reader.fieldnames or ()))
        if missing:
            table.complain(1, f"thiếu cột {', '.join(missing)}.")
            return table
        for record in reader:
            _read_record(table, reader.line_num, record, columns)
    return table


def _read_record(
    table: Table, line: int, record: dict[str, str | None], columns: tuple[Column, ...]
) -> None:
    values: Values = {}
    for column in columns:
        texts = [clean(record[header] or "") for header in column.headers]
        try:
            values[column.field] = column.read(*texts)
        except ValueError as error:
            shown = " · ".join(texts)
            table.complain(
                line, f"cột {', '.join(column.headers)}: có “{shown}”, cần {error.args[0]}."
            )
    if len(values) == len(columns):
        table.rows.append(Row(line, values))


def read_features(path: Path) -> tuple[Table, str]:
    """Read a GeoJSON collection: rows of ``code``, ``valid_from``, ``geometry``, and its source.

    Line numbers count the features from 1.
    """
    table = Table(path.name)
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
        features = collection["features"]
    except (ValueError, KeyError, TypeError):
        table.complain(1, "không phải tập GeoJSON “FeatureCollection”.")
        return table, ""
    for number, feature in enumerate(features, start=1):
        try:
            table.rows.append(Row(number, _read_feature(feature)))
        except (ValueError, KeyError, TypeError) as error:
            table.complain(number, f"hình không đọc được: cần {error.args[0]}.")
    return table, str(collection.get("source", ""))


def _read_feature(feature: dict[str, Any]) -> Values:
    properties = feature["properties"]
    geometry = {
        "type": feature["geometry"]["type"],
        "coordinates": feature["geometry"]["coordinates"],
    }
    for ring in rings(geometry):
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise ValueError("vòng khép kín, ít nhất bốn điểm")
        if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring):
            raise ValueError("kinh độ, vĩ độ tính bằng độ")
    return {
        "code": unit_code(properties["code"]),
        "valid_from": day(properties.get("valid_from") or ""),
        "geometry": geometry,
    }


def rings(geometry: dict[str, Any]) -> Iterator[list[list[float]]]:
    """Every ring of a ``Polygon`` or ``MultiPolygon``, holes among them.

    Raise ``ValueError`` for any other type.
    """
    shapes = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    if geometry["type"] not in shapes:
        raise ValueError("Polygon hoặc MultiPolygon")
    for polygon in shapes[geometry["type"]]:
        yield from polygon


# --- Readers of one value; each raises ValueError saying what it needs ------------------------


def text(value: str) -> str:
    """Any text."""
    return value


def required(value: str) -> str:
    """A text that is there."""
    if not value:
        raise ValueError("một giá trị")
    return value


def _code(length: str, words: str) -> Callable[[str], str]:
    shape = re.compile(f"[0-9]{{{length}}}")

    def read(value: str) -> str:
        if not shape.fullmatch(value):
            raise ValueError(words)
        return value

    return read


unit_code = _code("2,5", "2 đến 5 chữ số")
commune_code = _code("5", "5 chữ số")


def optional_code(value: str) -> str | None:
    """A code, or nothing."""
    return unit_code(value) if value else None


def old_code(value: str) -> str:
    """A former commune code, or the empty text."""
    return commune_code(value) if value else ""


def day(value: str) -> dt.date | None:
    """A date as ``2025-07-01``, or nothing."""
    if not value:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise ValueError("ngày như 2025-07-01, hoặc để trống") from None


def known_day(value: str) -> dt.date:
    """A date that is there."""
    found = day(value)
    if found is None:
        raise ValueError("ngày như 2025-07-01")
    return found


def number(value: str) -> Decimal | None:
    """A decimal number with a point, or nothing."""
    if not value:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        raise ValueError("số như 12.34, hoặc để trống") from None


def flag(value: str) -> bool:
    """``x`` for yes, nothing for no."""
    if value not in ("", "x"):
        raise ValueError("“x” hoặc để trống")
    return value == "x"


def one_of(words: dict[str, str]) -> Callable[[str], str]:
    """A word of a closed list, whatever its case; gives what the database keeps."""

    def read(value: str) -> str:
        if value.lower() not in words:
            raise ValueError("một trong: " + ", ".join(word or "(trống)" for word in words))
        return words[value.lower()]

    return read


def commune_key(code: str, valid_from: str) -> Key:
    """The key of a commune: its code and the day its life begins."""
    return commune_code(code), day(valid_from)
