"""Reports on a dossier as papers: the commune's, the advisory group's, the council's conclusion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from django.utils import timezone

from ocop_portal.shared.pdf import render_pdf
from ocop_portal.shared.templatetags.ui import day
from scoring.decisions.issuing import shown_score
from scoring.models import AdvisoryReport, CommuneReport, Conclusion, Dossier, FurtherTest
from scoring.templatetags.criteria import points

TEMPLATE = "scoring/print/report.typ"
Rows = Sequence[tuple[str, str]]


def commune_paper(dossier: Dossier, report: CommuneReport, *, at: dt.datetime) -> bytes:
    """Mẫu số 03 as the commune wrote it."""
    rows = [
        ("Số báo cáo", _number(report)),
        (
            f"Nguyên liệu địa phương: {report.get_local_material_finding_display()}",
            report.local_material,
        ),
        (f"Lao động địa phương: {report.get_local_labour_finding_display()}", report.local_labour),
        (f"Nguồn gốc ý tưởng: {report.get_idea_origin_finding_display()}", report.idea_origin),
        (
            f"Bản sắc, trí tuệ địa phương: {report.get_local_identity_finding_display()}",
            report.local_identity,
        ),
        ("Họp", _on(report.meeting_on, report.meeting_note)),
        ("Đề nghị", _proposal(report)),
    ]
    return _paper("Báo cáo của Ủy ban nhân dân cấp xã (Mẫu số 03)", dossier, rows, at)


def advisory_paper(dossier: Dossier, report: AdvisoryReport, *, at: dt.datetime) -> bytes:
    """The advisory group's report with its site visit and further tests."""
    tests = [(f"Kiểm nghiệm: {test.what}", _finding(test)) for test in report.tests.all()]
    advised = f"{report.advised_stars} sao" if report.advised_stars else ""
    rows = [
        ("Số báo cáo", _number(report)),
        ("Đánh giá", report.assessment),
        ("Khảo sát", _on(report.visited_on, report.visit_note)),
        *tests,
        ("Hạng sao dự kiến", advised),
        ("Ý kiến", report.advice),
    ]
    return _paper("Báo cáo của tổ tư vấn", dossier, rows, at)


def conclusion_paper(dossier: Dossier, conclusion: Conclusion, *, at: dt.datetime) -> bytes:
    """What the council concluded: points, stars, votes, and the fingerprint of the sheets."""
    parts = conclusion.explanation.get("parts", {})
    score = shown_score(conclusion)
    session = conclusion.item.session
    reached = f"{conclusion.stars} sao" if conclusion.stars else "không đạt hạng"
    rows = [
        ("Phiên họp", f"{session}, {day(timezone.localdate(session.starts_at))}"),
        *((f"Phần {code}", f"{points(Fraction(value))} điểm") for code, value in parts.items()),
        ("Tổng điểm", f"{points(score)} điểm" if score is not None else ""),
        ("Hạng theo điểm và mức tối thiểu", reached),
        (
            "Biểu quyết",
            f"tán thành {conclusion.votes_for}, không tán thành {conclusion.votes_against}, "
            f"ý kiến khác {conclusion.votes_abstaining}",
        ),
        ("Kết luận", conclusion.text),
        ("Số phiếu chấm", str(len(conclusion.sheets))),
        ("Dấu vân tay của các phiếu", conclusion.sheets_sha256),
    ]
    return _paper("Kết luận của hội đồng", dossier, rows, at)


def _paper(title: str, dossier: Dossier, rows: Rows, at: dt.datetime) -> bytes:
    data = {
        "title": title,
        "under": f"{dossier.product_name} – {dossier.producer.name}. Hồ sơ "
        f"{dossier.receipt_number or 'chưa có phiếu số'}, {dossier.commune}.",
        "is_demo": dossier.is_demo,
        "rows": [[label, text] for label, text in rows if text],
        "foot": f"Lập từ dữ liệu của cổng OCOP lúc {timezone.localtime(at):%H:%M %d/%m/%Y}",
    }
    return render_pdf(TEMPLATE, data, at=at)


def _number(report: CommuneReport | AdvisoryReport) -> str:
    parts = (report.number, f"ngày {day(report.reported_on)}" if report.reported_on else "")
    return " ".join(filter(None, parts))


def _on(held_on: dt.date | None, note: str) -> str:
    return f"Ngày {day(held_on)}. {note}".strip() if held_on else note


def _proposal(report: CommuneReport) -> str:
    said = {True: "Đề nghị đánh giá.", False: "Không đề nghị đánh giá.", None: ""}
    return f"{said[report.is_proposed]} {report.proposal}".strip()


def _finding(test: FurtherTest) -> str:
    said = (test.outcome, test.get_finding_display())
    return ". ".join(filter(None, said)) or "chưa có kết quả"
