"""Closed lists about decisions."""

from __future__ import annotations

from django.db.models import TextChoices


class DecisionStatus(TextChoices):
    """Where a decision stands."""

    DRAFT = "draft", "dự thảo"
    ISSUED = "issued", "đã ban hành"
    CANCELLED = "cancelled", "đã bỏ dự thảo"


class Outcome(TextChoices):
    """What a decision says of one dossier."""

    RECOGNISE = "recognise", "công nhận"
    NOT_RECOGNISE = "not_recognise", "không công nhận"
    SEND_UP = "send_up", "phê duyệt kết quả, trình Bộ"


class ReferralStatus(TextChoices):
    """What became of a dossier sent to the ministry (Điều 7.4 of 26/2026/QĐ-TTg)."""

    SENT = "sent", "đã gửi, chờ kết quả"
    RECOGNISED = "recognised", "Bộ công nhận 5 sao"
    BELOW = "below", "dưới 90 điểm, trả về tỉnh"
