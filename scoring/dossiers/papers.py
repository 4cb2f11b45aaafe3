"""Mẫu số 01 and Mẫu số 02 of a dossier on paper; what is printed equals what is on the screen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from ocop_portal.shared.pdf import render_pdf
from ocop_portal.shared.templatetags.ui import day
from scoring.dossiers.enums import WITH_THE_PRODUCER
from scoring.dossiers.page import CriterionLine, DossierPage, page_of
from scoring.explanation import written
from scoring.models import Dossier, Evidence

TEMPLATE = "scoring/print/dossier.typ"


def dossier_paper(dossier: Dossier, *, at: dt.datetime) -> bytes:
    """The PDF of both forms: as its writers have them, else as last handed in."""
    page = page_of(dossier, as_written=dossier.status in WITH_THE_PRODUCER)
    return render_pdf(TEMPLATE, paper_data(page, at), at=at)


def paper_data(page: DossierPage, at: dt.datetime) -> dict[str, Any]:
    """What the forms print, in words."""
    dossier = page.dossier
    return {
        "title": "Hồ sơ đánh giá, phân hạng sản phẩm OCOP",
        "receipt": dossier.receipt_number or "chưa nộp",
        "filed": day(dossier.filed_on) if dossier.filed_on else "",
        "fingerprint": page.revision.sha256 if page.revision else "",
        "revision": page.revision.number if page.revision else 0,
        "made": f"{timezone.localtime(at):%H:%M %d/%m/%Y}",
        "kind": str(dossier.get_kind_display()),
        "product": dossier.product_name,
        "group": str(dossier.group or ""),
        "set": str(dossier.criteria_set or ""),
        "decision": dossier.criteria_set.version.decision if dossier.criteria_set else "",
        "producer": dossier.producer.name,
        "commune": str(dossier.commune),
        "sections": [
            {
                "title": str(section.title),
                "form": section.form,
                "rows": [[str(line.field.label), line.value] for line in lines],
            }
            for section, lines in page.sections
        ],
        "parts": [
            {"title": part.title, "rows": [_answer(line) for line in part.lines]}
            for part in page.parts
        ],
        "total": written(page.assessment.total) if page.assessment else "",
        "evidence": [_proof(each) for each in page.evidence],
        "is_demo": dossier.is_demo,
    }


def _answer(line: CriterionLine) -> list[str]:
    said = line.option.text if line.option else "chưa tự chấm"
    note = f"\nThuyết minh: {line.note}" if line.note else ""
    proofs = ", ".join(each.title for each in line.evidence)
    shown = f"\nMinh chứng: {proofs}" if proofs else ""
    most = written_max(line)
    return [line.criterion.code, line.criterion.title, f"{said}{note}{shown}", most]


def written_max(line: CriterionLine) -> str:
    """Points of the points there are."""
    return f"{line.points or '–'}/{line.criterion.max_points.normalize():f}".replace(".", ",")


def _proof(each: Evidence) -> list[str]:
    facts = [each.number, each.issuer, day(each.issued_on) if each.issued_on else ""]
    until = f"đến {day(each.valid_to)}" if each.valid_to else ""
    return [each.kind.name, each.title, ", ".join(fact for fact in [*facts, until] if fact)]
