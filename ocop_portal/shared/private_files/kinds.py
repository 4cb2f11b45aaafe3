"""What kinds of file are taken, told by their first bytes and never by their name."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Kinds a private file may be of. The value is also the ending of its name on disk."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", _("ảnh JPEG")
    PNG = "png", _("ảnh PNG")
    WEBP = "webp", _("ảnh WebP")
    DOCX = "docx", "Word (DOCX)"
    XLSX = "xlsx", "Excel (XLSX)"

    @property
    def is_picture(self) -> bool:
        """Whether it is drawn anew when taken in."""
        return self in PICTURE_KINDS

    @property
    def media_type(self) -> str:
        """What an answer with such a file calls it."""
        return MEDIA_TYPES[self]


PICTURE_KINDS = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.DOCX: f"{_OFFICE}wordprocessingml.document",
    Kind.XLSX: f"{_OFFICE}spreadsheetml.sheet",
}

PDF_MARK_WITHIN = 1024  # bytes; readers of PDF allow this much before the mark
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
HEIC = _("ảnh HEIC của iPhone")
ARCHIVE = b"PK\x03\x04"
# First bytes of what people send by mistake, with the name they know it by.
FAMILIAR = (
    (b"GIF8", _("ảnh GIF")),
    (b"BM", _("ảnh BMP")),
    (b"II*\x00", _("ảnh TIFF")),
    (b"MM\x00*", _("ảnh TIFF")),
    (b"<svg", _("hình SVG")),
    (b"\xd0\xcf\x11\xe0", _("Word, Excel đời cũ hoặc có mật khẩu")),
    (b"Rar!", _("nén RAR")),
    (b"7z\xbc\xaf", _("nén 7z")),
    (b"MZ", _("chương trình")),
    (b"<?xml", _("XML")),
    (b"<!doc", _("trang web")),
    (b"<html", _("trang web")),
    (b"{\\rtf", _("RTF")),
)


def picture_kind(content: bytes) -> Kind | None:
    """The kind of picture ``content`` begins as, or None."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    return None


def is_pdf(content: bytes) -> bool:
    """Whether ``content`` begins as a PDF."""
    return b"%PDF-" in content[:PDF_MARK_WITHIN]


def familiar_name(content: bytes) -> str | Promise | None:
    """What people call a file that begins like ``content``, where we know it; else None."""
    if content[4:8] == b"ftyp":
        return HEIC if content[8:12] in HEIC_BRANDS else _("phim hoặc ảnh AVIF")
    start = content[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return next((name for mark, name in FAMILIAR if start.startswith(mark.lower())), None)
