"""What every public page shows around its content, as the templates' ``chrome``."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ocop_portal.frame import MORE, ORIGIN, PAGE, PATH_IN, QUERY, Frame
from ocop_portal.menu import current_link
from ocop_portal.shared.display import display_of
from ocop_portal.shared.languages import address_in
from ocop_portal.shared.versions import version_of


class Chrome:
    """The frame of one page. Nothing is worked out before a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def frame(self) -> Frame:
        """What this page shares with others: names, menu, languages, display choice."""
        return Frame(
            language=get_language() or settings.LANGUAGE_CODE,
            display=display_of(self.request),
            current=current_link(self.request.path),
            version=version_of(self.request),
        )

    @cached_property
    def links(self) -> SafeString:
        """The ``link`` elements of the head: this page's addresses, icon, style sheets."""
        return self._part("layout/_links.html")

    @cached_property
    def header(self) -> SafeString:
        """Skip link, display tools, name and search, main menu."""
        return self._part("layout/_header.html")

    @cached_property
    def footer(self) -> SafeString:
        """Who keeps the portal, and the ways through it."""
        return self._part("layout/_footer.html")

    def _part(self, template: str) -> SafeString:
        text = self.frame.part(template)
        for marker, value in self._markers.items():
            if marker in text:
                text = text.replace(marker, value)
        return mark_safe(text)

    @cached_property
    def _markers(self) -> dict[str, str]:
        """What stands on this page where the kept parts have a marker, escaped."""
        request = self.request
        query = request.META.get("QUERY_STRING", "")
        page = request.GET.get("trang", "")
        values = {
            ORIGIN: f"{request.scheme}://{request.get_host()}",
            PAGE: f"?trang={page}" if page.isdecimal() and page != "1" else "",
            QUERY: f"?{query}" if query else "",
            MORE: f"{query}&" if query else "",
        }
        values |= {PATH_IN[code]: address_in(code, request.path) for code in PATH_IN}
        return {marker: escape(value) for marker, value in values.items()}


def chrome(request: HttpRequest) -> dict[str, object]:
    """Context processor: the frame of the page, as ``chrome``."""
    return {"chrome": Chrome(request)}
