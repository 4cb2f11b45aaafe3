"""What parsing gives: the rows of a file as values, and everything that is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from producers.enums import ProducerKind
from scoring.rating_import.layout.columns import LABELS, Column
from scoring.rating_import.layout.tables import LineKind
from scoring.rating_import.reading.grid import cell_name
from scoring.rating_import.values.awards import AwardForm, Term
from scoring.rating_import.values.decisions import Decision


class Severity(StrEnum):
    """Whether a finding stops the row."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found about one cell, or about the whole row when ``cell`` is empty."""

    severity: Severity
    message: str
    cell: str = ""
    column: Column | None = None
    value: str = ""

    def __str__(self) -> str:
        """A sentence: what, where, what to do."""
        if not self.cell and not self.column:
            return self.message
        label = LABELS[self.column] if self.column else ""
        where = " ".join(
            part for part in (f"Ô {self.cell}" if self.cell else "Cột", f"({label})") if part
        )
        what = f" ghi “{shortened(self.value)}”" if self.value else " để trống"
        return f"{where}{what}: {self.message}"

    def as_json(self) -> dict[str, str]:
        """For storing and for the command's output."""
        return {
            "severity": self.severity.value,
            "cell": self.cell,
            "column": self.column.value if self.column else "",
            "value": shortened(self.value, 200),
            "message": self.message,
            "text": str(self),
        }


def shortened(text: str, length: int = 60) -> str:
    """The beginning of a long text."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


@dataclass(slots=True)
class ParsedRow:
    """One line of the file that should hold a product."""

    sheet: str
    line: int
    cells: dict[Column, str]
    columns: Mapping[Column, int]
    borrowed: Mapping[Column, tuple[int, int]]
    raw: list[str]
    prefix: str = ""
    product: str = ""
    producer: str = ""
    producer_kind: ProducerKind | None = None
    code: str = ""
    tax_code: str = ""
    place: str = ""
    district: str = ""
    province: str = ""
    address: str = ""
    form: AwardForm | None = None
    score: Decimal | None = None
    stars: int | None = None
    decision: Decision = field(default_factory=Decision)
    year: int | None = None
    term: Term | None = None
    group: str = ""
    note: str = ""
    findings: list[Finding] = field(default_factory=list)
    own_findings: int = 0
    """How many findings parsing made; those after them come from comparing with the register."""

    @property
    def decided_on(self) -> dt.date | None:
        """Day of the decision, if written."""
        return self.decision.on

    @property
    def is_rejected(self) -> bool:
        """Whether anything found stops the row."""
        return any(finding.severity == Severity.ERROR for finding in self.findings)

    def forget_comparison(self) -> None:
        """Leave only what parsing found, so that the row can be compared anew."""
        del self.findings[self.own_findings :]

    def place_of(self, column: Column) -> str:
        """Name of the cell a column's value came from, ``C14``; empty without such a column."""
        if column not in self.columns:
            return ""
        row, place = self.borrowed.get(column, (self.line - 1, self.columns[column]))
        return self.prefix + cell_name(row, place)

    def error(self, message: str, column: Column | None = None) -> None:
        """Note what stops the row."""
        self._find(Severity.ERROR, message, column)

    def warn(self, message: str, column: Column | None = None) -> None:
        """Note what the officer should look at."""
        self._find(Severity.WARNING, message, column)

    def _find(self, severity: Severity, message: str, column: Column | None) -> None:
        cell = self.place_of(column) if column else ""
        value = self.cells.get(column, "") if column else ""
        self.findings.append(Finding(severity, message, cell, column, value))


@dataclass(frozen=True, slots=True)
class PassedLine:
    """A line that holds no product, kept so that nothing vanishes unseen."""

    sheet: str
    line: int
    kind: LineKind
    text: str


@dataclass(slots=True)
class Document:
    """A whole file."""

    filename: str
    rows: list[ParsedRow] = field(default_factory=list)
    passed: list[PassedLine] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    decision: Decision = field(default_factory=Decision)
    title: list[str] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
