"""Forgets every kept piece of HTML with something of the register before each request.

What stays is the catalogue's index, which is how products are found and no copy of a page, the
templates, compiled or worked out ahead, and the frame that all pages share.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ocop_portal.shared.fragments import Fragments


class ForgetMiddleware:
    """Stands before all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forget, then answer."""
        Fragments.forget_all()
        return self.get_response(request)
