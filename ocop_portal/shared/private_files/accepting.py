"""From whatever somebody uploads to a file proven to be what it claims; bytes in, bytes out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files.base import File
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ocop_portal.shared.private_files import archives, pdf, pictures
from ocop_portal.shared.private_files.kinds import (
    ARCHIVE,
    HEIC,
    Kind,
    familiar_name,
    is_pdf,
    picture_kind,
)
from ocop_portal.shared.private_files.rules import MEGABYTE, FileRefused, Rules
from ocop_portal.shared.private_files.scanning import scan

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """A file that may be kept."""

    kind: Kind
    content: bytes
    """What is kept: a picture as drawn anew, any other file as it came."""
    sha256: str
    """Fingerprint of ``content``."""
    name: str
    """The sender's name for it, made harmless; shown to people, never used on disk."""
    pages: int | None
    """Pages of a PDF, 1 of a picture; None where that has no meaning."""

    @property
    def size(self) -> int:
        """Bytes kept."""
        return len(self.content)


def accept_file(upload: File, rules: Rules) -> AcceptedFile:
    """Check ``upload`` by its content against ``rules``; scan it for viruses.

    Reads no more than the rules allow. Raises `FileRefused` with a Vietnamese sentence.
    """
    content = _read(upload, rules)
    kind = _kind_of(content)
    if kind is None or kind not in rules.kinds:
        raise FileRefused(_not_taken(content, kind, rules))
    scan(content)
    pages: int | None = None
    if kind.is_picture:
        content, pages = pictures.drawn_anew(content, kind, rules), 1
    elif kind is Kind.PDF:
        pages = pdf.count_pages(content, most=rules.most_pages)
    return AcceptedFile(
        kind=kind,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        name=_plain_name(upload.name, kind),
        pages=pages,
    )


def _read(upload: File, rules: Rules) -> bytes:
    upload.seek(0)
    content = upload.read(rules.most_bytes + 1)
    if not content:
        raise FileRefused(_("Tệp rỗng. Chọn lại tệp rồi tải lên."))
    if len(content) > rules.most_bytes:
        raise FileRefused(
            _(
                "Tệp nặng %(size)s MB, quá %(most)d MB. Quét lại ở độ phân giải thấp hơn, thu nhỏ "
                "ảnh, hoặc chia thành nhiều tệp."
            )
            % {
                "size": number_format(max(upload.size or 0, len(content)) / MEGABYTE, 1),
                "most": rules.most_bytes // MEGABYTE,
            }
        )
    return content


def _kind_of(content: bytes) -> Kind | None:
    if kind := picture_kind(content):
        return kind
    if content.startswith(ARCHIVE):
        return archives.office_kind(content)
    return Kind.PDF if is_pdf(content) else None


def _not_taken(content: bytes, kind: Kind | None, rules: Rules) -> str:
    name = kind.label if kind else familiar_name(content)
    if name is None and content.startswith(ARCHIVE):
        name = _("nén ZIP")
    if name == HEIC:
        return _(
            "Đây là ảnh HEIC của iPhone. Trên máy chọn Cài đặt, Camera, Định dạng, Tương thích "
            "nhất; hoặc xuất ảnh thành JPEG rồi tải lại."
        )
    if name:
        said = _("Đây là tệp %(kind)s. Chỉ nhận %(taken)s.")
    else:
        said = _("Không nhận ra nội dung của tệp, dù tên tệp ghi gì. Chỉ nhận %(taken)s.")
    return said % {"kind": name, "taken": rules.said}


def _plain_name(name: str | None, kind: Kind) -> str:
    """The last part of the name, printable, with the ending of what the file really is."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0] if "." in last else last
    kept = "".join(char for char in stem if char.isprintable()).strip(" .")
    return f"{kept[: LONGEST_NAME - 8] or 'tep'}.{kind.value}"
