"""Appeals in the back office: what producers wrote, and the office's answer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ocop_portal.shared.admin import OfficeAdmin, ShownOnly
from ocop_portal.shared.attention import Attention
from ocop_portal.shared.templatetags.ui import demo_mark
from scoring.decisions.appeals import answer_appeal
from scoring.decisions.forms import AnswerForm
from scoring.dossiers.enums import AppealStatus, DossierAct
from scoring.dossiers.errors import ActRefused
from scoring.models import Appeal
from scoring.permissions import may

APPEAL_ATTENTION = (
    Attention(
        "cho-tra-loi",
        "khiếu nại chờ trả lời",
        "Đọc, trả lời; chấp nhận thì hồ sơ được mở lại.",
        lambda _on: Q(status=AppealStatus.FILED),
        act="decide",
        is_urgent=True,
    ),
)


@admin.register(Appeal)
class AppealAdmin(ShownOnly, OfficeAdmin):
    """Khiếu nại của chủ thể."""

    list_display = ("product", "producer", "filed_on", "against", "status", "answered_on")
    list_display_links = ("product",)
    list_filter = ("status",)
    list_select_related = ("dossier__producer", "against")
    search_fields = ("dossier__product_name", "dossier__producer__name", "text")
    unit_paths = ("dossier__commune_id",)
    attention = APPEAL_ATTENTION
    demo_path = "dossier__is_demo"

    @admin.display(description="sản phẩm", ordering="dossier__product_name")
    def product(self, obj: Appeal) -> SafeString:
        """Name the product."""
        return format_html("{}{}", obj.dossier.product_name, demo_mark(obj.dossier.is_demo))

    @admin.display(description="chủ thể", ordering="dossier__producer__name")
    def producer(self, obj: Appeal) -> str:
        """Name the producer."""
        return obj.dossier.producer.name

    def row_title(self, obj: Appeal) -> str:
        """Name the product."""
        return f"Khiếu nại: {obj.dossier.product_name}"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show an appeal whole, and the form of the answer to whoever may answer now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        appeal = self.get_object(request, object_id)
        if appeal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        is_open = appeal.status == AppealStatus.FILED
        may_answer = is_open and may(request.user, DossierAct.REOPEN, appeal.dossier)
        form = AnswerForm(request.POST or None) if may_answer else None
        if request.method == "POST" and not is_open:
            messages.error(request, f"Khiếu nại {appeal.get_status_display()}, không còn trả lời.")
            return self._shown(request, appeal, None)
        if request.method == "POST":
            if form is None:
                raise PermissionDenied
            if form.is_valid() and self._answered(request, appeal, form):
                messages.success(request, "Đã trả lời khiếu nại; chủ thể được báo.")
                address = reverse("admin:scoring_appeal_change", args=[appeal.pk])
                return HttpResponseRedirect(address)
        return self._shown(request, appeal, form)

    def _answered(self, request: HttpRequest, appeal: Appeal, form: AnswerForm) -> bool:
        said = {"by": request.user, "on": timezone.localdate(), **form.cleaned_data}
        try:
            answer_appeal(appeal=appeal, **said)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
            return False
        return True

    def _shown(self, request: HttpRequest, appeal: Appeal, form: AnswerForm | None) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": self.row_title(appeal),
            "appeal": appeal,
            "form": form,
            "is_refusal": appeal.against.act == DossierAct.REFUSE,
        }
        status = 422 if form is not None and form.errors else 200
        template = "admin/scoring/appeal/page.html"
        return TemplateResponse(request, template, context, status=status)
