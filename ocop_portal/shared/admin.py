"""What every list and form of the back office has in common.

Who may do what is asked of the site (``admin_site.reach``), never decided here. An admin class
says by ``unit_paths`` through which columns a row belongs to a unit; a person whose role is held
for a unit then sees only its rows, and changes only the fields named in ``unit_fields``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ocop_portal.shared.admin_filters import AttentionFilter
from ocop_portal.shared.attention import Attention
from ocop_portal.shared.folded_search import search_rows
from ocop_portal.shared.forms import SiteProfileForm
from ocop_portal.shared.history import changes_of
from ocop_portal.shared.late_rows import LateRows
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.table_admin import TableExport
from ocop_portal.shared.widgets import LatitudeInput

CHECK_ALL = mark_safe(
    '<input type="checkbox" id="action-toggle" aria-label="Chọn mọi dòng trên trang này">'
)
CHECK_ONE = (
    '<input type="checkbox" name="_selected_action" value="{}" class="action-select"'
    ' aria-label="Chọn dòng này để thao tác: {}">'
)
SEARCH_HELP = "Gõ không dấu cũng tìm được. Đặt trong ngoặc kép để tìm đúng từng dấu."


class RowAct(NamedTuple):
    """Something to do to the row shown: a link to the page of the act."""

    label: str
    url: str
    is_grave: bool = False


class OfficeRules:
    """Permissions of a model admin or an inline, as the site answers them."""

    unit_paths: Sequence[str] = ()
    formfield_overrides = {
        models.DecimalField: {"localize": True},
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
    }

    def reach(self, request: HttpRequest, act: str) -> Any:
        """How far the person signed in may do ``act`` to rows of this model."""
        return self.admin_site.reach(request, act, self.model)  # type: ignore[attr-defined]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer to add or open what a field points at, never to delete it; a map for a point."""
        if db_field.name == "latitude":
            outlines = self.admin_site.outlines_url  # type: ignore[attr-defined]
            kwargs["widget"] = LatitudeInput(outlines)
        made = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if made is not None and hasattr(made.widget, "can_delete_related"):
            made.widget.can_delete_related = False
        return made

    def may(self, request: HttpRequest, act: str, obj: models.Model | None = None) -> bool:
        """Whether the person signed in may do ``act`` to ``obj``, or to anything at all."""
        within = self.reach(request, act)
        return bool(within) if obj is None else within.covers(units_of(obj, self.unit_paths))


class OfficeAdmin(OfficeRules, TableExport, admin.ModelAdmin):
    """A list and a form of the back office."""

    list_per_page = 25
    paginator = LateRows
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_help_text = SEARCH_HELP
    empty_value_display = "–"
    unit_fields: Sequence[str] = ()
    attention: Sequence[Attention] = ()
    list_columns: Sequence[str] = ()
    history_parts: Sequence[type[models.Model]] = ()

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Read no more of each row than ``list_columns``, where they are named."""
        changelist = super().get_changelist_instance(request)
        if self.list_columns:
            changelist.result_list = changelist.result_list.only(*self.list_columns)
        return changelist

    @admin.display(description=CHECK_ALL)
    def action_checkbox(self, obj: models.Model) -> SafeString:
        """Draw the box that chooses a row; as Django does, but not by a template a row."""
        return format_html(CHECK_ONE, obj.pk, obj)

    def get_list_filter(self, request: HttpRequest) -> Sequence[Any]:
        """Put what waits for somebody before the other filters."""
        filters = super().get_list_filter(request)
        return [AttentionFilter, *filters] if self.attention else filters

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.may(request, "view", obj) or self.may(request, "change", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.may(request, "delete", obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "view")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Return the rows within the person's reach; all of them for most roles."""
        within = self.reach(request, "view")
        rows = super().get_queryset(request)
        return rows if within.everywhere else rows.filter(in_units(within, self.unit_paths))

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> Sequence[str]:
        """Add every field a person acting for one unit may not change."""
        fixed = list(super().get_readonly_fields(request, obj))
        if not self.reach(request, "change").communes:
            return fixed
        shown = admin.utils.flatten_fieldsets(self.fieldsets or [(None, {"fields": self.fields})])
        return fixed + [name for name in shown if name not in {*self.unit_fields, *fixed}]

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Find rows by words with or without accents; see `search_rows`."""
        fields = self.get_search_fields(request)
        return search_rows(queryset, fields, search_term), False

    marked_by = ""
    """Where a row says that it is a demonstration's, from the row: ``product.producer.is_demo``."""

    def row_title(self, obj: Any) -> str:
        """What the page of ``obj`` is headed."""
        return str(obj)

    def row_acts(self, request: HttpRequest, obj: Any) -> list[RowAct]:
        """What else can be done to ``obj``; links beside its history."""
        return []

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form of a row with the acts it allows."""
        obj = self.get_object(request, unquote(object_id)) if request.method == "GET" else None
        more: dict[str, Any] = {"acts": [], "row_title": "", "is_demo": False}
        if obj is not None:
            more = {
                "acts": self.row_acts(request, obj),
                "row_title": self.row_title(obj),
                "is_demo": bool(self.marked_by and attrgetter(self.marked_by)(obj)),
            }
        return super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})

    def act_page(
        self, request: HttpRequest, form: Form, title: str, *, about: str, warning: str, back: str
    ) -> HttpResponse:
        """Show the form of an act upon a row: what it does, what cannot be undone, a way back."""
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
            "about": about,
            "warning": warning,
            "back": back,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/act_form.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed this row and what belongs to it, when, from what to what."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, obj):
            raise admin.options.PermissionDenied
        parts = [inline.model for inline in self.get_inline_instances(request, obj)]
        parts += self.history_parts
        context = {
            **self.admin_site.each_context(request),
            "title": f"Lịch sử: {obj}",
            "subtitle": None,
            "opts": self.opts,
            "object": obj,
            "changes": changes_of(obj, parts),
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/object_history.html", context)

    # The database writes the audit trail; Django's own log would say less and cost a query.
    def log_addition(self, *_args: Any, **_kwargs: Any) -> None:
        """Write nothing."""

    def log_change(self, *_args: Any, **_kwargs: Any) -> None:
        """Write nothing."""

    def log_deletions(self, *_args: Any, **_kwargs: Any) -> None:
        """Write nothing."""


class PartRules(OfficeRules):
    """Whoever may see or change the whole may see or change its parts."""

    extra = 0

    def _whole(self) -> OfficeAdmin:
        return self.admin_site.get_model_admin(self.parent_model)  # type: ignore[attr-defined]

    def _may_edit(self, request: HttpRequest, obj: models.Model | None) -> bool:
        whole = self._whole()
        return whole.may(request, "change", obj) or (obj is None and whole.may(request, "add"))

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._whole().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may_edit(request, obj)


class OfficeTabularInline(PartRules, admin.TabularInline):
    """Parts of a row, one line each."""


class OfficeStackedInline(PartRules, admin.StackedInline):
    """Parts of a row, one block each."""


class ShownOnly:
    """Rows to be read, not touched: their story is written elsewhere."""

    def has_add_permission(self, *_args: Any) -> bool:
        """Nobody may, here."""
        return False

    def has_change_permission(self, *_args: Any) -> bool:
        """Nobody may, here."""
        return False

    def has_delete_permission(self, *_args: Any) -> bool:
        """Nobody may, here."""
        return False


def units_of(obj: models.Model, paths: Iterable[str]) -> set[int]:
    """Ids of the units ``obj`` belongs to, along the relations in ``paths``."""
    found = set()
    for path in paths:
        value: Any = obj
        for name in path.split("__"):
            value = getattr(value, name, None)
        if value is not None:
            found.add(value)
    return found


def in_units(within: Any, paths: Iterable[str]) -> Q:
    """Return the condition under which a row belongs to a unit within reach."""
    condition = Q(pk__in=())
    for path in paths:
        condition |= Q(**{f"{path}__in": within.communes})
    return condition


@admin.register(SiteProfile)
class SiteProfileAdmin(OfficeAdmin):
    """Whose portal this is: one row."""

    form = SiteProfileForm
    list_display = ("title", "owner_office", "phone", "email")
    fieldsets = (
        ("Tên cổng", {"fields": (("title", "title_en"), ("short_title", "short_title_en"))}),
        (None, {"fields": (("subtitle", "subtitle_en"), "emblem")}),
        (
            "Cơ quan quản lý",
            {"fields": (("owner_office", "owner_office_en"), "address", "phone", "email")},
        ),
        (None, {"fields": ("working_hours",)}),
        (
            "Lời trên trang",
            {"fields": ("search_examples", "about", "about_en", "legal_note", "legal_note_en")},
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether the one row is still missing."""
        return self.may(request, "change") and not SiteProfile.objects.exists()
