"""Pages of a private file as pictures, drawn at the first asking and then kept beside it."""

from __future__ import annotations

from django.core.files.base import ContentFile

from ocop_portal.shared.private_files import pdf, pictures
from ocop_portal.shared.private_files.kinds import Kind
from ocop_portal.shared.private_files.model import PrivateFile
from ocop_portal.shared.private_files.storage import PrivateStorage

WIDTHS = (320, 960, 1600)
"""Pixels; no other width is drawn, so that what is kept stays bounded."""


class NoPreview(Exception):
    """There is no such page, no such width, or this kind of file is not shown."""


def preview(row: PrivateFile, page: int = 1, width: int = 960) -> bytes:
    """Page ``page`` (from 1) of the file of ``row`` as WebP, at most ``width`` pixels wide.

    Kept under the fingerprint of the file. Raises `NoPreview`; ``FileNotFoundError`` when the file
    is gone.
    """
    if not row.is_shown or width not in WIDTHS or not 1 <= page <= (row.pages or 0):
        raise NoPreview
    storage = PrivateStorage()
    name = f"previews/{row.sha256[:2]}/{row.sha256}-{page}-{width}.webp"
    if storage.exists(name):
        with storage.open(name) as file:
            return file.read()
    with row.stored.open("rb") as file:
        content = file.read()
    drawn = _draw(content, Kind(row.kind), page, width)
    storage.save(name, ContentFile(drawn))
    return drawn


def _draw(content: bytes, kind: Kind, page: int, width: int) -> bytes:
    if kind is not Kind.PDF:
        return pictures.as_webp(content, width)
    try:
        return pdf.draw_page(content, page, width)
    except pdf.PdfError as error:
        raise NoPreview from error
