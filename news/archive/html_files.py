"""Saved pages of an old site as articles: what each says about itself, and its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from news.archive.dates import moment
from news.archive.items import Item, Picture, listed
from news.archive.pictures import ELSEWHERE, file_of, take_pictures
from ocop_portal.shared.text import clean

BODIES = ("article", "main", "body")
DROPPED = ("title", "script", "style", "nav", "header", "footer", "aside", "form", "noscript")
VOID = ("img", "br", "hr", "meta", "link", "input", "source", "wbr")
NOT_UTF8 = "tệp không phải UTF-8. Lưu lại bằng UTF-8."
# Our own names first, then what other sites write.
META = {
    "title": ("title", "og:title"),
    "section": ("section", "article:section"),
    "date": ("date", "article:published_time", "dc.date"),
    "lead": ("description", "og:description"),
    "author": ("author", "article:author"),
    "source_name": ("source-name", "og:site_name"),
    "source_url": ("source-url", "og:url"),
    "title_en": ("title-en",),
    "lead_en": ("description-en",),
    "slug": ("slug",),
    "documents": ("documents",),
    "products": ("products",),
    "picture": ("og:image",),
    "picture_alt": ("og:image:alt",),
}


@dataclass(slots=True)
class Part:
    """One element that may hold the text of a page."""

    markup: list[str] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)
    """Address and words of each picture that stands in it."""
    heading: list[str] | None = None
    """Its first heading of the first level."""


class Page(HTMLParser):
    """Reads one saved page: its title, its metadata, and the markup of its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.canonical = ""
        self._title: list[str] | None = None
        self._parts: dict[str, list[Part]] = {}
        self._heard: list[list[str]] = []  # who hears the words of the heading that is open
        self._within: list[str] = []
        self._dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self._take_metadata(tag, known)
        if tag in DROPPED:
            self._dropped += 1
        if tag in BODIES and tag not in self._within:
            self._parts.setdefault(tag, []).append(Part())
        if tag not in VOID:
            self._within.append(tag)
        if tag == "h1":
            self._open_heading()
        elif tag not in BODIES:
            if tag == "img" and not self._dropped:
                for part in self._open_parts():
                    part.images.append((known.get("src", ""), known.get("alt", "")))
            said = "".join(f' {name}="{escape(value)}"' for name, value in known.items())
            self._write(f"<{tag}{said}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in BODIES and tag not in VOID and tag != "h1":
            self._write(f"</{tag}>")
        if tag in self._within:
            while self._within.pop() != tag:
                pass
        if tag in DROPPED and self._dropped:
            self._dropped -= 1

    def handle_data(self, data: str) -> None:
        if "title" in self._within and self._title is not None and "svg" not in self._within:
            self._title.append(data)
        if "h1" in self._within:
            for heading in self._heard:
                heading.append(data)
        self._write(escape(data, quote=False))

    def _take_metadata(self, tag: str, known: dict[str, str]) -> None:
        if tag == "meta" and (name := known.get("name") or known.get("property")):
            self.meta.setdefault(name.lower(), known.get("content", ""))
        elif tag == "link" and known.get("rel") == "canonical":
            self.canonical = known.get("href", "")
        elif tag == "title" and self._title is None:
            self._title = []

    def _open_parts(self) -> list[Part]:
        """Those that what is read now belongs to."""
        return [self._parts[tag][-1] for tag in BODIES if tag in self._within]

    def _open_heading(self) -> None:
        self._heard = []
        for part in self._open_parts():
            if part.heading is None:
                part.heading = []
                self._heard.append(part.heading)

    def _write(self, text: str) -> None:
        """Add to the text, unless within the title of the page or within its frame."""
        if not self._dropped and "h1" not in self._within:
            for part in self._open_parts():
                part.markup.append(text)

    def said(self, name: str) -> str:
        """The first of the metadata by that name."""
        return next((clean(v) for key in META[name] if (v := self.meta.get(key))), "")

    @property
    def has_text(self) -> bool:
        """Whether there is an element for it."""
        return bool(self._parts)

    @property
    def text(self) -> Part:
        """The innermost element that holds the text; of several alike the longest."""
        for tag in BODIES:
            if tag in self._parts:
                return max(self._parts[tag], key=lambda part: sum(map(len, part.markup)))
        return Part()

    @property
    def body(self) -> str:
        """The markup of the text."""
        return "".join(self.text.markup)

    @property
    def title(self) -> str:
        """What the page is called: by itself, by the heading of its text, by its window."""
        holders = [self.text, *(part for tag in BODIES for part in self._parts.get(tag, ()))]
        headings = (clean("".join(part.heading or ())) for part in holders)
        return self.said("title") or next(filter(None, headings), clean("".join(self._title or ())))


def read_page(text: str) -> Page:
    """What a saved page holds; HTML may leave the tags of its body out."""
    page = _read(text)
    return page if page.has_text else _read(f"<body>{text}")


def _read(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    return page


def read_html(path: Path, folder: Path) -> Item:
    """The article in the file ``path`` of the archive ``folder``.

    A file ``x.en.html`` beside ``x.html`` is its English text.
    """
    name = str(path.relative_to(folder))
    item = Item(where=name, key=name)
    try:
        page = read_page(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        item.errors.append(NOT_UTF8)
        return item
    item.title = page.title
    item.section, item.lead, item.author = map(page.said, ("section", "lead", "author"))
    item.source_name, item.slug = page.said("source_name"), page.said("slug")
    item.source_url = page.said("source_url") or page.canonical
    item.title_en, item.lead_en = page.said("title_en"), page.said("lead_en")
    item.documents, item.products = listed(page.said("documents")), listed(page.said("products"))
    item.body = page.body
    item.key = item.source_url or name
    _read_date(item, page.said("date"))
    _read_first_picture(item, page, path.parent, folder)
    take_pictures(item, page.text.images, path.parent, folder)
    _read_english(item, path.with_suffix(f".en{path.suffix}"))
    return item


def _read_english(item: Item, path: Path) -> None:
    if not path.is_file():
        return
    try:
        item.body_en = read_page(path.read_text(encoding="utf-8-sig")).body
    except UnicodeDecodeError:
        item.errors.append(f"{path.name}: {NOT_UTF8}")


def _read_date(item: Item, text: str) -> None:
    try:
        item.published = moment(text)
    except ValueError:
        said = f"ngày đăng “{text}” không đọc được" if text else "không thấy ngày đăng"
        item.errors.append(f'{said}. Ghi <meta name="date" content="2021-12-29 08:30">.')


def _read_first_picture(item: Item, page: Page, beside: Path, root: Path) -> None:
    """The picture a page names as its own, which stands above the text."""
    source = page.said("picture")
    if ELSEWHERE.match(source):
        item.remarks.append(f"ảnh đầu ở {source}: không tải từ mạng, bỏ qua.")
    elif source:
        words = page.said("picture_alt") or item.title
        item.pictures.append(Picture(file_of(source, beside, root), words))
