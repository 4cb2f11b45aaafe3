"""Merged cells of an OpenDocument spreadsheet, which the reading library leaves out."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

from scoring.rating_import import limits
from scoring.rating_import.reading.grid import Area

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def merged_areas(archive: zipfile.ZipFile) -> dict[str, list[Area]]:
    """Merged areas by name of sheet; empty when nothing is merged or the part is unreadable."""
    content = archive.read("content.xml")
    if b"-spanned=" not in content:
        return {}
    areas: dict[str, list[Area]] = {}
    name, row = "", 0
    try:
        for event, node in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314
            if event == "start" and node.tag == f"{TABLE}table":
                name, row = node.get(f"{TABLE}name", ""), 0
                areas[name] = []
            elif event == "end" and node.tag == f"{TABLE}table-row":
                areas.setdefault(name, []).extend(_areas_of_row(node, row))
                row += _count(node, "number-rows-repeated")
                node.clear()
    except ElementTree.ParseError:
        return {}
    return areas


def _areas_of_row(node: ElementTree.Element, row: int) -> list[Area]:
    areas, column = [], 0
    for cell in node:
        if cell.tag not in CELLS:
            continue
        rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if rows > 1 or columns > 1:
            areas.append((row, column, row + rows - 1, column + columns - 1))
        column += _count(cell, "number-columns-repeated")
    return areas


def _count(node: ElementTree.Element, name: str) -> int:
    """A repeat or span; absent or absurd counts as one, or as the most a sheet may hold."""
    text = node.get(TABLE + name, "1")
    return min(int(text), limits.MAX_ROWS * 100) if text.isdecimal() and text != "0" else 1
