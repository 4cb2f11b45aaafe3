"""The parts around the content that are the same on many pages: rendered once, then reused.

A list page spends little more than a millisecond on its content; rendering its header anew would
double that. What differs from page to page (the addresses of the same page in other languages
or with larger text) stands in the kept text as a marker and is put in at each request.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.template.loader import render_to_string

from ocop_portal.menu import Column, Link, footer_columns, menu_links
from ocop_portal.shared.display import Display
from ocop_portal.shared.models import SiteProfile

# Private-use characters: no text of ours contains them.
ORIGIN, PAGE, QUERY, MORE = "\ue000", "\ue001", "\ue002", "\ue003"
PATH_IN = {code: f"\ue004{code}\ue005" for code, _name in settings.LANGUAGES}
NAMES = ("title", "short_title", "subtitle", "owner_office", "legal_note", "about")


@dataclass(frozen=True)
class Frame:
    """All that the kept parts depend on. ``current`` is the marked link of the menu."""

    language: str
    display: Display
    current: Link | None
    version: int

    # Markers: scheme and host; the number of a list's page; the query; the query to be added to.
    origin, page, query, more = ORIGIN, PAGE, QUERY, MORE

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

    @property
    def path(self) -> str:
        """Marker of this page's own path."""
        return PATH_IN[self.language]

    @cached_property
    def languages(self) -> list[dict[str, str]]:
        """Each language of the portal: its code, its name, and a marker for this page in it."""
        return [
            {
                "code": code,
                "name": name,
                "path": PATH_IN[code],
                "current": "true" if code == self.language else "",
            }
            for code, name in settings.LANGUAGES
        ]

    def part(self, template: str) -> str:
        """The part as rendered for this frame, with its markers."""
        return _rendered(self, template)


@lru_cache(maxsize=512)
def _rendered(frame: Frame, template: str) -> str:
    return render_to_string(template, {"chrome": frame})


def forget_parts() -> None:
    """Drop the kept parts; tests roll versions back."""
    _rendered.cache_clear()
