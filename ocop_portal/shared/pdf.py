"""Papers as PDF: a Typst template of ours, data as JSON, the same bytes for the same data.

A template stands in a folder ``print/`` of its app and begins with
``#import "/ocop_portal/shared/print/paper.typ": *``; what it prints is in ``data``. Text is handed
over as strings, so that nothing a person typed is ever read as markup.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from ocop_portal.shared.on_first_use import on_first_use

typst = on_first_use("typst")

FONTS = "ocop_portal/shared/print/fonts"

# What the shipped Tinos can print; a test prints all of it.
PRINTABLE = (
    *((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x17F), (0x192, 0x192), (0x1A0, 0x1A1)),
    *((0x1AF, 0x1B0), (0x2BC, 0x2BC), (0x300, 0x303), (0x309, 0x309), (0x323, 0x323)),
    *((0x1E00, 0x1EFF), (0x2010, 0x2015), (0x2017, 0x2027), (0x2030, 0x203A), (0x2044, 0x2044)),
    *((0x2070, 0x2071), (0x2074, 0x208E), (0x20A0, 0x20BE), (0x2100, 0x214F), (0x2153, 0x2154)),
    *((0x215B, 0x215E), (0x2190, 0x2195), (0x2211, 0x2212), (0x221E, 0x221E), (0x2248, 0x2248)),
    *((0x2260, 0x2261), (0x2264, 0x2265), (0x25A0, 0x25A1), (0x25AA, 0x25AC), (0x25CF, 0x25CF)),
)
KNOWN = frozenset(chr(code) for first, last in PRINTABLE for code in range(first, last + 1))
REPLACED_BY = "□"
BREAKS = frozenset("\n\t")


def render_pdf(template: str, data: Mapping[str, Any], *, at: dt.datetime) -> bytes:
    """Return ``template`` (``scoring/print/minutes.typ``) filled with ``data`` as tagged PDF/A-2a.

    ``data`` holds what JSON holds: write numbers and days as they shall be read. ``at`` is the
    day and hour the paper says it was made; the same data and hour give the same bytes. Raises
    ``typst.TypstError`` when the template is wrong, never because of what a person typed.
    """
    return typst.compile(
        str(settings.BASE_DIR / template),
        root=str(settings.BASE_DIR),
        font_paths=[str(settings.BASE_DIR / FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False)},
        pdf_standards=["a-2a"],
        timestamp=int(at.timestamp()),
    )


def printable(value: Any) -> Any:
    """Return ``value`` with every text in it such that the font has all of its letters.

    Letters come together with their tone marks; what the font lacks becomes an empty square,
    and what has no shape (control and format characters) goes.
    """
    if isinstance(value, str):
        return "".join(map(_shape_of, unicodedata.normalize("NFC", value)))
    if isinstance(value, Mapping):
        return {key: printable(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(each) for each in value]
    return value


def _shape_of(character: str) -> str:
    if character in KNOWN or character in BREAKS:
        return character
    kind = unicodedata.category(character)
    if kind == "Zs":
        return " "
    return "" if kind in {"Cc", "Cf"} else REPLACED_BY
