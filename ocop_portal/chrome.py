"""What every public page shows around its content: names, menu, languages, display tools."""

from functools import cached_property, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, gettext_noop

from ocop_portal.shared.display import Display, display_of
from ocop_portal.shared.languages import address_in
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.versions import version_of

MENU = (
    ("home", gettext_noop("Trang chủ")),
    ("products:list", gettext_noop("Sản phẩm")),
    ("producers:list", gettext_noop("Chủ thể")),
    ("communes:list", gettext_noop("Xã phường")),
    ("map", gettext_noop("Bản đồ")),
    ("markets:list", gettext_noop("Thị trường")),
    ("news:documents", gettext_noop("Văn bản")),
    ("about", gettext_noop("Giới thiệu")),
)

FOOTER = (
    (gettext_noop("Người mua"), ("products:list", "map", "markets:list")),
    (gettext_noop("Nơi làm"), ("producers:list", "communes:list")),
    (gettext_noop("Về cổng này"), ("about", "news:documents")),
)


class Link(NamedTuple):
    """One link of the chrome; ``current`` is the value of ``aria-current`` or empty."""

    name: str
    url: str
    label: str
    current: str = ""


@lru_cache(maxsize=16)
def _menu(language: str | None) -> tuple[Link, ...]:
    links = []
    for name, label in MENU:
        try:
            links.append(Link(name, reverse(name), gettext(label)))
        except NoReverseMatch:
            continue
    return tuple(links)


class Column(NamedTuple):
    """One titled list of links at the foot of the page."""

    label: str
    links: list[Link]


class Chrome:
    """The frame of one page; each part is worked out when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def site(self) -> SiteProfile:
        """Whose portal this is."""
        return SiteProfile.load(version_of(self.request))

    @cached_property
    def said(self) -> dict[str, str]:
        """The names of the portal and its office in the language of this page."""
        fields = ("title", "short_title", "subtitle", "owner_office", "legal_note", "about")
        return {field: self.site.said(field) for field in fields}

    @cached_property
    def display(self) -> Display:
        """The reader's text size and contrast."""
        return display_of(self.request)

    @cached_property
    def language(self) -> str:
        """The language of this page."""
        return get_language() or settings.LANGUAGE_CODE

    @cached_property
    def urls(self) -> dict[str, str]:
        """The addresses of the menu by name, the colon made a dash: ``urls.products_list``."""
        return {link.name.replace(":", "_"): link.url for link in _menu(get_language())}

    @cached_property
    def menu(self) -> list[Link]:
        """The main menu, with the section of this page marked."""
        path = self.request.path
        home = self.urls.get("home", "/")
        return [
            link._replace(current=_current(link.url, path, home)) for link in _menu(get_language())
        ]

    @cached_property
    def footer(self) -> list[Column]:
        """The link columns at the foot of the page."""
        by_name = {link.name: link for link in _menu(get_language())}
        columns = [
            Column(gettext(label), [by_name[name] for name in names if name in by_name])
            for label, names in FOOTER
        ]
        return [column for column in columns if column.links]

    @cached_property
    def canonical(self) -> str:
        """The full address of this page without query, save the page number of a list."""
        page = self.request.GET.get("trang", "")
        query = f"?trang={page}" if page.isdecimal() and page != "1" else ""
        return self.request.build_absolute_uri(self.request.path) + query

    @cached_property
    def languages(self) -> list[dict[str, str]]:
        """The same page in each language of the portal: code, name, relative and full address."""
        query = self.request.META.get("QUERY_STRING", "")
        found = []
        for code, name in settings.LANGUAGES:
            path = address_in(code, self.request.path)
            found.append(
                {
                    "code": code,
                    "name": name,
                    "current": "true" if code == self.language else "",
                    "path": f"{path}?{query}" if query else path,
                    "url": self.request.build_absolute_uri(path),
                }
            )
        return found

    @cached_property
    def here(self) -> str:
        """The query string to which a display choice is added: empty, or ending in ``&``."""
        query = self.request.META.get("QUERY_STRING", "")
        return f"{query}&" if query else ""


def _current(url: str, path: str, home: str) -> str:
    if path == url:
        return "page"
    return "true" if url != home and path.startswith(url) else ""


def chrome(request: HttpRequest) -> dict[str, object]:
    """Context processor: the frame of the page, as ``chrome``."""
    return {"chrome": Chrome(request)}
