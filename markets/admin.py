"""Points of sale and channels in the back office."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q

from markets.models import Listing, SalesChannel, SalesPoint, SoldProduct
from ocop_portal.shared.admin import OfficeAdmin
from ocop_portal.shared.admin_filters import WordsFilter
from ocop_portal.shared.attention import Attention

SALES_POINT_ATTENTION = (
    Attention(
        "thieu-toa-do",
        "chưa có tọa độ",
        "Chỉ điểm trên bản đồ để khách tìm được đường.",
        lambda _on: Q(latitude__isnull=True),
    ),
    Attention(
        "thieu-xa",
        "chưa rõ xã, phường",
        "Ghi xã nơi có điểm bán.",
        lambda _on: Q(commune__isnull=True),
    ),
)


class CommuneFilter(WordsFilter):
    """The commune, typed."""

    title = "xã, phường"
    parameter_name = "xa"
    paths = ("commune__name_folded", "commune__code")


@admin.register(SalesPoint)
class SalesPointAdmin(OfficeAdmin):
    """Điểm bán."""

    list_display = ("name", "kind", "commune", "operator", "phone", "is_published")
    list_filter = ("kind", "is_published", CommuneFilter)
    list_select_related = ("commune",)
    search_fields = ("name", "address", "commune__name_folded")
    autocomplete_fields = ("producer", "commune", "district", "products")
    attention = SALES_POINT_ATTENTION
    history_parts = (SoldProduct,)
    unit_paths = ("commune_id",)
    fieldsets = (
        ("Điểm bán", {"fields": ("name", "kind", ("operator", "producer"))}),
        ("Nơi bán", {"fields": ("commune", "district", "address", ("latitude", "longitude"))}),
        ("Thông tin cho khách", {"fields": (("opening_hours", "phone"), "products", "note")}),
        ("Hiển thị và nguồn", {"fields": ("is_published", "source_url")}),
    )


@admin.register(SalesChannel)
class SalesChannelAdmin(OfficeAdmin):
    """Kênh bán hàng."""

    list_display = ("name", "kind", "url", "is_published")
    list_filter = ("kind", "is_published")
    search_fields = ("name", "url")


@admin.register(Listing)
class ListingAdmin(OfficeAdmin):
    """A product's own page on a channel."""

    list_display = ("product", "channel", "url", "checked_on", "is_published")
    list_filter = ("channel", "is_published")
    list_select_related = ("product", "channel")
    date_hierarchy = "checked_on"
    search_fields = ("product__name_folded", "url")
    autocomplete_fields = ("product", "channel")
    unit_paths = ("product__commune_id", "product__producer__commune_id")
