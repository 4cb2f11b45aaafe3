"""Notes of a section or criterion as lines of text an officer edits, and back.

``[yêu cầu]`` before a line marks a requirement; ``[0 điểm: 6.1, 6.2]`` behind a gate names the
criteria in which no points trip it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from scoring.criteria.enums import NoteKind

REQUIREMENT = "[yêu cầu] "
ZERO_IN = re.compile(r"\s*\[0 điểm:\s*([^\]]*)\]$")

NoteRow = dict[str, Any]


def notes_to_text(rows: Iterable[NoteRow]) -> str:
    """The notes and requirements, a line each."""
    plain = [row for row in rows if row["kind"] != NoteKind.GATE]
    return "\n".join(
        (REQUIREMENT if row["kind"] == NoteKind.REQUIREMENT else "") + _on_one_line(row["text"])
        for row in plain
    )


def gates_to_text(rows: Iterable[NoteRow]) -> str:
    """The gates, a line each."""
    gates = [row for row in rows if row["kind"] == NoteKind.GATE]
    return "\n".join(_on_one_line(row["text"]) + _zero_in(row["zero_in"]) for row in gates)


def rows_from(notes: str, gates: str) -> list[NoteRow]:
    """Return both as rows: notes first, in the order typed."""
    return [*map(_note, _lines(notes)), *map(_gate, _lines(gates))]


def _note(line: str) -> NoteRow:
    is_requirement = line.startswith(REQUIREMENT.strip())
    kind = NoteKind.REQUIREMENT if is_requirement else NoteKind.NOTE
    text = line.removeprefix(REQUIREMENT.strip()).strip()
    return {"kind": kind.value, "text": text, "zero_in": []}


def _gate(line: str) -> NoteRow:
    found = ZERO_IN.search(line)
    codes = [code.strip() for code in found[1].split(",") if code.strip()] if found else []
    text = ZERO_IN.sub("", line)
    return {"kind": NoteKind.GATE.value, "text": text, "zero_in": codes}


def _zero_in(codes: list[str]) -> str:
    return f" [0 điểm: {', '.join(codes)}]" if codes else ""


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
