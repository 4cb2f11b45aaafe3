"""Read processes and holidays from their files (``fixtures/process/``)."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.process.definitions import (
    MonthDay,
    ProcessDefinition,
    RoundDefinition,
    StepDefinition,
    Term,
)
from scoring.process.enums import AssessmentKind, HolidayBasis, ProcessLevel

Row = dict[str, Any]

BASES = {"luật": HolidayBasis.LAW, "thông báo": HolidayBasis.NOTICE}
YES_OR_NO = {"có": True, "không": False}


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One line of the file of holidays."""

    day: dt.date
    name: str
    is_working_day: bool
    basis: HolidayBasis
    source: str


def read_processes(directory: Path) -> list[ProcessDefinition]:
    """Return the processes kept in ``directory``, the oldest first.

    Raises ``KeyError`` or ``ValueError`` when a document has not the shape the README tells.
    """
    read = [
        process_from(path.stem, json.loads(path.read_text(encoding="utf-8")))
        for path in directory.glob("[0-9]*.json")
    ]
    return sorted(read, key=lambda process: process.filed_from)


def process_from(slug: str, document: Row) -> ProcessDefinition:
    """Return the process a parsed document holds."""
    window = document.get("window", {})
    finish_by = document.get("finish_by", {})
    return ProcessDefinition(
        slug=slug,
        name=document["name"],
        citation=document["citation"],
        criteria=document["criteria"],
        filed_from=dt.date.fromisoformat(document["filed_from"]),
        filed_to=_day(document["filed_to"]),
        certificate_months=document["certificate_months"],
        steps=tuple(_step(row) for row in document["steps"]),
        rounds=_rounds(document["rounds"]),
        window_opens_days=window.get("opens_days"),
        window_closes_days=window.get("closes_days"),
        withdrawal_days=document.get("withdrawal_days"),
        extension_days=document.get("extension_days"),
        finish_by_kind={
            AssessmentKind(kind): dt.date.fromisoformat(day) for kind, day in finish_by.items()
        },
        bases=document["bases"],
        gaps=tuple(document["gaps"]),
        source=document["source"],
    )


def _step(row: Row) -> StepDefinition:
    points = row.get("sends_up_from")
    return StepDefinition(
        level=ProcessLevel(row["level"]),
        receives=row["receives"],
        checks=row.get("checks", ""),
        scores=row.get("scores", ""),
        decides=row.get("decides", ""),
        contents=tuple(row.get("contents", ())),
        awards=tuple(row.get("awards", ())),
        sends_up_from=Decimal(points) if points else None,
        has_advisory_group=row.get("has_advisory_group", False),
        has_council=row.get("has_council", False),
        term=_term(row.get("term")),
        reevaluation_term=_term(row.get("reevaluation_term")),
        basis=row["basis"],
    )


def _rounds(rows: list[Row]) -> tuple[RoundDefinition, ...]:
    """The rounds, level by level and in order, as they are kept."""
    read = [
        RoundDefinition(
            level=ProcessLevel(row["level"]),
            number=row["number"],
            proposed_before=_month_day(row["proposed_before"]),
            assessed_before=_month_day(row["assessed_before"]),
            basis=row["basis"],
        )
        for row in rows
    ]
    return tuple(sorted(read, key=lambda each: (each.level, each.number)))


def _term(row: Row | None) -> Term | None:
    return Term(row["days"], row["is_working"]) if row else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _month_day(text: str) -> MonthDay:
    month, day = text.split("-")
    return MonthDay(int(month), int(day))


def read_holidays(path: Path) -> Iterator[HolidayRow]:
    """Yield the lines of the file of holidays.

    Raises ``KeyError`` at an unknown word and ``ValueError`` at a day that is none.
    """
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield HolidayRow(
                day=dt.date.fromisoformat(row["day"]),
                name=row["name"],
                is_working_day=YES_OR_NO[row["is_working_day"]],
                basis=BASES[row["basis"]],
                source=row["source"],
            )
