"""The self-assessment as a paper to take along; headings in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from ocop_portal.shared.pdf import render_pdf
from ocop_portal.shared.templatetags.ui import day
from scoring.models import CriteriaSet
from scoring.questions import Question
from scoring.self_assessment.result import SelfAssessment, StarMinimums
from scoring.templatetags.criteria import in_points, points, sentence_case

TEMPLATE = "scoring/print/self_assessment.typ"


def paper_of(row: CriteriaSet, result: SelfAssessment, *, link: str, at: dt.datetime) -> bytes:
    """Return the PDF of ``result``, which ``link`` opens again; ``at`` is when it was asked for."""
    return render_pdf(TEMPLATE, _data(row, result, link, at), at=at)


def _data(row: CriteriaSet, result: SelfAssessment, link: str, at: dt.datetime) -> dict[str, Any]:
    return {
        "language": get_language() or "vi",
        "title": gettext("Bài tự đánh giá: %(name)s") % {"name": row.name},
        "under": gettext("Quyết định %(decision)s, bộ %(number)s. Lập ngày %(day)s.")
        % {
            "decision": row.version.decision,
            "number": row.number,
            "day": day(timezone.localdate(at)),
        },
        "words": _words(),
        "warnings": [*_cautions(row, result), *result.answers.problems],
        "parts": [
            {
                "title": f"{asked.part.code}. {sentence_case(asked.part.title)}",
                "points": f"{points(asked.points)} / {points(asked.part.max_points)}",
            }
            for asked in result.parts
        ],
        "total": f"{points(result.total)} / 100",
        "stars": result.stars,
        "verdict": _verdict(result),
        "answered": gettext("Đã chọn %(done)s / %(all)s tiêu chí.")
        % {"done": result.answered, "all": result.asked},
        "missing": list(_missing(result)),
        "minimums": [_minimums(each) for each in result.minimums],
        "tables": [
            {
                "title": f"{asked.part.code}. {sentence_case(asked.part.title)}",
                "rows": [_row(leaf) for section in asked.sections for leaf in section.leaves],
            }
            for asked in result.parts
        ],
        "papers": [
            {
                "name": proof.kind.name,
                "requirement": proof.kind.requirement,
                "codes": f"({', '.join(proof.codes)})" if proof.codes else "",
            }
            for proof in [*result.papers, *result.later]
        ],
        "link": "" if result.answers.is_blank else link,
    }


def _words() -> dict[str, str]:
    return {
        "disclaimer": gettext(
            "Đây là bài chấm thử do người dùng tự trả lời, không phải kết quả đánh giá, phân hạng."
            " Hạng sao do Hội đồng đánh giá và cấp có thẩm quyền quyết định."
        ),
        "foot": gettext("Bài chấm thử trên cổng OCOP"),
        "page": gettext("Trang"),
        "result": gettext("Kết quả"),
        "part": gettext("Phần"),
        "points": gettext("Điểm"),
        "total": gettext("Tổng điểm"),
        "answers": gettext("Câu trả lời"),
        "code": gettext("Mã"),
        "criterion": gettext("Tiêu chí"),
        "chosen": gettext("Phương án đã chọn"),
        "papers": gettext("Giấy tờ cần chuẩn bị"),
        "again": gettext("Mở lại bài chấm này trên cổng"),
    }


def _cautions(row: CriteriaSet, result: SelfAssessment) -> Iterator[str]:
    if result.assessment is None:
        yield gettext("Bộ tiêu chí này chưa dùng để chấm điểm")
        yield from row.issues
    if row.doubts:
        yield gettext("Cần đối chiếu bản gốc") + ": " + "; ".join(row.doubts)


def _verdict(result: SelfAssessment) -> str:
    if result.stars:
        return ngettext("%(count)d sao", "%(count)d sao", result.stars) % {"count": result.stars}
    if result.assessment and result.assessment.gates:
        return gettext("Bị dừng hoặc loại")
    return gettext("Chưa đủ 3 sao")


def _missing(result: SelfAssessment) -> Iterator[str]:
    following = result.next_star
    if following is None:
        return
    star = gettext("Để đạt %(star)s sao") % {"star": following.star}
    if following.points_missing:
        more = gettext("thêm %(missing)s") % {"missing": in_points(following.points_missing)}
        yield f"{star}: {more}"
    if following.minimums:
        count = len(following.minimums)
        more = ngettext("đạt %(n)s mức tối thiểu", "đạt %(n)s mức tối thiểu", count) % {"n": count}
        yield f"{star}: {more}"
    for gate in following.gates:
        yield f"{star}: {gate.text}"


def _minimums(each: StarMinimums) -> dict[str, Any]:
    title = gettext("Mức tối thiểu của %(star)s sao") % {"star": each.star}
    met = gettext("Đạt %(met)s trong %(total)s mức.") % {"met": each.met, "total": each.total}
    lines = [met]
    for minimum in [*each.missed, *each.open]:
        option = f": {minimum.option.text}" if minimum.option else ""
        need = gettext("cần từ %(points)s") % {"points": in_points(minimum.needed)}
        criterion = minimum.criterion
        lines.append(f"{criterion.code} {sentence_case(criterion.title)}: {need}{option}")
    return {"title": title, "lines": lines}


def _row(question: Question) -> dict[str, Any]:
    criterion = question.criterion
    chosen = [each for _label, group in question.cases for each in group if each.is_chosen]
    option = chosen[0].option if chosen else None
    return {
        "code": criterion.code,
        "title": sentence_case(criterion.title),
        "chosen": option.text if option else "–",
        "stars": option.min_star or 0 if option else 0,
        "points": f"{points(option.points) if option else '–'} / {points(criterion.max_points)}",
    }
