"""Uploaded public files, for when no proxy stands in front to hand them out."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

# Pictures we draw ourselves (products/picture_files.py) are shown; files checked by their content
# (news/public_files.py) are taken along, never opened in the name of the portal.
PICTURES = {".avif": "image/avif", ".jpg": "image/jpeg", ".webp": "image/webp"}
OFFICE = "application/vnd.openxmlformats-officedocument."
FILES = {
    ".pdf": "application/pdf",
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
    ".pptx": f"{OFFICE}presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
ONE_YEAR = 365 * 24 * 60 * 60  # seconds


def uploaded(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with one picture or file of ``MEDIA_ROOT``; never with a list, nor with anything else.

    Names are random and never used again, so a browser may keep what it got. Should anything
    else ever come to lie here, it is not handed out; and what is handed out can run nothing.
    """
    ending = PurePosixPath(path).suffix
    content_type = PICTURES.get(ending) or FILES.get(ending)
    if content_type is None:
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Content-Type"] = content_type
    if ending in FILES:
        response["Content-Disposition"] = "attachment"
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
