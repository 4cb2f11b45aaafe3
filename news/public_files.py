"""Which uploaded files may be handed out, told by their content, never by their name.

Bytes in, an ending out: knows neither models nor storage. A file that could run something (macros,
scripts, programs) or whose kind cannot be told is refused.
"""

from __future__ import annotations

import io
import zipfile

MOST_BYTES = 30 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024

# The part that tells what a packed office file is.
PACKED_KINDS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
OPEN_KINDS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
ENDINGS = ("pdf", *PACKED_KINDS.values(), *OPEN_KINDS.values())
ACCEPTED = "PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP"


class FileRefused(ValueError):
    """A file that is not handed out; the message says why and what to do."""


def ending_of(content: bytes) -> str:
    """The ending that ``content`` deserves. Raises `FileRefused`."""
    if len(content) > MOST_BYTES:
        raise FileRefused(f"Tệp nặng hơn {MOST_BYTES // 1024**2} MB. Giảm dung lượng rồi tải lại.")
    if not content:
        raise FileRefused("Tệp rỗng. Chọn lại tệp rồi tải lên.")
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(
            "Đây là tệp Office kiểu cũ (.doc, .xls), có thể chứa macro. "
            "Mở ra, lưu thành DOCX, XLSX hoặc PDF rồi tải lại."
        )
    raise FileRefused(f"Nội dung tệp không thuộc loại cổng nhận: {ACCEPTED}.")


def _pdf(content: bytes) -> str:
    if b"%%EOF" not in content[-2048:]:
        raise FileRefused("Tệp PDF bị cắt cụt. Tải lại bản đầy đủ.")
    return "pdf"


def _packed(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {entry.filename for entry in archive.infolist()}
            size = sum(entry.file_size for entry in archive.infolist())
            kind = next((PACKED_KINDS[name] for name in PACKED_KINDS if name in names), "")
            if not kind and "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = OPEN_KINDS.get(archive.read("mimetype").strip(), "")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise FileRefused("Tệp bị hỏng. Lưu lại từ phần mềm gốc rồi tải lên.") from error
    if size > MOST_UNPACKED:
        raise FileRefused("Tệp giải nén ra quá lớn. Giảm dung lượng rồi tải lại.")
    if not kind:
        raise FileRefused(f"Cổng không nhận tệp nén. Tải từng tệp: {ACCEPTED}.")
    if any("vbaproject" in name.lower() or name.startswith("Basic/") for name in names):
        raise FileRefused("Tệp có macro. Lưu thành tệp không macro, hoặc PDF, rồi tải lại.")
    return kind
