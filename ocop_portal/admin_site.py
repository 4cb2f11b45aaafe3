"""The back office at ``/quan-tri/``: its menu, who may enter, its start page and journal."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, partial
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from tablib import Dataset

from accounts import second_factor
from accounts.enums import Act, Area
from accounts.permissions import Reach, can, may_enter_office, reach, roles_of
from accounts.sign_in import OfficeSignInForm
from accounts.views import office
from ocop_portal.admin_menu import SECTIONS, Section, area_of
from ocop_portal.journal import EXPORTED, JournalForm, journal_page, journal_rows
from ocop_portal.office_frame import OfficeFrame
from ocop_portal.shared.tables import CsvFile
from ocop_portal.start_page import waiting_for
from ocop_portal.table_reader import read_rows

ASKED_MOST = "scoring/session/"
"""Tried before the addresses of all else: a member's answers come here, one with every click."""


class PortalAdminSite(AdminSite):
    """Django's admin under the office's own name, arranged as officers think."""

    site_header = "Quản trị cổng OCOP"
    site_title = "Quản trị cổng OCOP"
    index_title = "Việc của tôi"
    enable_nav_sidebar = False
    empty_value_display = "–"

    login_form = OfficeSignInForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the back office is open to the person signed in, second factor included."""
        if not may_enter_office(request.user):
            return False
        if request.user.is_verified() or getattr(request, "is_office_open", False):
            return True
        request.is_office_open = not second_factor.is_required(request.user)
        return request.is_office_open

    def get_urls(self) -> list[Any]:
        """Our own pages and addresses before Django's; signing out works half-way in as well."""
        own = [
            path("dang-nhap/", self.login, name="login"),
            path("dang-xuat/", office.sign_out, name="logout"),
            path("xac-thuc/", partial(office.second_step, site=self), name="second_factor"),
            path(
                "xac-thuc/cai-dat/", partial(office.set_up, site=self), name="second_factor_setup"
            ),
            path("nhat-ky/", self.admin_view(self.journal_view), name="journal"),
            path("nhat-ky/tep/", self.admin_view(self.journal_export_view), name="journal_export"),
            path("tai-khoan/", self._gated(office.account), name="account"),
            path("tai-khoan/ma-du-phong/", self._gated(office.renew_codes), name="recovery_codes"),
            path("doi-mat-khau/", self.admin_view(self.password_change), name="password_change"),
            path(
                "doi-mat-khau/xong/",
                self.admin_view(self.password_change_done, cacheable=True),
                name="password_change_done",
            ),
        ]
        replaced = {pattern.name for pattern in own}
        theirs = [
            pattern
            for pattern in super().get_urls()
            if getattr(pattern, "name", None) not in replaced | {"app_list"}
        ]
        first = [pattern for pattern in theirs if str(pattern.pattern) == ASKED_MOST]
        return [*first, *own, *(pattern for pattern in theirs if pattern not in first)]

    def _gated(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Keep ``view`` behind the gate of the site."""
        return self.admin_view(partial(view, site=self))

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask for name and password; then for the second factor of whoever must show one."""
        if may_enter_office(request.user) and not self.has_permission(request):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponseRedirect(f"{reverse('admin:second_factor')}?{query}")
        return super().login(request, {"title": "Đăng nhập", **(extra_context or {})})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the back office shows; no menu to whoever may not enter."""
        context = super().each_context(request)
        if not context["has_permission"]:
            context["available_apps"] = []
        entries = (entry for section in context["available_apps"] for entry in section["models"])
        current = next((entry for entry in entries if entry["current"]), None)
        office = OfficeFrame(request, context["available_apps"])
        return {**context, "current_entry": current, "office": office}

    def kept_page(
        self,
        request: HttpRequest,
        template: str,
        key: Hashable,
        context: Callable[[], dict[str, Any]],
        **values: Any,
    ) -> HttpResponse:
        """A page of the office that is kept but for its values: `OfficeFrame.page`."""
        around = self.each_context(request)

        def whole() -> dict[str, Any]:
            return {**around, "request": request, **context()}

        return around["office"].page(template, key, whole, **values)

    @property
    def outlines_url(self) -> str:
        """Address of the outlines of today's communes."""
        return reverse("map_boundaries", args=["nay"])

    def read_table(self, content: bytes) -> list[list[Any]]:
        """Return the rows of the first sheet of a file; raise `TableRefused`."""
        return read_rows(content)

    def reach(self, request: HttpRequest, act: str, model: type[models.Model]) -> Reach:
        """How far the person signed in may do ``act`` to rows of ``model``."""
        return reach(request.user, Act(act), area_of(model._meta.label_lower))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what waits for the person signed in."""
        sections = self.get_app_list(request)
        admins = [
            self.get_model_admin(entry["model"])
            for section in sections
            for entry in section["models"]
            if entry["model"] is not None
        ]
        context = {
            "waiting": waiting_for(request, self, admins, timezone.localdate()),
            "roles": roles_of(request.user),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def journal_view(self, request: HttpRequest) -> HttpResponse:
        """Show who changed what, over all audited models."""
        if not can(request.user, Act.VIEW, Area.AUDIT):
            raise PermissionDenied
        form = JournalForm(request.GET)
        context = {
            **self.each_context(request),
            "title": "Nhật ký thay đổi",
            "form": form,
            "page": journal_page(form) if form.is_valid() else None,
        }
        request.current_app = self.name
        return TemplateResponse(request, "admin/journal.html", context)

    def journal_export_view(self, request: HttpRequest) -> HttpResponse:
        """Hand out the journal, as narrowed, as a table."""
        if not can(request.user, Act.EXPORT, Area.AUDIT):
            raise PermissionDenied
        form = JournalForm(request.GET)
        if not form.is_valid():
            return self.journal_view(request)
        table = Dataset(*journal_rows(form), headers=EXPORTED)
        file = CsvFile()
        response = HttpResponse(file.export_data(table), content_type=file.get_content_type())
        name = f"nhat-ky-{timezone.localdate():%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The menu: sections of what the person may see, the present page marked."""
        sections = [self._section(request, section) for section in SECTIONS]
        sections.append(self._journal_section(request))
        return [
            section
            for section in sections
            if section["models"] and app_label in (None, section["app_label"])
        ]

    def _section(self, request: HttpRequest, section: Section) -> dict[str, Any]:
        seen = [
            model
            for label in section.models
            if (model := _model(label)) is not None
            and self.is_registered(model)
            and self.reach(request, Act.VIEW, model)
        ]
        entries = [self._entry(request, model) for model in seen]
        return {
            "name": section.title,
            "app_label": section.slug,
            "app_url": entries[0]["admin_url"] if entries else "",
            "has_module_perms": True,
            "models": entries,
        }

    def _journal_section(self, request: HttpRequest) -> dict[str, Any]:
        address = reverse("admin:journal")
        entry: dict[str, Any] = {
            "model": None,
            "name": "Nhật ký thay đổi",
            "object_name": "journal",
            "perms": {},
            "admin_url": address,
            "add_url": None,
            "view_only": True,
            "current": request.path.startswith(address),
        }
        return {
            "name": "Nhật ký",
            "app_label": "nhat-ky",
            "app_url": address,
            "has_module_perms": True,
            "models": [entry] if can(request.user, Act.VIEW, Area.AUDIT) else [],
        }

    def _entry(self, request: HttpRequest, model: type[models.Model]) -> dict[str, Any]:
        address = _list_address(self.name, model._meta.label_lower)
        return {
            "model": model,
            "name": capfirst(model._meta.verbose_name_plural),
            "object_name": model._meta.object_name,
            "perms": {},
            "admin_url": address,
            "add_url": None,
            "view_only": not self.reach(request, Act.CHANGE, model),
            "current": request.path.startswith(address),
        }


def _model(label: str) -> type[models.Model] | None:
    """The model, or None while its app does not have it."""
    app_label, name = label.split(".")
    return apps.get_app_config(app_label).models.get(name)


@lru_cache(maxsize=128)
def _list_address(site_name: str, label: str) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_changelist", current_app=site_name)
