"""Filters of the list of products."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from ocop_portal.shared.admin_filters import KeptFilter, WordsFilter
from products.enums import Stars
from products.models import Certification, ProductGroup


class CommuneFilter(WordsFilter):
    """The commune where the product is made, typed."""

    title = "xã, phường nơi làm"
    parameter_name = "xa"
    paths = ("commune__name_folded", "commune__code")


class StarsTodayFilter(admin.SimpleListFilter):
    """The stars in force today."""

    title = "hạng sao hôm nay"
    parameter_name = "sao"

    def lookups(self, _request: HttpRequest, _model_admin: object) -> list[tuple[str, str]]:
        """Return the ranks that are awarded, and none."""
        return [("5", "5 sao"), ("4", "4 sao"), ("3", "3 sao"), ("0", "không có sao còn hạn")]

    def queryset(self, _request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the products of the chosen rank."""
        valid = Certification.objects.valid(timezone.localdate()).filter(product=OuterRef("pk"))
        if self.value() == "0":
            return queryset.filter(~Exists(valid))
        if self.value() in {str(rank) for rank in Stars.values}:
            return queryset.filter(Exists(valid.filter(stars=int(self.value()))))
        return queryset


class GroupFilter(KeptFilter):
    """The six present groups, their sub-groups included."""

    title = "nhóm"
    parameter_name = "nhom"

    def read(self) -> list[tuple[str, str]]:
        """Return the present groups."""
        groups = ProductGroup.objects.filter(is_current=True, parent__isnull=True)
        return list(groups.values_list("slug", "short_name"))

    def queryset(self, _request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the products of the chosen group."""
        if self.value() is None:
            return queryset
        return queryset.filter(Q(group__slug=self.value()) | Q(group__parent__slug=self.value()))
