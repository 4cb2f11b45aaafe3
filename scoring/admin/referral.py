"""Dossiers at the ministry, as a list; each is acted upon on the page of its dossier."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ocop_portal.shared.admin import OfficeAdmin, RowAct, ShownOnly
from ocop_portal.shared.attention import Attention
from ocop_portal.shared.templatetags.ui import demo_mark
from scoring.admin.dossier_ministry import may_take_package
from scoring.decisions.enums import ReferralStatus
from scoring.models import MinistryReferral

REFERRAL_ATTENTION = (
    Attention(
        "cho-ket-qua",
        "hồ sơ ở Bộ, chờ kết quả",
        "Khi có văn bản của Bộ, ghi kết quả ở trang hồ sơ.",
        lambda _on: Q(status=ReferralStatus.SENT),
        act="decide",
    ),
)


@admin.register(MinistryReferral)
class MinistryReferralAdmin(ShownOnly, OfficeAdmin):
    """Hồ sơ trình Bộ: gửi khi nào, kết quả ra sao."""

    list_display = ("dispatch_number", "product", "sent_on", "status", "score", "result_on")
    list_filter = ("status",)
    list_select_related = ("dossier",)
    search_fields = ("dispatch_number", "result_number", "dossier__product_name")
    attention = REFERRAL_ATTENTION
    demo_path = "dossier__is_demo"
    marked_by = "dossier.is_demo"
    not_exported = frozenset({"package"})
    fieldsets = (
        (
            "Gửi đi",
            {"fields": ("dossier_link", "dispatch_number", "sent_on", "sent_by", "package_link")},
        ),
        (
            "Kết quả",
            {
                "fields": (
                    "status",
                    "score",
                    "result_number",
                    "result_on",
                    "result_note",
                    "recorded_by",
                )
            },
        ),
    )
    readonly_fields = ("dossier_link", "package_link")

    @admin.display(description="sản phẩm", ordering="dossier__product_name")
    def product(self, obj: MinistryReferral) -> SafeString:
        """Name the product."""
        return format_html("{}{}", obj.dossier.product_name, demo_mark(obj.dossier.is_demo))

    @admin.display(description="hồ sơ")
    def dossier_link(self, obj: MinistryReferral) -> SafeString:
        """Lead to the dossier."""
        address = reverse("admin:scoring_dossier_change", args=[obj.dossier_id])
        return format_html('<a href="{}">{}</a>', address, obj.dossier)

    @admin.display(description="bộ hồ sơ")
    def package_link(self, obj: MinistryReferral) -> SafeString | str:
        """Lead to the package as it was sent, and show its fingerprint."""
        if not obj.package:
            return "–"
        address = reverse("admin:dossier_sent_package", args=[obj.dossier_id, obj.pk])
        return format_html(
            '<a href="{}">Tải bộ hồ sơ (ZIP)</a> <small>SHA-256 {}</small>',
            address,
            obj.package_sha256,
        )

    def get_fieldsets(
        self, request: HttpRequest, obj: MinistryReferral | None = None
    ) -> list[tuple[str | None, Any]]:
        """Leave the package to those who may take it."""
        shown = deepcopy(list(super().get_fieldsets(request, obj)))
        if not may_take_package(request.user):
            for _title, options in shown:
                options["fields"] = [name for name in options["fields"] if name != "package_link"]
        return shown

    def row_acts(self, request: HttpRequest, obj: MinistryReferral) -> list[RowAct]:
        """Lead to the dossier, where a result is recorded."""
        address = reverse("admin:scoring_dossier_change", args=[obj.dossier_id])
        return [RowAct("Mở hồ sơ", address)]
