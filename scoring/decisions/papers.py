"""A decision on paper: the draft to be signed, with a list for each thing it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from ocop_portal.shared.pdf import render_pdf
from ocop_portal.shared.templatetags.ui import day
from scoring.decisions.enums import DecisionStatus, Outcome
from scoring.decisions.page import Line
from scoring.models import Decision
from scoring.templatetags.criteria import points

TEMPLATE = "scoring/print/decision.typ"

ANNEXES = (
    (Outcome.RECOGNISE, "Sản phẩm được công nhận"),
    (Outcome.SEND_UP, "Sản phẩm được phê duyệt kết quả, trình Bộ đánh giá tiếp"),
    (Outcome.NOT_RECOGNISE, "Sản phẩm không được công nhận"),
)


def decision_paper(decision: Decision, lines: Sequence[Line], *, at: dt.datetime) -> bytes:
    """The decision as PDF: marked as a draft until it was issued."""
    return render_pdf(TEMPLATE, paper_data(decision, lines, at), at=at)


def paper_data(decision: Decision, lines: Sequence[Line], at: dt.datetime) -> dict[str, Any]:
    """What the paper prints, in words."""
    is_draft = decision.status != DecisionStatus.ISSUED
    signed = decision.signed_on
    annexes = [
        {"title": f"Phụ lục {number}. {title}", "outcome": outcome.value, "rows": rows}
        for number, (outcome, title, rows) in enumerate(_annexes(lines), start=1)
    ]
    return {
        "title": decision.title,
        "issuer": decision.issuing_body,
        "number": f"Số: {decision.number}" if decision.number else "Số:          /QĐ-UBND",
        "day": _in_words(signed) if signed else "ngày      tháng      năm",
        "cited": f"số {decision.number}" if decision.number else "số          /QĐ-UBND",
        "is_draft": is_draft,
        "is_demo": decision.is_demo,
        "grounds": _grounds(lines),
        "articles": list(_articles(annexes, lines)),
        "annexes": annexes,
        "signer": decision.signer,
        "foot": f"Lập trên cổng OCOP lúc {timezone.localtime(at):%H:%M %d/%m/%Y}",
    }


def _annexes(lines: Sequence[Line]) -> list[tuple[Outcome, str, list[list[str]]]]:
    found = []
    for outcome, title in ANNEXES:
        rows = [line for line in lines if line.item.outcome == outcome]
        if rows:
            found.append((outcome, title, [_row(n, line) for n, line in enumerate(rows, 1)]))
    return found


def _row(number: int, line: Line) -> list[str]:
    dossier, score = line.dossier, line.score
    return [
        str(number),
        dossier.product_name,
        dossier.producer.name,
        str(dossier.commune),
        points(score) if score is not None else "",
        f"{line.item.stars} sao" if line.item.stars else "",
    ]


def _grounds(lines: Sequence[Line]) -> list[str]:
    """The laws the dossiers were judged by, and the sessions that concluded."""
    laws = dict.fromkeys(line.dossier.process.citation for line in lines)
    sessions = dict.fromkeys(
        f"{line.conclusion.item.session} ngày "
        f"{day(timezone.localdate(line.conclusion.item.session.starts_at))}"
        for line in lines
        if line.conclusion
    )
    results = [line.item.result for line in lines if line.item.result]
    return [
        *(f"Căn cứ {law};" for law in laws),
        *(
            f"Căn cứ kết quả của Bộ tại {result.result_number} ngày {day(result.result_on)};"
            for result in results
        ),
        *(f"Theo kết luận của hội đồng tại {session};" for session in sessions),
    ]


def _articles(annexes: Sequence[dict[str, Any]], lines: Sequence[Line]) -> list[str]:
    """What is decided, one sentence for each list; then from when."""
    months = sorted({line.dossier.process.certificate_months for line in lines})
    term = " hoặc ".join(f"{each} tháng" for each in months)
    said = {
        Outcome.RECOGNISE: "Công nhận {many} sản phẩm đạt hạng sao OCOP theo {annex}. Giấy chứng "
        f"nhận có giá trị {term} kể từ ngày ban hành Quyết định này.",
        Outcome.SEND_UP: "Phê duyệt kết quả đánh giá {many} sản phẩm theo {annex} và trình Bộ "
        "đánh giá, công nhận.",
        Outcome.NOT_RECOGNISE: "Không công nhận {many} sản phẩm theo {annex}.",
    }
    sentences = [
        said[Outcome(each["outcome"])].format(
            many=len(each["rows"]), annex=each["title"].partition(".")[0]
        )
        for each in annexes
    ]
    return [*sentences, "Quyết định này có hiệu lực kể từ ngày ký."]


def _in_words(on: dt.date) -> str:
    return f"ngày {on:%d} tháng {on:%m} năm {on:%Y}"
