"""What an import changes in the register, gathered for the page where it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.enums import WRITING, Verdict
from scoring.models import RatingImport, RatingImportRow

MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one verdict that write, the first of them with their changes."""

    label: str
    rows: list[RatingImportRow]
    total: int

    @property
    def left_out(self) -> int:
        """Rows that are written but not listed."""
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class Summary:
    """What is written and what is not."""

    groups: list[Group]
    unwritten: list[tuple[str, int]]


def summary_of(rating_import: RatingImport) -> Summary:
    """Rows that write by verdict, and how many do not."""
    counts = rating_import.counts
    groups = [
        Group(
            verdict.label,
            list(rating_import.rows.filter(verdict=verdict).order_by("position")[:MOST_ROWS]),
            counts[verdict],
        )
        for verdict in Verdict
        if verdict in WRITING and counts.get(verdict)
    ]
    unwritten = [
        (verdict.label, counts[verdict])
        for verdict in Verdict
        if verdict not in WRITING and counts.get(verdict)
    ]
    return Summary(groups, unwritten)
