"""A product's picture, or the drawing of its sub-group where it has none.

Lists print dozens of these, so each is one string and no template is loaded for it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.core.files.storage import default_storage
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

NO_GROUP = "chua-xep-nhom.svg"
SOURCE_TYPES = (("avif", "image/avif"), ("webp", "image/webp"))
CARD_SIZES = "(min-width: 48em) 20rem, 7rem"


@register.simple_tag
def picture(
    renditions: dict[str, Any], alt: str, sizes: str = CARD_SIZES, *, eager: bool = False
) -> SafeString:
    """A ``<picture>`` of the kept ``renditions`` of a product image.

    ``sizes`` is the attribute of that name; an ``eager`` picture is the first thing a page shows.
    """
    base, kept = renditions["base"], renditions["sizes"]
    width, height = kept[-1]
    sources = format_html_join(
        "",
        '<source type="{}" srcset="{}" sizes="{}">',
        ((kind, _srcset(base, kept, ending), sizes) for ending, kind in SOURCE_TYPES),
    )
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" alt="{}"{} width="{}" height="{}"{}>'
        "</picture>",
        sources,
        _address(base, kept[min(1, len(kept) - 1)][0], "jpg"),
        _srcset(base, kept, "jpg"),
        sizes,
        alt,
        _spoken(),
        width,
        height,
        _loading(eager),
    )


@register.simple_tag
def illustration(name: str = "", *, eager: bool = False) -> SafeString:
    """The drawing of a sub-group; it says nothing the text does not, so it has no words."""
    return _illustration(name or NO_GROUP, eager)


@lru_cache(maxsize=256)
def _illustration(name: str, eager: bool) -> SafeString:
    address = static(f"img/{name}")
    return format_html('<img src="{}" alt="" width="320" height="200"{}>', address, _loading(eager))


def _spoken() -> SafeString:
    """Words of pictures are Vietnamese; a page in another language says so."""
    is_own = get_language() == settings.LANGUAGE_CODE
    return SafeString("" if is_own else f' lang="{settings.LANGUAGE_CODE}"')


def _loading(eager: bool) -> SafeString:
    wish = 'fetchpriority="high"' if eager else 'loading="lazy" decoding="async"'
    return SafeString(f" {wish}")


def _srcset(base: str, kept: list[list[int]], ending: str) -> str:
    return ", ".join(f"{_address(base, width, ending)} {width}w" for width, _height in kept)


def _address(base: str, width: int, ending: str) -> str:
    return default_storage.url(f"{base}-{width}.{ending}")
