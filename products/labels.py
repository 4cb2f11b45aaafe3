"""The QR code of a certification: the short address of its answer, drawn."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from ocop_portal.shared.on_first_use import on_first_use
from products.models import Certification

segno = on_first_use("segno")

QUIET_ZONE = 4
"""Modules of white around the code, as ISO/IEC 18004 asks."""

PNG_SCALE = 16
"""Pixels a module: about 600 to the side, good for print at 4 cm."""


def origin(request: HttpRequest) -> str:
    """Scheme and host that are printed: the setting's, else those of the request."""
    return settings.PUBLIC_ORIGIN or f"{request.scheme}://{request.get_host()}"


def address_of(certification: Certification, request: HttpRequest) -> str:
    """The whole short address of a certification's answer, in the portal's first language."""
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("products:short", args=[certification.public_code])
    return origin(request) + path


def as_svg(address: str) -> SafeString:
    """Draw the code to stand within a page; its style sheet says how large."""
    drawn = _code(address).svg_inline(
        omitsize=True, border=QUIET_ZONE, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)


def as_file(address: str, kind: str) -> bytes:
    """Draw the code as a file, ``svg`` or ``png``."""
    out = io.BytesIO()
    _code(address).save(out, kind=kind, scale=PNG_SCALE, border=QUIET_ZONE, light="#FFFFFF")
    return out.getvalue()


def _code(address: str) -> Any:
    return segno.make_qr(address, error="m")
