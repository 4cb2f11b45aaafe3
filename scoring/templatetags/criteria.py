"""Points in words, and the stars printed after an option: the least for that star."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

register = template.Library()

ABBREVIATIONS = {"attp": "ATTP"}


@register.simple_tag
def star_mark(star: int) -> SafeString:
    """Draw ``star`` filled stars, with words for those who cannot see them."""
    return _star_mark(star, get_language())


@lru_cache(maxsize=16)
def _star_mark(star: int, language: str | None) -> SafeString:
    row = '<svg class="star" viewBox="0 0 24 24"><use href="#i-star"/></svg>' * star
    return format_html(
        '<span class="opt__min"><span class="sr">{}</span>'
        '<span aria-hidden="true" class="stars__row">{}</span></span>',
        gettext("Mức tối thiểu của %(star)s sao") % {"star": star},
        mark_safe(row),
    )


@register.filter
def in_points(value: Decimal) -> str:
    """Write points with their word."""
    words = ngettext("%(points)s điểm", "%(points)s điểm", 1 if value == 1 else 2)
    return words % {"points": number_format(value)}


@register.filter
def sentence_case(title: str) -> str:
    """Write a title printed in capitals as a sentence; capitals for whole words read badly."""
    if not title.isupper():
        return title[:1].upper() + title[1:]
    return " ".join(ABBREVIATIONS.get(word, word) for word in title.capitalize().split())
