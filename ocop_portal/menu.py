"""The main menu and the links at the foot, by the names of their addresses."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy

LABELS = {
    "home": pgettext_lazy("menu", "Trang chủ"),
    "products:list": pgettext_lazy("menu", "Sản phẩm"),
    "products:verify": pgettext_lazy("menu", "Xác minh sao"),
    "producers:list": pgettext_lazy("menu", "Chủ thể"),
    "communes:list": pgettext_lazy("menu", "Xã phường"),
    "map": pgettext_lazy("menu", "Bản đồ"),
    "markets:list": pgettext_lazy("menu", "Thị trường"),
    "markets:nearby": pgettext_lazy("menu", "Gần tôi"),
    "news:articles": pgettext_lazy("menu", "Tin tức"),
    "news:events": pgettext_lazy("menu", "Sự kiện"),
    "feedback:report": pgettext_lazy("menu", "Phản ánh, góp ý"),
    "feedback:privacy": pgettext_lazy("menu", "Dữ liệu cá nhân"),
    "markets:feeds": pgettext_lazy("menu", "Nguồn cấp sản phẩm"),
    "alerts:catalogue": pgettext_lazy("menu", "Theo dõi qua thư"),
    "access": pgettext_lazy("menu", "Tiếp cận"),
    "news:documents": pgettext_lazy("menu", "Văn bản"),
    "scoring:criteria": pgettext_lazy("menu", "Bộ tiêu chí"),
    "scoring:self_assessments": pgettext_lazy("menu", "Tự đánh giá"),
    "guides": pgettext_lazy("menu", "Hướng dẫn sử dụng"),
    "about": pgettext_lazy("menu", "Giới thiệu"),
}

AT_THE_FOOT_ALONE = {
    "markets:nearby",
    "markets:feeds",
    "feedback:report",
    "feedback:privacy",
    "alerts:catalogue",
    "access",
    "scoring:criteria",
    "scoring:self_assessments",
    "guides",
}
MENU = tuple(name for name in LABELS if name not in AT_THE_FOOT_ALONE)

FOOTER = (
    (
        pgettext_lazy("menu", "Người mua"),
        (
            "products:list",
            "products:verify",
            "map",
            "markets:list",
            "markets:nearby",
            "news:events",
        ),
    ),
    (
        pgettext_lazy("menu", "Nơi làm"),
        ("producers:list", "communes:list", "scoring:self_assessments"),
    ),
    (
        pgettext_lazy("menu", "Về cổng này"),
        (
            "about",
            "guides",
            "news:articles",
            "scoring:criteria",
            "news:documents",
            "markets:feeds",
            "alerts:catalogue",
            "feedback:report",
            "feedback:privacy",
            "access",
        ),
    ),
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


def section_links() -> dict[str, Link]:
    """Every section of the portal by name, in the language in force."""
    return _section_links(get_language())


@lru_cache(maxsize=16)
def _section_links(language: str | None) -> dict[str, Link]:
    return {name: Link(name, reverse(name), str(label)) for name, label in LABELS.items()}


def menu_links() -> list[Link]:
    """The menu in the language in force."""
    sections = section_links()
    return [sections[name] for name in MENU]


def footer_columns() -> list[Column]:
    """The lists at the foot in the language in force."""
    sections = section_links()
    return [Column(str(label), [sections[name] for name in names]) for label, names in FOOTER]


def current_link(path: str) -> Link | None:
    """The link whose page or section ``path`` is, marked as such."""
    home, *sections = menu_links()
    if path == home.url:
        return home._replace(current="page")
    for link in sections:
        if path.startswith(link.url):
            return link._replace(current="page" if path == link.url else "true")
    return None
