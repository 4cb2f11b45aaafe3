"""Names that are data and have an English twin."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import Promise, lazystr
from django.utils.translation import get_language


class _Twin:
    """Two texts of which the reader's language picks one."""

    def __init__(self, vietnamese: str, english: str) -> None:
        self.vietnamese, self.english = vietnamese, english

    def __str__(self) -> str:
        return said(self.vietnamese, self.english)


def said(vietnamese: str, english: str) -> str:
    """Return the English text on an English page if there is one, else the Vietnamese."""
    return vietnamese if get_language() == settings.LANGUAGE_CODE else english or vietnamese


def bilingual(vietnamese: str, english: str) -> str | Promise:
    """Return a text to be kept in memory: it picks its language when printed."""
    return lazystr(_Twin(vietnamese, english)) if english else vietnamese
