"""Reports on a dossier as papers: commune, province, advisory group, the council's conclusion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from django.utils import timezone

from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.pdf import render_pdf
from ocop_portal.shared.templatetags.ui import day
from scoring.decisions.issuing import shown_score
from scoring.dossiers.components import components_of
from scoring.dossiers.papers import office_of
from scoring.models import (
    AdvisoryReport,
    CommuneReport,
    ComponentCheck,
    Conclusion,
    Dossier,
    FurtherTest,
    ProvinceReview,
)
from scoring.process.enums import ProcessLevel
from scoring.templatetags.criteria import points

TEMPLATE = "scoring/print/report.typ"
Rows = Sequence[tuple[str, str]]
Table = dict[str, Any]
NO_DAY = "ngày      tháng      năm"


def commune_paper(dossier: Dossier, report: CommuneReport, *, at: dt.datetime) -> bytes:
    """Mẫu số 03 as the commune wrote it, with what it found of the components."""
    return _paper(
        dossier,
        at,
        title="Báo cáo đánh giá của UBND cấp xã (Mẫu số 03)",
        issuer=office_of(dossier),
        report=report,
        rows=_contents(report),
        tables=list(_components(dossier, report)),
        signed="TM. Ủy ban nhân dân",
    )


def province_paper(dossier: Dossier, review: ProvinceReview, *, at: dt.datetime) -> bytes:
    """The province's own check of the components and the content (Điều 7.3a, 26/2026/QĐ-TTg)."""
    said = {True: "Đủ điều kiện trình tiếp.", False: "Chưa đủ điều kiện.", None: "Chưa kết luận."}
    return _paper(
        dossier,
        at,
        title="Báo cáo kiểm tra hồ sơ",
        issuer=_office(),
        report=review,
        rows=[
            ("Kết quả kiểm tra nội dung", review.content),
            ("Kết luận", said[review.is_complete]),
        ],
        tables=list(_components(dossier, review)),
        signed="Người lập báo cáo",
    )


def advisory_paper(dossier: Dossier, report: AdvisoryReport, *, at: dt.datetime) -> bytes:
    """The advisory group's report with its site visit and further tests."""
    tests = [(f"Kiểm nghiệm: {test.what}", _finding(test)) for test in report.tests.all()]
    advised = "" if report.advised_stars is None else f"{report.advised_stars} sao"
    visit = _on(report.visited_on, report.visit_note) if report.is_site_visited else ""
    return _paper(
        dossier,
        at,
        title="Báo cáo của tổ tư vấn",
        issuer="Tổ tư vấn",
        report=report,
        rows=[
            ("Đánh giá", report.assessment),
            ("Khảo sát", visit),
            *tests,
            ("Hạng sao dự kiến", advised),
            ("Ý kiến", report.advice),
        ],
        signed="TM. Tổ tư vấn",
    )


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
    council = session.council.name
    return _paper(dossier, at, title="Kết luận của hội đồng", issuer=council, rows=rows)


def _paper(
    dossier: Dossier,
    at: dt.datetime,
    *,
    title: str,
    issuer: str,
    rows: Rows,
    report: CommuneReport | ProvinceReview | AdvisoryReport | None = None,
    tables: Sequence[Table] = (),
    signed: str = "",
) -> bytes:
    number = f"Số: {report.number or '          '}" if report else ""
    reported_on = report.reported_on if report else None
    data = {
        "title": title,
        "issuer": issuer,
        "number": number,
        "day": _in_words(reported_on) if report else "",
        "under": f"{dossier.product_name} – {dossier.producer.name}\nHồ sơ "
        f"{dossier.receipt_number or 'chưa có phiếu số'}, {dossier.commune}",
        "is_demo": dossier.is_demo,
        "rows": [[label, text] for label, text in rows if text],
        "tables": list(tables),
        "signed": signed,
        "foot": f"Lập từ dữ liệu của cổng OCOP lúc {timezone.localtime(at):%H:%M %d/%m/%Y}",
    }
    return render_pdf(TEMPLATE, data, at=at)


def _contents(report: CommuneReport) -> Rows:
    """The four contents of Mẫu số 03, the meeting, the samples, what is proposed."""
    four = [
        ("Nguyên liệu địa phương", report.get_local_material_finding_display(), "local_material"),
        ("Lao động địa phương", report.get_local_labour_finding_display(), "local_labour"),
        ("Nguồn gốc ý tưởng", report.get_idea_origin_finding_display(), "idea_origin"),
        (
            "Bản sắc, trí tuệ địa phương",
            report.get_local_identity_finding_display(),
            "local_identity",
        ),
    ]
    samples = report.samples_received
    meeting = _on(report.meeting_on, report.meeting_note) if report.is_meeting_held else ""
    return [
        *(
            (f"{number}. {title}: {found or 'chưa ghi'}", getattr(report, field) or "–")
            for number, (title, found, field) in enumerate(four, start=1)
        ),
        ("Họp", meeting),
        ("Sản phẩm mẫu đã nhận", "" if samples is None else str(samples)),
        ("Đề nghị", _proposal(report)),
    ]


def _components(dossier: Dossier, report: CommuneReport | ProvinceReview) -> Iterator[Table]:
    """What this office found of each component of the revision it reported on."""
    at_commune = isinstance(report, CommuneReport)
    checks = [
        each
        for each in dossier.component_checks.all()
        if each.revision_number == report.revision_number
        and (each.level == ProcessLevel.COMMUNE) == at_commune
    ]
    if checks:
        titles = {each.key: each.title for each in components_of(dossier)}
        yield {
            "title": "Thành phần hồ sơ",
            "columns": ["Thành phần", "Kết quả", "Ghi chú"],
            "rows": [_check(each, titles) for each in checks],
        }


def _check(check: ComponentCheck, titles: dict[str, str]) -> list[str]:
    title = titles.get(check.component, check.component)
    return [title, check.get_finding_display(), check.note]


def _office() -> str:
    return (SiteProfile.objects.first() or SiteProfile()).owner_office


def _in_words(on: dt.date | None) -> str:
    return f"ngày {on:%d} tháng {on:%m} năm {on:%Y}" if on else NO_DAY


def _on(held_on: dt.date | None, note: str) -> str:
    return f"Ngày {day(held_on)}. {note}".strip() if held_on else note


def _proposal(report: CommuneReport) -> str:
    said = {True: "Đề nghị đánh giá.", False: "Không đề nghị đánh giá.", None: ""}
    return f"{said[report.is_proposed]} {report.proposal}".strip()


def _finding(test: FurtherTest) -> str:
    why = f"Lý do: {test.reason}" if test.reason else ""
    found = ". ".join(filter(None, (test.outcome, test.get_finding_display())))
    return "\n".join(filter(None, (why, found or "chưa có kết quả")))
