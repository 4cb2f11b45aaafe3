"""Weights of the public pages with the real register: every address of the sitemap is asked for,
and what the lists of communes become: the longest of all.

First view is what a browser fetches before it scrolls: the page, its style sheets with their
fonts and pictures, scripts, pictures and drawings that are not lazy; each packed as it is sent.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from bench.load import get
from bench.result import Result
from bench.server import serving

MOST_HTML, MOST_FIRST_VIEW, MOST_SCRIPT = 60, 200, 50  # KiB
KIB = 1024
LOCATION = re.compile(rb"<loc>[^<]*?//[^/<]+(/[^<]*)</loc>")
SCORING = re.compile(rb'href="((?:/en)?/tu-danh-gia/[\w-]+/\d+/)"')
IN_STYLE = re.compile(r"url\([\"']?([^\"')]+)[\"']?\)")
OF_THE_MAP = re.compile(r"/(leaflet|map)[^/]*(/|\.js)")
COMMUNES = (
    "/xa-phuong/?ranh-gioi=cu",
    "/xa-phuong/?xem=ban-do",
    "/xa-phuong/?xem=ban-do&ranh-gioi=cu",
)
MAPS = ("/ban-do/?ranh-gioi=cu", "/en/ban-do/?ranh-gioi=cu", "/ban-do/?ranh-gioi=cu&sao=3&q=tra")
BIG_MAPS = ("/ban-do/", "/en/ban-do/", "/ban-do/?trang=2", "/ban-do/?q=mien+dong&sao=3")
BIG_REGISTER = ("/san-pham/", *BIG_MAPS, "/chu-the/", "/xa-phuong/", "/")


class Parts(HTMLParser):
    """What a page asks for at once: style sheets and fonts, scripts, pictures in view."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.pictures: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag makes a browser fetch."""
        said = {name: value or "" for name, value in attrs}
        if tag == "link" and said.get("rel") == "stylesheet":
            self.styles.append(said["href"])
        elif tag == "link" and said.get("rel") in ("icon", "preload"):
            self.pictures.append(said["href"])
        elif tag == "script" and said.get("src"):
            self.scripts.append(said["src"])
        elif tag == "use" and not said.get("href", "#").startswith("#"):
            self.pictures.append(said["href"].partition("#")[0])
        elif tag == "img" and said.get("loading") != "lazy" and said.get("src"):
            self.pictures.append(said["src"])


class Weight(NamedTuple):
    """Bytes of one page: its HTML unpacked, all of its first view packed, its scripts unpacked."""

    path: str
    html: int
    first_view: int
    script: int


class Scale:
    """Weighs pages of one server; a file is fetched once."""

    def __init__(self, fetch: Callable[[str], bytes]) -> None:
        self.fetch = fetch
        self._files: dict[str, bytes] = {}

    def weigh(self, path: str) -> Weight:
        """The weights of the page at ``path``."""
        page = self.fetch(path)
        parts = Parts(page.decode())
        files = {urljoin(path, each) for each in (*parts.scripts, *parts.pictures)}
        for style in (urljoin(path, each) for each in parts.styles):
            files |= {style, *(urljoin(style, each) for each in self._named_in(style))}
        scripts = (urljoin(path, each) for each in parts.scripts)
        own = [each for each in scripts if not OF_THE_MAP.search(each)]
        return Weight(
            path,
            len(page),
            _packed(page) + sum(_packed(self._file(each)) for each in files),
            sum(len(self._file(each)) for each in own),
        )

    def _named_in(self, style: str) -> list[str]:
        found = IN_STYLE.findall(self._file(style).decode())
        return [each for each in found if not each.startswith(("data:", "#"))]

    def _file(self, address: str) -> bytes:
        path = urlsplit(address).path
        if path not in self._files:
            self._files[path] = self.fetch(path)
        return self._files[path]


def _packed(content: bytes) -> int:
    return min(len(content), len(gzip.compress(content)))


def addresses(fetch: Callable[[str], bytes]) -> list[str]:
    """Every page the sitemaps name and every self-assessment, in both languages."""
    sections = LOCATION.findall(fetch("/sitemap.xml"))
    found = [LOCATION.findall(fetch(section.decode())) for section in sections]
    found += [SCORING.findall(fetch(f"{prefix}/tu-danh-gia/")) for prefix in ("", "/en")]
    return sorted({path.decode() for section in found for path in section})


def measure(directory: Path) -> Iterator[Result]:
    """Weigh the real register whole, and the lists of the national one."""
    with serving("bench_real", directory / "server.log") as server:
        scale = Scale(lambda path: get(server.port, path))
        paths = [*addresses(scale.fetch), *COMMUNES, *MAPS]
        yield from _results([scale.weigh(path) for path in paths], f"{len(paths)} trang")
        home = scale.weigh("/")
    yield Result(
        "trang chủ, lần xem đầu", home.first_view / KIB, MOST_FIRST_VIEW, False, "KiB", "đã nén"
    )
    with serving("bench", directory / "server.log") as server:
        scale = Scale(lambda path: get(server.port, path))
        big = max((scale.weigh(path) for path in BIG_REGISTER), key=lambda each: each.html)
    name = "HTML nặng nhất, 20.000 sản phẩm"
    yield Result(name, big.html / KIB, MOST_HTML, False, "KiB", big.path)


def _results(weights: list[Weight], counted: str) -> Iterator[Result]:
    html = max(weights, key=lambda each: each.html)
    script = max(weights, key=lambda each: each.script)
    note = f"{html.path} trong {counted}"
    yield Result("HTML nặng nhất, chưa nén", html.html / KIB, MOST_HTML, False, "KiB", note)
    name = "script nặng nhất, không kể bản đồ"
    yield Result(name, script.script / KIB, MOST_SCRIPT, False, "KiB", script.path)
