"""Small words of news and documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_day
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from news.enums import DocumentStatus
from news.models import Event, Publication
from news.periods import Month
from ocop_portal.shared.rich_tables import dressed
from ocop_portal.shared.templatetags.bilingual import language, said, spoken
from ocop_portal.shared.templatetags.ui import day

register = template.Library()
for both in (said, language, spoken):
    register.filter(both)

# Shape beside the word, so that nothing hangs on the colour alone.
MARKS = {
    DocumentStatus.IN_FORCE: "●",
    DocumentStatus.NOT_YET: "◐",
    DocumentStatus.ENDED: "○",
    DocumentStatus.UNKNOWN: "◌",
}


@register.filter
def of_key(values: Mapping[Any, Any], key: Any) -> Any:
    """The value under ``key``."""
    return values[key]


@register.filter
def validity(status: DocumentStatus) -> SafeString:
    """Whether a document is in force, by word, shape and colour."""
    return format_html(
        '<span class="validity validity--{}"><span aria-hidden="true">{}</span> {}</span>',
        status.value,
        MARKS[status],
        capfirst(str(status.label)),
    )


@register.filter
def told(text: Publication, name: str = "body") -> SafeString:
    """The same of a field written in the editor: markup that was sanitised when it was saved."""
    return mark_safe(dressed(text.said(name)))


@register.filter
def named(month: Month) -> str:
    """A month of a year as people say it: ``Tháng 11/2026``, ``November 2026``."""
    return format_day(month.first, _("\\T\\h\\á\\n\\g n/Y"))


@register.filter
def short_month(day: dt.date) -> str:
    """The month of a day in a few letters: ``Th 11``, ``Nov``."""
    return format_day(day, _("\\T\\h n"))


@register.filter
def when(event: Event) -> str:
    """The time of an event in words: ``08:00–17:00, 26/11/2026``."""
    start, first = timezone.localtime(event.starts_at), day(event.first_day)
    end, last = timezone.localtime(event.ends_at or event.starts_at), day(event.last_day)
    if event.is_all_day or (event.ends_at and event.first_day != event.last_day):
        return first if event.first_day == event.last_day else f"{first} – {last}"
    hours = f"{start:%H:%M}–{end:%H:%M}" if event.ends_at else f"{start:%H:%M}"
    return f"{hours}, {first}"
