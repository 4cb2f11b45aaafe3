"""The start page of the back office: what waits for the one who signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.admin import AdminSite
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from ocop_portal.shared.admin import OfficeAdmin
from ocop_portal.shared.attention import PARAMETER, Attention


@dataclass(frozen=True, slots=True)
class Task:
    """A counted link to the rows of one list that wait for one reason."""

    title: str
    hint: str
    count: int
    url: str
    is_urgent: bool


@dataclass(slots=True)
class TaskGroup:
    """What waits in one list."""

    title: str
    tasks: list[Task] = field(default_factory=list)


def waiting_for(
    request: HttpRequest, site: AdminSite, admins: Iterable[OfficeAdmin], on: dt.date
) -> list[TaskGroup]:
    """Return what waits for the person signed in: lists with urgent tasks first, then by the menu.

    One count query for each list, however many rows and reasons there are.
    """
    groups = [_group(request, site, admin, on) for admin in admins if admin.attention]
    groups = [group for group in groups if group.tasks]
    return sorted(groups, key=lambda group: not any(task.is_urgent for task in group.tasks))


def _group(request: HttpRequest, site: AdminSite, admin: OfficeAdmin, on: dt.date) -> TaskGroup:
    reasons = [
        (f"n{place}", reason)
        for place, reason in enumerate(admin.attention)
        if admin.may(request, reason.act)
    ]
    group = TaskGroup(capfirst(str(admin.opts.verbose_name_plural)))
    if reasons:
        rows = admin.get_queryset(request).order_by().prefetch_related(None)
        counts = rows.aggregate(
            **{name: Count("pk", filter=reason.condition(on)) for name, reason in reasons}
        )
        group.tasks = list(_tasks(site, admin, reasons, counts))
    return group


def _tasks(
    site: AdminSite,
    admin: OfficeAdmin,
    reasons: list[tuple[str, Attention]],
    counts: dict[str, int],
) -> Iterator[Task]:
    opts = admin.opts
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist", current_app=site.name)
    for name, reason in reasons:
        if counts[name]:
            query = urlencode({PARAMETER: reason.key})
            yield Task(
                title=capfirst(reason.title),
                hint=reason.hint,
                count=counts[name],
                url=f"{address}?{query}",
                is_urgent=reason.is_urgent,
            )
