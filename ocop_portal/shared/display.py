"""How the reader wants pages shown: text size and contrast, kept in two cookies.

A link ``?co-chu=lon`` or ``?tuong-phan=cao`` on any page sets the cookie and returns to the
same address without it, so no script is needed. Whoever caches a rendered page puts
``display_key(request)`` into the key, for the choice is written on ``<html>``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import escape_leading_slashes

COOKIE_AGE = 365 * 24 * 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Display:
    """The reader's choice; an empty ``contrast`` leaves it to the reader's system."""

    text: str = "thuong"
    contrast: str = ""

    CHOICES: ClassVar[dict[str, tuple[str, ...]]] = {
        "co-chu": ("thuong", "lon", "rat-lon"),
        "tuong-phan": ("thuong", "cao"),
    }


def display_of(request: HttpRequest) -> Display:
    """Return the choice in the cookies; a value nobody offered counts as none."""
    text, contrast = request.COOKIES.get("co-chu"), request.COOKIES.get("tuong-phan")
    return Display(
        text=text if text in Display.CHOICES["co-chu"] else "thuong",
        contrast=contrast if contrast in Display.CHOICES["tuong-phan"] else "",
    )


def display_key(request: HttpRequest) -> str:
    """Return the part of a page-cache key that tells differently displayed pages apart."""
    display = display_of(request)
    return f"{display.text}.{display.contrast}"


class DisplayMiddleware:
    """Turns ``?co-chu=`` and ``?tuong-phan=`` into cookies and returns to the same page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a display link with a redirect; pass every other request on."""
        if request.method in ("GET", "HEAD") and "=" in request.META.get("QUERY_STRING", ""):
            chosen = {name: request.GET[name] for name in Display.CHOICES if name in request.GET}
            if chosen:
                return _remember(request, chosen)
        return self.get_response(request)


def _remember(request: HttpRequest, chosen: dict[str, str]) -> HttpResponse:
    query = request.GET.copy()
    for name in chosen:
        del query[name]
    rest = f"?{query.urlencode()}" if query else ""
    response = HttpResponseRedirect(escape_leading_slashes(request.path) + rest)
    for name, value in chosen.items():
        if value in Display.CHOICES[name]:
            response.set_cookie(
                name,
                value,
                max_age=COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
    response["Cache-Control"] = "no-store"
    return response
