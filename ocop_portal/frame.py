"""What is the same around the content of many pages: rendered once, then reused.

A list page spends little more than a millisecond on its content; rendering its header anew would
double that. What differs from page to page (the addresses of the same page in other languages
or with larger text) stands in the kept text as a mark and is put in at each request.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from ocop_portal.menu import Column, Link, footer_columns, menu_links
from ocop_portal.shared.display import Display
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.parts import FRAME_MARKS, Pieces, cut

ORIGIN, PAGE, QUERY, MORE, MESSAGES, ACCOUNT, ACCOUNT_URL, *_FREE = list(FRAME_MARKS)
PATH_IN = {code: mark for (code, _name), mark in zip(settings.LANGUAGES, _FREE, strict=False)}
NAMES = ("title", "short_title", "subtitle", "owner_office", "legal_note", "about")
PARTS = {  # name in base.html → template
    "links": "layout/_links.html",
    "header": "layout/_header.html",
    "footer": "layout/_footer.html",
}


class Frame:
    """All that the kept parts depend on. ``current`` is the marked link of the menu."""

    # Marks: scheme and host; the number of a list's page; the query; the query to be added to.
    origin, page, query, more = ORIGIN, PAGE, QUERY, MORE
    # Marks: the name of whoever is signed in, else "Đăng nhập"; and where that leads.
    account, account_url = ACCOUNT, ACCOUNT_URL

    def __init__(self, language: str, display: Display, current: Link | None, version: int) -> None:
        self.language = language
        self.display = display
        self.current = current
        self.version = version
        self._parts: dict[str, Pieces] = {}

    @cached_property
    def site(self) -> SiteProfile:
        """Whose portal this is."""
        return SiteProfile.load(self.version)

    @cached_property
    def said(self) -> dict[str, str]:
        """The names of the portal and its office in the language of this page."""
        return {name: self.site.said(name) for name in NAMES}

    @cached_property
    def urls(self) -> dict[str, str]:
        """The addresses of the menu by name, the colon made a dash: ``urls.products_list``."""
        return {link.name.replace(":", "_"): link.url for link in menu_links()}

    @cached_property
    def menu(self) -> list[Link]:
        """The main menu with the section of this page marked."""
        here = self.current
        return [here if here and here.name == link.name else link for link in menu_links()]

    @cached_property
    def footer(self) -> list[Column]:
        """The link columns at the foot of the page."""
        return footer_columns()

    @cached_property
    def nobody(self) -> dict[str, str]:
        """What stands at the marks of the account where nobody is signed in."""
        return {ACCOUNT: gettext("Đăng nhập"), ACCOUNT_URL: reverse("accounts:sign_in")}

    @property
    def path(self) -> str:
        """Mark of this page's own path."""
        return PATH_IN[self.language]

    @cached_property
    def languages(self) -> list[dict[str, str]]:
        """Each language of the portal: its code, its name, and a mark for this page in it."""
        return [
            {
                "code": code,
                "name": name,
                "path": PATH_IN[code],
                "current": "true" if code == self.language else "",
            }
            for code, name in settings.LANGUAGES
        ]

    def part(self, name: str) -> Pieces:
        """One of ``PARTS`` as rendered for this frame, cut at its marks."""
        if name not in self._parts:
            self._parts[name] = cut(PARTS[name], {"chrome": self})
        return self._parts[name]

    def unfilled(self) -> dict[str, Any]:
        """What ``base.html`` asks of ``chrome``, with the marks still in it."""
        parts = {name: mark_safe("".join(self.part(name))) for name in PARTS}
        return {"frame": self, "messages": mark_safe(MESSAGES), **parts}


@lru_cache(maxsize=64)  # about 30 KB each
def frame_of(language: str, display: Display, current: Link | None, version: int) -> Frame:
    """The frame of these facts: the same object for as long as it is kept."""
    return Frame(language, display, current, version)
