"""A plan as rows of the database: what an officer sees, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from ocop_portal.shared.bulk import copy_rows, take_ids
from scoring.enums import Verdict
from scoring.models import RatingImport, RatingImportRow
from scoring.rating_import.document import Document, ParsedRow
from scoring.rating_import.layout.tables import LineKind
from scoring.rating_import.plan import Plan, PlannedRow
from scoring.rating_import.states import Written

MOST_LINES = 300
"""Lines without a product that are kept to be shown; a file of titles alone is no list."""


def keep_plan(
    rating_import: RatingImport,
    plan: Plan,
    answers: Mapping[int, Mapping[str, str]] | None = None,
    written: Mapping[int, Written] | None = None,
) -> None:
    """Replace the rows of ``rating_import`` by those of ``plan``, and its counts."""
    told = {
        position: {"answered_by_id": by, "answered_at": at}
        for position, by, at in rating_import.rows.exclude(answers={}).values_list(
            "position", "answered_by_id", "answered_at"
        )
    }
    nobody = {"answered_by_id": None, "answered_at": None}
    rating_import.rows.all().delete()
    pks = take_ids(RatingImportRow, len(plan.rows))
    copy_rows(
        RatingImportRow,
        (
            _row(rating_import, pk, planned, (answers or {}).get(planned.position, {}))
            | _written(planned, (written or {}).get(planned.position))
            | told.get(planned.position, nobody)
            for pk, planned in zip(pks, plan.rows, strict=True)
        ),
    )
    rating_import.counts = plan.counts
    rating_import.remarks = remarks(plan.document)
    rating_import.save()


def _row(
    rating_import: RatingImport, pk: int, planned: PlannedRow, answers: Mapping[str, str]
) -> dict[str, Any]:
    row = planned.row
    return {
        "id": pk,
        "rating_import_id": rating_import.pk,
        "position": planned.position,
        "sheet": row.sheet[:100],
        "line": row.line,
        "cells": row.raw,
        "understood": understood(row),
        "verdict": planned.verdict.value,
        "findings": [finding.as_json() for finding in row.findings],
        "questions": [question.as_json() for question in planned.questions],
        "answers": dict(answers),
        "changes": planned.changes,
    }


def _written(planned: PlannedRow, written: Written | None) -> dict[str, Any]:
    """What was written, and the product and certification the row is about."""
    product, completed = planned.product, planned.act.updated if planned.act else None
    certification = written.certification if written else None
    if written and completed:
        certification = completed.pk
    return {
        "product_id": product.pk if product else None,
        "certification_id": certification,
        "written": written.as_json() if written else {},
    }


def understood(row: ParsedRow) -> dict[str, Any]:
    """The values of a row, as the file is understood."""
    return {
        "product": row.product,
        "producer": row.producer,
        "place": ", ".join(filter(None, (row.place, row.district))),
        "stars": row.stars,
        "score": str(row.score) if row.score is not None else None,
        "decision_number": row.decision.number,
        "decision_on": _iso(row.decided_on),
        "year": row.year,
        "form": row.form.value if row.form else "",
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def remarks(document: Document) -> dict[str, Any]:
    """What is to be said of the file as a whole."""
    return {
        "warnings": document.warnings,
        "title": document.title[:20],
        "decision": {
            "number": document.decision.number,
            "on": _iso(document.decision.on),
            "issuer": document.decision.issuer,
        },
        "unknown_columns": document.unknown_columns,
        "passed": list(_passed(document)),
    }


def _passed(document: Document) -> Iterator[dict[str, Any]]:
    for line in document.passed[:MOST_LINES]:
        if line.kind != LineKind.HEADER:
            yield {
                "sheet": line.sheet,
                "line": line.line,
                "kind": line.kind.value,
                "text": line.text[:300],
            }


def seen(rating_import: RatingImport) -> dict[int, tuple[str, object]]:
    """What an officer was shown of each row: to tell whether the register moved meanwhile."""
    rows = rating_import.rows.values_list("position", "verdict", "changes")
    return {position: (verdict, changes) for position, verdict, changes in rows}


def foreseen(plan: Plan) -> dict[int, tuple[str, object]]:
    """The same of a plan."""
    return {row.position: (Verdict(row.verdict).value, row.changes) for row in plan.rows}
