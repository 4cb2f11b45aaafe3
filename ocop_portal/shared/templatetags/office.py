"""The rows of a list in the back office, written without looking each column up in every row.

Django finds out for each cell anew whether a column is a field or a method, and makes the address
of each row from the table of addresses; for fifty rows that is most of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import display_for_field, display_for_value, quote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from ocop_portal.shared.parts import escaped

register = template.Library()

Cell = Callable[[Any], Any]


@register.inclusion_tag("admin/change_list_results.html")
def office_rows(cl: ChangeList) -> dict[str, Any]:
    """The header and the rows of ``cl``, for the template of Django's own list.

    For lists without fields to edit and outside pop-up windows.
    """
    headers = list(result_headers(cl))
    return {
        "cl": cl,
        "result_hidden_fields": [],
        "result_headers": headers,
        "num_sorted_fields": sum(1 for each in headers if each.get("sorted")),
        "results": list(_rows(cl)),
    }


def _rows(cl: ChangeList) -> Iterator[list[SafeString]]:
    """Each row in one piece: the template would print every cell by itself."""
    columns = [
        (_cell(cl, name), f' class="{_css(cl, name)}"', name in cl.list_display_links)
        for name in map(str, cl.list_display)
    ]
    before, _, after = _address(cl).partition("__pk__")
    for row in cl.result_list:
        address = f"{before}{quote(row.pk)}{after}"
        cells = [
            _link(address, css, cell(row)) if is_link else _plain(css, cell(row))
            for cell, css, is_link in columns
        ]
        yield [mark_safe("".join(cells))]


def _plain(css: str, value: Any) -> str:
    return f"<td{css}>{escaped(value)}</td>"


def _link(address: str, css: str, value: Any) -> str:
    return f'<th scope="row"{css}><a href="{address}">{escaped(value)}</a></th>'


def _address(cl: ChangeList) -> str:
    """Address of a row's form, the list's filters kept, with ``__pk__`` for the row."""
    opts = cl.opts
    name = f"admin:{opts.app_label}_{opts.model_name}_change"
    address = reverse(name, args=("__pk__",), current_app=cl.model_admin.admin_site.name)
    context: Any = {"preserved_filters": cl.preserved_filters, "opts": opts}
    return str(conditional_escape(add_preserved_filters(context, address)))


def _css(cl: ChangeList, name: str) -> str:
    css = "action-checkbox" if name == "action_checkbox" else f"field-{name}"
    kinds = (models.DateField, models.TimeField)
    return f"{css} nowrap" if isinstance(_field(cl, name), kinds) else css


def _field(cl: ChangeList, name: str) -> models.Field | None:
    try:
        field = cl.opts.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _cell(cl: ChangeList, name: str) -> Cell:
    """How to get what a column shows of a row."""
    field, empty = _field(cl, name), cl.model_admin.get_empty_value_display()
    if isinstance(field, models.ForeignKey):
        return lambda row: _or(getattr(row, field.name), empty)
    if field is not None and field.choices:
        labels = dict(field.flatchoices)
        return lambda row: labels.get(getattr(row, field.attname), empty)
    if isinstance(field, models.CharField):
        return lambda row: _or(getattr(row, field.attname), empty)
    if field is not None:
        return lambda row: display_for_field(getattr(row, field.attname), field, empty)
    return _method(cl, name, empty)


def _method(cl: ChangeList, name: str, empty: str) -> Cell:
    own = getattr(cl.model_admin, name, None)
    asked = own or getattr(cl.model, name)
    empty = getattr(asked, "empty_value_display", empty)
    is_boolean = getattr(asked, "boolean", False)

    def get(row: Any) -> Any:
        try:
            value = own(row) if own else getattr(row, name)
        except ObjectDoesNotExist:
            return empty
        value = value() if own is None and callable(value) else value
        if isinstance(value, str) and not is_boolean:
            return value or empty
        return display_for_value(value, empty, is_boolean)

    return get


def _or(value: Any, empty: str) -> Any:
    return empty if value is None or value == "" else value
