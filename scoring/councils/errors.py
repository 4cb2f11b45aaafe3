"""Why an act in a session is refused; the words are for the person who tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoring.dossiers.errors import ActRefused, NotYours

__all__ = ["ActRefused", "NotYours", "SheetIncomplete", "SheetLack"]


class SheetLack(NamedTuple):
    """One thing to put right on a sheet: the criterion, what to do."""

    code: str
    words: str


class SheetIncomplete(ActRefused):
    """What keeps a sheet from being handed in; ``lacks`` names each criterion."""

    def __init__(self, lacks: Sequence[SheetLack]) -> None:
        super().__init__(f"Chưa nộp được phiếu: còn {len(lacks)} chỗ cần xem lại.")
        self.lacks = tuple(lacks)
