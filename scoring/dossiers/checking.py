"""What the offices do before the council: accept, return, ask, refuse, forward, hand over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from accounts.models import User
from scoring.dossiers.clocks import pause_clocks, start_clock, stop_clocks
from scoring.dossiers.enums import ClockKind, DossierAct, DossierStatus, Finding
from scoring.dossiers.errors import ActRefused
from scoring.dossiers.letters import tell_people
from scoring.dossiers.moving import holding, move, need_reason, require
from scoring.models import CommuneReport, Dossier, DossierMove
from scoring.process.definitions import ProcessDefinition, StepDefinition
from scoring.process.enums import AssessmentKind, ProcessLevel
from scoring.process.rules import next_step, step_at
from scoring.process.storage import definition_of, processes_in_full

FOUR_CONTENTS = ("local_material", "local_labour", "idea_origin", "local_identity")
"""Assessed by the commune (Điều 7.2 of 26/2026/QĐ-TTg)."""


def accept_dossier(*, dossier: Dossier, by: User, on: dt.date) -> DossierMove:
    """Take the dossier in: its components will be checked and its contents assessed."""
    with holding(dossier, by):
        require(by, DossierAct.ACCEPT, dossier)
        tell_people(dossier, "đã được tiếp nhận")
        return move(dossier, DossierAct.ACCEPT, by=by, on=on)


def return_dossier(
    *, dossier: Dossier, items: Sequence[Mapping[str, Any]], by: User, on: dt.date, reason: str
) -> DossierMove:
    """Give a dossier back that cannot be taken in; the producer may hand it in again."""
    with holding(dossier, by):
        require(by, DossierAct.RETURN, dossier)
        said = need_reason(reason, "lý do trả lại")
        stop_clocks(dossier=dossier, on=on)
        tell_people(dossier, "được trả lại để sửa và nộp lại", said)
        return move(dossier, DossierAct.RETURN, by=by, on=on, reason=said, items=items)


def request_supplement(
    *, dossier: Dossier, items: Sequence[Mapping[str, Any]], by: User, on: dt.date, note: str = ""
) -> DossierMove:
    """Ask the producer for something, item by item; the clocks stand still meanwhile."""
    with holding(dossier, by):
        require(by, DossierAct.REQUEST, dossier)
        if not items:
            raise ActRefused("Ghi ít nhất một nội dung cần bổ sung.")
        dossier.resume_status = dossier.status
        pause_clocks(dossier=dossier, on=on)
        asked = "\n".join(f"- {item['what']}" for item in items)
        tell_people(dossier, "cần bổ sung", asked)
        return move(dossier, DossierAct.REQUEST, by=by, on=on, reason=note, items=items)


def refuse_dossier(*, dossier: Dossier, by: User, on: dt.date, reason: str) -> DossierMove:
    """Refuse a dossier for good, by a rule of the decision; the producer may appeal."""
    with holding(dossier, by):
        require(by, DossierAct.REFUSE, dossier)
        stop_clocks(dossier=dossier, on=on)
        said = need_reason(reason, "lý do và căn cứ từ chối")
        tell_people(dossier, "không được tiếp nhận", said)
        return move(dossier, DossierAct.REFUSE, by=by, on=on, reason=said)


def forward_dossier(*, dossier: Dossier, by: User, on: dt.date, note: str = "") -> DossierMove:
    """Send the dossier to the next office up, with this office's report locked.

    From the commune the components must have been checked and the report (Mẫu số 03) be whole and
    propose. A re-evaluation's 45 days
    begin with the commune's proposal (Điều 7.6).
    """
    with holding(dossier, by):
        require(by, DossierAct.FORWARD, dossier)
        process = definition_of(processes_in_full().get(pk=dossier.process_id))
        onward = next_step(process.steps, ProcessLevel(dossier.level))
        if onward is None or onward.level == ProcessLevel.MINISTRY:
            raise ActRefused(
                "Cấp này không chuyển thẳng hồ sơ lên cấp trên; hồ sơ từ 90 điểm trình Bộ bằng "
                "quyết định phê duyệt kết quả."
            )
        if dossier.level == ProcessLevel.COMMUNE:
            _lock_commune_report(dossier, on)
        stop_clocks(dossier=dossier, on=on, kind=ClockKind.COMMUNE)
        again = onward.reevaluation_term
        if dossier.kind == AssessmentKind.REEVALUATION and again is not None:
            start_clock(
                dossier=dossier,
                kind=ClockKind.RENEWAL,
                term=again,
                citation=onward.basis,
                on=on,
            )
        return move(dossier, DossierAct.FORWARD, by=by, on=on, reason=note, level=onward.level)


def send_back_dossier(*, dossier: Dossier, by: User, on: dt.date, reason: str) -> DossierMove:
    """Give the dossier back to the office below, to check again what it reported."""
    with holding(dossier, by):
        require(by, DossierAct.SEND_BACK, dossier)
        process = definition_of(processes_in_full().get(pk=dossier.process_id))
        below = process.steps.index(step_at(process.steps, ProcessLevel(dossier.level))) - 1
        if below < 0:
            raise ActRefused("Không có cấp dưới để chuyển lại; hãy yêu cầu chủ thể bổ sung.")
        said = need_reason(reason, "lý do chuyển lại")
        level = process.steps[below].level
        return move(dossier, DossierAct.SEND_BACK, by=by, on=on, reason=said, level=level)


def give_to_advisers(*, dossier: Dossier, by: User, on: dt.date, note: str = "") -> DossierMove:
    """Give the dossier to the advisory group (Điều 7.3c); the province's own check is locked."""
    with holding(dossier, by):
        require(by, DossierAct.ADVISE, dossier)
        if not _here(dossier).has_advisory_group:
            raise ActRefused("Cấp này không có tổ tư vấn.")
        _lock_open(dossier.province_reviews)
        return move(dossier, DossierAct.ADVISE, by=by, on=on, reason=note)


def give_to_council(*, dossier: Dossier, by: User, on: dt.date, note: str = "") -> DossierMove:
    """Lay the dossier before the council (Điều 7.3d); the advisers' report is locked.

    A first or upgrading dossier comes from the advisory group; a re-evaluation may come without.
    """
    with holding(dossier, by):
        require(by, DossierAct.TO_COUNCIL, dossier)
        step = _here(dossier)
        if not step.has_council:
            raise ActRefused("Cấp này không có hội đồng.")
        if _lacks_advice(dossier, step):
            raise ActRefused("Giao tổ tư vấn thẩm định trước khi trình hội đồng.")
        if dossier.status == DossierStatus.ADVISORY and not dossier.advisory_reports.exists():
            raise ActRefused("Tổ tư vấn chưa có báo cáo.")
        _lock_open(dossier.province_reviews)
        _lock_open(dossier.advisory_reports)
        return move(dossier, DossierAct.TO_COUNCIL, by=by, on=on, reason=note)


def fits_step(act: DossierAct, dossier: Dossier, process: ProcessDefinition) -> bool:
    """Whether the office that has the dossier does this act at all, by its process."""
    here = step_at(process.steps, ProcessLevel(dossier.level))
    onward = next_step(process.steps, here.level)
    if act == DossierAct.FORWARD:
        return onward is not None and onward.level != ProcessLevel.MINISTRY
    if act == DossierAct.SEND_BACK:
        return here != process.steps[0]
    if act == DossierAct.ADVISE:
        return here.has_advisory_group
    if act == DossierAct.TO_COUNCIL:
        return here.has_council and not _lacks_advice(dossier, here)
    return True


def _lacks_advice(dossier: Dossier, step: StepDefinition) -> bool:
    """A first or upgrading dossier comes before a council from its advisory group."""
    needs_advice = step.has_advisory_group and dossier.kind != AssessmentKind.REEVALUATION
    return needs_advice and dossier.status != DossierStatus.ADVISORY


def lacks_of_report(report: CommuneReport | None) -> list[str]:
    """What keeps the commune's report from being signed, in words."""
    if report is None:
        return ["Lập báo cáo Mẫu số 03 trước khi chuyển hồ sơ."]
    named = {
        field.name: field.verbose_name
        for field in CommuneReport._meta.get_fields()
        if hasattr(field, "verbose_name")
    }
    lacks = [
        f"Ghi kết quả đánh giá: {named[content]}."
        for content in FOUR_CONTENTS
        if not getattr(report, f"{content}_finding") or not getattr(report, content).strip()
    ]
    if report.is_proposed is None:
        lacks.append("Chọn đề nghị hay không đề nghị đánh giá, phân hạng.")
    if not report.number or not report.reported_on:
        lacks.append("Ghi số và ngày báo cáo.")
    if report.is_meeting_held and not (report.meeting_on and report.meeting_note.strip()):
        lacks.append("Có họp thì ghi ngày họp và ý kiến tại cuộc họp.")
    return lacks


def _label(field: str) -> str:
    return str(CommuneReport._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def _lock_commune_report(dossier: Dossier, on: dt.date) -> None:
    report = dossier.commune_reports.filter(locked_at__isnull=True).first()
    lacks = lacks_of_report(report)
    if lacks:
        raise ActRefused(" ".join(lacks))
    if report is not None and not report.is_proposed:
        raise ActRefused("Báo cáo không đề nghị đánh giá; hãy từ chối hồ sơ kèm lý do.")
    checks = dossier.component_checks.filter(
        level=ProcessLevel.COMMUNE, revision_number=dossier.revision_number
    )
    found = set(checks.values_list("finding", flat=True))
    if not found:
        raise ActRefused("Kiểm tra thành phần hồ sơ của lần nộp này trước khi chuyển.")
    if Finding.LACKING in found:
        raise ActRefused("Còn thành phần chưa đạt; yêu cầu chủ thể bổ sung trước khi chuyển.")
    _lock_open(dossier.commune_reports)


def _lock_open(reports: Any) -> None:
    reports.filter(locked_at__isnull=True).update(locked_at=timezone.now())


def _here(dossier: Dossier) -> StepDefinition:
    process = definition_of(processes_in_full().get(pk=dossier.process_id))
    return step_at(process.steps, ProcessLevel(dossier.level))
