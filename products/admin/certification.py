"""Certifications: to be read. What was decided is corrected by a further act (DESIGN 3.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from ocop_portal.shared.admin import (
    SEARCH_HELP,
    OfficeAdmin,
    OfficeTabularInline,
    RowAct,
    ShownOnly,
)
from ocop_portal.shared.templatetags.ui import badge, day, demo_mark, stars
from products.act_forms import ActForm, AwardForm, ExtendForm, WithdrawForm
from products.admin.labels import label_block, label_sheet, qr_file
from products.attention import CERTIFICATION_ATTENTION
from products.models import Certification
from products.public_codes import is_well_formed, normalise

FINAL = "Điều đã ghi ở đây không sửa, không xóa được; ghi sai thì đính chính bằng văn bản khác."
AWARDED = "Đã ghi chứng nhận {stars} sao cho “{product}”."
WITHDRAWN = "Đã thu hồi chứng nhận {stars} sao của “{product}”."
EXTENDED = "Đã kéo dài chứng nhận {stars} sao của “{product}”."


def status_today(certification: Certification, on: dt.date, *, bare: bool = False) -> SafeString:
    """Print the status of a certification on the day ``on``, with its end."""
    until = certification.ends_on or certification.expires_on
    return badge(certification.status(on), until, bare=bare)


class CertificationInline(ShownOnly, OfficeTabularInline):
    """The product's certifications, to be read; further acts are done on each."""

    model = Certification
    fk_name = "product"
    fields = ("rank", "decision_number", "decision_on", "issuing_body", "state")
    readonly_fields = fields
    show_change_link = True
    can_delete = False
    verbose_name_plural = "chứng nhận (chỉ xem)"

    @admin.display(description="hạng sao")
    def rank(self, obj: Certification) -> SafeString:
        """Draw the stars."""
        return stars(obj.stars)

    @admin.display(description="tình trạng hôm nay")
    def state(self, obj: Certification) -> SafeString:
        """Say what the certification is today."""
        return status_today(obj, timezone.localdate())


@admin.register(Certification)
class CertificationAdmin(OfficeAdmin):
    """Chứng nhận: to be read. What was decided is corrected by a further act (DESIGN 3.6)."""

    list_display = ("product", "rank", "decision_number", "decided", "state_marked", "code")
    list_filter = ("stars", "level", "end_reason")
    list_select_related = ("product__producer",)
    date_hierarchy = "decision_on"
    search_fields = ("product__name_folded", "decision_number")
    search_help_text = f"{SEARCH_HELP} Gõ mã trên nhãn để tìm đúng chứng nhận đó."
    actions = ("print_labels",)
    also_exported = frozenset({"public_code"})
    demo_path = "product__producer__is_demo"
    marked_by = "product.producer.is_demo"
    autocomplete_fields = ("product", "group")
    attention = CERTIFICATION_ATTENTION
    unit_paths = ("product__commune_id", "product__producer__commune_id")

    @admin.display(description="hạng sao", ordering="stars")
    def rank(self, obj: Certification) -> SafeString:
        """Draw the stars."""
        return stars(obj.stars)

    @admin.display(description="ngày quyết định", ordering="decision_on")
    def decided(self, obj: Certification) -> str:
        """Say the day, or the year when only that is known."""
        if obj.decision_on:
            return day(obj.decision_on)
        return f"năm {obj.recognised_year}" if obj.recognised_year else "–"

    @admin.display(description="tình trạng hôm nay")
    def state(self, obj: Certification) -> SafeString:
        """Say what the certification is today."""
        return status_today(obj, timezone.localdate())

    @admin.display(description="tình trạng hôm nay")
    def state_marked(self, obj: Certification) -> SafeString:
        """The same in a column, and whether it is a demonstration's."""
        shown = status_today(obj, timezone.localdate(), bare=True)
        return shown + demo_mark(obj.product.producer.is_demo)

    @admin.display(description="mã trên nhãn", ordering="public_code")
    def code(self, obj: Certification) -> str:
        """Show the public code as printed."""
        return obj.printed_code

    @admin.display(description="mã trên nhãn")
    def label(self, obj: Certification) -> SafeString:
        """Draw the code with its QR, and the ways to take them away."""
        return label_block(obj)

    fieldsets = (
        ("Sản phẩm", {"fields": ("product", "stars", "score", "group")}),
        ("Nhãn", {"fields": ("label",)}),
        (
            "Quyết định công nhận",
            {
                "fields": (
                    ("decision_number", "decision_on"),
                    "recognised_year",
                    ("issuing_body", "level"),
                )
            },
        ),
        (
            "Thời hạn",
            {"fields": ("state", "valid_during", "expires_on", ("extended_to", "extension_act"))},
        ),
        (
            "Kết thúc",
            {"fields": (("end_reason", "ended_on"), "end_act", "end_note", "superseded_by")},
        ),
        ("Nguồn", {"fields": ("source_url", "source_note", ("created_at", "updated_at"))}),
    )
    readonly_fields = ("label", "state", "created_at", "updated_at")

    @admin.action(description="In nhãn có mã QR", permissions=["view"])
    def print_labels(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """Go to the sheet of labels of the chosen certifications."""
        chosen = urlencode({"cn": list(queryset.values_list("pk", flat=True))}, doseq=True)
        return HttpResponseRedirect(f"{reverse('admin:labels_sheet')}?{chosen}")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find by the code of a label, else by words."""
        code = normalise(search_term)
        if is_well_formed(code) and (found := queryset.filter(public_code=code)).exists():
            return found, False
        return super().get_search_results(request, queryset, search_term)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the two further acts."""
        gate = self.admin_site.admin_view
        return [
            path("<int:pk>/thu-hoi/", gate(self.withdraw_view), name="certification_withdraw"),
            path("<int:pk>/keo-dai/", gate(self.extend_view), name="certification_extend"),
            path("<int:pk>/ma-qr.svg", gate(self.qr_view), {"kind": "svg"}, "certification_qr_svg"),
            path("<int:pk>/ma-qr.png", gate(self.qr_view), {"kind": "png"}, "certification_qr_png"),
            path("nhan/", gate(self.labels_view), name="labels_sheet"),
            *super().get_urls(),
        ]

    def row_title(self, obj: Certification) -> str:
        """Name the product and the rank."""
        return f"{obj.product}: {obj.get_stars_display()}"

    def row_acts(self, request: HttpRequest, obj: Certification) -> list[RowAct]:
        """Offer what can still be done to a certification that has not ended."""
        if not self.may(request, "decide", obj) or obj.end_reason:
            return []
        return [
            RowAct("Kéo dài", reverse("admin:certification_extend", args=[obj.pk])),
            RowAct("Thu hồi", reverse("admin:certification_withdraw", args=[obj.pk]), True),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Award by a decision: the service decides what it ends and how long it lasts."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AwardForm(
            request.POST if request.method == "POST" else None, initial=request.GET.dict()
        )
        for name in self.autocomplete_fields:
            column, field = Certification._meta.get_field(name), form.fields[name]
            field.widget = AutocompleteSelect(
                column, self.admin_site, attrs=field.widget.attrs, choices=field.choices
            )
        return self._act(request, form, "Ghi quyết định công nhận", AWARDED)

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw a certification."""
        certification = self._decidable(request, pk)
        form = WithdrawForm(
            request.POST if request.method == "POST" else None, certification=certification
        )
        return self._act(request, form, "Thu hồi chứng nhận", WITHDRAWN, certification)

    def extend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep a certification in force while re-evaluation is pending."""
        certification = self._decidable(request, pk)
        form = ExtendForm(
            request.POST if request.method == "POST" else None, certification=certification
        )
        return self._act(request, form, "Kéo dài chứng nhận", EXTENDED, certification)

    def qr_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """Hand out the QR code of a certification as a picture."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return qr_file(get_object_or_404(self.get_queryset(request), pk=pk), request, kind)

    def labels_view(self, request: HttpRequest) -> HttpResponse:
        """Show the sheet of labels of the certifications chosen, ready to print."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).select_related("product__producer")
        return label_sheet(request, rows)

    def _decidable(self, request: HttpRequest, pk: int) -> Certification:
        certification = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.may(request, "decide", certification):
            raise PermissionDenied
        return certification

    def _act(
        self,
        request: HttpRequest,
        form: ActForm,
        title: str,
        said: str,
        certification: Certification | None = None,
    ) -> HttpResponse:
        """Show the form of an act, or do it and go to the certification."""
        if request.method == "POST" and form.is_valid() and form.do(by=request.user):
            done = form.done
            messages.success(request, said.format(stars=done.stars, product=done.product))
            address = reverse("admin:products_certification_change", args=[done.pk])
            return HttpResponseRedirect(address)
        back = reverse("admin:products_certification_changelist")
        if certification:
            back = reverse("admin:products_certification_change", args=[certification.pk])
        about = f"{certification.product} · {certification}" if certification else ""
        return self.act_page(request, form, title, about=about, warning=FINAL, back=back)
