"""Word and Excel files: archives of a known make; their directory is read, nothing unpacked."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop_portal.shared.private_files.kinds import Kind
from ocop_portal.shared.private_files.rules import MEGABYTE, FileRefused

MAIN_PART = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}
MOST_PARTS = 2000
MOST_UNPACKED = 300 * MEGABYTE
ENCRYPTED_FLAG = 0x1
BROKEN = gettext_lazy(
    "Tệp Word, Excel bị hỏng hoặc tải lên dở dang. Mở lại trên máy, lưu lại rồi tải lên."
)


def office_kind(content: bytes) -> Kind | None:
    """Whether the archive is a Word or an Excel file, or neither.

    Raises `FileRefused` for a broken or locked archive, one with macros, or one that would unpack
    to more than any paper of an office needs.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileRefused(BROKEN) from error
    names = {part.filename for part in parts}
    kind = next((kind for name, kind in MAIN_PART.items() if name in names), None)
    if kind is None or "[Content_Types].xml" not in names:
        return None
    _refuse_danger(parts, names)
    return kind


def _refuse_danger(parts: list[zipfile.ZipInfo], names: set[str]) -> None:
    if any(part.flag_bits & ENCRYPTED_FLAG for part in parts):
        raise FileRefused(_("Tệp có mật khẩu. Bỏ mật khẩu rồi tải lại."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused(_("Tệp có macro. Lưu thành DOCX, XLSX thường, hoặc PDF, rồi tải lại."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefused(
            _("Tệp bung ra quá lớn. Xóa ảnh, trang thừa hoặc lưu thành PDF rồi tải lại.")
        )
