"""What a file really is, told by its content; the name is only a hint for the message."""

from __future__ import annotations

import zipfile
from enum import StrEnum

from scoring.rating_import.errors import FileRefused
from scoring.rating_import.reading.archives import ENCRYPTED, open_archive

SAVE_AS = "Tải lên tệp .xlsx, .xls, .ods hoặc .csv."
MACROS = (
    "Tệp chứa macro nên không được nhận. Mở tệp bằng Excel, chọn Lưu thành “Excel Workbook "
    "(.xlsx)” (không kèm macro) rồi tải lại."
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = {
    b"\x89PNG": "ảnh PNG",
    b"\xff\xd8\xff": "ảnh JPEG",
    b"GIF8": "ảnh GIF",
    b"BM": "ảnh BMP",
    b"II*\x00": "ảnh TIFF",
    b"MM\x00*": "ảnh TIFF",
}
OTHERS = {
    b"%PDF": "tệp PDF",
    b"{\\rtf": "văn bản RTF",
    b"Rar!": "tệp nén RAR",
    b"7z\xbc\xaf": "tệp nén 7z",
    b"\x1f\x8b": "tệp nén GZIP",
    b"MZ": "chương trình Windows",
    b"\x7fELF": "chương trình Linux",
    b"SQLite format 3": "cơ sở dữ liệu",
}
TEXT_STARTS = {
    b"<!doctype html": "trang web HTML",
    b"<html": "trang web HTML",
    b"<table": "bảng HTML",
    b"<?xml": "tệp XML",
}


class FileKind(StrEnum):
    """The four kinds of list we read."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"


def kind_of(content: bytes) -> FileKind:
    """The kind of ``content``; raises `FileRefused` with what it is instead."""
    if not content.strip(b"\x00 \t\r\n"):
        raise FileRefused("Tệp trống, không có dòng nào. Chọn lại tệp kết quả rồi tải lên.")
    if content.startswith(b"PK"):
        return _kind_of_archive(open_archive(content))
    if content.startswith(OLE):
        return _kind_of_ole(content)
    _refuse_strangers(content)
    return FileKind.TEXT


def _refuse_strangers(content: bytes) -> None:
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    heif = content[4:8] == b"ftyp"
    if webp or heif:
        raise FileRefused(f"Tệp này là ảnh hoặc phim, không phải bảng tính. {SAVE_AS}")
    for start, name in (PICTURES | OTHERS).items():
        if content.startswith(start) and _is_binary(content, start):
            raise FileRefused(f"Tệp này là {name}, không phải bảng tính. {SAVE_AS}")
    head = content[:300].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, name in TEXT_STARTS.items():
        if head.startswith(start):
            raise FileRefused(
                f"Tệp này là {name}, không phải bảng tính dù có thể mở bằng Excel. "
                "Mở bằng Excel, chọn Lưu thành .xlsx rồi tải lại."
            )


def _is_binary(content: bytes, start: bytes) -> bool:
    """Short marks such as ``BM`` may also begin an honest text."""
    return len(start) > 2 or sum(byte < 9 for byte in content[:512]) > 0


def _kind_of_archive(archive: zipfile.ZipFile) -> FileKind:
    names = {name.lower() for name in archive.namelist()}
    if any(name.endswith("vbaproject.bin") for name in names) or any(
        name.startswith("basic/") for name in names
    ):
        raise FileRefused(MACROS)
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "content.xml" in names and "mimetype" in names:
        return _kind_of_opendocument(archive)
    if "word/document.xml" in names:
        raise FileRefused(
            "Tệp này là văn bản Word. Chép bảng sang Excel, lưu thành .xlsx rồi tải lại."
        )
    if "xl/workbook.bin" in names:
        raise FileRefused("Tệp này là Excel nhị phân (.xlsb). Lưu thành .xlsx rồi tải lại.")
    raise FileRefused(
        f"Tệp này là tệp nén (zip), không phải bảng tính. Giải nén rồi chọn bảng. {SAVE_AS}"
    )


def _kind_of_opendocument(archive: zipfile.ZipFile) -> FileKind:
    name = next(name for name in archive.namelist() if name.lower() == "mimetype")
    with archive.open(name) as stream:
        mimetype = stream.read(200)
    if b"opendocument.spreadsheet" not in mimetype:
        raise FileRefused(f"Tệp OpenDocument này không phải bảng tính. {SAVE_AS}")
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist():
        with archive.open(manifest) as stream:
            if b"encryption-data" in stream.read(1 << 20):
                raise FileRefused(ENCRYPTED)
    return FileKind.ODS


def _kind_of_ole(content: bytes) -> FileKind:
    """Old Office files keep stream names in UTF-16."""
    if _holds(content, "EncryptedPackage"):
        raise FileRefused(ENCRYPTED)
    if _holds(content, "WordDocument"):
        raise FileRefused(
            "Tệp này là văn bản Word. Chép bảng sang Excel, lưu thành .xlsx rồi tải lại."
        )
    if _holds(content, "_VBA_PROJECT"):
        raise FileRefused(MACROS)
    if _holds(content, "Workbook") or _holds(content, "Book"):
        return FileKind.XLS
    raise FileRefused(f"Tệp Office cũ này không phải bảng tính Excel. {SAVE_AS}")


def _holds(content: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in content
