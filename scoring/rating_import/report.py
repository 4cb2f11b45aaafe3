"""A plan in words and as JSON: what the command prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.enums import WAITING, Verdict
from scoring.rating_import.plan import Plan, PlannedRow
from scoring.rating_import.records import remarks, understood

QUIET = frozenset({Verdict.UNCHANGED})
LONGEST_NAME = 120


def as_json(plan: Plan, *, is_committed: bool, import_id: int | None) -> dict[str, Any]:
    """Everything the plan says, for programs."""
    return {
        "file": plan.document.filename,
        "is_committed": is_committed,
        "import": import_id,
        "counts": plan.counts,
        **remarks(plan.document),
        "rows": [_row(planned) for planned in plan.rows],
    }


def _row(planned: PlannedRow) -> dict[str, Any]:
    row = planned.row
    return {
        "sheet": row.sheet,
        "line": row.line,
        "verdict": planned.verdict.value,
        "label": planned.verdict.label,
        "understood": understood(row),
        "findings": [finding.as_json() for finding in row.findings],
        "questions": [question.as_json() for question in planned.questions],
        "changes": planned.changes,
    }


def as_lines(plan: Plan, *, is_committed: bool) -> Iterator[str]:
    """The plan for a person at a terminal: every row that is not simply there already."""
    yield from plan.document.warnings
    for planned in plan.rows:
        if planned.verdict in QUIET and not planned.row.findings:
            continue
        row = planned.row
        names = f"{_short(row.product)} – {_short(row.producer)}"
        yield f"Dòng {row.line}: {planned.verdict.label} – {names}"
        yield from (f"    {finding}" for finding in row.findings)
        yield from (f"    {question.text}" for question in planned.questions)
        for change in planned.changes:
            before = f"{change['register']} → " if change["register"] else ""
            yield f"    {change['label']}: {before}{change['file']}"
    told = ", ".join(f"{Verdict(name).label} {count}" for name, count in plan.counts.items())
    yield f"{len(plan.rows)} dòng: {told}."
    yield "Đã ghi vào sổ." if is_committed else "Chưa ghi gì. Thêm --commit để ghi."


def _short(name: str) -> str:
    """A name that fits on a line; what is longer is no name but a slip in the sheet."""
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def refusals(plan: Plan) -> str:
    """Why the command ends with an error; nothing when every row could be taken."""
    rejected = plan.counts.get(Verdict.REJECTED, 0)
    waiting = sum(plan.counts.get(verdict, 0) for verdict in WAITING)
    said = []
    if rejected:
        said.append(f"{rejected} dòng không nhận")
    if waiting:
        said.append(f"{waiting} dòng cần cán bộ chọn ở trang quản trị")
    return ", ".join(said)
