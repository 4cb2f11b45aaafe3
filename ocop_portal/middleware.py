"""What every request and answer of the portal goes through besides Django's own middleware."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import LazyObject, empty
from django.utils.translation import get_language_from_path

Handler = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"


class AddressLanguageMiddleware:
    """Takes the language from the address alone, never from the browser or a cookie.

    ``/en/…`` is English, all else Vietnamese: one address is one page, whoever asks for it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the address and say so in ``Content-Language``."""
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class NobodyMiddleware:
    """Lets the answers about a code be the same for everyone: whoever asks counts as nobody.

    So no session is read for them, and they can say that the register is out of reach even to
    somebody who is signed in.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Leave the session cookie out of the request where nobody is asked for."""
        if re.match(settings.ANSWERED_TO_NOBODY, request.path_info):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


class PersonMiddleware:
    """Puts the person who is signed in themselves on the request, out of two wrappers.

    Both are there to ask as late as possible who it is; the trail of changes asks for every
    request with a session. A page of the back office asks the person a thousand things.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Unwrap whoever has a session; comes after Django's and the second factor's."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.user = _unwrapped(request.user)
        return self.get_response(request)


def _unwrapped(person: Any) -> Any:
    while isinstance(person, LazyObject):
        if person._wrapped is empty:  # type: ignore[attr-defined]
            person._setup()
        person = person._wrapped  # type: ignore[attr-defined]
    return person


class PermissionsPolicyMiddleware:
    """Denies pages the devices they never need."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the ``Permissions-Policy`` header."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
