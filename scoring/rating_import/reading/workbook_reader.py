"""Runs alone, in a process of its own with a small memory: opens one workbook, prints its cells.

A workbook is a stranger's program for the library that reads it. Should that library be made
to ask for all the memory there is, or to crash, only this process ends. Standard input: the
file. Standard output: one JSON object. Imports nothing of the portal.
"""

import datetime as dt
import io
import json
import re
import sys
import zipfile
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

CELL_WITHOUT_VALUE = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
CELL_WITH_ERROR = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"')
FORMULA = re.compile(rb"<f[\s>/]")
RELATION = re.compile(rb"<Relationship\b[^>]*>")
SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


def main() -> None:
    """Read the file on standard input and print what it holds, or why it cannot be read."""
    limits = json.loads(sys.argv[1])
    bound_this_process(limits)
    content = sys.stdin.buffer.read()
    try:
        answer = read_workbook(content, limits)
    except PasswordError:
        answer = {"error": "password"}
    except (CalamineError, ValueError, KeyError, IndexError, zipfile.BadZipFile) as error:
        answer = {"error": "unreadable", "detail": str(error)[:300]}
    except MemoryError:
        answer = {"error": "too_large"}
    json.dump(answer, sys.stdout, default=encode_value, ensure_ascii=False)


def bound_this_process(limits: dict) -> None:
    """Limit memory and processor time where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    memory, seconds = limits["memory_bytes"], limits["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_workbook(content: bytes, limits: dict) -> dict:
    """Every visible sheet with its cells, or the first sheet that is too large."""
    refuse_broken_open_document(content)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    extras = workbook_extras(content)
    sheets: list[dict] = []
    hidden: list[str] = []
    for index, meta in enumerate(workbook.sheets_metadata):
        if meta.visible != SheetVisibleEnum.Visible:
            hidden.append(meta.name)
            continue
        if len(sheets) >= limits["max_sheets"]:
            return {"error": "too_many_sheets", "sheets": len(workbook.sheets_metadata)}
        sheet = workbook.get_sheet_by_index(index)
        last_row, last_column = sheet.end or (-1, -1)
        if last_row >= limits["max_rows"] or last_column >= limits["max_columns"]:
            return {
                "error": "sheet_too_large",
                "sheet": meta.name,
                "rows": last_row + 1,
                "columns": last_column + 1,
            }
        sheets.append(
            {
                "name": meta.name,
                "rows": sheet.to_python(skip_empty_area=False),
                "merged": [[*first, *last] for first, last in sheet.merged_cell_ranges or []],
                "without_result": extras["without_result"].get(meta.name, []),
                "formulas": extras["formulas"].get(meta.name, 0),
            }
        )
    return {"sheets": sheets, "hidden": hidden, "is_1904": extras["is_1904"]}


def refuse_broken_open_document(content: bytes) -> None:
    """Raise `ValueError` for an ODS that is no whole XML: the library seeks its end forever."""
    if not content.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "content.xml" not in archive.namelist():
            return
        try:
            with archive.open("content.xml") as part:
                expat.ParserCreate().ParseFile(part)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error


def workbook_extras(content: bytes) -> dict:
    """What the library does not tell about XLSX: the 1904 calendar, formulas without a result."""
    extras: dict = {"is_1904": False, "without_result": {}, "formulas": {}}
    if not content.startswith(b"PK"):
        return extras
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names:
            return extras
        book = archive.read("xl/workbook.xml")
        extras["is_1904"] = bool(re.search(rb'\bdate1904="(?:1|true)"', book))
        for title, part in sheet_parts(archive, book):
            if part in names:
                sheet = archive.read(part)
                extras["without_result"][title] = cells_without_result(sheet)
                extras["formulas"][title] = len(FORMULA.findall(sheet))
    return extras


def sheet_parts(archive: zipfile.ZipFile, book: bytes) -> list[tuple[str, str]]:
    """The title of each sheet and the part of the archive that holds it."""
    relations = {}
    if "xl/_rels/workbook.xml.rels" in archive.namelist():
        for tag in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
            attributes = dict(ATTRIBUTE.findall(tag))
            relations[attributes.get(b"Id")] = attributes.get(b"Target", b"").decode()
    parts = []
    for tag in SHEET_TAG.findall(book):
        attributes = dict(ATTRIBUTE.findall(tag))
        target = relations.get(attributes.get(b"r:id"), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        parts.append((unescape(attributes.get(b"name", b"").decode()), path))
    return parts


def unescape(text: str) -> str:
    """Names of sheets are written with XML entities."""
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(entity, char)
    return text.replace("&amp;", "&")


def cells_without_result(sheet: bytes) -> list[str]:
    """Names of cells whose formula has no stored result, or an error for a result."""
    found = CELL_WITH_ERROR.findall(sheet) if b't="e"' in sheet else []
    if b"<f" in sheet:
        found += CELL_WITHOUT_VALUE.findall(sheet)
    return sorted({name.decode() for name in found})


def encode_value(value: object) -> dict:
    """Dates and times are marked, everything else is plain JSON."""
    if isinstance(value, dt.datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, dt.time):
        return {"time": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"seconds": value.total_seconds()}
    raise TypeError(type(value))


if __name__ == "__main__":
    main()
