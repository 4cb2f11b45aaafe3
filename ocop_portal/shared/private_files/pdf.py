"""PDF files, opened by a separate process that may fail alone; see docs/adr/0003."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop_portal.shared.private_files.rules import FileRefused

READER = Path(__file__).with_name("pdf_reader.py")
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 15
WALL_SECONDS = 25

LOCKED = gettext_lazy(
    "Tệp PDF có mật khẩu hoặc bị khoá. Mở tệp, in ra “PDF mới” hoặc bỏ mật khẩu, rồi tải lại."
)
BROKEN = gettext_lazy("Tệp PDF bị hỏng hoặc tải lên dở dang. Mở lại trên máy, lưu lại rồi tải lên.")


class PdfError(Exception):
    """The reader could not draw a page."""


def count_pages(content: bytes, *, most: int) -> int:
    """How many pages the PDF has. Raises `FileRefused` when locked, broken, empty or too long."""
    done = _ask({"do": "count"}, content)
    try:
        answer = json.loads(done.stdout) if done and done.returncode == 0 else {}
    except ValueError:
        answer = {}
    if answer.get("error") == "password":
        raise FileRefused(LOCKED)
    pages = answer.get("pages", 0)
    if not pages:
        raise FileRefused(BROKEN)
    if pages > most:
        raise FileRefused(
            _("Tệp PDF có %(pages)d trang, nhiều nhất được %(most)d. Chia nhỏ rồi tải lại.")
            % {"pages": pages, "most": most}
        )
    return pages


def draw_page(content: bytes, page: int, width: int) -> bytes:
    """Page number ``page`` (from 1) as WebP, ``width`` pixels wide. Raises `PdfError`."""
    done = _ask({"do": "draw", "page": page, "width": width}, content)
    if done is None or done.returncode != 0 or not done.stdout.startswith(b"RIFF"):
        raise PdfError(f"page {page} cannot be drawn")
    return done.stdout


def _ask(order: dict[str, object], content: bytes) -> subprocess.CompletedProcess[bytes] | None:
    """What the reader answered; None when it took too long."""
    bounds = {"memory_bytes": MEMORY_BYTES, "cpu_seconds": CPU_SECONDS}
    try:
        return subprocess.run(
            [sys.executable, "-I", str(READER), json.dumps({**order, **bounds})],
            input=content,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
