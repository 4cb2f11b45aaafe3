"""Regulations of councils: the default to be read, drafts to be edited, published ones to stay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from ocop_portal.shared.admin import OfficeAdmin, RowAct
from ocop_portal.shared.templatetags.ui import day
from scoring.models import Regulation
from scoring.regulation_acts import COPIED, RegulationRefused, publish_regulation

FINAL = (
    "Quy chế đã ban hành vào phần mềm thì không sửa, không xóa được. Quy chế đang áp dụng sẽ hết "
    "hiệu lực vào ngày trước ngày đầu của quy chế này."
)


class PublishForm(forms.Form):
    """Says that the draft is what the council's paper says."""

    checked = forms.BooleanField(label="Tôi đã đối chiếu với văn bản quy chế")


@admin.register(Regulation)
class RegulationAdmin(OfficeAdmin):
    """Quy chế hội đồng: a draft is edited, then published; a change is a further record."""

    list_display = ("name", "days", "state", "quorum_shown", "spread_limit", "averaging")
    list_filter = ("is_default",)
    search_fields = ("name", "citation")
    fieldsets = (
        (None, {"fields": ("name", "citation", ("effective_from", "effective_to"))}),
        (
            "Cuộc họp",
            {
                "fields": (
                    ("quorum_numerator", "quorum_denominator"),
                    "chair_must_be_present",
                    "dossier_days_ahead",
                )
            },
        ),
        ("Điểm", {"fields": ("averaging", "spread_limit", "decimals")}),
        ("Hạng sao", {"fields": ("minimum_judged", "gate_judged", "award_when_missed")}),
        ("Tình trạng", {"fields": ("is_default", "published_at")}),
    )
    readonly_fields = ("is_default", "published_at")

    @admin.display(description="áp dụng", ordering="effective_from")
    def days(self, obj: Regulation) -> str:
        """Say from which day to which it holds."""
        if obj.effective_from is None:
            return "khi chưa có quy chế của hội đồng"
        until = f" đến {day(obj.effective_to)}" if obj.effective_to else ""
        return f"từ {day(obj.effective_from)}{until}"

    @admin.display(description="tình trạng", ordering="published_at")
    def state(self, obj: Regulation) -> str:
        """Say whether councils may sit by it."""
        if obj.is_default:
            return "mặc định của phần mềm"
        return "đã ban hành" if obj.is_published else "bản nháp"

    @admin.display(description="phải có mặt")
    def quorum_shown(self, obj: Regulation) -> str:
        """Write the share of members that must be present."""
        chair = ", có chủ tịch" if obj.chair_must_be_present else ""
        return f"{obj.quorum_numerator}/{obj.quorum_denominator}{chair}"

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Only drafts are changed."""
        is_open = not (isinstance(obj, Regulation) and obj.is_published)
        return is_open and super().has_change_permission(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin as a copy of the regulation named in the address."""
        source = request.GET.get("tu", "")
        found = Regulation.objects.filter(pk=source).first() if source.isdecimal() else None
        if found is None:
            return super().get_changeform_initial_data(request)
        copied = {name: getattr(found, name) for name in COPIED}
        return copied | {"citation": ""} if found.is_default else copied

    def row_acts(self, request: HttpRequest, obj: Regulation) -> list[RowAct]:
        """Offer a copy to edit, and for a draft its publication."""
        acts = []
        if self.may(request, "add"):
            add = reverse("admin:scoring_regulation_add")
            acts.append(RowAct("Tạo bản sao để sửa", f"{add}?tu={obj.pk}"))
        if self.may(request, "decide", obj) and not obj.is_published:
            acts.append(RowAct("Ban hành", reverse("admin:regulation_publish", args=[obj.pk])))
        return acts

    def get_urls(self) -> list[URLPattern]:
        """Add the page of the publication."""
        page = self.admin_site.admin_view(self.publish_view)
        return [path("<int:pk>/ban-hanh/", page, name="regulation_publish"), *super().get_urls()]

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then publish; what stands against it is said on the form."""
        regulation = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.may(request, "decide", regulation):
            raise PermissionDenied
        back = reverse("admin:scoring_regulation_change", args=[pk])
        form = PublishForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                publish_regulation(regulation=regulation, at=timezone.now())
            except RegulationRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"Đã ban hành “{regulation}” vào phần mềm.")
                return HttpResponseRedirect(back)
        about = f"{regulation} · {self.days(regulation)}"
        return self.act_page(
            request, form, "Ban hành quy chế", about=about, warning=FINAL, back=back
        )
