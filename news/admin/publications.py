"""What articles, events and pages have in common in the back office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Q
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from js_asset import InlineStyle, Media

from news.enums import PublicationState
from news.forms import PublicationForm
from news.models import Publication
from news.revisions import restore, revisions_of, version
from ocop_portal.shared.admin import OfficeAdmin, RowAct
from ocop_portal.shared.attention import Attention
from ocop_portal.shared.slugs import free_slug

LANGUAGES = ("vi", "en")
# The editor looks for this element before it writes a style of its own, which the policy refuses;
# what it would write is in the style sheet it comes with.
NO_STYLE_NEEDED = InlineStyle("", **{"data-tiptap-style": ""})


class StateFilter(admin.SimpleListFilter):
    """Drafts, what waits for its hour, what is shown."""

    title = "tình trạng"
    parameter_name = "trang-thai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The three states."""
        return [(state.value, str(state.label)) for state in PublicationState]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Rows in the state chosen, now."""
        now = timezone.now()
        conditions = {
            PublicationState.DRAFT: Q(is_published=False),
            PublicationState.WAITING: Q(is_published=True, publish_at__gt=now),
            PublicationState.PUBLIC: Q(is_published=True, publish_at__lte=now),
        }
        chosen = self.value()
        return queryset.filter(conditions[PublicationState(chosen)]) if chosen else queryset

    def value(self) -> str | None:
        """The state of the address; one nobody offered is none."""
        chosen = super().value()
        return chosen if chosen in PublicationState.values else None


def is_draft(on: dt.date) -> Q:
    """Not shown, and not to be shown at an hour."""
    return Q(is_published=False)


DRAFTS = Attention("nhap", "bản nháp", "Viết xong thì đánh dấu “cho đăng”.", is_draft)


class PublicationAdmin(OfficeAdmin):
    """A text with drafts, an hour of publication, a preview and earlier versions."""

    form = PublicationForm
    attention = (DRAFTS,)
    page_template = ""

    def page(self, row: Any, request: HttpRequest) -> dict[str, Any]:
        """The context of the public page of ``row``, as a preview."""
        raise NotImplementedError

    @admin.display(description="tình trạng", ordering="publish_at")
    def state_now(self, obj: Publication) -> str:
        """Draft, waiting, or shown since when."""
        state = obj.state(timezone.now())
        if state is PublicationState.DRAFT or obj.publish_at is None:
            return str(state.label)
        return f"{state.label}, {timezone.localtime(obj.publish_at):%d/%m/%Y %H:%M}"

    def view_on_site(self, obj: Publication) -> str | None:
        """Its public address, once it has one."""
        is_public = obj.state(timezone.now()) is PublicationState.PUBLIC
        return obj.get_absolute_url() if is_public else None

    def row_acts(self, request: HttpRequest, obj: Any) -> list[RowAct]:
        """See it as readers will, in both languages; earlier versions."""
        preview = self._address("preview", obj.pk)
        acts = [RowAct("Xem trước", preview)]
        if obj.title_en or obj.body_en:
            acts.append(RowAct("Xem trước (tiếng Anh)", f"{preview}?ngon-ngu=en"))
        return [*acts, RowAct("Bản cũ", self._address("revisions", obj.pk))]

    def save_model(
        self, request: HttpRequest, obj: Publication, form: ModelForm, change: bool
    ) -> None:
        """Give a new row its address; say what was left out of the text."""
        if not obj.slug:
            obj.slug = free_slug(self.model._default_manager.all(), obj.title)
        super().save_model(request, obj, form, change)
        left_out = getattr(form, "left_out", [])
        if left_out:
            messages.warning(
                request,
                f"Đã bỏ {len(left_out)} ảnh trong bài: ảnh phải nằm trên cổng và có lời tả. "
                "Tải ảnh lên ở mục Ảnh rồi chép địa chỉ ghi cạnh ảnh vào bài.",
            )

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any):
        """Let the editor's import map through the policy, and keep it from adding a style."""
        own = Media(css={"all": [NO_STYLE_NEEDED]}, js=["js/editor-names.js"])
        media = Media.from_media(context["media"]) + own
        context["media"] = media.with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """The preview and the earlier versions of a row."""
        gate = self.admin_site.admin_view
        own = [
            path("<int:pk>/xem-truoc/", gate(self.preview_view), name=self._name("preview")),
            path("<int:pk>/ban-cu/", gate(self.revisions_view), name=self._name("revisions")),
        ]
        return [*own, *super().get_urls()]

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _address(self, page: str, pk: int) -> str:
        return reverse(f"admin:{self._name(page)}", args=[pk], current_app=self.admin_site.name)

    def _row(self, request: HttpRequest, pk: int, act: str) -> Any:
        if not self.may(request, act):
            raise PermissionDenied
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.may(request, act, row):
            raise PermissionDenied
        return row

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page of a row or of an earlier version of it, for the editor alone."""
        row = self._row(request, pk, "view")
        asked = request.GET.get("ngon-ngu", "vi")
        with translation.override(asked if asked in LANGUAGES else "vi"):
            key = request.GET.get("ban", "")
            try:
                shown = version(row, int(key)) if key.isdecimal() else row
            except ObjectDoesNotExist as error:
                raise Http404 from error
            response = TemplateResponse(request, self.page_template, self.page(shown, request))
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex"
            return response.render()

    def revisions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The versions of a row; by POST, one of them is brought back."""
        if request.method == "POST":
            return self._restore(request, self._row(request, pk, "change"))
        row = self._row(request, pk, "view")
        context = {
            **self.admin_site.each_context(request),
            "title": f"Bản cũ: {row}",
            "opts": self.opts,
            "revisions": revisions_of(row),
            "preview": self._address("preview", row.pk),
            "back": reverse(f"admin:{self._name('change')}", args=[row.pk]),
            "may_restore": self.may(request, "change", row),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/news/revisions.html", context)

    def _restore(self, request: HttpRequest, row: Any) -> HttpResponse:
        key = request.POST.get("ban", "")
        try:
            restore(row=row, key=int(key) if key.isdecimal() else 0, by=request.user)
        except ObjectDoesNotExist:
            messages.error(request, "Không có bản ấy. Chọn một bản trong danh sách.")
            return HttpResponseRedirect(self._address("revisions", row.pk))
        messages.success(
            request, "Đã khôi phục nội dung. Đây là một lần sửa mới, bản trước đó vẫn còn."
        )
        return HttpResponseRedirect(reverse(f"admin:{self._name('change')}", args=[row.pk]))
