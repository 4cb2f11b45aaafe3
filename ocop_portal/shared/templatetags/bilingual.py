"""Texts with an English twin, and the language they are in."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ocop_portal.shared.bilingual import Bilingual

register = template.Library()


@register.filter
def said(row: Bilingual, name: str) -> str:
    """A text of ``row`` in the reader's language, else in Vietnamese."""
    return row.said(name)


@register.filter
def language(row: Bilingual, name: str) -> SafeString:
    """`` lang="vi"`` where a text is not in the language of the page."""
    code = row.language_of(name)
    return mark_safe("" if code == get_language() else f' lang="{code}"')


@register.filter
def spoken(row: Bilingual, name: str) -> str:
    """The code of the language a text is in."""
    return row.language_of(name)
