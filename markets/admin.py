"""Points of sale, channels and markets in the back office."""

from __future__ import annotations

import datetime as dt

from django.contrib import admin
from django.db.models import Q

from markets.enums import LinkState
from markets.forms import ListingForm
from markets.models import (
    Listing,
    ProductMarket,
    SalesChannel,
    SalesPoint,
    SoldProduct,
)
from ocop_portal.shared.admin import OfficeAdmin
from ocop_portal.shared.admin_filters import WordsFilter
from ocop_portal.shared.attention import Attention

VERIFIED_FOR = dt.timedelta(days=365)  # a point is to be looked at again after this

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
    Attention(
        "het-han-cong-nhan",
        "đã hết hạn công nhận",
        "Gia hạn, hoặc bỏ dấu “hiện trên cổng” nếu điểm đã đóng.",
        lambda on: Q(recognised_until__lte=on),
    ),
    Attention(
        "lau-chua-xac-minh",
        "quá một năm chưa xác minh",
        "Gọi hoặc đến hỏi, rồi ghi ngày xác minh.",
        lambda on: Q(checked_on__lte=on - VERIFIED_FOR),
    ),
)

LISTING_ATTENTION = (
    Attention(
        "hong",
        "liên kết hỏng, đang ẩn",
        "Sửa địa chỉ, hoặc xóa nếu chủ thể không còn bán ở đó.",
        lambda _on: Q(check_result=LinkState.DEAD),
        is_urgent=True,
    ),
    Attention(
        "khong-mo-duoc",
        "lần gần nhất không mở được",
        "Mở thử; hỏng ba lần liền thì cổng tự ẩn.",
        lambda _on: Q(check_result=LinkState.FAILING),
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

    list_display = ("name", "kind", "commune", "operator", "checked_on", "is_published")
    list_filter = ("kind", "setting", "is_published", CommuneFilter)
    list_select_related = ("commune",)
    search_fields = ("name", "address", "commune__name_folded")
    autocomplete_fields = ("producer", "commune", "district", "products")
    attention = SALES_POINT_ATTENTION
    history_parts = (SoldProduct,)
    unit_paths = ("commune_id",)
    fieldsets = (
        ("Điểm bán", {"fields": ("name", ("kind", "setting"), ("operator", "producer"))}),
        (
            "Công nhận",
            {"fields": (("decision_number", "decision_on"), "recognised_until", "checked_on")},
        ),
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

    form = ListingForm
    list_display = ("product", "channel", "url", "checked_on", "check_result", "is_published")
    list_filter = ("channel", "check_result", "is_published")
    list_select_related = ("product", "channel")
    date_hierarchy = "checked_on"
    search_fields = ("product__name_folded", "url")
    autocomplete_fields = ("product", "channel")
    readonly_fields = ("check_result", "check_note", "failures")
    attention = LISTING_ATTENTION
    unit_paths = ("product__commune_id", "product__producer__commune_id")
    fieldsets = (
        (None, {"fields": ("product", "channel", "url", ("price", "priced_on"), "is_published")}),
        (
            "Kiểm tra liên kết",
            {"fields": ("checked_on", ("check_result", "failures"), "check_note")},
        ),
    )


@admin.register(ProductMarket)
class ProductMarketAdmin(OfficeAdmin):
    """Thị trường trong nước và xuất khẩu."""

    list_display = ("product", "kind", "place", "since_year", "until_year", "is_published")
    list_filter = ("kind", "is_published")
    list_select_related = ("product",)
    search_fields = ("product__name_folded", "place")
    autocomplete_fields = ("product",)
    unit_paths = ("product__commune_id", "product__producer__commune_id")
    fieldsets = (
        (None, {"fields": ("product", ("kind", "place"), ("since_year", "until_year"), "note")}),
        ("Hiển thị và nguồn", {"fields": ("is_published", "source_url")}),
    )
