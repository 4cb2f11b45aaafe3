"""Saved pages of an old site as articles: what each says about itself, and its text."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from pathlib import Path

from news.archive.items import Item, Picture, listed, moment
from ocop_portal.shared.text import clean

BODIES = ("article", "main", "body")
DROPPED = ("script", "style", "nav", "header", "footer", "aside", "form", "noscript")
VOID = ("img", "br", "hr", "meta", "link", "input", "source", "wbr")
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


class Page(HTMLParser):
    """Reads one saved page: its title, its metadata, and the markup of its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.meta: dict[str, str] = {}
        self.canonical = ""
        self.texts = {"title": "", "h1": ""}
        self.bodies: dict[str, list[str]] = {}
        self.images: list[tuple[str, str]] = []
        self._within: list[str] = []
        self._dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := known.get("name") or known.get("property")):
            self.meta.setdefault(name.lower(), known.get("content", ""))
        elif tag == "link" and known.get("rel") == "canonical":
            self.canonical = known.get("href", "")
        if tag in DROPPED:
            self._dropped += 1
        if tag not in VOID:
            self._within.append(tag)
        if tag in BODIES:
            self.bodies.setdefault(tag, [])
        elif tag != "h1":
            if tag == "img" and not self._dropped:
                self.images.append((known.get("src", ""), known.get("alt", "")))
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
        for tag in self.texts:
            if tag in self._within:
                self.texts[tag] += data
        self._write(escape(data, quote=False))

    def _write(self, text: str) -> None:
        """Add to the text, unless within the title of the page or within its frame."""
        if not self._dropped and "h1" not in self._within:
            for tag in self.bodies:
                if tag in self._within:
                    self.bodies[tag].append(text)

    def said(self, name: str) -> str:
        """The first of the metadata by that name."""
        return next((clean(v) for key in META[name] if (v := self.meta.get(key))), "")

    @property
    def body(self) -> str:
        """The markup of the innermost element that holds the text."""
        return next(("".join(self.bodies[tag]) for tag in BODIES if tag in self.bodies), "")


def read_page(text: str) -> Page:
    """What a saved page holds."""
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
        item.errors.append("tệp không phải UTF-8. Lưu lại bằng UTF-8.")
        return item
    item.title = page.said("title") or clean(page.texts["h1"]) or clean(page.texts["title"])
    item.section, item.lead, item.author = map(page.said, ("section", "lead", "author"))
    item.source_name, item.slug = page.said("source_name"), page.said("slug")
    item.source_url = page.said("source_url") or page.canonical
    item.title_en, item.lead_en = page.said("title_en"), page.said("lead_en")
    item.documents, item.products = listed(page.said("documents")), listed(page.said("products"))
    item.body = page.body
    item.key = item.source_url or name
    _read_date(item, page.said("date"))
    _read_pictures(item, page, path.parent)
    english = path.with_suffix(".en.html")
    if english.exists():
        item.body_en = read_page(english.read_text(encoding="utf-8-sig")).body
    return item


def _read_date(item: Item, text: str) -> None:
    try:
        item.published = moment(text)
    except ValueError:
        said = f"ngày đăng “{text}” không đọc được" if text else "không thấy ngày đăng"
        item.errors.append(f'{said}. Ghi <meta name="date" content="2021-12-29 08:30">.')


def _read_pictures(item: Item, page: Page, folder: Path) -> None:
    if first := page.said("picture"):
        item.pictures.append(Picture(folder / first, page.said("picture_alt") or item.title))
        if "://" in first:
            item.pictures.pop()
            item.remarks.append(f"ảnh đầu ở {first}: không tải từ mạng, bỏ qua.")
    for source, alt in page.images:
        if "://" in source or source.startswith(("//", "data:")):
            item.remarks.append(f"ảnh {source[:80]}: không nằm trong thư mục, bỏ qua.")
        elif not alt.strip():
            item.remarks.append(f"ảnh {source[:80]}: thiếu lời tả (alt), bỏ qua.")
        else:
            item.pictures.append(Picture(folder / source, clean(alt), source))
