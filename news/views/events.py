"""Public pages of events: a month of them with its calendar, and one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from news.event_page import event_page
from news.kept import kept
from news.models import Event
from news.periods import Month, start_of
from ocop_portal.shared.versions import moment_of

MOST_TO_COME, MOST_OVER = 20, 5
MOST_IN_A_MONTH = 200
SHORT_DAYS = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))
FULL_DAYS = tuple(WEEKDAYS[number] for number in range(7))


@dataclass(frozen=True, slots=True)
class Day:
    """A cell of the calendar."""

    day: dt.date
    is_inside: bool
    is_today: bool
    events: list[Event]


class EventListView(TemplateView):
    """What comes next, or what happens in the month of the address, beside a calendar."""

    template_name = "news/event_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page as kept for this address."""
        return super().get_context_data(**kwargs) | kept(self.request, self._make)

    def _make(self) -> dict[str, Any]:
        today, asked = timezone.localdate(), self.request.GET.get("thang", "")
        chosen = Month.read(asked)
        month = chosen or Month.of(today)
        public = Event.objects.public(moment_of(self.request)).for_rows()
        start, end = start_of(month.first), start_of(month.next.first)
        inside = public.between(start, end).order_by("starts_at", "pk")[:MOST_IN_A_MONTH]
        events = list(inside)
        now = start_of(today)
        context: dict[str, Any] = {
            "month": month,
            "is_month": chosen is not None,
            "events": events,
            "to_come": [] if chosen else list(public.to_come(now)[:MOST_TO_COME]),
            "over": [] if chosen else list(public.over(now)[:MOST_OVER]),
        }
        shown = context | {
            "asked": asked if asked and chosen is None else "",
            "weeks": calendar_of(month, events, today),
            "weekdays": list(zip(SHORT_DAYS, FULL_DAYS, strict=True)),
        }
        return context | {"list": render_to_string("news/_event_list.html", shown, self.request)}


class EventDetailView(TemplateView):
    """One event."""

    template_name = "news/event_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page as kept for this address."""
        return super().get_context_data(**kwargs) | kept(self.request, self._make)

    def _make(self) -> dict[str, Any]:
        return event_page(public_event(self.request, self.kwargs["slug"]), self.request)


def public_event(request: HttpRequest, slug: str) -> Event:
    """The event of that address, as far as the public sees it now; else 404."""
    public = Event.objects.public(moment_of(request))
    return get_object_or_404(public.defer("words").select_related("commune__province"), slug=slug)


def calendar_of(month: Month, events: Iterable[Event], today: dt.date) -> list[list[Day]]:
    """The weeks of a month with the events of each of its days."""
    on_day: dict[dt.date, list[Event]] = defaultdict(list)
    last = month.next.first - dt.timedelta(days=1)
    for event in events:
        day = max(event.first_day, month.first)
        while day <= min(event.last_day, last):
            on_day[day].append(event)
            day += dt.timedelta(days=1)
    return [
        [Day(day, day.month == month.month, day == today, on_day.get(day, [])) for day in week]
        for week in month.weeks()
    ]
