"""What people ask the office about producers: read with its papers, answered yes or no."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.enums import RequestKind, RequestState
from accounts.forms.office_requests import ApproveForm, RefuseForm
from accounts.joining import RequestError, approve_request, refuse_request
from accounts.models import ProducerRequest, RequestPaper, RoleAssignment
from accounts.permissions import may_answer
from accounts.views.common import address_of
from ocop_portal.shared.admin import OfficeAdmin, RowAct, ShownOnly
from ocop_portal.shared.attention import Attention
from ocop_portal.shared.private_files import WIDTHS, serve, serve_preview
from producers.models import Producer

REQUEST_ATTENTION = (
    Attention(
        "nhan-chu-the",
        "người xin nhận chủ thể",
        "Xem giấy tờ, đối chiếu rồi trả lời.",
        lambda _on: Q(state=RequestState.SUBMITTED, kind=RequestKind.CLAIM),
        act="decide",
        is_urgent=True,
    ),
    Attention(
        "chu-the-moi",
        "chủ thể mới xin ghi vào sổ",
        "Tìm xem sổ đã có chưa, rồi trả lời. Cán bộ tỉnh trả lời.",
        lambda _on: Q(state=RequestState.SUBMITTED, kind=RequestKind.NEW),
        act="decide",
        is_urgent=True,
    ),
    Attention(
        "de-nghi-sua",
        "đề nghị sửa thông tin chủ thể",
        "Sửa ở trang của chủ thể rồi trả lời. Cán bộ tỉnh trả lời.",
        lambda _on: Q(state=RequestState.SUBMITTED, kind=RequestKind.CORRECTION),
        act="decide",
    ),
)
GRANTED = {
    RequestKind.CLAIM: "Người gửi sẽ sửa được thông tin và nộp hồ sơ thay chủ thể này ngay.",
    RequestKind.NEW: "Chủ thể được ghi vào sổ, chưa hiện trên cổng; người gửi được làm thay.",
    RequestKind.CORRECTION: "Chỉ chấp nhận khi đã sửa xong ở trang của chủ thể.",
}


@admin.register(ProducerRequest)
class ProducerRequestAdmin(ShownOnly, OfficeAdmin):
    """Yêu cầu của chủ thể: claims, new producers, corrections."""

    list_display = ("shown_about", "kind", "person", "shown_commune", "state", "submitted_at")
    list_filter = ("state", "kind")
    list_select_related = ("person", "producer__commune", "commune")
    search_fields = ("producer__name_folded", "name", "person__full_name", "person__email")
    search_help_text = None
    date_hierarchy = "submitted_at"
    attention = REQUEST_ATTENTION
    unit_paths = ("producer__commune_id", "commune_id")
    history_parts = (RequestPaper,)

    @admin.display(description="chủ thể")
    def shown_about(self, obj: ProducerRequest) -> str:
        """The producer, of the register or proposed."""
        return obj.about

    @admin.display(description="xã, phường")
    def shown_commune(self, obj: ProducerRequest) -> str:
        """Where it is."""
        commune = obj.producer.commune if obj.producer else obj.commune
        return str(commune or "–")

    def get_fieldsets(self, request: HttpRequest, obj: ProducerRequest | None = None) -> Any:
        """What was asked, by whom, with what papers, and the answer."""
        asked = ["kind", "shown_producer", "shown_person", "position", "note"]
        parts: list[tuple[str, dict[str, Any]]] = [
            ("Yêu cầu", {"fields": [*asked, "submitted_at"]})
        ]
        if obj is not None and obj.kind == RequestKind.NEW:
            new = [
                ("name", "producer_kind"),
                ("tax_code", "registration_number"),
                ("representative", "representative_title"),
                ("commune", "address"),
                ("phone", "email"),
                "shown_alike",
            ]
            parts.append(("Chủ thể mới", {"fields": new}))
        parts.append(("Giấy tờ", {"fields": ["shown_papers"]}))
        parts.append(("Trả lời", {"fields": ["state", ("decided_by", "decided_at"), "reason"]}))
        return parts

    @admin.display(description="chủ thể")
    def shown_producer(self, obj: ProducerRequest) -> SafeString | str:
        """The producer with a link to its form, and who acts for it already."""
        if obj.producer is None:
            return "chưa có trong sổ"
        people = RoleAssignment.objects.of_producer(obj.producer, timezone.localdate())
        names = [role.user.full_name for role in people.select_related("user")]
        address = reverse("admin:producers_producer_change", args=[obj.producer_id])
        return format_html(
            '<a href="{}">{}</a><br>Đang làm việc cho chủ thể: {}',
            address,
            obj.producer.name,
            ", ".join(names) or "chưa có ai",
        )

    @admin.display(description="người gửi")
    def shown_person(self, obj: ProducerRequest) -> SafeString:
        """Who asks, and how to reach them."""
        person = obj.person
        return format_html("{}<br>{} · {}", person, person.email or "–", person.phone or "–")

    @admin.display(description="tên gần giống trong sổ")
    def shown_alike(self, obj: ProducerRequest) -> SafeString | str:
        """Producers of the register it may be."""
        alike = Producer.objects.resembling(obj.name)[:5]
        rows = [
            (reverse("admin:producers_producer_change", args=[each.pk]), each.name)
            for each in alike
            if each.pk != obj.producer_id
        ]
        return format_html_join(SafeString("<br>"), '<a href="{}">{}</a>', rows) or "không có"

    @admin.display(description="giấy tờ")
    def shown_papers(self, obj: ProducerRequest) -> SafeString | str:
        """Each paper: its name, to be saved, and its first pages to be seen here."""
        shown = ((self._paper(obj, paper),) for paper in obj.papers.all())
        return format_html_join("", "{}", shown) or "không kèm giấy tờ"

    def _paper(self, obj: ProducerRequest, paper: RequestPaper) -> SafeString:
        name = reverse("admin:producer_request_paper", args=[obj.pk, paper.pk])
        pages = format_html_join(
            "",
            '<img class="office-page" src="{}" alt="Trang {} của {}" loading="lazy">',
            (
                (
                    reverse("admin:producer_request_page", args=[obj.pk, paper.pk, number]),
                    number,
                    paper.file_name,
                )
                for number in paper.shown_pages
            ),
        )
        return format_html(
            '<div class="office-paper"><a href="{}">{}</a> ({}{})<div>{}</div></div>',
            name,
            paper.file_name,
            paper.get_kind_display(),
            f", {paper.pages} trang" if paper.pages else "",
            pages,
        )

    def get_urls(self) -> list[URLPattern]:
        """Add the acts upon a request, and its papers."""
        gate = self.admin_site.admin_view
        own = [
            path("<int:pk>/chap-nhan/", gate(self.approve_view), name="producer_request_approve"),
            path("<int:pk>/tu-choi/", gate(self.refuse_view), name="producer_request_refuse"),
            path(
                "<int:pk>/giay-to/<int:paper>/",
                gate(self.paper_view),
                name="producer_request_paper",
            ),
            path(
                "<int:pk>/giay-to/<int:paper>/trang-<int:number>/",
                gate(self.page_view),
                name="producer_request_page",
            ),
        ]
        return [*own, *super().get_urls()]

    def row_acts(self, request: HttpRequest, obj: ProducerRequest) -> list[RowAct]:
        """Yes or no, while it waits, to whoever may say so."""
        if not obj.is_open or not may_answer(request.user, obj):
            return []
        return [
            RowAct("Chấp nhận", reverse("admin:producer_request_approve", args=[obj.pk])),
            RowAct("Từ chối", reverse("admin:producer_request_refuse", args=[obj.pk]), True),
        ]

    def approve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say yes."""
        asked = self._answerable(request, pk)
        form = ApproveForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                approve_request(
                    request=asked,
                    by=request.user,
                    now=timezone.now(),
                    on=timezone.localdate(),
                    note=form.cleaned_data["note"],
                    address=address_of(request),
                )
            except RequestError as error:
                form.add_error(None, str(error))
            else:
                return self._done(request, asked, "Đã chấp nhận; người gửi được báo bằng thư.")
        return self._act_page(request, asked, form, "Chấp nhận", GRANTED[RequestKind(asked.kind)])

    def refuse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say no, and why."""
        asked = self._answerable(request, pk)
        form = RefuseForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                refuse_request(
                    request=asked,
                    by=request.user,
                    now=timezone.now(),
                    reason=form.cleaned_data["reason"],
                    address=address_of(request),
                )
            except RequestError as error:
                form.add_error(None, str(error))
            else:
                return self._done(request, asked, "Đã từ chối; người gửi được báo bằng thư.")
        warning = "Người gửi có thể gửi yêu cầu khác với giấy tờ đầy đủ hơn."
        return self._act_page(request, asked, form, "Từ chối", warning)

    def paper_view(self, request: HttpRequest, pk: int, paper: int) -> HttpResponseBase:
        """Hand a paper out to whoever may see the request."""
        return serve(self._paper_of(request, pk, paper))

    def page_view(self, request: HttpRequest, pk: int, paper: int, number: int) -> HttpResponseBase:
        """A page of a paper as a picture."""
        return serve_preview(self._paper_of(request, pk, paper), number, WIDTHS[1])

    def _seen(self, request: HttpRequest, pk: int) -> ProducerRequest:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if pk >= 2**63:
            raise Http404
        rows = self.get_queryset(request).select_related("producer", "person", "commune")
        return get_object_or_404(rows, pk=pk)

    def _answerable(self, request: HttpRequest, pk: int) -> ProducerRequest:
        asked = self._seen(request, pk)
        if not may_answer(request.user, asked):
            raise PermissionDenied
        return asked

    def _paper_of(self, request: HttpRequest, pk: int, paper: int) -> RequestPaper:
        if paper >= 2**63:
            raise Http404
        return get_object_or_404(self._seen(request, pk).papers, pk=paper)

    def _done(self, request: HttpRequest, asked: ProducerRequest, said: str) -> HttpResponse:
        messages.success(request, said)
        return HttpResponseRedirect(self._address(asked))

    def _act_page(
        self, request: HttpRequest, asked: ProducerRequest, form: Form, title: str, warning: str
    ) -> HttpResponse:
        about = f"{asked} · {asked.person}"
        back = self._address(asked)
        return self.act_page(request, form, title, about=about, warning=warning, back=back)

    @staticmethod
    def _address(asked: ProducerRequest) -> str:
        return reverse("admin:accounts_producerrequest_change", args=[asked.pk])
