"""What every request and answer of the portal goes through besides Django's own middleware."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_path
from pghistory.middleware import HistoryMiddleware

from accounts.signed_in import View, ask_who

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
    """Finds out who is signed in before a view is asked, but for those that ask themselves."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing yet: which view it is shows later."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_args: Any) -> None:
        """Ask for whoever has a session; comes after Django's and the second factor's."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not hasattr(view, "asks_late"):
            ask_who(request)


class TrailMiddleware(HistoryMiddleware):
    """Tells the trail of changes who made them, once they have been asked for."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """What is known before the view; whoever has a session follows when asked who it is."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return {"url": request.path}
        return super().get_context(request)


class PermissionsPolicyMiddleware:
    """Denies pages the devices they never need."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the ``Permissions-Policy`` header."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
