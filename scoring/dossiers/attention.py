"""Dossiers that wait for somebody in the office, overdue ones first."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from ocop_portal.shared.attention import Attention
from scoring.decisions.enums import ReferralStatus
from scoring.dossiers.enums import DossierStatus
from scoring.models import DossierClock, DossierMessage, MinistryReferral
from scoring.process.enums import ProcessLevel

SOON_DAYS = 3
"""Calendar days before the last one from which a clock is said to run out soon."""


def _clocks(**conditions: object) -> Q:
    running = DossierClock.objects.running().filter(dossier=OuterRef("pk"), **conditions)
    return Q(Exists(running))


def overdue(on: dt.date) -> Q:
    """Dossiers with a clock that ran out before the day ``on``."""
    return _clocks(due_on__lt=on)


def due_soon(on: dt.date) -> Q:
    """Dossiers with a clock that runs out within a few days."""
    return _clocks(due_on__gte=on, due_on__lte=on + dt.timedelta(days=SOON_DAYS))


def _at(status: DossierStatus, *, commune: bool) -> Q:
    level = Q(level=ProcessLevel.COMMUNE)
    return Q(status=status) & (level if commune else ~level)


def _to_be_sent(_on: dt.date) -> Q:
    """Approved for the ministry, not yet sent there."""
    sent = MinistryReferral.objects.filter(dossier=OuterRef("pk"), status=ReferralStatus.SENT)
    return Q(status=DossierStatus.SENT_UP) & ~Q(Exists(sent))


def _unread(_on: dt.date) -> Q:
    unread = DossierMessage.objects.filter(
        dossier=OuterRef("pk"), is_from_office=False, read_at__isnull=True
    )
    return Q(Exists(unread))


DOSSIER_ATTENTION = (
    Attention(
        "qua-han", "hồ sơ quá hạn xử lý", "Làm trước các việc khác.", overdue, is_urgent=True
    ),
    Attention(
        "sap-den-han",
        "hồ sơ sắp đến hạn",
        f"Còn trong {SOON_DAYS} ngày.",
        due_soon,
        is_urgent=True,
    ),
    Attention(
        "cho-tiep-nhan",
        "hồ sơ chờ xã tiếp nhận",
        "Xem phiếu đăng ký rồi tiếp nhận hoặc trả lại kèm lý do.",
        lambda _on: _at(DossierStatus.SUBMITTED, commune=True),
    ),
    Attention(
        "xa-tham-tra",
        "hồ sơ xã đang thẩm tra",
        "Kiểm tra thành phần, ghi Mẫu 03, chuyển lên tỉnh trong 15 ngày làm việc.",
        lambda _on: _at(DossierStatus.REVIEW, commune=True),
    ),
    Attention(
        "tinh-kiem-tra",
        "hồ sơ tỉnh đang kiểm tra",
        "Kiểm tra nội dung rồi giao tổ tư vấn.",
        lambda _on: _at(DossierStatus.REVIEW, commune=False),
        act="decide",
    ),
    Attention(
        "to-tu-van",
        "hồ sơ ở tổ tư vấn",
        "Ghi đánh giá, khảo sát, kiểm nghiệm bổ sung.",
        lambda _on: Q(status=DossierStatus.ADVISORY),
    ),
    Attention(
        "cho-hoi-dong",
        "hồ sơ chờ đưa vào phiên họp",
        "Lập phiên họp hội đồng.",
        lambda _on: Q(status=DossierStatus.COUNCIL),
        act="decide",
    ),
    Attention(
        "cho-quyet-dinh",
        "hồ sơ đã kết luận, chờ quyết định",
        "Đưa vào dự thảo quyết định.",
        lambda _on: Q(status=DossierStatus.CONCLUDED),
        act="decide",
    ),
    Attention(
        "cho-gui-bo",
        "hồ sơ chờ gửi Bộ",
        "Tải bộ hồ sơ, gửi kèm tờ trình, ghi số và ngày gửi.",
        _to_be_sent,
        act="decide",
    ),
    Attention("trao-doi-chua-doc", "hồ sơ có trao đổi chưa đọc", "Trả lời chủ thể.", _unread),
)
