"""Products, in the order of the registration form (Mẫu số 01)."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from communes.admin import DistrictFilter
from ocop_portal.shared.admin import OfficeAdmin, OfficeTabularInline
from ocop_portal.shared.slugs import free_slug
from ocop_portal.shared.table_admin import TableImport
from ocop_portal.shared.templatetags.ui import demo_mark, stars
from products.admin.certification import CertificationInline, status_today
from products.admin.filters import CommuneFilter, GroupFilter, StarsTodayFilter
from products.attention import PRODUCT_ATTENTION
from products.enums import CertificationStatus
from products.forms import ProductImageForm
from products.models import (
    Certification,
    IntellectualProperty,
    Product,
    ProductDocument,
    ProductImage,
    ProductStandard,
)
from products.resources import ProductTable

# What the status of a certification on a day depends on.
STATUS_COLUMNS = (
    "product",
    "stars",
    "valid_during",
    "expires_on",
    "end_reason",
    "ended_on",
    "decision_on",
    "recognised_year",
)


class ImageInline(OfficeTabularInline):
    """Pictures, in the order shown."""

    model = ProductImage
    form = ProductImageForm
    fields = ("preview", "upload", "alt", "credit", "position")
    readonly_fields = ("preview",)

    @admin.display(description="ảnh")
    def preview(self, obj: ProductImage) -> SafeString | str:
        """Show the picture there is."""
        if not obj.image:
            return "–"
        return format_html('<img class="preview" src="{}" alt="{}">', obj.image.url, obj.alt)


class StandardInline(OfficeTabularInline):
    """Standards with their term."""

    model = ProductStandard
    fields = ("kind", "name", "number", "issued_by", "valid_from", "valid_to")


class IntellectualPropertyInline(OfficeTabularInline):
    """Registered rights."""

    model = IntellectualProperty
    fields = ("kind", "name", "number", "granted_on", "expires_on")


class DocumentInline(OfficeTabularInline):
    """Public papers."""

    model = ProductDocument
    fields = ("kind", "title", "url")


@admin.register(Product)
class ProductAdmin(TableImport, OfficeAdmin):
    """Sản phẩm."""

    list_display = ("name", "stars_today", "producer", "commune", "group", "is_shown")
    list_filter = (
        StarsTodayFilter,
        GroupFilter,
        "standing",
        "is_published",
        CommuneFilter,
        DistrictFilter,
        "producer__kind",
    )
    list_select_related = ("group", "producer", "commune")
    marked_by = "producer.is_demo"
    list_columns = (
        "name",
        "standing",
        "is_published",
        "group__short_name",
        "producer__name",
        "producer__is_demo",
        "commune__kind",
        "commune__name",
    )
    search_fields = ("name_folded", "producer__name_folded", "register_code")
    autocomplete_fields = ("group", "producer", "commune", "district")
    inlines = (
        CertificationInline,
        ImageInline,
        StandardInline,
        IntellectualPropertyInline,
        DocumentInline,
    )
    attention = PRODUCT_ATTENTION
    resource_classes = (ProductTable,)
    unit_paths = ("commune_id", "producer__commune_id")
    unit_fields = (
        "village",
        "summary",
        "description",
        "story",
        "name_en",
        "summary_en",
        "description_en",
        "story_en",
        "raw_material_area",
        "local_labour",
        "food_safety",
    )
    readonly_fields = ("created_at", "updated_at")
    fieldsets = (
        ("Sản phẩm", {"fields": ("name", "register_code", ("group", "group_basis"))}),
        ("Chủ thể", {"fields": ("producer",)}),
        ("Nơi làm", {"fields": ("commune", "district", "village")}),
        (
            "Tham gia chương trình",
            {
                "fields": ("standing",),
                "description": "Hạng sao không ghi ở đây: sao nằm trên từng chứng nhận bên dưới.",
            },
        ),
        (
            "Điều kiện cơ bản",
            {"fields": ("raw_material_area", "local_labour", "food_safety")},
        ),
        ("Giới thiệu", {"fields": ("summary", "description", "story", "is_published")}),
        (
            "Tiếng Anh",
            {
                "fields": ("name_en", "summary_en", "description_en", "story_en"),
                "description": "Hiện ở trang tiếng Anh; chỗ trống thì trang ấy hiện tiếng Việt.",
            },
        ),
        (
            "Nguồn",
            {
                "fields": (
                    ("source_url", "source_quality"),
                    "source_note",
                    ("created_at", "updated_at"),
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Load the certifications of the rows shown, newest first."""
        newest_first = Certification.objects.latest_first().only(*STATUS_COLUMNS)
        loaded = Prefetch("certifications", newest_first, to_attr="newest_certifications")
        return super().get_queryset(request).prefetch_related(loaded)

    @admin.display(description="sao, tình trạng")
    def stars_today(self, obj: Product) -> SafeString:
        """Show the certification in force today, else the newest one, else the standing."""
        today = timezone.localdate()
        known = obj.newest_certifications
        if not known:
            return format_html('<span class="muted">{}</span>', obj.get_standing_display())
        valid = (each for each in known if each.status(today) == CertificationStatus.VALID)
        shown = next(valid, known[0])
        return format_html("{} {}", stars(shown.stars), status_today(shown, today, bare=True))

    @admin.display(description="hiện", ordering="is_published")
    def is_shown(self, obj: Product) -> SafeString:
        """Say whether the portal shows it; a demonstration it never shows."""
        return format_html(
            "{}{}", "có" if obj.is_published else "không", demo_mark(obj.producer.is_demo)
        )

    def save_model(self, request: HttpRequest, obj: Product, form: ModelForm, change: bool) -> None:
        """Give a new product its address on the portal."""
        if not obj.slug:
            obj.slug = free_slug(Product.objects.all(), obj.name, obj.producer.name)
        super().save_model(request, obj, form, change)
