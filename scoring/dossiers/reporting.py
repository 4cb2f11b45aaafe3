"""What an office writes down while it has the dossier: components found, reports, messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils import timezone

from accounts.models import User
from scoring.dossiers.components import components_of
from scoring.dossiers.enums import DossierStatus, Finding
from scoring.dossiers.errors import ActRefused, NotYours
from scoring.dossiers.letters import tell_people
from scoring.dossiers.moving import holding
from scoring.models import (
    AdvisoryReport,
    CommuneReport,
    ComponentCheck,
    Dossier,
    DossierMessage,
    FurtherTest,
    ProvinceReview,
)
from scoring.permissions import WRITERS, Party, may_see, parties_of
from scoring.process.enums import ProcessLevel

AnyReport = TypeVar("AnyReport", CommuneReport, ProvinceReview, AdvisoryReport)


def check_components(
    *, dossier: Dossier, findings: Mapping[str, tuple[str, str]], by: User
) -> list[ComponentCheck]:
    """Keep what the office holding the dossier found of its components: finding and note by key.

    Raises ``ActRefused`` for a component the dossier does not have or a lacking one without a
    note; ``NotYours``.
    """
    with holding(dossier, by):
        _refuse_not_holding(dossier, by, DossierStatus.REVIEW)
        known = {component.key: component.title for component in components_of(dossier)}
        kept = []
        for key, (finding, note) in findings.items():
            if key not in known:
                raise ActRefused(f"Hồ sơ không có thành phần {key}.")
            if finding == Finding.LACKING and not note.strip():
                raise ActRefused(f"{known[key]}: chưa đạt thì ghi rõ thiếu gì.")
            kept.append(
                ComponentCheck(
                    dossier=dossier,
                    level=dossier.level,
                    revision_number=dossier.revision_number,
                    component=key,
                    finding=finding,
                    note=note.strip(),
                    checked_by=by,
                )
            )
        ComponentCheck.objects.bulk_create(
            kept,
            update_conflicts=True,
            unique_fields=["dossier", "level", "revision_number", "component"],
            update_fields=["finding", "note", "checked_by", "checked_at"],
        )
        return kept


def save_commune_report(*, dossier: Dossier, values: Mapping[str, Any], by: User) -> CommuneReport:
    """Keep the commune's report (Mẫu số 03) as far as it is written; forwarding locks it."""
    with holding(dossier, by):
        _refuse_not_holding(dossier, by, DossierStatus.REVIEW)
        if dossier.level != ProcessLevel.COMMUNE:
            raise ActRefused("Hồ sơ đã chuyển lên cấp trên; báo cáo của xã đã khóa.")
        return _save(CommuneReport, dossier, values, by)


def save_province_review(
    *, dossier: Dossier, values: Mapping[str, Any], by: User
) -> ProvinceReview:
    """Keep the province's own check of the content (Điều 7.3a of 26/2026/QĐ-TTg)."""
    with holding(dossier, by):
        _refuse_not_holding(dossier, by, DossierStatus.REVIEW)
        if dossier.level == ProcessLevel.COMMUNE:
            raise ActRefused("Hồ sơ còn ở cấp xã.")
        return _save(ProvinceReview, dossier, values, by)


def save_advisory_report(
    *,
    dossier: Dossier,
    values: Mapping[str, Any],
    tests: list[Mapping[str, str]],
    by: User,
) -> AdvisoryReport:
    """Keep the advisory group's assessment, its visit and the further tests it asks for.

    ``tests`` replaces the list: what, reason, outcome, finding of each. Advisers and the province
    write it (Điều 7.3c).
    """
    with holding(dossier, by):
        if dossier.status != DossierStatus.ADVISORY:
            raise ActRefused("Hồ sơ không ở tổ tư vấn.")
        if parties_of(by, dossier).isdisjoint({Party.ADVISER, Party.PROVINCE}):
            raise NotYours("Chỉ tổ tư vấn và cơ quan OCOP tỉnh ghi được báo cáo này.")
        report = _save(AdvisoryReport, dossier, values, by)
        report.tests.all().delete()
        FurtherTest.objects.bulk_create(FurtherTest(report=report, **test) for test in tests)
        return report


def send_message(*, dossier: Dossier, body: str, by: User) -> DossierMessage:
    """Say something to the other side inside the dossier; the producer is also told by mail."""
    if not may_see(by, dossier):
        raise NotYours("Bạn không xem được hồ sơ này.")
    if not body.strip():
        raise ActRefused("Viết nội dung trước khi gửi.")
    is_from_office = WRITERS.isdisjoint(parties_of(by, dossier))
    with holding(dossier, by):
        message = DossierMessage.objects.create(
            dossier=dossier, author=by, is_from_office=is_from_office, body=body.strip()
        )
        if is_from_office:
            tell_people(dossier, "có trao đổi mới của cơ quan", body.strip())
        return message


def read_messages(*, dossier: Dossier, by: User, at: dt.datetime) -> None:
    """Mark what the other side wrote as read."""
    is_office = WRITERS.isdisjoint(parties_of(by, dossier))
    unread = dossier.messages.filter(is_from_office=not is_office, read_at__isnull=True)
    unread.update(read_at=at)


def _save(
    model: type[AnyReport], dossier: Dossier, values: Mapping[str, Any], by: User
) -> AnyReport:
    report = model.objects.filter(dossier=dossier, locked_at__isnull=True).first()
    if report is None:
        report = model(dossier=dossier)
    report.revision_number, report.made_by = dossier.revision_number, by
    for name, value in values.items():
        setattr(report, name, value)
    report.updated_at = timezone.now()
    report.save()
    return report


def _refuse_not_holding(dossier: Dossier, by: User, status: DossierStatus) -> None:
    if dossier.status != status:
        raise ActRefused(f"Hồ sơ {dossier.get_status_display()}, không ghi được lúc này.")
    if Party.HOLDING not in parties_of(by, dossier):
        raise NotYours("Hồ sơ đang ở cơ quan khác.")
