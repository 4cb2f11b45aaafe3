"""Sets of criteria in the back office: to be read; drafts to be edited, completed, published."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from ocop_portal.shared.admin import OfficeAdmin, OfficeTabularInline, RowAct
from scoring.attention import CRITERIA_ATTENTION
from scoring.criteria.acts import faults_in
from scoring.criteria.outline import outline_of
from scoring.criteria.section_forms import SectionEditor
from scoring.criteria.storage import sets_in_full
from scoring.criteria_forms import (
    ConfirmSetForm,
    CopySetForm,
    CriteriaActForm,
    CriteriaSetForm,
    DiscardForm,
    PublishSetForm,
)
from scoring.models import CriteriaPart, CriteriaSection, CriteriaSet, Criterion

PUBLISHED = "Đã công bố thì không sửa được nữa; sai thì lập bản đính chính tiếp theo."
ACTS: dict[str, tuple[str, str, type[CriteriaActForm], str, str]] = {
    "copy": (
        "add",
        "Tạo bản sao để sửa",
        CopySetForm,
        "Bản sao là bản nháp đính chính; bản đang dùng vẫn dùng cho đến khi công bố bản sao. Hồ sơ "
        "đã chấm giữ bản đã chấm.",
        "Đã có bản nháp {row}: sửa rồi công bố.",
    ),
    "publish": ("decide", "Công bố", PublishSetForm, PUBLISHED, "Đã công bố {row}."),
    "confirm": (
        "decide",
        "Xác nhận đã đối chiếu",
        ConfirmSetForm,
        "Lời “cần đối chiếu bản gốc” sẽ thôi hiện. Tên người xác nhận và ghi chú được giữ lại.",
        "Đã ghi nhận đối chiếu {row}.",
    ),
    "discard": (
        "change",
        "Bỏ bản nháp",
        DiscardForm,
        "Mọi chỗ đã sửa trong bản nháp mất đi; bản đang dùng không đổi.",
        "Đã bỏ bản nháp.",
    ),
}
ADDRESSES = {
    "copy": "tao-ban-sao",
    "publish": "cong-bo",
    "confirm": "doi-chieu",
    "discard": "bo-ban-nhap",
}


class PartInline(OfficeTabularInline):
    """The parts with their points; closed once the set is published."""

    model = CriteriaPart
    fields = ("code", "title", "max_points")

    def _may_edit(self, request: HttpRequest, obj: models.Model | None) -> bool:
        return self._whole().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A part is never taken away: its decision has it."""
        return False


@admin.register(CriteriaSet)
class CriteriaSetAdmin(OfficeAdmin):
    """Bộ tiêu chí: sections are edited each on a page of its own."""

    form = CriteriaSetForm
    change_form_template = "admin/scoring/criteriaset/change_form.html"
    list_display = ("name", "number", "version", "edition", "state")
    list_filter = ("version",)
    list_select_related = ("version",)
    search_fields = ("name", "version__decision")
    attention = CRITERIA_ATTENTION
    inlines = (PartInline,)
    history_parts = (Criterion,)
    not_exported = frozenset({"published_by", "confirmed_by"})
    fieldsets = (
        (None, {"fields": ("name", "classification", "source")}),
        ("Điều kiện loại hồ sơ", {"fields": ("rejections",)}),
        ("Chỗ chưa chắc", {"fields": ("issues", "warnings", "corrections")}),
        (
            "Công bố, đối chiếu",
            {
                "fields": (
                    ("edition", "corrects"),
                    ("published_at", "published_by"),
                    "publication_note",
                    ("confirmed_at", "confirmed_by"),
                    "confirmation_note",
                )
            },
        ),
    )
    readonly_fields = (
        *("edition", "corrects", "published_at", "published_by", "publication_note"),
        *("confirmed_at", "confirmed_by", "confirmation_note"),
    )

    @admin.display(description="tình trạng", ordering="published_at")
    def state(self, obj: CriteriaSet) -> str:
        """Say whether it is scored with, and what is still in doubt."""
        if not obj.is_usable:
            return "chưa dùng để chấm điểm" if obj.edition == 1 else "bản nháp đính chính"
        return "cần đối chiếu bản gốc" if obj.doubts else "đã công bố"

    def row_title(self, obj: CriteriaSet) -> str:
        """Name the set with its edition."""
        return str(obj) if obj.edition == 1 else f"{obj} (bản {obj.edition})"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A set comes with its decision, or as a copy."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Only drafts are changed."""
        is_open = not (isinstance(obj, CriteriaSet) and obj.is_usable)
        return is_open and super().has_change_permission(request, obj)

    def row_acts(self, request: HttpRequest, obj: CriteriaSet) -> list[RowAct]:
        """Offer what the set as it stands allows."""
        allowed = {
            "copy": obj.is_usable,
            "confirm": obj.is_usable and bool(obj.doubts),
            "publish": not obj.is_usable,
            "discard": not obj.is_usable and obj.edition > 1,
        }
        return [
            RowAct(ACTS[name][1], reverse(f"admin:criteriaset_{name}", args=[obj.pk]), grave)
            for name, grave in (
                *(("copy", False), ("confirm", False), ("publish", False)),
                ("discard", True),
            )
            if allowed[name] and self.may(request, ACTS[name][0])
        ]

    def get_urls(self) -> list[URLPattern]:
        """Add the acts and the page of a section."""
        gate = self.admin_site.admin_view
        acts = [
            path(
                f"<int:pk>/{address}/",
                gate(self.act_view),
                {"act": name},
                name=f"criteriaset_{name}",
            )
            for name, address in ADDRESSES.items()
        ]
        sections = [
            path(
                "<int:pk>/muc/<int:section>/", gate(self.section_view), name="criteriaset_section"
            ),
            path("<int:pk>/them-muc/", gate(self.add_section_view), name="criteriaset_addsection"),
        ]
        return [*acts, *sections, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the outline with its sums, and what keeps a draft from being published."""
        more = dict(extra_context or {})
        row = sets_in_full().filter(pk=object_id).first() if object_id.isdecimal() else None
        if row is not None and self.has_view_permission(request, row):
            more |= {
                "outline": outline_of(row),
                "faults": [] if row.is_usable else faults_in(row),
                "set": row,
            }
        return super().change_view(request, object_id, form_url, more)

    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
        """Ask, then do; every reason against it is said on the form."""
        needed, title, form_class, warning, said = ACTS[act]
        row = get_object_or_404(self.get_queryset(request).select_related("version"), pk=pk)
        if not self.may(request, needed):
            raise PermissionDenied
        form = form_class(request.POST if request.method == "POST" else None, row=row)
        if form.is_valid() and form.do(request.user, timezone.now()):
            done = form.done
            messages.success(request, said.format(row=self.row_title(done) if done else ""))
            if done is None:
                return HttpResponseRedirect(reverse("admin:scoring_criteriaset_changelist"))
            return HttpResponseRedirect(_page(done.pk))
        about = f"{row.version.decision} · {self.row_title(row)}"
        return self.act_page(request, form, title, about=about, warning=warning, back=_page(pk))

    def add_section_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Make an empty section in the part named, and open it."""
        row = self._draft(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        part = get_object_or_404(row.parts, code=request.POST.get("phan", ""))
        last = part.sections.order_by("-position").first()
        section = CriteriaSection.objects.create(
            part=part,
            number=f"{part.code}{part.sections.count() + 1}",
            title="Mục mới",
            max_points=0,
            position=last.position + 1 if last else 1,
        )
        return HttpResponseRedirect(reverse("admin:criteriaset_section", args=[row.pk, section.pk]))

    def section_view(self, request: HttpRequest, pk: int, section: int) -> HttpResponseBase:
        """Edit one section of a draft; nothing typed is lost when something is wrong."""
        row = self._draft(request, pk)
        found = get_object_or_404(
            CriteriaSection.objects.select_related("part__criteria_set__version"),
            pk=section,
            part__criteria_set=row,
        )
        editor = SectionEditor(found, request.POST if request.method == "POST" else None)
        if request.method == "POST" and editor.is_valid():
            editor.save()
            messages.success(request, f"Đã ghi mục {found.number}.")
            return HttpResponseRedirect(request.path)
        whole = sets_in_full().get(pk=row.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Mục {found.number} · {self.row_title(row)}",
            "opts": self.opts,
            "editor": editor,
            "set": row,
            "outline": outline_of(whole),
            "faults": faults_in(whole),
            "is_refused": request.method == "POST",
        }
        request.current_app = self.admin_site.name
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(
            request, "admin/scoring/criteriaset/section.html", context, status=status
        )

    def _draft(self, request: HttpRequest, pk: int) -> CriteriaSet:
        row = get_object_or_404(self.get_queryset(request).select_related("version"), pk=pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        return row


def _page(pk: int) -> str:
    return reverse("admin:scoring_criteriaset_change", args=[pk])
