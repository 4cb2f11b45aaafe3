"""Whole pages filled in: what surrounds the content is rendered once for each frame.

For pages that are asked for most and whose content is put together from kept parts anyway, so
that what the template engine does for each of them is the greater half of the work.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from ocop_portal.shared.parts import VALUE_MARKS, cut, escaped, marks

ENCODED_MARKS = [mark.encode() for mark in VALUE_MARKS]
MOST_KEPT = 100  # about 20 KB each
_kept: OrderedDict[Hashable, list[bytes]] = OrderedDict()


class Chrome(Protocol):
    """What surrounds the content of one page; the class is named by ``settings.PAGE_CHROME``."""

    @property
    def frame(self) -> Hashable:
        """All it depends on, but for what stands at its marks."""

    @property
    def said(self) -> Mapping[str, str]:
        """What stands at its marks (``FRAME_MARKS``) on this page, escaped."""

    def unfilled(self) -> Mapping[str, Any]:
        """What ``base.html`` asks of ``chrome``, with the marks still in it."""


def fill_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Hashable],
    **values: Any,
) -> HttpResponse:
    """The page ``template`` makes, with the same promises as ``parts.fill``.

    The template extends ``base.html``, knows neither the request nor who is signed in, and gets
    its ``context``, its ``values`` and ``chrome``. Values that are bytes are finished HTML: what
    is kept for long is kept so, for text with Vietnamese letters takes twice the room.
    """
    chrome = _chrome()(request)
    key = (template, chrome.frame, *context.values())
    pieces = _kept.get(key)
    if pieces is None:
        pieces = _kept[key] = _cut(template, chrome, context, values)
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    put_in = {mark.encode(): said.encode() for mark, said in chrome.said.items()}
    put_in |= zip(ENCODED_MARKS, map(finished, values.values()), strict=False)
    return HttpResponse(b"".join([put_in.get(piece, piece) for piece in pieces]))


def finished(value: Any) -> bytes:
    """A value as it stands in the page: encoded, and escaped unless it is safe."""
    return value if isinstance(value, bytes) else escaped(value).encode()


def _cut(
    template: str, chrome: Chrome, context: Mapping[str, Any], values: Mapping[str, Any]
) -> list[bytes]:
    pieces = cut(template, {**context, **marks(values), "chrome": chrome.unfilled()})
    return [piece.encode() for piece in pieces]


@cache
def _chrome() -> Callable[[HttpRequest], Chrome]:
    return import_string(settings.PAGE_CHROME)
