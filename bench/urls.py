"""The portal's addresses and the view everything is compared with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from ocop_portal.urls import urlpatterns as portal


def hello(request: HttpRequest) -> HttpResponse:
    """The smallest answer the framework gives, through the portal's own middleware."""
    return HttpResponse("Xin chào")


urlpatterns = [path("hello/", hello), *portal]
