"""The rows of an uploaded table, for the reference tables of the back office."""

from __future__ import annotations

from typing import Any

from ocop_portal.shared.tables import TableRefused
from scoring.rating_import.errors import FileRefused
from scoring.rating_import.reading import read


def read_rows(content: bytes) -> list[list[Any]]:
    """Return the rows of the first sheet of ``content``; raise `TableRefused`."""
    try:
        grids = read(content).grids
    except FileRefused as refusal:
        raise TableRefused(str(refusal)) from None
    return [list(row) for row in grids[0].rows] if grids else []
