"""Reports in the back office: a work list by unit, with clocks; answers go out by e-mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from feedback.enums import OPEN, ReportState
from feedback.forms import HandlingForm
from feedback.models import Report, ReportPicture
from feedback.services import handle_report
from ocop_portal.shared.admin import OfficeAdmin
from ocop_portal.shared.attention import Attention
from ocop_portal.shared.private_files import serve, serve_preview

REPORT_ATTENTION = (
    Attention(
        "qua-hen",
        "quá hẹn trả lời",
        "Trả lời ngay, hoặc ghi vì sao không xử lý.",
        lambda on: Q(state__in=OPEN, due_on__lt=on),
        is_urgent=True,
    ),
    Attention(
        "moi",
        "mới nhận",
        "Đọc, giao cho xã nếu cần, rồi chuyển sang đang xử lý.",
        lambda _on: Q(state=ReportState.NEW),
    ),
    Attention(
        "dang-xu-ly",
        "đang xử lý",
        "Trả lời trước ngày hẹn.",
        lambda on: Q(state=ReportState.IN_HAND, due_on__gte=on),
    ),
)
HANDLED = ("state", "answer", "note")


@admin.register(Report)
class ReportAdmin(OfficeAdmin):
    """Phản ánh."""

    form = HandlingForm
    list_display = ("number", "kind", "about", "commune", "state", "received_at", "due_on")
    list_filter = ("kind", "state")
    list_select_related = ("product", "producer", "commune")
    date_hierarchy = "received_at"
    search_fields = ("number", "message", "code", "product__name_folded")
    autocomplete_fields = ("product", "producer", "commune")
    attention = REPORT_ATTENTION
    unit_paths = ("commune_id", "product__commune_id", "producer__commune_id")
    unit_fields = HANDLED
    readonly_fields = (
        *("number", "kind", "message", "code", "place", "latitude", "longitude"),
        *("shown_pictures", "name", "email", "phone"),
        *("received_at", "due_on", "closed_at", "handled_by", "purged_at"),
    )
    fieldsets = (
        ("Người gửi nói", {"fields": (("number", "kind"), "message", "shown_pictures")}),
        ("Về", {"fields": ("product", "producer", "code")}),
        ("Nơi thấy", {"fields": ("place", ("latitude", "longitude"), "commune")}),
        ("Liên hệ", {"fields": (("name", "phone"), "email")}),
        ("Xử lý", {"fields": ("state", "answer", "note")}),
        ("Thời gian", {"fields": (("received_at", "due_on"), ("closed_at", "handled_by"))}),
        (None, {"fields": ("purged_at",)}),
    )

    def get_urls(self) -> list[Any]:
        """The pictures before the rows of Django's own pages."""
        view = self.admin_site.admin_view(self.picture_view)
        return [
            path("anh/<int:pk>/", view, {"as_file": False}, name="report_picture"),
            path("anh/<int:pk>/tep/", view, {"as_file": True}, name="report_picture_file"),
            *super().get_urls(),
        ]

    @admin.display(description="về")
    def about(self, obj: Report) -> str:
        """The product or the producer spoken of."""
        return str(obj.product or obj.producer or obj.code or "")

    @admin.display(description="ảnh")
    def shown_pictures(self, obj: Report) -> SafeString | str:
        """The pictures sent along, small; each leads to the whole file."""
        return format_html_join(
            " ",
            '<a href="{}"><img src="{}" alt="Ảnh {} gửi kèm" width="240"></a>',
            (
                (
                    reverse("admin:report_picture_file", args=[picture.pk]),
                    reverse("admin:report_picture", args=[picture.pk]),
                    place,
                )
                for place, picture in enumerate(obj.pictures.all(), start=1)
            ),
        )

    def picture_view(self, request: HttpRequest, pk: int, as_file: bool) -> HttpResponseBase:
        """A picture, to whoever may see its report."""
        picture = get_object_or_404(ReportPicture.objects.select_related("report"), pk=pk)
        if not self.has_view_permission(request, picture.report):
            raise PermissionDenied
        return serve(picture) if as_file else serve_preview(picture, width=320)

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        """Keep what was noted; state and answer go by their service, which writes the letter."""
        wanted, answer = obj.state, obj.answer
        former = Report.objects.get(pk=obj.pk)
        obj.state, obj.answer, obj.closed_at = former.state, former.answer, former.closed_at
        obj.handled_by = former.handled_by
        super().save_model(request, obj, form, change)
        origin = settings.PUBLIC_ORIGIN or f"{request.scheme}://{request.get_host()}"
        handle_report(
            report=obj,
            state=wanted,
            answer=answer,
            by=request.user,
            now=timezone.now(),
            absolute=lambda path: f"{origin}{path}",
        )
