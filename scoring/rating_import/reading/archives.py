"""A workbook is an archive: look inside before anyone unpacks it."""

from __future__ import annotations

import io
import zipfile
import zlib

from scoring.rating_import import limits
from scoring.rating_import.errors import FileRefused

CHUNK = 1 << 20
BROKEN = (
    "Tệp bị hỏng hoặc tải lên chưa trọn vẹn. Mở lại tệp bằng Excel hoặc LibreOffice, "
    "lưu thành .xlsx rồi tải lại."
)
TOO_LARGE = (
    "Tệp giải nén ra quá lớn (hơn {} MB). Xóa hình ảnh, trang tính và ô thừa, hoặc chia tệp "
    "thành nhiều phần rồi tải lại."
)
ENCRYPTED = (
    "Tệp được bảo vệ bằng mật khẩu nên không đọc được. Mở tệp, bỏ mật khẩu "
    "(Tệp → Thông tin → Bảo vệ sổ làm việc), lưu lại rồi tải lên."
)
ENTITIES = (
    "Tệp chứa khai báo XML không có trong bảng tính thông thường (DOCTYPE, ENTITY) nên không "
    "được nhận. Mở tệp bằng Excel, lưu thành .xlsx mới rồi tải lại."
)


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The archive, its directory checked; raises `FileRefused` for bombs, locks and ruins."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileRefused(BROKEN) from error
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileRefused(ENCRYPTED)
    total = sum(part.file_size for part in parts)
    if len(parts) > limits.MAX_PARTS or total > limits.MAX_UNPACKED_BYTES:
        raise FileRefused(TOO_LARGE.format(limits.MAX_UNPACKED_BYTES >> 20))
    return archive


def check_parts(archive: zipfile.ZipFile) -> None:
    """Unpack every part once, counting: the directory may lie. No part may declare entities."""
    unpacked = 0
    try:
        for part in archive.infolist():
            with archive.open(part) as stream:
                tail = b""
                while chunk := stream.read(CHUNK):
                    unpacked += len(chunk)
                    if unpacked > limits.MAX_UNPACKED_BYTES:
                        raise FileRefused(TOO_LARGE.format(limits.MAX_UNPACKED_BYTES >> 20))
                    if _declares(tail + chunk, part.filename):
                        raise FileRefused(ENTITIES)
                    tail = chunk[-16:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise FileRefused(BROKEN) from error


def _declares(chunk: bytes, name: str) -> bool:
    """Whether a piece of an XML part opens a document type."""
    if not name.endswith((".xml", ".rels")) or name == "META-INF/manifest.xml":
        return False
    return b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk
