"""The journal: every change of every audited model, newest first, from one page."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.apps import apps
from django.db import models
from django.db.models import Max, OuterRef, Q, Subquery, Value
from django.utils import timezone
from django.utils.text import capfirst
from pghistory.models import Context

from accounts.models import User
from ocop_portal.shared.history import KINDS, Change, FieldChange, described, is_audited

PAGE_SIZE = 50
DAY = forms.DateInput({"placeholder": "25/06/2027", "size": 10, "inputmode": "numeric"})
MOST_EXPORTED = 2_000  # changes in one file
EXPORTED = ("Lúc", "Người", "Ở đâu", "Việc", "Về", "Mục", "Từ", "Thành")
LAST_PAGE = 100  # beyond it one narrows the days instead


MEMBERS_OWN = frozenset({"scoring.score", "scoring.scoresheet"})


def audited_models() -> list[type[models.Model]]:
    """The models with an audit trail that the journal shows, by their Vietnamese names.

    A member's sheet and points are seen by the rules of the session alone; the journal, which
    leaders and officers read, would show them before the member has handed in.
    """
    found = [
        model
        for model in apps.get_models()
        if is_audited(model) and model._meta.label_lower not in MEMBERS_OWN
    ]
    return sorted(found, key=lambda model: str(model._meta.verbose_name))


class JournalForm(forms.Form):
    """What the journal is narrowed to; the address is the state."""

    nguoi = forms.ModelChoiceField(
        User.objects.order_by("username"), label="Người", required=False, empty_label="Tất cả"
    )
    loai = forms.ChoiceField(label="Về", required=False)
    viec = forms.ChoiceField(label="Việc", required=False, choices=[("", "Tất cả"), *KINDS.items()])
    tu = forms.DateField(label="Từ ngày", required=False, widget=DAY)
    den = forms.DateField(label="Đến hết ngày", required=False, widget=DAY)
    trang = forms.IntegerField(
        required=False, min_value=1, max_value=LAST_PAGE, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [
            (model._meta.label_lower, capfirst(str(model._meta.verbose_name)))
            for model in audited_models()
        ]
        about = cast(forms.ChoiceField, self.fields["loai"])
        about.choices = [("", "Tất cả"), *names]

    def chosen(self) -> list[type[models.Model]]:
        """The models asked for."""
        label = self.cleaned_data.get("loai")
        return [model for model in audited_models() if label in ("", model._meta.label_lower)]

    def condition(self) -> Q:
        """What an event must fulfil."""
        asked = self.cleaned_data
        condition = Q()
        if asked.get("nguoi"):
            acts = Context.objects.filter(metadata__user=asked["nguoi"].pk)
            condition &= Q(pgh_context__in=acts)
        if asked.get("viec"):
            condition &= Q(pgh_label=asked["viec"])
        if asked.get("tu"):
            condition &= Q(pgh_created_at__gte=_midnight(asked["tu"]))
        if asked.get("den"):
            condition &= Q(pgh_created_at__lt=_midnight(asked["den"] + dt.timedelta(days=1)))
        return condition


@dataclass(frozen=True, slots=True)
class JournalPage:
    """One page of changes, and the pages beside it."""

    changes: list[Change]
    number: int
    has_next: bool

    @property
    def is_last_offered(self) -> bool:
        """Whether older changes are reached only by narrowing the days."""
        return self.number >= LAST_PAGE


def journal_page(form: JournalForm) -> JournalPage:
    """Return the page a valid ``form`` asks for.

    Each table gives its newest events by its own key, the database merges them; the number of
    queries does not depend on the number of events.
    """
    number = form.cleaned_data.get("trang") or 1
    start = (number - 1) * PAGE_SIZE
    end = start + PAGE_SIZE + 1
    parts = [_newest(model, form.condition(), end) for model in form.chosen()]
    together = parts[0]
    if len(parts) > 1:
        together = together.union(*parts[1:], all=True).order_by("-pgh_created_at", "-pgh_id")
    rows = list(together[start:end])
    return JournalPage(
        changes=described(_with_predecessors(rows[:PAGE_SIZE])),
        number=number,
        has_next=len(rows) > PAGE_SIZE and number < LAST_PAGE,
    )


def journal_rows(form: JournalForm) -> Iterator[tuple[Any, ...]]:
    """The newest `MOST_EXPORTED` changes a valid ``form`` asks for, a row for each field."""
    for number in range(1, MOST_EXPORTED // PAGE_SIZE + 1):
        form.cleaned_data["trang"] = number
        page = journal_page(form)
        for change in page.changes:
            head = (change.at, change.who, change.where, change.kind, change.what)
            for field in change.fields or [FieldChange("", "", "")]:
                yield (*head, field.name, field.before, field.after)
        if not page.has_next:
            return


def _newest(model: type[models.Model], condition: Q, count: int) -> models.QuerySet:
    events = model.pgh_event_model.objects.filter(condition).order_by("-pgh_id")  # type: ignore[attr-defined]
    named = events.annotate(pgh_about=Value(model._meta.label_lower))
    return named.values_list("pgh_about", "pgh_id", "pgh_created_at")[:count]


def _with_predecessors(rows: list[Any]) -> list[tuple[Any, Any]]:
    """Load the events of a page, each with the one before it of the same row."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for label, pk, _ in rows:
        wanted[label].append(pk)
    pairs = []
    for label, ids in wanted.items():
        events = apps.get_model(label).pgh_event_model.objects.select_related("pgh_context")
        earlier = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
        last = earlier.order_by().values("pgh_obj_id").annotate(last=Max("pgh_id")).values("last")
        found = list(events.filter(pgh_id__in=ids).annotate(before=Subquery(last)))
        older = events.in_bulk([each.before for each in found if each.before])
        pairs += [(each, older.get(each.before)) for each in found]
    return pairs


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
