"""What is followed, in the back office: how much, not by whom.

Addresses are not shown. Somebody who asks the office to be forgotten says the address: searched
for in full, it finds its rows, which may then be deleted.
"""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from alerts.models import Follow
from ocop_portal.shared.admin import OfficeAdmin


@admin.register(Follow)
class FollowAdmin(OfficeAdmin):
    """Mục theo dõi: what people follow; no address is shown."""

    list_display = ("what", "kind", "asked_at", "confirmed_at")
    list_filter = ("kind",)
    list_select_related = ("product", "producer", "commune")
    date_hierarchy = "asked_at"
    search_fields = (
        *("product__name_folded", "producer__name_folded", "commune__name_folded"),
        "query",
    )
    search_help_text = "Gõ tên, hoặc cả địa chỉ thư của người muốn được xóa."
    fields = ("kind", "product", "producer", "commune", "query", ("asked_at", "confirmed_at"))

    @admin.display(description="theo dõi")
    def what(self, obj: Follow) -> str:
        """The thing followed."""
        thing = obj.product or obj.producer or obj.commune
        return str(thing or obj.query or "mọi sản phẩm")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find by name; an address is found only in full."""
        if "@" in search_term:
            return queryset.filter(subscriber__email=search_term.strip().lower()), False
        return super().get_search_results(request, queryset, search_term)
