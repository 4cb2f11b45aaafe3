"""Criteria decisions in the back office: a new one begins as a copy and is published whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from ocop_portal.shared.admin import OfficeAdmin, RowAct
from ocop_portal.shared.templatetags.ui import day
from scoring.criteria_forms import CopyVersionForm, PublishVersionForm
from scoring.models import CriteriaVersion

COPIED = (
    "Bản sao gồm mọi bộ, tiêu chí, phương án, loại minh chứng. Nó là bản nháp cho đến khi công bố; "
    "điểm các phần và khoảng điểm hạng sao lấy theo quyết định được sao, sửa ở trang của bản sao."
)
FINAL = (
    "Các bộ cộng đủ điểm được công bố cùng; bộ chưa cộng đủ phải ghi lý do. Đã công bố thì không "
    "sửa được nữa, chỉ ghi thêm được ngày hết áp dụng."
)


class CriteriaVersionForm(forms.ModelForm):
    """A decision; the points of the parts are typed one by one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "part_points" in self.fields:
            self.fields["part_points"].help_text = 'Ví dụ: {"A": "40", "B": "25", "C": "35"}.'

    def clean_part_points(self) -> Any:
        """Take only points by part that come to a hundred."""
        points = self.cleaned_data["part_points"]
        try:
            total = sum(float(value) for value in points.values())
        except (AttributeError, TypeError, ValueError):
            total = None
        if total != 100:
            raise forms.ValidationError('Ghi điểm từng phần, cộng đúng 100: {"A": "40", …}.')
        return {code: str(value) for code, value in points.items()}


@admin.register(CriteriaVersion)
class CriteriaVersionAdmin(OfficeAdmin):
    """Phiên bản bộ tiêu chí."""

    form = CriteriaVersionForm
    list_display = ("decision", "title", "days", "state")
    search_fields = ("decision", "title")
    fieldsets = (
        (None, {"fields": ("decision", "title", "issued_on")}),
        ("Áp dụng", {"fields": (("effective_from", "effective_to"),)}),
        ("Điểm", {"fields": ("part_points", "star_rule")}),
        ("Nguồn", {"fields": ("source", "published_at")}),
    )
    readonly_fields = ("published_at",)

    @admin.display(description="áp dụng", ordering="effective_from")
    def days(self, obj: CriteriaVersion) -> str:
        """Say from which day to which it holds."""
        until = f" đến {day(obj.effective_to)}" if obj.effective_to else ""
        return f"từ {day(obj.effective_from)}{until}"

    @admin.display(description="tình trạng", ordering="published_at")
    def state(self, obj: CriteriaVersion) -> str:
        """Say whether the public reads it."""
        return "đã công bố" if obj.published_at else "bản nháp"

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> tuple[str, ...]:
        """Of a published decision only the last day may be added."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        if not isinstance(obj, CriteriaVersion) or obj.published_at is None:
            return fixed
        shown = admin.utils.flatten_fieldsets(self.fieldsets)
        return tuple(name for name in shown if name != "effective_to")

    def row_acts(self, request: HttpRequest, obj: CriteriaVersion) -> list[RowAct]:
        """Offer its sets, a copy of it, and for a draft its publication."""
        sets = reverse("admin:scoring_criteriaset_changelist")
        acts = [RowAct("Các bộ tiêu chí", f"{sets}?version__id__exact={obj.pk}")]
        if self.may(request, "add"):
            add = reverse("admin:scoring_criteriaversion_add")
            acts.append(RowAct("Tạo bản sao để sửa", f"{add}?tu={obj.pk}"))
        if self.may(request, "decide") and obj.published_at is None:
            url = reverse("admin:criteriaversion_publish", args=[obj.pk])
            acts.append(RowAct("Công bố", url))
        return acts

    def get_urls(self) -> list[URLPattern]:
        """Add the page of the publication."""
        page = self.admin_site.admin_view(self.publish_view)
        return [
            path("<int:pk>/cong-bo/", page, name="criteriaversion_publish"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Begin a new decision as a copy of one there is."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        initial = {"source": request.GET.get("tu", "")}
        form = CopyVersionForm(request.POST if is_sent else None, initial=initial)
        if form.is_valid() and form.do(request.user, timezone.now()):
            messages.success(request, f"Đã có bản nháp {form.done}: sửa từng bộ rồi công bố.")
            return HttpResponseRedirect(_page(form.done.pk))
        back = reverse("admin:scoring_criteriaversion_changelist")
        title = "Phiên bản mới từ bản sao"
        return self.act_page(request, form, title, about="", warning=COPIED, back=back)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Ask, then publish; every reason against it is said on the form."""
        version = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.may(request, "decide"):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = PublishVersionForm(request.POST if is_sent else None, row=version)
        if form.is_valid() and form.do(request.user, timezone.now()):
            messages.success(request, f"Đã công bố {version}.")
            return HttpResponseRedirect(_page(pk))
        about = f"{version.decision} · {version.title}"
        return self.act_page(
            request, form, "Công bố phiên bản", about=about, warning=FINAL, back=_page(pk)
        )


def _page(pk: int) -> str:
    return reverse("admin:scoring_criteriaversion_change", args=[pk])
