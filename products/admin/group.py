"""Groups of each criteria decision."""

from __future__ import annotations

from django.contrib import admin

from ocop_portal.shared.admin import OfficeAdmin, OfficeTabularInline
from products.models import GroupCrosswalk, ProductGroup


class CrosswalkInline(OfficeTabularInline):
    """The present sub-groups an older one corresponds to."""

    model = GroupCrosswalk
    fk_name = "older"
    autocomplete_fields = ("current",)


@admin.register(ProductGroup)
class ProductGroupAdmin(OfficeAdmin):
    """Nhóm và phân nhóm của từng quyết định."""

    list_display = ("name", "code", "decision", "parent", "set_number", "is_current")
    list_filter = ("is_current", "decision")
    list_select_related = ("parent",)
    search_fields = ("name", "short_name", "code")
    autocomplete_fields = ("parent",)
    inlines = (CrosswalkInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("decision", "code"),
                    "parent",
                    "name",
                    ("short_name", "short_name_en"),
                    "branch",
                )
            },
        ),
        ("Bộ tiêu chí", {"fields": ("set_number", "managing_agency")}),
        ("Hiển thị", {"fields": ("slug", "illustration", "position", "is_current")}),
    )
