"""Pages about the programme."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from news.admin.publications import PublicationAdmin, StateFilter
from news.models import ABOUT, Page
from news.views.pages import page_context


@admin.register(Page)
class PageAdmin(PublicationAdmin):
    """Trang giới thiệu."""

    list_display = ("title", "position", "state_now")
    list_filter = (StateFilter,)
    search_fields = ("title", "lead")
    page_template = "news/page_detail.html"
    fieldsets = (
        (
            "Trang",
            {
                "fields": ("title", "lead", "body", "position"),
                "description": f"Trang có đường dẫn “{ABOUT}” là trang mở đầu mục Giới thiệu.",
            },
        ),
        ("Đăng", {"fields": (("is_published", "publish_at"),)}),
        ("Tiếng Anh", {"classes": ("collapse",), "fields": ("title_en", "lead_en", "body_en")}),
    )

    def page(self, row: Page, request: HttpRequest) -> dict[str, Any]:
        """The page itself."""
        return page_context(row, request, is_preview=True)
