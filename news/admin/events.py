"""Events: what, when, where."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from news.admin.publications import PublicationAdmin, StateFilter
from news.event_page import event_page
from news.models import Event, EventProduct


@admin.register(Event)
class EventAdmin(PublicationAdmin):
    """Sự kiện."""

    list_display = ("title", "kind", "starts", "place", "state_now")
    list_filter = (StateFilter, "kind")
    list_columns = (
        *("title", "kind", "starts_at", "ends_at", "is_all_day", "opens_at", "closes_at"),
        *("place", "online_name", "online_url"),
        *("is_published", "publish_at"),
    )
    date_hierarchy = "starts_at"
    search_fields = ("title", "place", "organiser")
    autocomplete_fields = ("commune", "products")
    history_parts = (EventProduct,)
    page_template = "news/event_detail.html"
    fieldsets = (
        ("Sự kiện", {"fields": ("kind", "title", "lead", "body")}),
        (
            "Thời gian",
            {
                "fields": (
                    ("starts_at", "ends_at"),
                    ("is_all_day", "is_cancelled"),
                    ("opens_at", "closes_at"),
                )
            },
        ),
        (
            "Nơi tổ chức",
            {"fields": ("place", "commune", ("latitude", "longitude"))},
        ),
        (
            "Trên mạng",
            {"fields": (("online_name", "online_url"),)},
        ),
        ("Liên hệ", {"fields": (("organiser", "contact"),)}),
        ("Sản phẩm có mặt", {"fields": ("products",)}),
        ("Đăng", {"fields": (("is_published", "publish_at"), "is_demo")}),
        ("Nguồn", {"fields": (("source_name", "source_url"),)}),
        ("Tiếng Anh", {"classes": ("collapse",), "fields": ("title_en", "lead_en", "body_en")}),
    )

    def page(self, row: Event, request: HttpRequest) -> dict[str, Any]:
        """The page of the event."""
        return event_page(row, request, is_preview=True)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the words of the index."""
        return super().get_queryset(request).defer("words")

    @admin.display(description="bắt đầu", ordering="starts_at")
    def starts(self, obj: Event) -> str:
        """Day, and hour where it has one."""
        start: dt.datetime = timezone.localtime(obj.starts_at)
        return f"{start:%d/%m/%Y}" if obj.is_all_day else f"{start:%d/%m/%Y %H:%M}"
