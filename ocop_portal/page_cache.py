"""Whole public pages kept for readers who have not signed in, and never shown stale.

A page is kept under its address, the reader's display choice, the day and the content version
(see ``ocop_portal.shared.versions``). The version is read before the page is made, so a kept page
is at least as new as its key, and any change of a public row leaves every older page behind.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from ocop_portal.kept_pages import KeptPage, Version, kept_pages
from ocop_portal.shared.display import display_key
from ocop_portal.shared.packed import GEOJSON, accepted_encoding
from ocop_portal.shared.versions import version_of

COMPRESS = {
    "": lambda body: body,
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
    "br": lambda body: brotli.compress(body, quality=5),
}
LARGEST_PAGE = 400_000  # bytes; larger answers are made anew each time


class PageCacheMiddleware:
    """Answers readers without a session from kept pages, compressed and with an ``ETag``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from the cache, or make the page and keep it where that is safe."""
        if not _is_anonymous_reading(request):
            return _own(request, self.get_response(request))
        version = (version_of(request), timezone.localdate())
        encoding = accepted_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        key = _key(request, encoding)
        page = kept_pages.get(key, version)
        if page is None:
            response = self.get_response(request)
            if not _may_be_kept(request, response):
                return response
            page = _keep(key, version, response, encoding)
        return _answer(request, page)


def _own(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page made for a reader with a session is that reader's: nobody between keeps it."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _is_anonymous_reading(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and not request.path_info.startswith(settings.PAGE_CACHE_EXEMPT)
    )


def _key(request: HttpRequest, encoding: str) -> tuple[str, ...]:
    address = (request.get_host(), request.path, request.META.get("QUERY_STRING", ""))
    return (*address, display_key(request), encoding)


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Only what is complete, public and names nobody: no cookie, no form token, no nonce."""
    return (
        response.status_code == 200
        and request.method == "GET"
        and not response.streaming
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and "CSRF_COOKIE" not in request.META
        and _is_kept_kind(request, response)
        and "no-store" not in response.get("Cache-Control", "")
        and "private" not in response.get("Cache-Control", "")
        and "nonce-" not in response.get("Content-Security-Policy", "")
        and len(response.content) <= LARGEST_PAGE
    )


def _is_kept_kind(request: HttpRequest, response: HttpResponse) -> bool:
    """Pages, and the whole layers of the map, which come compressed; parts of layers are many."""
    kind = response.get("Content-Type", "")
    return kind.startswith("text/html") or (kind == GEOJSON and not request.GET)


def _keep(
    key: tuple[str, ...], version: Version, response: HttpResponse, encoding: str
) -> KeptPage:
    is_packed = response.has_header("Content-Encoding")
    body = response.content if is_packed else COMPRESS[encoding](response.content)
    patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
    headers = dict(response.items())
    headers["Content-Length"] = str(len(body))
    headers.setdefault("Cache-Control", "no-cache")
    headers.setdefault("ETag", f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()}"')
    if encoding:
        headers["Content-Encoding"] = encoding
    page = KeptPage(version, body, headers["ETag"], headers)
    kept_pages.keep(key, page)
    return page


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    if page.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        kept = {name: page.headers[name] for name in ("ETag", "Cache-Control", "Vary")}
        return HttpResponseNotModified(headers=kept)
    return HttpResponse(page.body, headers=page.headers)
