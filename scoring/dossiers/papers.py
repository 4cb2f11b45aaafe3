"""Mẫu số 01 and Mẫu số 02 of a dossier on paper; what is printed equals what is on the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from ocop_portal.shared.pdf import render_pdf
from ocop_portal.shared.templatetags.ui import day
from products.models import ProductGroup
from scoring.dossiers.enums import DossierAct
from scoring.dossiers.page import CriterionLine, DossierPage
from scoring.dossiers.registration import PLAN
from scoring.explanation import written
from scoring.models import Dossier, Evidence
from scoring.process.enums import ProcessLevel
from scoring.templatetags.criteria import sentence_case

TEMPLATE = "scoring/print/dossier.typ"
NOTHING = "–"
PROMISE = "Chủ thể cam kết nội dung hồ sơ là đúng sự thật và chịu trách nhiệm trước pháp luật."
"""What is marked before handing in; the law asks for a promise and leaves its words open."""


def dossier_paper(page: DossierPage, *, at: dt.datetime) -> bytes:
    """The PDF of both forms as ``page`` shows the dossier; Vietnamese, as the forms of the law."""
    with override("vi"):
        return render_pdf(TEMPLATE, paper_data(page, at), at=at)


def paper_data(page: DossierPage, at: dt.datetime) -> dict[str, Any]:
    """What the forms print, in words."""
    dossier = page.dossier
    return {
        "title": "Hồ sơ đánh giá, phân hạng sản phẩm OCOP",
        "receipt": dossier.receipt_number or "chưa nộp",
        "kind": f"Loại hồ sơ: {dossier.get_kind_display()}",
        "under": f"{dossier.product_name} – {dossier.producer.name}",
        "subject": _subject(page),
        "registration": [each for each in _sections(page) if each["form"] == "01"],
        "receptions": _receptions(dossier),
        "report": list(_report(page)),
        "evidence": [_proof(each) for each in page.evidence],
        "promise": PROMISE,
        "representative": _said(page, "representative"),
        "made": _made(page, at),
        "is_demo": dossier.is_demo,
    }


def _subject(page: DossierPage) -> list[list[str]]:
    """What is registered: product, kind, producer, and who typed it where the office did."""
    dossier, group = page.dossier, page.dossier.group
    criteria = dossier.criteria_set
    rows = [
        ("Phiếu số", dossier.receipt_number or "chưa nộp"),
        ("Sản phẩm", dossier.product_name),
        ("Ngành, nhóm, phân nhóm", _place_of(group) if group else ""),
        ("Bộ tiêu chí", f"{criteria} ({criteria.version.decision})" if criteria else ""),
        ("Chủ thể", dossier.producer.name),
        ("Nơi nhận hồ sơ", str(dossier.commune)),
        ("Ngày nộp lần đầu", day(dossier.filed_on) if dossier.filed_on else ""),
        ("Lần nộp", _revision(page)),
    ]
    if dossier.is_entered_by_office and dossier.consent_on:
        consent = f"{dossier.created_by}; {dossier.consent_note} ({day(dossier.consent_on)})"
        rows.append(("Cán bộ nhập thay", consent))
    return [[label, said or NOTHING] for label, said in rows]


def _place_of(group: ProductGroup) -> str:
    above = group.parent.name if group.parent else ""
    return " › ".join(filter(None, (above, group.branch, group.name)))


def _said(page: DossierPage, key: str) -> str:
    """What one field says in the revision shown."""
    lines = (line for _section, lines in page.sections for line in lines)
    return next((line.value for line in lines if line.field.key == key), "")


def _revision(page: DossierPage) -> str:
    if page.revision is None:
        return "bản đang soạn"
    return (
        f"{page.revision.number}, {timezone.localtime(page.revision.submitted_at):%H:%M %d/%m/%Y}"
    )


def _sections(page: DossierPage) -> list[dict[str, Any]]:
    return [
        {
            "title": str(section.title),
            "key": section.key,
            "form": section.form,
            "rows": [[str(line.field.label), line.value or NOTHING] for line in lines],
        }
        for section, lines in page.sections
    ]


def _receptions(dossier: Dossier) -> list[list[str]]:
    """The boxes of the offices on Mẫu số 01, as far as the dossier's way fills them."""
    taken, sent = "", ""
    for move in dossier.moves.all():
        if move.act == DossierAct.ACCEPT:
            taken = str(move.by)
        if move.act == DossierAct.FORWARD and move.to_level == ProcessLevel.PROVINCE:
            sent = day(move.on)
    filed = day(dossier.filed_on) if dossier.filed_on else ""
    return [
        [office_of(dossier), dossier.receipt_number or "", filed, taken],
        ["Cơ quan OCOP cấp tỉnh", "", sent, ""],
    ]


def office_of(dossier: Dossier) -> str:
    """The commune's office as a text names it: "UBND xã Côn Minh"."""
    name = str(dossier.commune)
    return f"UBND {name[:1].lower()}{name[1:]}"


def _report(page: DossierPage) -> Iterator[dict[str, Any]]:
    """Parts I to IV of Mẫu số 02; the plan comes last there."""
    report = [each for each in _sections(page) if each["form"] == "02"]
    yield from (each for each in report if each["key"] != PLAN.key)
    yield {
        "title": "Tự đánh giá theo bộ tiêu chí",
        "rows": [],
        "summary": list(_summary(page)),
        "parts": [
            {"title": part.title, "rows": [_answer(line) for line in part.lines]}
            for part in page.parts
        ],
    }
    yield from (each for each in report if each["key"] == PLAN.key)


def _summary(page: DossierPage) -> Iterator[str]:
    if page.assessment is None:
        yield "Chưa chọn bộ tiêu chí."
        return
    stars = page.assessment.stars
    reached = f"{stars} sao" if stars else "chưa đạt hạng nào"
    total = written(page.assessment.total)
    yield f"Tổng điểm tự chấm: {total}/100. Theo điểm và mức tối thiểu: {reached}."
    yield from (f"Điều kiện loại: {gate.text}" for gate in page.assessment.gates)
    yield from (f"Bộ tiêu chí cần đối chiếu bản gốc: {warning}" for warning in page.warnings)


def _answer(line: CriterionLine) -> list[str]:
    said = line.option.text if line.option else "chưa tự chấm"
    note = f"\nThuyết minh: {line.note}" if line.note else ""
    proofs = ", ".join(each.title for each in line.evidence)
    shown = f"\nMinh chứng: {proofs}" if proofs else ""
    title = sentence_case(line.criterion.title)
    return [line.criterion.code, title, f"{said}{note}{shown}", written_max(line)]


def written_max(line: CriterionLine) -> str:
    """Points of the points there are."""
    return f"{line.points or NOTHING}/{line.criterion.max_points.normalize():f}".replace(".", ",")


def _proof(each: Evidence) -> list[str]:
    facts = [
        f"số {each.number}" if each.number else "",
        each.issuer,
        f"cấp {day(each.issued_on)}" if each.issued_on else "",
        f"đến {day(each.valid_to)}" if each.valid_to else "",
        f"tra cứu: {each.reference}" if each.reference else "",
        *(f"tệp {file.file_name}" for file in each.files.all() if file.removed_at is None),
    ]
    return [each.kind.name, each.title, "; ".join(filter(None, facts)) or NOTHING]


def _made(page: DossierPage, at: dt.datetime) -> str:
    made = f"Lập lúc {timezone.localtime(at):%H:%M %d/%m/%Y}."
    if page.revision is None:
        return made
    return f"{made} Dấu vân tay SHA-256 của nội dung đã nộp: {page.revision.sha256}"
