"""XLSX, XLS and ODS into grids, read by a separate process that may fail alone."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from scoring.rating_import import limits
from scoring.rating_import.errors import FileRefused, thousands
from scoring.rating_import.reading.archives import BROKEN, ENCRYPTED
from scoring.rating_import.reading.grid import CellValue, Grid, column_letters

READER = Path(__file__).with_name("workbook_reader.py")
TOO_HEAVY = (
    "Tệp quá nặng để đọc: có thể một ô nằm rất xa (ví dụ dòng 1.048.576) hoặc có quá nhiều ô. "
    "Xóa các dòng, cột trống ở cuối bảng, hoặc chép phần cần nhập sang tệp mới rồi tải lại."
)


def read_workbook(content: bytes) -> tuple[list[Grid], list[str]]:
    """The visible sheets and the names of the hidden ones; raises `FileRefused`."""
    answer = _ask_reader(content)
    if "error" in answer:
        raise FileRefused(_explain(answer))
    grids = [
        Grid(
            name=sheet["name"],
            rows=[[_value(cell) for cell in row] for row in sheet["rows"]],
            merged=[tuple(area) for area in sheet["merged"]],
            without_result=frozenset(sheet["without_result"]),
            is_1904=answer["is_1904"],
            formulas=sheet["formulas"],
        )
        for sheet in answer["sheets"]
    ]
    return grids, answer["hidden"]


def _ask_reader(content: bytes) -> dict:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER), json.dumps(_bounds())],
            input=content,
            capture_output=True,
            timeout=limits.READER_WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(TOO_HEAVY) from error
    if done.returncode < 0:
        raise FileRefused(TOO_HEAVY)
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        raise FileRefused(BROKEN) from error


def _bounds() -> dict[str, int]:
    return {
        "memory_bytes": limits.READER_MEMORY_BYTES,
        "cpu_seconds": limits.READER_CPU_SECONDS,
        "max_rows": limits.MAX_ROWS,
        "max_columns": limits.MAX_COLUMNS,
        "max_sheets": limits.MAX_SHEETS,
    }


def _explain(answer: dict) -> str:
    match answer["error"]:
        case "password":
            return ENCRYPTED
        case "too_large":
            return TOO_HEAVY
        case "too_many_sheets":
            return (
                f"Tệp có {answer['sheets']} trang tính, nhiều nhất được {limits.MAX_SHEETS}. "
                "Giữ lại trang cần nhập rồi tải lại."
            )
        case "sheet_too_large":
            return _explain_size(answer["sheet"], answer["rows"], answer["columns"])
    return BROKEN


def _explain_size(sheet: str, rows: int, columns: int) -> str:
    if columns > limits.MAX_COLUMNS:
        return (
            f"Trang tính “{sheet}” trải tới cột {column_letters(columns - 1)}; nhiều nhất được "
            f"{limits.MAX_COLUMNS} cột. Xóa các cột thừa rồi tải lại."
        )
    return (
        f"Trang tính “{sheet}” có {thousands(rows)} dòng; nhiều nhất được "
        f"{thousands(limits.MAX_ROWS)} dòng. Xóa các dòng trống ở cuối, hoặc chia tệp theo năm hay "
        "theo đợt rồi tải từng phần."
    )


def _value(cell: CellValue | dict[str, Any] | None) -> CellValue:
    """Undo the marking of dates and times."""
    if not isinstance(cell, dict):
        return "" if cell is None else cell
    match cell:
        case {"datetime": text}:
            return dt.datetime.fromisoformat(text)
        case {"date": text}:
            return dt.date.fromisoformat(text)
        case {"time": text}:
            return dt.time.fromisoformat(text)
    return dt.timedelta(seconds=cell["seconds"])
