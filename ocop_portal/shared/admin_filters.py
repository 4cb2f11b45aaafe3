"""Filters of the lists in the back office. None of them reads a table to draw its choices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from django.contrib.admin import ListFilter, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.core.cache import cache
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from ocop_portal.shared.attention import PARAMETER, Attention
from ocop_portal.shared.folded_search import search_rows
from ocop_portal.shared.versions import version_of


class AttentionFilter(SimpleListFilter):
    """What in this list waits for somebody; the choices are the admin's own ``attention``."""

    title = "việc cần làm"
    parameter_name = PARAMETER

    def lookups(self, _request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the reasons why rows of this list may wait."""
        self.reasons: dict[str, Attention] = {item.key: item for item in model_admin.attention}
        return [(item.key, item.title) for item in model_admin.attention]

    def queryset(self, _request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        """Keep the rows that wait for the chosen reason today; nobody's reason finds nothing."""
        if self.value() is None:
            return queryset
        reason = self.reasons.get(self.value())
        if reason is None:
            return queryset.none()
        return queryset.filter(reason.condition(timezone.localdate()))


class YesNoFilter(SimpleListFilter):
    """Yes or no, asked of a condition; subclasses give ``condition`` and the two words."""

    words = ("có", "không")
    condition: models.Q

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Return the two answers."""
        return [("co", self.words[0]), ("khong", self.words[1])]

    def queryset(self, _request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        """Keep the rows of the chosen answer."""
        if self.value() == "co":
            return queryset.filter(self.condition)
        return queryset.exclude(self.condition) if self.value() == "khong" else queryset


class KeptFilter(SimpleListFilter):
    """Choices read from a table, once for each change of the public data.

    Subclasses give ``read`` and ``column``, the lookup that holds the chosen value.
    """

    column = ""

    def read(self) -> list[tuple[str, str]]:
        """Return the choices: value and words."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices as of this request's version of the data."""
        key = f"office:choices:{self.parameter_name}:{version_of(request)}"
        return cache.get_or_set(key, self.read, 3600)

    def queryset(self, _request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        """Keep the rows of the chosen value."""
        return queryset.filter(**{self.column: self.value()}) if self.value() else queryset


class WordsFilter(ListFilter):
    """A field to type in: words sought without accents in the columns ``paths``.

    For relations with thousands of rows, where a list of choices would be useless and slow.
    """

    template = "admin/words_filter.html"
    parameter_name = ""
    paths: tuple[str, ...] = ()

    def __init__(
        self,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[models.Model],
        model_admin: Any,
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.value = params.pop(self.parameter_name, [""])[-1]

    def has_output(self) -> bool:
        """Whether there is something to show; a field always is."""
        return True

    def expected_parameters(self) -> list[str]:
        """Return the names this filter reads from the address."""
        return [self.parameter_name]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """Yield the one field, and what else is in the address."""
        others = changelist.get_query_string(remove=[self.parameter_name, "p"])
        yield {
            "name": self.parameter_name,
            "value": self.value,
            "others": _pairs(others),
            "clear": others,
            "selected": bool(self.value),
        }

    def queryset(self, _request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        """Keep the rows in which every word occurs."""
        return search_rows(queryset, self.paths, self.value) if self.value else queryset


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query.removeprefix("?"), keep_blank_values=True)
