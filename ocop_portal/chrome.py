"""What every public page shows around its content, as the templates' ``chrome``."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ocop_portal.frame import (
    ACCOUNT,
    ACCOUNT_URL,
    MESSAGES,
    MORE,
    ORIGIN,
    PAGE,
    PATH_IN,
    QUERY,
    Frame,
    frame_of,
)
from ocop_portal.menu import current_link
from ocop_portal.shared.display import display_of
from ocop_portal.shared.languages import address_in
from ocop_portal.shared.parts import put_in
from ocop_portal.shared.versions import version_of


class Chrome:
    """The frame of one page. Nothing is worked out before a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def frame(self) -> Frame:
        """What this page shares with others: names, menu, languages, display choice."""
        return frame_of(
            get_language() or settings.LANGUAGE_CODE,
            display_of(self.request),
            current_link(self.request.path),
            version_of(self.request),
        )

    @property
    def links(self) -> SafeString:
        """The ``link`` elements of the head: this page's addresses, icon, style sheets."""
        return put_in(self.frame.part("links"), self._addresses)

    @property
    def header(self) -> SafeString:
        """Skip link, display tools, name and search, main menu."""
        return put_in(self.frame.part("header"), self._addresses)

    @property
    def footer(self) -> SafeString:
        """Who keeps the portal, and the ways through it."""
        return put_in(self.frame.part("footer"), self._addresses)

    @cached_property
    def messages(self) -> SafeString:
        """What the last act of this reader said; drawn once, then forgotten."""
        messages = get_messages(self.request)
        if not len(messages):
            return mark_safe("")
        return mark_safe(render_to_string("layout/_messages.html", {"messages": messages}))

    def unfilled(self) -> dict[str, Any]:
        """The same with marks instead of what is true of this page alone: see ``said``."""
        return self.frame.unfilled()

    @property
    def said(self) -> dict[str, str]:
        """What stands on this page at the marks of the frame, escaped."""
        return {**self._addresses, MESSAGES: self.messages}

    @cached_property
    def _addresses(self) -> dict[str, str]:
        request = self.request
        query = escape(request.META.get("QUERY_STRING", ""))
        page = request.GET.get("trang", "")
        return {
            ORIGIN: escape(f"{request.scheme}://{request.get_host()}"),
            PAGE: f"?trang={page}" if page.isdecimal() and page != "1" else "",
            QUERY: f"?{query}" if query else "",
            MORE: f"{query}&amp;" if query else "",
            **self._account,
            **{mark: escape(address_in(code, request.path)) for code, mark in PATH_IN.items()},
        }

    @property
    def _account(self) -> dict[str, str]:
        """Who is signed in. A reader without a session is asked no more than the cookie."""
        has_session = settings.SESSION_COOKIE_NAME in self.request.COOKIES
        user = getattr(self.request, "user", None) if has_session else None
        if user is None or not user.is_authenticated:
            return self.frame.nobody
        name = escape(user.get_full_name())
        return {ACCOUNT: name, ACCOUNT_URL: reverse("accounts:overview")}


def chrome(request: HttpRequest) -> dict[str, object]:
    """Context processor: the frame of the page, as ``chrome``."""
    return {"chrome": Chrome(request)}
