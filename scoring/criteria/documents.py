"""Read a criteria decision from its JSON document (``fixtures/criteria/``)."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.criteria.definitions import (
    BandDefinition,
    CriterionDefinition,
    EvidenceDefinition,
    NoteDefinition,
    OptionDefinition,
    PartDefinition,
    SectionDefinition,
    SetDefinition,
    VersionDefinition,
)
from scoring.criteria.enums import CriterionKind, NoteKind

Row = dict[str, Any]


def read_version(path: Path) -> VersionDefinition:
    """Return the decision kept in ``path``.

    Raises ``KeyError`` or ``ValueError`` when the document has not the shape the folder's
    README tells.
    """
    return version_from(json.loads(path.read_text(encoding="utf-8")))


def version_from(document: Row) -> VersionDefinition:
    """Return the decision a parsed document holds."""
    bands = tuple(_band(row) for row in document["star_bands"])
    until = document["effective_to"]
    return VersionDefinition(
        decision=document["decision"],
        title=document["title"],
        issued_on=date.fromisoformat(document["issued"]),
        effective_from=date.fromisoformat(document["effective_from"]),
        effective_to=date.fromisoformat(until) if until else None,
        part_maxima={code: Decimal(points) for code, points in document["parts"].items()},
        bands=bands,
        sets=tuple(_set(document["decision"], bands, row) for row in document["sets"]),
        evidence=tuple(_evidence(row) for row in _catalogue(document)),
        star_rule=document.get("star_rule", ""),
        source=document.get("text_source", ""),
    )


def _catalogue(document: Row) -> list[Row]:
    return document.get("evidence_catalog", {}).get("items", [])


def _band(row: Row) -> BandDefinition:
    return BandDefinition(
        row["star"], Decimal(row["min"]), Decimal(row["max"]), row["max_inclusive"]
    )


def _evidence(row: Row) -> EvidenceDefinition:
    return EvidenceDefinition(row["id"], row["name"], row["requirement"])


def _set(decision: str, bands: tuple[BandDefinition, ...], row: Row) -> SetDefinition:
    return SetDefinition(
        decision=decision,
        number=row["no"],
        name=row["name"],
        parts=tuple(_part(part) for part in row["parts"]),
        bands=bands,
        is_complete=row["complete"],
        classification=row.get("classification", ""),
        source=row["source"],
        rejections=tuple(row.get("rejection", ())),
        issues=tuple(row["issues"]),
        warnings=tuple(row["warnings"]),
        corrections=tuple(row["corrections"]),
    )


def _part(row: Row) -> PartDefinition:
    sections = tuple(_section(section) for section in row["sections"])
    return PartDefinition(row["code"], row["title"], Decimal(row["max"]), sections)


def _section(row: Row) -> SectionDefinition:
    return SectionDefinition(
        number=row["no"],
        title=row["title"],
        max_points=Decimal(row["max"]),
        criteria=tuple(_criterion(criterion) for criterion in row["criteria"]),
        notes=_notes(row),
    )


def _criterion(row: Row) -> CriterionDefinition:
    minimums = row.get("min_points_by_star", {})
    return CriterionDefinition(
        code=row["code"],
        title=row["title"],
        # The children of the groups of 148 are plain choices without saying so.
        kind=CriterionKind(row.get("kind", "choice")),
        max_points=Decimal(row["max"]),
        options=tuple(_option(option) for option in row.get("options", ())),
        minimums={int(star): Decimal(points) for star, points in minimums.items()},
        minimum_basis=row.get("min_star_basis", ""),
        cases=dict(row.get("cases", {})),
        notes=_notes(row),
        evidence=tuple(row.get("evidence", ())),
        children=tuple(_criterion(child) for child in row.get("children", ())),
        is_section=row.get("section_level", False),
    )


def _option(row: Row) -> OptionDefinition:
    return OptionDefinition(
        points=Decimal(row["points"]),
        text=row["text"],
        min_star=row.get("min_star"),
        case=row.get("case", ""),
        is_implicit=row.get("implicit", False),
        notes=_notes(row),
    )


def _notes(row: Row) -> tuple[NoteDefinition, ...]:
    return tuple(
        NoteDefinition(NoteKind(note["kind"]), note["text"], tuple(note.get("zero_in", ())))
        for note in row.get("notes", ())
    )
