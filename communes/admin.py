"""Communes in the back office."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from communes.models import Commune, CommuneName, CommuneSuccession, District, Province
from communes.resources import CommuneTable
from ocop_portal.shared.admin import OfficeAdmin, OfficeTabularInline
from ocop_portal.shared.admin_filters import KeptFilter, YesNoFilter
from ocop_portal.shared.slugs import free_slug
from ocop_portal.shared.table_admin import TableImport


class InForceFilter(YesNoFilter):
    """Whether the unit exists."""

    title = "tình trạng"
    parameter_name = "dang-co"
    words = ("đang có", "đã hết")
    condition = Q(valid_to__isnull=True)


class DistrictFilter(KeptFilter):
    """The former district."""

    title = "huyện (trước 7/2025)"
    parameter_name = "huyen"
    column = "district__slug"

    def read(self) -> list[tuple[str, str]]:
        """Return the districts of the provinces served."""
        rows = District.objects.filter(province__is_served=True).order_by("sort_key", "pk")
        return list(rows.values_list("slug", "name"))


class CommuneNameInline(OfficeTabularInline):
    """Other names and spellings by which the unit is found."""

    model = CommuneName
    fields = ("name", "kind", "code", "valid_to", "source")


class SuccessionInline(OfficeTabularInline):
    """What became of the unit."""

    model = CommuneSuccession
    fk_name = "predecessor"
    fields = ("successor", "kind", "effective_on", "legal_act")
    autocomplete_fields = ("successor",)
    verbose_name_plural = "nhập vào, đổi thành"


class OriginInline(OfficeTabularInline):
    """What the unit came from."""

    model = CommuneSuccession
    fk_name = "successor"
    fields = ("predecessor", "kind", "effective_on", "legal_act")
    autocomplete_fields = ("predecessor",)
    verbose_name_plural = "hình thành từ"


@admin.register(Commune)
class CommuneAdmin(TableImport, OfficeAdmin):
    """Units in time; a code may stand here more than once."""

    list_display = ("full_name", "code", "province", "district", "valid_from", "valid_to")
    list_display_links = ("full_name",)
    list_filter = (InForceFilter, "kind", "province__is_served")
    list_select_related = ("province", "district")
    resource_classes = (CommuneTable,)
    search_fields = ("name_folded", "other_names__name_folded", "code")
    autocomplete_fields = ("province", "district")
    inlines = (CommuneNameInline, OriginInline, SuccessionInline)
    fieldsets = (
        (None, {"fields": ("kind", "name", "code", "province", "district")}),
        ("Thời gian tồn tại", {"fields": (("valid_from", "valid_to"),)}),
        ("Số liệu", {"fields": ("area_km2", ("latitude", "longitude"), "note")}),
    )

    @admin.display(description="tên", ordering="sort_key")
    def full_name(self, obj: Commune) -> str:
        """Kind and name."""
        return obj.full_name

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> list[str]:
        """Keep the code and the first day of a unit as they were: records point at them."""
        fixed = list(super().get_readonly_fields(request, obj))
        return [*fixed, "code", "valid_from"] if obj else fixed

    def save_model(self, request: HttpRequest, obj: Commune, form: object, change: bool) -> None:
        """Give a new unit its address."""
        if not obj.slug:
            obj.slug = free_slug(Commune.objects.all(), obj.full_name, obj.province.name, obj.code)
        super().save_model(request, obj, form, change)


@admin.register(CommuneSuccession)
class CommuneSuccessionAdmin(OfficeAdmin):
    """What acts did to units."""

    list_display = ("predecessor", "successor", "kind", "effective_on", "legal_act")
    list_filter = ("kind",)
    list_select_related = ("predecessor", "successor")
    date_hierarchy = "effective_on"
    search_fields = ("predecessor__name_folded", "successor__name_folded", "legal_act")
    autocomplete_fields = ("predecessor", "successor")


@admin.register(District)
class DistrictAdmin(OfficeAdmin):
    """Former district-level units."""

    list_display = ("name", "code", "province", "valid_from", "valid_to")
    list_select_related = ("province",)
    search_fields = ("name", "code")
    autocomplete_fields = ("province",)
    fields = ("name", "code", "province", ("valid_from", "valid_to"))


@admin.register(Province)
class ProvinceAdmin(OfficeAdmin):
    """Provinces, present and past."""

    list_display = ("full_name", "code", "is_served", "valid_from", "valid_to")
    list_filter = ("is_served",)
    search_fields = ("full_name", "code")
    fields = ("name", "full_name", "name_en", "code", ("valid_from", "valid_to"), "is_served")
