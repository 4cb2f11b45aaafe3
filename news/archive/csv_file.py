"""A table of articles: one line each."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from html import escape, unescape
from pathlib import Path

from news.archive.dates import moment
from news.archive.html_files import read_page
from news.archive.items import Item, Picture, listed
from news.archive.pictures import ELSEWHERE, SHOWN, file_of, take_pictures
from ocop_portal.shared.text import clean, fold

# What a heading may be called; accents and case do not count.
COLUMNS = {
    "title": ("tiêu đề", "title"),
    "section": ("chuyên mục", "section"),
    "date": ("ngày đăng", "date"),
    "lead": ("lời dẫn", "tóm tắt", "summary", "lead"),
    "body": ("nội dung", "body", "content"),
    "author": ("người viết", "tác giả", "author"),
    "source_name": ("nguồn", "source"),
    "source_url": ("địa chỉ nguồn", "địa chỉ", "url"),
    "key": ("mã", "id"),
    "pictures": ("ảnh", "pictures"),
    "alts": ("lời tả ảnh", "alt"),
    "documents": ("văn bản", "documents"),
    "products": ("sản phẩm", "products"),
}
NEEDED = ("title", "section", "date", "body")
DELIMITERS = ",;\t"  # Excel writes the second where Windows speaks Vietnamese
LONGEST_CELL = 16 * 1024 * 1024  # bytes; Python's own bound is shorter than some articles
MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
PARAGRAPHS = re.compile(r"\n[ \t]*\n")


class ArchiveError(ValueError):
    """An archive that cannot be read at all; the message says why and what to do."""


def read_csv(path: Path) -> list[Item]:
    """The articles of a CSV file. Raises `ArchiveError`."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            headings = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, delimiter=max(DELIMITERS, key=headings.count))
            columns = _columns(reader.fieldnames or [])
            return [
                _item(row, reader.line_num, columns, path.parent)
                for row in reader
                if any(row[name] for name in columns.values())
            ]
    except UnicodeDecodeError as error:
        raise ArchiveError("Tệp không phải UTF-8. Trong Excel chọn “CSV UTF-8”.") from error
    except csv.Error as error:
        raise ArchiveError(f"Tệp CSV hỏng: {error}") from error


def _columns(headings: Sequence[str]) -> dict[str, str]:
    given = {_folded(each): each for each in headings}
    found = {
        name: given[_folded(call)]
        for name, calls in COLUMNS.items()
        for call in reversed(calls)
        if _folded(call) in given
    }
    missing = [COLUMNS[name][0] for name in NEEDED if name not in found]
    if missing:
        raise ArchiveError(
            f"Thiếu cột: {', '.join(missing)}. Các cột: "
            + ", ".join(calls[0] for calls in COLUMNS.values())
        )
    return found


def _folded(heading: str) -> str:
    return " ".join(fold(clean(heading)).split())


def _item(row: dict[str, str], line: int, columns: dict[str, str], folder: Path) -> Item:
    def cell(name: str) -> str:
        return (row.get(columns.get(name, ""), "") or "").strip()

    source = cell("source_url")
    item = Item(
        where=f"dòng {line}",
        key=source or cell("key"),
        title=clean(cell("title")),
        section=clean(cell("section")),
        lead=clean(cell("lead")),
        author=clean(cell("author")),
        source_name=clean(cell("source_name")),
        source_url=source,
        documents=listed(cell("documents")),
        products=listed(cell("products")),
    )
    if not item.key:
        item.errors.append("cần cột “địa chỉ nguồn” hoặc “mã” để nhập lại không thành hai bài.")
    try:
        item.published = moment(cell("date"))
    except ValueError:
        item.errors.append(
            f"cột “ngày đăng”: có chữ “{cell('date')}”. Viết như 2021-12-29 hoặc 29/12/2021 08:30."
        )
    _text(item, cell("body"), folder)
    _pictures(item, listed(cell("pictures")), listed(cell("alts")), folder)
    return item


def _text(item: Item, text: str, folder: Path) -> None:
    """The text of a cell with the pictures it names; without markup it is paragraphs."""
    if MARKUP.search(text):
        page = read_page(f"<body>{text}</body>")
        item.body = page.body
        take_pictures(item, page.text.images, folder, folder)
    else:
        lines = "\n".join(unescape(text).splitlines())
        paragraphs = (" ".join(each.split()) for each in PARAGRAPHS.split(lines))
        item.body = "".join(f"<p>{escape(each, quote=False)}</p>" for each in paragraphs if each)


def _pictures(item: Item, names: list[str], alts: list[str], folder: Path) -> None:
    """The pictures of their own column stand before those in the text."""
    beside = []
    for place, name in enumerate(names):
        if ELSEWHERE.match(name):
            item.remarks.append(f"ảnh {name[:SHOWN]}: không tải từ mạng, bỏ qua.")
        elif place >= len(alts):
            item.remarks.append(f"ảnh {name[:SHOWN]}: thiếu lời tả ở cột “lời tả ảnh”, bỏ qua.")
        else:
            beside.append(Picture(file_of(name, folder, folder), clean(alts[place])))
    item.pictures[:0] = beside
