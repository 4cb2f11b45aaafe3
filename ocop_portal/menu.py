"""The main menu and the links at the foot, by the names of their addresses."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy

MENU = (
    ("home", pgettext_lazy("menu", "Trang chủ")),
    ("products:list", pgettext_lazy("menu", "Sản phẩm")),
    ("producers:list", pgettext_lazy("menu", "Chủ thể")),
    ("communes:list", pgettext_lazy("menu", "Xã phường")),
    ("map", pgettext_lazy("menu", "Bản đồ")),
    ("markets:list", pgettext_lazy("menu", "Thị trường")),
    ("news:documents", pgettext_lazy("menu", "Văn bản")),
    ("about", pgettext_lazy("menu", "Giới thiệu")),
)

FOOTER = (
    (pgettext_lazy("menu", "Người mua"), ("products:list", "map", "markets:list")),
    (pgettext_lazy("menu", "Nơi làm"), ("producers:list", "communes:list")),
    (pgettext_lazy("menu", "Về cổng này"), ("about", "news:documents")),
)


class Link(NamedTuple):
    """One link; ``current`` is the value of its ``aria-current``, or empty."""

    name: str
    url: str
    label: str
    current: str = ""


class Column(NamedTuple):
    """One titled list of links at the foot of the page."""

    label: str
    links: list[Link]


def menu_links() -> tuple[Link, ...]:
    """The menu in the language in force."""
    return _menu_links(get_language())


@lru_cache(maxsize=16)
def _menu_links(language: str | None) -> tuple[Link, ...]:
    return tuple(Link(name, reverse(name), str(label)) for name, label in MENU)


def footer_columns() -> list[Column]:
    """The lists at the foot in the language in force."""
    by_name = {link.name: link for link in menu_links()}
    return [Column(str(label), [by_name[name] for name in names]) for label, names in FOOTER]


def current_link(path: str) -> Link | None:
    """The link whose page or section ``path`` is, marked as such."""
    home, *sections = menu_links()
    if path == home.url:
        return home._replace(current="page")
    for link in sections:
        if path.startswith(link.url):
            return link._replace(current="page" if path == link.url else "true")
    return None
