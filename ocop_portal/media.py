"""Uploaded public files, for when no proxy stands in front to hand them out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.static import serve


def uploaded(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with one file of ``MEDIA_ROOT``; never with a list of them."""
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))
