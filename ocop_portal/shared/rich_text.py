"""HTML from editors and old archives, made safe and fit for the page it will stand on.

What may stay, and nothing else: the table is `docs/noi-dung.md`. Headings begin at ``h2`` and skip
no level; links to other sites carry ``rel``; pictures are our own, with words for those who cannot
see them; markup that could run, load or restyle anything is gone. Cleaning twice changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

import nh3
from django.conf import settings

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TAGS = {
    *("p", "br", "hr", "blockquote", "pre", "code"),
    *HEADINGS,
    *("ul", "ol", "li", "dl", "dt", "dd"),
    *("strong", "b", "em", "i", "u", "s", "sub", "sup", "abbr", "cite"),
    *("a", "img", "figure", "figcaption"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "abbr": {"title"},
    "*": {"lang"},
}
WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math"}
SCHEMES = {"http", "https", "mailto", "tel"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # XML, hence no feed, takes them
NUMBER = re.compile(r"[0-9]{1,4}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
VOID = {"br", "hr", "img"}
LOWEST = 4  # deeper headings than h4 say nothing to a reader
RENAMED = {"b": "strong", "i": "em"}
OUTSIDE_REL = "external noopener"


@dataclass(slots=True)
class Cleaned:
    """The safe text, and the addresses of pictures that were left out of it."""

    html: str
    pictures_left_out: list[str] = field(default_factory=list)


def clean_html(text: str) -> str:
    """The safe text of ``text``; see `cleaned`."""
    return cleaned(text).html


def cleaned(text: str) -> Cleaned:
    """``text`` without whatever is not in the table; nothing but empty markup gives ``""``."""
    safe = nh3.clean(
        CONTROL.sub("", text),
        tags=TAGS,
        clean_content_tags=WITH_CONTENT,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    writer = _Writer()
    writer.feed(safe)
    writer.close()
    html = "".join(writer.out).strip()
    if not plain_text(html) and "<img" not in html:
        html = ""
    return Cleaned(html, writer.left_out)


def plain_text(html: str) -> str:
    """What ``html`` says, on one line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.out).split())


class _Reader(HTMLParser):
    """Gathers text; blocks are parted by a blank."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("a", "strong", "em", "u", "s", "sub", "sup", "abbr", "cite", "code"):
            self.out.append(" ")

    def handle_data(self, data: str) -> None:
        self.out.append(data)


class _Writer(HTMLParser):
    """Writes markup that nh3 has made well-formed and safe, by the rules of the portal."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.left_out: list[str] = []
        self._levels: list[int] = []  # source levels of the headings above, outermost first
        self._heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "img":
            self._picture(known)
            return
        if tag in HEADINGS:
            tag = self._heading = self._level(int(tag[1]))
        if tag == "a":
            known = self._link(known)
        self._open(RENAMED.get(tag, tag), self._fit(tag, known))

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            tag = self._heading
        if tag not in VOID:
            self.out.append(f"</{RENAMED.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        self.out.append(escape(data, quote=False))

    def _level(self, source: int) -> str:
        """The tag of a heading: one deeper than the one above it, from h2 on."""
        while self._levels and self._levels[-1] >= source:
            self._levels.pop()
        self._levels.append(source)
        return f"h{min(len(self._levels) + 1, LOWEST)}"

    def _link(self, known: dict[str, str]) -> dict[str, str]:
        href = known.get("href", "").strip()
        outside = href.startswith(("http://", "https://", "//"))
        return {"href": href, **({"rel": OUTSIDE_REL} if outside else {})} if href else {}

    def _picture(self, known: dict[str, str]) -> None:
        source, alt = known.get("src", ""), " ".join(known.get("alt", "").split())
        if not own_picture(source) or not alt:
            self.left_out.append(source)
            return
        sizes = {n: known[n] for n in ("width", "height") if NUMBER.fullmatch(known.get(n, ""))}
        self._open("img", {"src": source, "alt": alt, **sizes, "loading": "lazy"})

    def _fit(self, tag: str, known: dict[str, str]) -> dict[str, str]:
        """The attributes whose values make sense."""
        fitting = dict(known)
        for name in ("colspan", "rowspan", "start"):
            if name in fitting and not NUMBER.fullmatch(fitting[name]):
                del fitting[name]
        if fitting.get("scope", "col") not in ("col", "row"):
            del fitting["scope"]
        if "lang" in fitting and not LANGUAGE.fullmatch(fitting["lang"]):
            del fitting["lang"]
        return fitting

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        said = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        self.out.append(f"<{tag}{said}>")


def own_picture(address: str) -> bool:
    """Whether ``address`` is a picture among the portal's own uploads."""
    path = re.escape(settings.MEDIA_URL)
    return bool(re.fullmatch(rf"{path}[a-z]+/[0-9a-f]+-[0-9]+\.(?:jpg|webp|avif)", address))
