"""Which guides there are, each read once in a process."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ocop_portal.guides.markup import as_html, title_of

FOLDER = settings.BASE_DIR / "docs/huong-dan"
GUIDES = ("chu-the", "cap-xa", "thu-ky", "thanh-vien")
"""Names of the files, in the order they are listed."""
PNG_SIZE = struct.Struct(">II")  # width and height stand after sixteen bytes
NARROW = 500  # pixels; below, a picture of a telephone


class Guide(NamedTuple):
    """One guide as its page shows it."""

    slug: str
    title: str
    body: SafeString

    @property
    def url(self) -> str:
        """Its address in the language in force."""
        return reverse("guide", args=[self.slug])


def guides() -> list[Guide]:
    """All of them."""
    return [guide(slug) for slug in GUIDES]


def guide(slug: str) -> Guide:
    """The guide by that name. Raises ``KeyError`` where there is none."""
    if slug not in GUIDES:
        raise KeyError(slug)
    return _read(slug, get_language())


@lru_cache(maxsize=4 * len(GUIDES))
def _read(slug: str, language: str | None) -> Guide:
    """One guide, with addresses in the language in force."""
    text = (FOLDER / f"{slug}.md").read_text(encoding="utf-8")
    return Guide(slug, title_of(text), as_html(text, resolve=_address, draw=_picture))


def _address(named: str) -> str:
    """The page of another guide; any other address as it stands."""
    slug = named.removesuffix(".md")
    return reverse("guide", args=[slug]) if slug in GUIDES else named


def _picture(words: str, file: str) -> SafeString:
    """A picture in its own proportions; the browser fetches it when it comes near."""
    with (FOLDER / file).open("rb") as png:
        png.seek(16)
        width, height = PNG_SIZE.unpack(png.read(PNG_SIZE.size))
    return format_html(
        '<p class="guide__picture{}"><img src="{}" alt="{}" width="{}" height="{}" '
        'loading="lazy"></p>',
        " guide__picture--phone" if width < NARROW else "",
        static(file.replace("anh/", "huong-dan/")),
        words,
        width,
        height,
    )
