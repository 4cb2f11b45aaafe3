"""Forgets every kept piece of HTML before each request: a page with nothing cached."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ocop_portal.shared.fragments import Fragments


class ForgetMiddleware:
    """Leaves the catalogue's index alone: that is how it finds products, not a copy of a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forget, then answer."""
        Fragments.forget_all()
        return self.get_response(request)
