"""Names that are data and have an English twin."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import Promise, lazy
from django.utils.html import escape, format_html
from django.utils.translation import get_language


def said(vietnamese: str, english: str) -> str:
    """Return the English text on an English page if there is one, else the Vietnamese."""
    return vietnamese if get_language() == settings.LANGUAGE_CODE else english or vietnamese


_when_printed = lazy(said, str)  # once: each call of it makes a class of a hundred methods


def bilingual(vietnamese: str, english: str) -> str | Promise:
    """Return a text to be kept in memory: it picks its language when printed."""
    return _when_printed(vietnamese, english) if english else vietnamese


def in_vietnamese(name: object) -> str:
    """Return a Vietnamese name as a piece of markup; marked so on a page in another language."""
    if get_language() == settings.LANGUAGE_CODE:
        return escape(name)
    return format_html('<span lang="{}">{}</span>', settings.LANGUAGE_CODE, name)


class Bilingual:
    """A row some of whose texts have an English twin: ``name`` and ``name_en``."""

    def said(self, name: str) -> str:
        """The text in the reader's language where it is filled, else in Vietnamese."""
        return said(getattr(self, name), getattr(self, f"{name}_en"))

    def language_of(self, name: str) -> str:
        """The language `said` gives; of the page or ``vi``."""
        is_english = get_language() != settings.LANGUAGE_CODE and getattr(self, f"{name}_en")
        return "en" if is_english else settings.LANGUAGE_CODE
