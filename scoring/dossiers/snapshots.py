"""A dossier read whole: its content as handed in, and its answers as a sheet for the rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scoring.models import Dossier, Evidence
from scoring.rules import Answer, Sheet


def content_of(dossier: Dossier) -> dict[str, Any]:
    """All that the dossier says now, as plain data; four queries.

    Evidence is named by its key and the fingerprints of its files, so that a file exchanged for
    another is a change.
    """
    evidence = dossier.evidence.filter(removed_at__isnull=True).select_related("kind")
    evidence = evidence.prefetch_related("criteria", "files")
    criteria_set = dossier.criteria_set
    return {
        "subject": {
            "kind": dossier.kind,
            "product_name": dossier.product_name,
            "product": dossier.product_id,
            "group": dossier.group_id,
            "criteria_set": criteria_set.pk if criteria_set else None,
        },
        "registration": dict(dossier.registration),
        "cases": dict(dossier.cases),
        "gates": list(dossier.gates),
        "answers": {
            answer.criterion.code: {
                "points": None if answer.points is None else str(answer.points),
                "case": answer.case,
                "note": answer.note,
            }
            for answer in dossier.answers.select_related("criterion")
        },
        "evidence": {str(each.pk): evidence_entry(each) for each in evidence},
    }


def evidence_entry(evidence: Evidence) -> dict[str, Any]:
    """One proof as a revision keeps it."""
    return {
        "kind": evidence.kind.code,
        "title": evidence.title,
        "number": evidence.number,
        "issuer": evidence.issuer,
        "issued_on": evidence.issued_on.isoformat() if evidence.issued_on else None,
        "valid_to": evidence.valid_to.isoformat() if evidence.valid_to else None,
        "reference": evidence.reference,
        "files": [file.sha256 for file in evidence.files.all() if file.removed_at is None],
        "criteria": sorted(criterion.code for criterion in evidence.criteria.all()),
    }


def sheet_of(content: Mapping[str, Any]) -> Sheet:
    """The self-assessment in ``content`` as a sheet; criteria without points are left out."""
    return Sheet(
        answers={
            code: Answer(Decimal(said["points"]), said["case"])
            for code, said in content["answers"].items()
            if said["points"] is not None
        },
        gates=frozenset(content.get("gates", ())),
    )
