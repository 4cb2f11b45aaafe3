"""Answers that hand out a private file. The caller has asked whether the reader is entitled."""

from __future__ import annotations

from typing import IO

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from ocop_portal.shared.private_files.kinds import Kind
from ocop_portal.shared.private_files.model import PrivateFile
from ocop_portal.shared.private_files.previews import NoPreview, preview

GONE = _("Tệp không còn trên máy chủ.")


def serve(row: PrivateFile) -> HttpResponseBase:
    """The file of ``row``, always to be saved, never opened as a page of ours; 404 when gone."""
    try:
        file = row.stored.open("rb")
    except FileNotFoundError as error:
        raise Http404(GONE) from error
    return serve_open(file, row.file_name, Kind(row.kind).media_type)


def serve_open(file: IO[bytes], name: str, media_type: str) -> HttpResponseBase:
    """An open file, to be saved under ``name``; it is closed with the answer."""
    return _guarded(FileResponse(file, as_attachment=True, filename=name, content_type=media_type))


def serve_preview(row: PrivateFile, page: int = 1, width: int = 960) -> HttpResponseBase:
    """A page of the file of ``row`` as a picture for an ``img``; 404 where there is none."""
    try:
        drawn = preview(row, page, width)
    except (NoPreview, FileNotFoundError) as error:
        raise Http404(GONE) from error
    return _guarded(HttpResponse(drawn, content_type="image/webp"))


def _guarded(answer: HttpResponseBase) -> HttpResponseBase:
    """Headers with which no browser runs, frames, guesses at or keeps what it was given."""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
