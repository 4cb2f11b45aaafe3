"""What surrounds every page of the back office, kept for all who are shown the same menu.

The head of the page and the menu say nothing of the person but the name, and nothing secret but
the token of the form that signs out: those two stand in the kept text as marks. Everything else
is part of what the text is kept under: who sees which entries is asked anew for every page.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ocop_portal.chrome import Chrome
from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.parts import Pieces, cut, marks, put_in, said
from ocop_portal.shared.versions import version_of

HEADER, MENU = "admin/_header.html", "admin/_menu.html"
_kept: Fragments[Pieces] = Fragments(most=500)  # about 6 KB each
_pages: Fragments[Pieces] = Fragments(most=150)  # about 30 KB each


class Entry(NamedTuple):
    """One link of the menu; ``current`` is "page", "true" (a page below it) or empty."""

    name: str
    url: str
    current: str


class OfficeFrame:
    """The head and the menu of one page."""

    def __init__(self, request: HttpRequest, sections: Sequence[Mapping[str, Any]]) -> None:
        self.request = request
        self.sections = sections

    @property
    def header(self) -> SafeString:
        """Whose portal this is, who is signed in, and the way out."""
        return self._filled(HEADER, (), lambda version: {"site": SiteProfile.load(version)})

    @property
    def menu(self) -> SafeString:
        """The ways this person may go, the present one marked."""
        path = self.request.path
        shown = tuple(
            (section["name"], tuple(_entry(each, path) for each in section["models"]))
            for section in self.sections
        )
        return self._filled(MENU, shown, lambda _version: {"sections": shown})

    @property
    def messages(self) -> SafeString:
        """What the last act of this person said; drawn once, then forgotten."""
        messages = get_messages(self.request)
        if not len(messages):
            return mark_safe("")
        return mark_safe(render_to_string("admin/_messages.html", {"messages": messages}))

    def page(
        self,
        template: str,
        key: Hashable,
        context: Callable[[], Mapping[str, Any]],
        **values: Any,
    ) -> HttpResponse:
        """A page of which all but the ``values`` is kept under ``key``, asked for often.

        The ``key`` holds everything the template asks about; ``context`` is called where the page
        is not kept, and knows nothing of the person but what the key knows. Values stand in the
        template under their names, dots written as ``__``; it may print but not ask about them.
        """
        chrome = Chrome(self.request)
        filled = {
            "office__header": self.header,
            "office__menu": self.menu,
            "office__messages": self.messages,
            "csrf_token": get_token(self.request),
            **values,
        }
        pieces = _pages.get(
            version_of(self.request),
            (template, chrome.frame, key),
            lambda: cut(template, {**context(), "chrome": chrome, **_by_name(marks(filled))}),
        )
        return HttpResponse(put_in(pieces, said(filled)))

    def _filled(self, template: str, key: Hashable, context: Any) -> SafeString:
        version = version_of(self.request)
        pieces = _kept.get(
            version,
            (template, key),
            lambda: cut(template, {**context(version), **marks(self._values)}),
        )
        return put_in(pieces, said(self._values))

    @cached_property
    def _values(self) -> dict[str, str]:
        name = self.request.user.get_full_name()  # type: ignore[union-attr]
        return {"name": name, "token": get_token(self.request)}


def _by_name(marked: Mapping[str, str]) -> dict[str, Any]:
    """``office__menu`` as a template asks for it: ``office.menu``."""
    found: dict[str, Any] = {}
    for name, mark in marked.items():
        whole, _, part = name.partition("__")
        if part:
            found.setdefault(whole, {})[part] = mark
        else:
            found[whole] = mark
    return found


def _entry(entry: Mapping[str, Any], path: str) -> Entry:
    current = "page" if entry["admin_url"] == path else "true" if entry["current"] else ""
    return Entry(entry["name"], entry["admin_url"], current)
