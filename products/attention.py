"""Products and certifications that wait for somebody in the office."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from ocop_portal.shared.attention import Attention
from products.enums import EndReason, GroupBasis
from products.models import Certification, ProductImage

WINDOW_OPENS_DAYS = 180
"""Days before the end of the term from which the dossier may come (26/2026, procedures, 7.6)."""

WINDOW_CLOSES_DAYS = 120
"""Days before the end of the term by which the dossier must be in (26/2026, procedures, 7.6)."""


def in_window(on: dt.date) -> Q:
    """Certifications whose window for re-evaluation is open on the day ``on``."""
    return Q(valid_during__contains=on) & Q(
        valid_during__endswith__gte=on + dt.timedelta(days=WINDOW_CLOSES_DAYS),
        valid_during__endswith__lte=on + dt.timedelta(days=WINDOW_OPENS_DAYS),
    )


def past_window(on: dt.date) -> Q:
    """Certifications still in force whose window has closed on the day ``on``."""
    closed = on + dt.timedelta(days=WINDOW_CLOSES_DAYS)
    return Q(valid_during__contains=on, valid_during__endswith__lt=closed)


def lapsed(on: dt.date) -> Q:
    """Certifications that ran out by the day ``on`` and were not followed by another.

    One that was withdrawn or replaced did not lapse.
    """
    ran_out = Q(valid_during__endswith__lte=on) | Q(valid_during__isnull=True, expires_on__lte=on)
    later = Certification.objects.filter(product=OuterRef("product")).filter(
        Q(valid_during__endswith__gt=on)
    )
    return ran_out & Q(end_reason="") & Q(~Exists(later))


def of_certifications(condition: Q) -> Q:
    """Products that have a certification fulfilling ``condition``."""
    return Q(Exists(Certification.objects.filter(condition, product=OuterRef("pk"))))


CERTIFICATION_ATTENTION = (
    Attention(
        "sap-het-han",
        "đến kỳ nộp hồ sơ đánh giá lại",
        "Còn 120 đến 180 ngày: chủ thể phải nộp hồ sơ trong thời gian này.",
        in_window,
        act="decide",
        is_urgent=True,
    ),
    Attention(
        "qua-ky-nop",
        "còn dưới 120 ngày",
        "Đã qua kỳ nộp hồ sơ; kiểm tra hồ sơ đã nộp hay chưa.",
        past_window,
        act="decide",
        is_urgent=True,
    ),
    Attention(
        "da-het-han",
        "đã hết hạn, chưa công nhận lại",
        "Nhắc chủ thể đăng ký đánh giá lại.",
        lapsed,
        act="decide",
    ),
    Attention(
        "thieu-so-quyet-dinh",
        "chưa có số quyết định",
        "Tìm quyết định công nhận để bổ sung.",
        lambda _on: Q(decision_number=""),
        act="decide",
    ),
    Attention(
        "chua-ro-han",
        "chưa rõ hạn",
        "Không biết ngày quyết định nên không tính được hạn.",
        lambda _on: (
            Q(valid_during__isnull=True, expires_on__isnull=True)
            & ~Q(end_reason=EndReason.WITHDRAWN)
        ),
        act="decide",
    ),
)

PRODUCT_ATTENTION = (
    Attention(
        "thieu-xa",
        "chưa rõ xã, phường",
        "Ghi xã nơi làm ra sản phẩm.",
        lambda _on: Q(commune__isnull=True),
    ),
    Attention(
        "thieu-nhom",
        "chưa xếp nhóm",
        "Chọn phân nhóm theo 26/2026/QĐ-TTg.",
        lambda _on: Q(group__isnull=True),
    ),
    Attention(
        "nhom-suy-luan",
        "nhóm do suy luận",
        "Đối chiếu hồ sơ rồi ghi căn cứ xếp nhóm.",
        lambda _on: Q(group__isnull=False, group_basis=GroupBasis.INFERRED),
    ),
    Attention(
        "thieu-anh",
        "chưa có ảnh",
        "Xin ảnh của chủ thể; khi chưa có, cổng dùng hình vẽ của nhóm.",
        lambda _on: Q(~Exists(ProductImage.objects.filter(product=OuterRef("pk")))),
    ),
    Attention(
        "thieu-mo-ta",
        "chưa có mô tả",
        "Viết mô tả ngắn cho người mua.",
        lambda _on: Q(summary="", description=""),
    ),
    Attention(
        "chua-hien",
        "chưa hiện trên cổng",
        "Kiểm tra rồi cho hiện, hoặc để ẩn.",
        lambda _on: Q(is_published=False),
    ),
)
