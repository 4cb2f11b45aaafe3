"""Small words of news and documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from news.enums import DocumentStatus

register = template.Library()

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
