"""Decisions in the back office: drafts over concluded dossiers, the one act of issuing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from ocop_portal.shared.admin import OfficeAdmin
from ocop_portal.shared.attention import Attention
from ocop_portal.shared.templatetags.ui import demo_mark
from scoring.decisions.drafting import (
    add_to_draft,
    cancel_draft,
    choose_outcome,
    draft_decision,
    take_out_of_draft,
)
from scoring.decisions.enums import DecisionStatus
from scoring.decisions.forms import ChosenDossiers, DraftForm, IssueForm
from scoring.decisions.issuing import issue_decision
from scoring.decisions.page import candidates, foresee, free_dossiers, lines_of
from scoring.decisions.papers import decision_paper
from scoring.dossiers.errors import ActRefused
from scoring.models import Decision
from scoring.process.enums import ProcessLevel

FIRST_NAME = "du-thao-quyet-dinh"
LEVELS = (ProcessLevel.PROVINCE, ProcessLevel.DISTRICT)
"""Levels that award stars by a decision of their own; the ministry's comes as a result."""

DECISION_ATTENTION = (
    Attention(
        "cho-ban-hanh",
        "dự thảo quyết định chờ ban hành",
        "Khi quyết định đã ký, ghi số và ngày: chứng nhận được cấp trong một lần.",
        lambda _on: Q(status=DecisionStatus.DRAFT),
        act="decide",
    ),
)


@admin.register(Decision)
class DecisionAdmin(OfficeAdmin):
    """Quyết định công nhận: soạn, in, ghi ban hành."""

    list_display = ("name", "title", "level", "signed_on", "dossiers", "stands")
    list_display_links = ("name",)
    list_filter = ("status", "level")
    search_fields = ("number", "title", "issuing_body")
    attention = DECISION_ATTENTION

    @admin.display(description="số quyết định", ordering="number")
    def name(self, obj: Decision) -> str:
        """Show the number; a draft has none yet."""
        return obj.number or "dự thảo"

    @admin.display(description="hồ sơ")
    def dossiers(self, obj: Decision) -> int:
        """Say how many dossiers it is about."""
        return getattr(obj, "many", 0)

    @admin.display(description="tình trạng", ordering="status")
    def stands(self, obj: Decision) -> SafeString:
        """Say whether it was issued."""
        words = capfirst(obj.get_status_display())
        return format_html("{}{}", words, demo_mark(obj.is_demo))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return each decision with how many dossiers it is about."""
        return super().get_queryset(request).annotate(many=Count("items"))

    def has_change_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        """Nobody types into a decision here: what can be done has pages of its own."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Decision | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add a page for each act."""
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("them-ho-so/", self.add_dossiers_view, "add_dossiers"),
            ("bo-ra/", self.take_out_view, "take_out"),
            ("noi-dung/", self.outcome_view, "outcome"),
            ("ban-hanh/", self.issue_view, "issue"),
            ("bo-du-thao/", self.cancel_view, "cancel"),
            ("ban-in/", self.paper_view, "paper"),
        ]
        gate = self.admin_site.admin_view
        own = [
            path(f"<int:pk>/{address}", gate(view), name=f"decision_{name}")
            for address, view, name in pages
        ]
        return [*own, *super().get_urls()]

    # --- a new draft

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Choose concluded dossiers of a level and begin a draft over them."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        level = _level(request)
        form = DraftForm(
            request.POST or None, free=free_dossiers(level), initial=self._last_words(level)
        )
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            chosen = list(said.pop("dossiers"))
            demo = all(dossier.is_demo for dossier in chosen)
            made = _done(
                form,
                lambda: draft_decision(
                    level=level, dossiers=chosen, by=request.user, is_demo=demo, **said
                ),
            )
            if made:
                messages.success(request, f"Đã lập dự thảo với {len(chosen)} hồ sơ.")
                return self.back_to(made)
        counts = [(each, free_dossiers(each).count()) for each in LEVELS]
        context = {"title": "Soạn quyết định", "level": level, "levels": counts}
        context |= {"verb": "Lập dự thảo", "back": reverse("admin:scoring_decision_changelist")}
        return self._choosing(request, form, context)

    def _last_words(self, level: str) -> dict[str, str]:
        """Who issued the last real decision of that level, to be kept or changed."""
        last = Decision.objects.filter(level=level, is_demo=False).order_by("-pk").first()
        return {"issuing_body": last.issuing_body} if last else {}

    def add_dossiers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put more dossiers into a draft."""
        decision = self._draft(request, pk)
        free = free_dossiers(decision.level, is_demo=decision.is_demo)
        form = ChosenDossiers(request.POST or None, free=free)
        if request.method == "POST" and form.is_valid():
            chosen = list(form.cleaned_data["dossiers"])
            if _done(form, lambda: _add(decision, chosen, request.user)):
                messages.success(request, f"Đã thêm {len(chosen)} hồ sơ.")
                return self.back_to(decision)
        context: dict[str, Any] = {
            "title": "Thêm hồ sơ vào dự thảo",
            "level": decision.level,
            "levels": [],
        }
        context |= {"verb": "Thêm vào dự thảo", "back": _address(decision), "decision": decision}
        return self._choosing(request, form, context)

    def _choosing(
        self, request: HttpRequest, form: ChosenDossiers, context: dict[str, Any]
    ) -> HttpResponse:
        free = candidates(list(form.fields["dossiers"].queryset))
        whole = {"form": form, "rows": free, **context}
        return self._page(request, "admin/scoring/decision/choose.html", whole, form)

    # --- the page of a decision

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a decision with its dossiers and what can be done now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        decision = self.get_object(request, object_id)
        if decision is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = {
            "title": str(decision),
            "decision": decision,
            "lines": lines_of(decision),
            "is_draft": decision.status == DecisionStatus.DRAFT,
            "may_change": self.may(request, "change"),
            "may_issue": self.may(request, "decide"),
        }
        return self._page(request, "admin/scoring/decision/page.html", context)

    def take_out_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a dossier out of a draft."""
        decision = self._draft(request, pk, "POST")
        item = get_object_or_404(decision.items, pk=_key(request.POST.get("item")))
        take_out_of_draft(decision=decision, dossier=item.dossier, by=request.user)
        messages.success(request, f"Đã đưa ra khỏi dự thảo: {item.dossier.product_name}.")
        return self.back_to(decision)

    def outcome_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose whether a dossier of enough points goes up."""
        decision = self._draft(request, pk, "POST")
        item = get_object_or_404(decision.items, pk=_key(request.POST.get("item")))
        try:
            choose_outcome(item=item, send_up=request.POST.get("gui") == "len", by=request.user)
        except ActRefused as refusal:
            messages.error(request, str(refusal))
        return self.back_to(decision)

    def issue_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enter number and day of a signed decision, with what that will do beside it."""
        decision = self._draft(request, pk, act="decide")
        form = IssueForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            today = timezone.localdate()
            if _done(
                form,
                lambda: issue_decision(
                    decision=decision, by=request.user, today=today, **form.cleaned_data
                ),
            ):
                messages.success(request, f"Đã ghi ban hành {decision.number}.")
                return self.back_to(decision)
        lines = lines_of(decision)
        context = {"title": "Ghi ban hành", "decision": decision, "form": form}
        context |= {"lines": lines, "foreseen": foresee(lines)}
        return self._page(request, "admin/scoring/decision/issue.html", context, form)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give a draft up."""
        decision = self._draft(request, pk)
        form = Form(request.POST or None)
        if request.method == "POST":
            cancel_draft(decision=decision, by=request.user)
            messages.success(request, "Đã bỏ dự thảo; các hồ sơ đưa vào dự thảo khác được.")
            return self.back_to(decision)
        return self.act_page(
            request,
            form,
            "Bỏ dự thảo",
            about=str(decision),
            warning="Dự thảo vẫn lưu lại để tra cứu, nhưng không sửa và không ban hành được nữa.",
            back=_address(decision),
        )

    def paper_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Print a decision with its annexes."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        decision = get_object_or_404(self.get_queryset(request), pk=pk)
        content = decision_paper(decision, lines_of(decision), at=timezone.now())
        headers = {"Content-Disposition": f'attachment; filename="{FIRST_NAME}-{pk}.pdf"'}
        headers["Cache-Control"] = "private, no-store"
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    # --- common

    def back_to(self, decision: Decision) -> HttpResponseRedirect:
        """Go to the page of a decision."""
        return HttpResponseRedirect(_address(decision))

    def _draft(
        self, request: HttpRequest, pk: int, method: str = "", act: str = "change"
    ) -> Decision:
        """Return the decision for whoever may do ``act``; by POST alone where that is asked."""
        if not self.may(request, act) or (method and request.method != method):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _page(
        self,
        request: HttpRequest,
        template: str,
        context: dict[str, Any],
        form: Form | None = None,
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        media = self.media + form.media if form else self.media
        whole = {**self.admin_site.each_context(request), "opts": self.opts, "media": media}
        status = 422 if form is not None and form.errors else 200
        return TemplateResponse(request, template, {**whole, **context}, status=status)


def _done(form: Form, act: Callable[[], Any]) -> Any:
    """What ``act`` gave; nothing when it was refused, and the form says why."""
    try:
        return act()
    except ActRefused as refusal:
        form.add_error(None, str(refusal))
        return None


def _add(decision: Decision, chosen: list[Any], by: Any) -> Decision:
    add_to_draft(decision=decision, dossiers=chosen, by=by)
    return decision


def _level(request: HttpRequest) -> ProcessLevel:
    asked = request.GET.get("cap", "")
    return ProcessLevel(asked) if asked in LEVELS else ProcessLevel.PROVINCE


def _key(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 19 else 0


def _address(decision: Decision) -> str:
    return reverse("admin:scoring_decision_change", args=[decision.pk])
