"""The outbox: letters to be sent. `ocop_portal.shared.outbox` writes it, the office reads it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ocop_portal.shared.audit import audited


class MailState(models.TextChoices):
    """Where a letter stands."""

    QUEUED = "queued", "đang chờ gửi"
    SENT = "sent", "đã gửi"
    FAILED = "failed", "không gửi được"


# To whom a letter went stands on the letter, which may be made to forget it; the trail would not.
# What a mail server answers may name the address as well.
@audited(exclude=frozenset({"body", "headers", "recipient", "error"}))
class OutgoingMail(models.Model):
    """One letter to one address, kept until it is sent and after."""

    recipient = models.EmailField("gửi tới", blank=True)
    subject = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung", blank=True)
    headers = models.JSONField(
        "đầu thư thêm", default=dict, blank=True, help_text="Ví dụ: List-Unsubscribe."
    )
    about = models.CharField(
        "về việc", max_length=120, help_text="Loại thư và dòng liên quan trong sổ."
    )
    is_confidential = models.BooleanField(
        "thư kín",
        default=False,
        help_text="Có liên kết chỉ cho người nhận; nội dung không hiện và bị xóa khi gửi xong.",
    )
    forgets_recipient = models.BooleanField(
        "quên người nhận",
        default=False,
        help_text="Địa chỉ bị xóa khi gửi xong hoặc khi không gửi được nữa.",
    )
    once = models.CharField(
        "chỉ gửi một lần",
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        help_text="Hai thư cùng dấu này là một.",
    )
    state = models.CharField(
        "tình trạng", max_length=10, choices=MailState, default=MailState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField("số lần đã thử", default=0)
    next_try_at = models.DateTimeField("thử lại lúc", default=timezone.now)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    error = models.CharField("lỗi lần cuối", max_length=500, blank=True)
    created_at = models.DateTimeField("viết lúc", auto_now_add=True)

    class Meta:
        verbose_name = "thư đi"
        verbose_name_plural = "thư đi"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state=MailState.QUEUED),
                name="outgoing_mail_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="outgoing_mail_sent_when",
                violation_error_message="Thư đã gửi phải có thời điểm gửi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient or 'đã quên'}"
