"""The letters the portal sends, in the back office."""

from __future__ import annotations

import datetime as dt

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from ocop_portal.shared.admin import OfficeAdmin, ShownOnly
from ocop_portal.shared.attention import Attention
from ocop_portal.shared.models import OutgoingMail
from ocop_portal.shared.outbox import MailError, send_again
from ocop_portal.shared.outgoing_mail import MailState

HIDDEN = "Thư kín: chỉ người nhận đọc được."
LATE = dt.timedelta(days=1)

MAIL_ATTENTION = (
    Attention(
        "khong-gui-duoc",
        "thư không gửi được",
        "Xem lỗi, sửa địa chỉ ở nơi đã ghi hoặc máy chủ thư, rồi chọn “Gửi lại”.",
        lambda _on: Q(state=MailState.FAILED) & ~Q(recipient=""),
        is_urgent=True,
    ),
    Attention(
        "cho-lau",
        "thư chờ quá một ngày",
        "Xem lệnh tick có chạy không và máy chủ thư đã đặt chưa.",
        lambda _on: Q(state=MailState.QUEUED, created_at__lt=timezone.now() - LATE),
    ),
)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ShownOnly, OfficeAdmin):
    """Thư đi: what the portal wrote to whom and whether it arrived; read, and sent again."""

    list_display = ("subject", "recipient", "about", "state", "attempts", "created_at", "sent_at")
    list_filter = ("state",)
    search_fields = ("recipient", "subject", "about")
    search_help_text = None
    date_hierarchy = "created_at"
    attention = MAIL_ATTENTION
    not_exported = frozenset({"body"})
    actions = ("queue_again",)
    fields = (
        ("recipient", "about"),
        "subject",
        "shown_body",
        ("state", "attempts"),
        ("created_at", "sent_at", "next_try_at"),
        "error",
    )

    @admin.display(description="nội dung")
    def shown_body(self, obj: OutgoingMail) -> str:
        """The text, unless it holds a link meant for the recipient alone."""
        return HIDDEN if obj.is_confidential else obj.body

    @admin.action(description="Gửi lại")
    def queue_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Put the chosen letters at the head of the queue; those already sent are named."""
        if not self.may(request, "change"):
            raise PermissionDenied
        queued = 0
        for letter in queryset:
            try:
                send_again(letter=letter, now=timezone.now())
            except MailError as error:
                messages.warning(request, f"“{letter.subject}”: {error}")
            else:
                queued += 1
        messages.success(request, f"Đã xếp {queued} thư để gửi lại.")
