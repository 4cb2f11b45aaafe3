"""Producers in the back office, in the order of the registration form (Mẫu số 01)."""

from __future__ import annotations

import datetime as dt

from django.contrib import admin
from django.db.models import Q
from django.forms import ModelForm
from django.http import HttpRequest

from communes.admin import DistrictFilter
from ocop_portal.shared.admin import OfficeAdmin, OfficeStackedInline, OfficeTabularInline
from ocop_portal.shared.admin_filters import WordsFilter
from ocop_portal.shared.attention import Attention
from ocop_portal.shared.slugs import free_slug
from ocop_portal.shared.table_admin import TableImport
from producers.models import Premises, Producer, ProducerName
from producers.resources import ProducerTable


def _has_contact(_on: dt.date) -> Q:
    return Q(has_contact_consent=False) & (~Q(phone="") | ~Q(email=""))


PRODUCER_ATTENTION = (
    Attention(
        "chua-dong-y",
        "chưa đồng ý công khai liên hệ",
        "Có điện thoại hoặc thư điện tử nhưng chưa được phép đưa lên cổng.",
        _has_contact,
    ),
    Attention(
        "thieu-lien-he",
        "chưa có liên hệ",
        "Ghi điện thoại hoặc thư điện tử của chủ thể.",
        lambda _on: Q(phone="", email=""),
    ),
    Attention(
        "thieu-xa",
        "chưa rõ xã, phường",
        "Ghi xã nơi chủ thể đặt trụ sở.",
        lambda _on: Q(commune__isnull=True),
    ),
    Attention(
        "thieu-ma-so-thue",
        "chưa có mã số thuế",
        "Cần để không ghi trùng một chủ thể hai lần.",
        lambda _on: Q(tax_code=""),
    ),
)


class CommuneFilter(WordsFilter):
    """The commune, typed."""

    title = "xã, phường"
    parameter_name = "xa"
    paths = ("commune__name_folded", "commune__code")


class ProducerNameInline(OfficeTabularInline):
    """Names in decisions and in the press."""

    model = ProducerName
    fields = ("name", "source")


class PremisesInline(OfficeStackedInline):
    """Where the producer works, grows and sells."""

    model = Premises
    fields = ("kind", "commune", "address", ("latitude", "longitude"), "is_public")
    autocomplete_fields = ("commune",)


@admin.register(Producer)
class ProducerAdmin(TableImport, OfficeAdmin):
    """Chủ thể."""

    list_display = ("name", "kind", "commune", "phone", "has_contact_consent", "is_published")
    list_filter = ("kind", "has_contact_consent", "is_published", CommuneFilter, DistrictFilter)
    list_select_related = ("commune",)
    search_fields = ("name_folded", "other_names__name_folded", "tax_code", "phone")
    autocomplete_fields = ("commune", "district")
    inlines = (ProducerNameInline, PremisesInline)
    attention = PRODUCER_ATTENTION
    resource_classes = (ProducerTable,)
    unit_paths = ("commune_id",)
    marked_by = "is_demo"
    unit_fields = (
        "representative",
        "representative_title",
        "address",
        "phone",
        "email",
        "website",
        "has_contact_consent",
        "contact_consent_on",
        "introduction",
        "name_en",
        "introduction_en",
    )
    readonly_fields = ("is_demo", "created_at", "updated_at")
    fieldsets = (
        ("Chủ thể", {"fields": ("name", "kind")}),
        (
            "Tư cách pháp lý",
            {"fields": ("tax_code", ("registration_number", "registered_on"))},
        ),
        ("Người đại diện", {"fields": (("representative", "representative_title"),)}),
        ("Địa chỉ", {"fields": ("commune", "district", "address")}),
        (
            "Liên hệ",
            {
                "fields": (
                    ("phone", "email"),
                    "website",
                    ("has_contact_consent", "contact_consent_on"),
                ),
                "description": "Chỉ đưa lên cổng khi chủ thể đã đồng ý bằng văn bản.",
            },
        ),
        ("Giới thiệu", {"fields": ("introduction", ("is_published", "is_demo"))}),
        (
            "Tiếng Anh",
            {
                "fields": ("name_en", "introduction_en"),
                "description": "Hiện ở trang tiếng Anh; chỗ trống thì trang ấy hiện tiếng Việt.",
            },
        ),
        ("Nguồn", {"fields": ("source_url", ("created_at", "updated_at"))}),
    )

    def save_model(
        self, request: HttpRequest, obj: Producer, form: ModelForm, change: bool
    ) -> None:
        """Give a new producer its address on the portal."""
        if not obj.slug:
            place = obj.commune.name if obj.commune else ""
            obj.slug = free_slug(Producer.objects.all(), obj.name, place)
        super().save_model(request, obj, form, change)
