"""The hook for a virus scanner, which an office may have and a development machine has not.

``PRIVATE_FILE_SCANNER`` is empty (no scanner), or a list of words: a command that reads the file on
standard input and answers 0 for clean, 1 for infected, anything else for "could not look", such as
``["clamdscan", "--no-summary", "-"]``; or the dotted path of a function that takes the content and
returns whether it is clean. A scanner that is set but does not answer refuses the file: nothing
unlooked-at is kept.
"""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from ocop_portal.shared.private_files.rules import FileRefused

logger = logging.getLogger(__name__)

SECONDS = 60
CLEAN, INFECTED = 0, 1
INFECTED_SAID = _(
    "Phần mềm diệt vi-rút từ chối tệp này. Quét máy của bạn, lấy lại bản gốc rồi tải lên."
)
UNREACHABLE = _("Chưa quét được vi-rút nên chưa nhận tệp. Thử lại sau ít phút.")


def scan(content: bytes) -> None:
    """Show ``content`` to the scanner, if there is one. Raises `FileRefused` unless it is clean."""
    scanner: str | Sequence[str] = settings.PRIVATE_FILE_SCANNER
    if not scanner:
        return
    try:
        is_clean = _asked(scanner, content)
    except Exception as error:  # whatever a scanner does, the file is not taken
        logger.exception("virus scanner failed")
        raise FileRefused(UNREACHABLE) from error
    if not is_clean:
        raise FileRefused(INFECTED_SAID)


def _asked(scanner: str | Sequence[str], content: bytes) -> bool:
    if isinstance(scanner, str):
        function: Callable[[bytes], bool] = import_string(scanner)
        return function(content)
    done = subprocess.run(
        list(scanner), input=content, capture_output=True, timeout=SECONDS, check=False
    )
    if done.returncode not in (CLEAN, INFECTED):
        raise RuntimeError(f"scanner ended with {done.returncode}: {done.stderr[-300:]!r}")
    return done.returncode == CLEAN
