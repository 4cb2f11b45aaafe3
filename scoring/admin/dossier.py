"""Dossiers in the back office: work lists with clocks, the page of a dossier, every act on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.expressions import OrderBy
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from accounts.enums import Act, Area
from accounts.permissions import can
from ocop_portal.shared.admin import OfficeAdmin
from ocop_portal.shared.private_files import serve, serve_preview
from ocop_portal.shared.templatetags.ui import day, demo_mark
from scoring.admin.dossier_acts import ACT_PAGES, offered_acts
from scoring.admin.dossier_ministry import (
    MINISTRY_PAGES,
    may_take_package,
    offered_at_ministry,
    package_sent,
    package_to_send,
)
from scoring.admin.dossier_papers import forms_printed, report_printed
from scoring.admin.dossier_reports import REPORT_PAGES, offered_reports
from scoring.dossiers.attention import DOSSIER_ATTENTION
from scoring.dossiers.entering import enter_dossier
from scoring.dossiers.errors import ActRefused, NotYours
from scoring.dossiers.forms import EnterForm, MessageForm
from scoring.dossiers.page import DossierPage, clock_words, page_of
from scoring.dossiers.reporting import read_messages, send_message
from scoring.dossiers.rounds import awaited_round
from scoring.models import Dossier, DossierClock, EvidenceFile
from scoring.permissions import may_see, parties_of

View = Callable[..., HttpResponseBase]

FIRST_DUE = Subquery(
    DossierClock.objects.running()
    .filter(dossier=OuterRef("pk"))
    .order_by("due_on")
    .values("due_on")[:1]
)
"""The last day of the clock that runs out first."""


@admin.register(Dossier)
class DossierAdmin(OfficeAdmin):
    """Hồ sơ: what an office has to do with each, by when."""

    list_display = ("receipt", "product_name", "producer", "commune", "stands", "due", "round")
    list_display_links = ("receipt", "product_name")
    list_filter = ("status", "level", "kind")
    list_select_related = ("producer", "commune")
    search_fields = ("product_name", "producer__name", "receipt_number")
    unit_paths = ("commune_id",)
    attention = DOSSIER_ATTENTION
    not_exported = frozenset({"registration", "cases", "gates"})

    @admin.display(description="phiếu số", ordering="receipt_number")
    def receipt(self, obj: Dossier) -> str:
        """Show the receipt number; a draft entered by the office has none yet."""
        return obj.receipt_number or "bản nháp"

    @admin.display(description="tình trạng", ordering="status")
    def stands(self, obj: Dossier) -> SafeString:
        """Say what is being done with it and where."""
        words = f"{capfirst(obj.get_status_display())} · {obj.get_level_display()}"
        return format_html("{}{}", words, demo_mark(obj.is_demo))

    @admin.display(description="hạn", ordering="due_on")
    def due(self, obj: Dossier) -> SafeString | str:
        """Say by when, and how long that is."""
        due_on = getattr(obj, "due_on", None)
        if due_on is None:
            return "–"
        words = clock_words(due_on, timezone.localdate())
        css = "clock clock--over" if due_on < timezone.localdate() else "clock"
        return format_html('<span class="{}">{} <small>{}</small></span>', css, day(due_on), words)

    @admin.display(description="đợt")
    def round(self, obj: Dossier) -> str:
        """Say which round of assessment it waits for, where the process knows rounds."""
        awaited = awaited_round(obj)
        return f"{awaited.number}/{awaited.year}" if awaited else "–"

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Read what the rounds are told from once for all rows."""
        changelist = super().get_changelist_instance(request)
        prefetch_related_objects(changelist.result_list, "moves", "process__rounds")
        return changelist

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return what was handed in or entered by the office, overdue ones on top."""
        rows = super().get_queryset(request)
        rows = rows.filter(Q(revision_number__gt=0) | Q(is_entered_by_office=True))
        return rows.annotate(due_on=FIRST_DUE)

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """Put what runs out first on top; what has no deadline follows, newest first."""
        return (OrderBy(FIRST_DUE, nulls_last=True), "-updated_at", "-pk")

    def row_title(self, obj: Dossier) -> str:
        """Name the product."""
        return obj.product_name

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Dossier | None = None) -> bool:
        """Nobody types into a dossier here: acts and reports have pages of their own."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Dossier | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add a page for each act and report, messages and files."""
        pages: list[tuple[str, View, str]] = [
            ("trao-doi/", self.message_view, "message"),
            ("viec/<slug:act>/", self.act_view, "act"),
            ("bao-cao/<slug:report>/", self.report_view, "report"),
            ("tep/<int:file>/", self.file_view, "file"),
            ("bo-ho-so/", self.package_view, "package"),
            ("bo-ho-so/<int:referral>/", self.sent_package_view, "sent_package"),
            ("tep/<int:file>/trang-<int:number>/", self.file_page_view, "file_page"),
            ("in/ho-so.pdf", self.forms_view, "forms"),
            ("in/<slug:paper>/<int:number>.pdf", self.paper_view, "paper"),
        ]
        gate = self.admin_site.admin_view
        own = [
            path(f"<int:pk>/{address}", gate(view), name=f"dossier_{name}")
            for address, view, name in pages
        ]
        return [*own, *super().get_urls()]

    # --- the page of a dossier

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the dossier whole, with what can be done now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if self.get_object(request, object_id) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        rows = self.get_queryset(request).for_page()
        dossier = self._seen(request, object_id, rows)
        page = _asked_for(request, dossier)
        read_messages(dossier=dossier, by=request.user, at=timezone.now())
        context = {
            "title": dossier.product_name,
            "page": page,
            "dossier": dossier,
            "acts": [
                *offered_acts(request.user, dossier),
                *offered_at_ministry(request.user, dossier),
            ],
            "reports": offered_reports(request.user, dossier),
            "takes_package": may_take_package(request.user),
            "sees_decisions": can(request.user, Act.VIEW, Area.DECISION),
            "form": MessageForm(),
            "today": timezone.localdate(),
        }
        return self._page(request, "admin/scoring/dossier/page.html", context)

    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Show the form of an act, or do it."""
        dossier = self._seen(request, pk)
        page = ACT_PAGES.get(act) or MINISTRY_PAGES.get(act)
        if page is None:
            raise Http404("Không có việc này.")
        return page.respond(self, request, dossier)

    def report_view(self, request: HttpRequest, pk: int, report: str) -> HttpResponse:
        """Show a report as far as it is written, or keep it."""
        dossier = self._seen(request, pk)
        if report not in REPORT_PAGES:
            raise Http404("Không có báo cáo này.")
        shown = REPORT_PAGES[report]
        if request.method == "GET" and not shown.is_open(
            dossier, parties_of(request.user, dossier)
        ):
            raise NotYours("Báo cáo này không ghi lúc này, hoặc do cơ quan khác ghi.")
        return shown.respond(self, request, dossier)

    def message_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send a message to the producer."""
        dossier = self._seen(request, pk)
        form = MessageForm(request.POST)
        if request.method != "POST":
            raise PermissionDenied
        if form.is_valid():
            send_message(dossier=dossier, body=form.cleaned_data["body"], by=request.user)
            messages.success(request, "Đã gửi cho chủ thể.")
        else:
            messages.error(request, form.errors["body"][0])
        return self.back_to(dossier, "#trao-doi")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Enter a dossier for a producer who cannot, with the producer's consent."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = EnterForm(request.POST or None)
        self._bound_to_unit(request, form)
        if request.method == "POST" and form.is_valid():
            try:
                made = enter_dossier(by=request.user, on=timezone.localdate(), **form.cleaned_data)
            except ActRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Đã lập hồ sơ nhập thay. Điền nội dung rồi nộp.")
                return redirect("scoring:dossier", made.pk)
        return self.act_page(
            request,
            form,
            "Nhập hồ sơ thay chủ thể",
            about="Chỉ dùng khi chủ thể không tự nhập được và đã đồng ý.",
            warning="Tên bạn được ghi vào nhật ký là người nhập; chủ thể vẫn xem được hồ sơ.",
            back=reverse("admin:scoring_dossier_changelist"),
        )

    def _bound_to_unit(self, request: HttpRequest, form: EnterForm) -> None:
        """An officer of a commune enters for producers and units of that commune."""
        within = self.reach(request, "add")
        today = timezone.localdate()
        communes = form.fields["commune"].queryset.in_force(today).filter(province__is_served=True)
        if not within.everywhere:
            communes = communes.filter(pk__in=within.communes)
            producers = form.fields["producer"].queryset
            form.fields["producer"].queryset = producers.filter(commune__in=within.communes)
        form.fields["commune"].queryset = communes
        for name in ("producer", "product"):
            column, field = Dossier._meta.get_field(name), form.fields[name]
            field.widget = AutocompleteSelect(
                column, self.admin_site, attrs=field.widget.attrs, choices=field.choices
            )

    # --- papers and files

    def forms_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out Mẫu số 01 and 02 as the page shows them."""
        return forms_printed(_asked_for(request, self._seen(request, pk)))

    def paper_view(self, request: HttpRequest, pk: int, paper: str, number: int) -> HttpResponse:
        """Hand out a report as the page shows it."""
        return report_printed(self._seen(request, pk), paper, number)

    def file_view(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        """Hand out a file of a proof."""
        return serve(self._file(request, pk, file))

    def file_page_view(
        self, request: HttpRequest, pk: int, file: int, number: int
    ) -> HttpResponseBase:
        """Hand out a page of a file as a picture."""
        return serve_preview(self._file(request, pk, file), page=number, width=960)

    def package_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the package for the ministry as it would be sent now."""
        return package_to_send(request.user, self._seen(request, pk))

    def sent_package_view(self, request: HttpRequest, pk: int, referral: int) -> HttpResponseBase:
        """Hand out a package as it was sent."""
        dossier = self._seen(request, pk)
        return package_sent(request.user, get_object_or_404(dossier.referrals, pk=referral))

    def _file(self, request: HttpRequest, pk: int, file: int) -> EvidenceFile:
        dossier = self._seen(request, pk)
        return get_object_or_404(EvidenceFile, pk=file, evidence__dossier=dossier)

    # --- common

    def back_to(self, dossier: Dossier, place: str = "") -> HttpResponseRedirect:
        """Go to the page of a dossier."""
        address = reverse("admin:scoring_dossier_change", args=[dossier.pk])
        return HttpResponseRedirect(f"{address}{place}")

    def form_page(
        self, request: HttpRequest, dossier: Dossier, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        """Show a form about a dossier; 422 when what was typed cannot be taken."""
        form: Form = context["form"]
        status = 422 if form.errors else 200
        whole = {"dossier": dossier, "media": self.media + form.media, **context}
        return self._page(request, template, whole, status)

    def _seen(self, request: HttpRequest, pk: int | str, rows: QuerySet | None = None) -> Dossier:
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = int(pk) if str(pk).isdecimal() and len(str(pk)) < 19 else 0
        found = self.get_queryset(request) if rows is None else rows
        dossier = get_object_or_404(found, pk=key)
        if not may_see(request.user, dossier):
            raise PermissionDenied
        return dossier

    def _page(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, whole, status=status)


def _asked_for(request: HttpRequest, dossier: Dossier) -> DossierPage:
    """The dossier in the revision the address names, else in the last one."""
    number = request.GET.get("lan", "")
    page = page_of(dossier, int(number) if number.isdecimal() and len(number) < 5 else None)
    if number and page.revision is None:
        raise Http404("Không có lần nộp này.")
    return page
