"""Data blocks, and addresses shown by their host."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@register.filter
def json_block(data: Any) -> SafeString:
    """``data`` as JSON that cannot end the script element it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


@register.filter
def host(url: str) -> str:
    """The host of an address, as readers know it: without ``www.``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.filter
def dialled(phone: str) -> str:
    """What a telephone dials: the digits, and the plus before a country's code."""
    return "".join(char for char in phone if char.isdecimal() or char == "+")
