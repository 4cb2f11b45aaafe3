"""Bytes of a text file into text: UTF-8, UTF-16, Windows-1258."""

import codecs

from scoring.rating_import.errors import FileRefused

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANNOT_DECODE = (
    "Không đọc được chữ trong tệp: bảng mã lạ hoặc tệp bị hỏng. "
    "Mở tệp bằng Excel, chọn Lưu thành “CSV UTF-8” hoặc .xlsx rồi tải lại."
)


def decode(content: bytes) -> str:
    """The text of ``content``; raises `FileRefused` when no encoding fits.

    Windows-1258 writes tones as separate marks; cells are composed later, one by one.
    """
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding)
    silent = _utf16_without_mark(content)
    if silent:
        return _strict(content, silent)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strict(content, "cp1258")


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(CANNOT_DECODE) from error


def _utf16_without_mark(content: bytes) -> str | None:
    """UTF-16 betrays itself by zero bytes on one side: Vietnamese letters are mostly Latin."""
    sample = content[:4000]
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    return None
