"""Uploaded public files, for when no proxy stands in front to hand them out."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

# Only what we draw ourselves is public; see products/picture_files.py.
TYPES = {".avif": "image/avif", ".jpg": "image/jpeg", ".webp": "image/webp"}
ONE_YEAR = 365 * 24 * 60 * 60  # seconds


def uploaded(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with one picture of ``MEDIA_ROOT``; never with a list, nor with anything else.

    Names are random and never used again, so a browser may keep what it got. Should anything but
    a picture ever come to lie here, it is not handed out; and a picture can run nothing.
    """
    content_type = TYPES.get(PurePosixPath(path).suffix)
    if content_type is None:
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Content-Type"] = content_type
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
