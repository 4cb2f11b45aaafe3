"""A table of articles: one line each."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from news.archive.html_files import read_page
from news.archive.items import Item, Picture, listed, moment
from ocop_portal.shared.text import clean, fold

# What a heading may be called, folded.
COLUMNS = {
    "title": ("tieu de", "title"),
    "section": ("chuyen muc", "section"),
    "date": ("ngay dang", "date"),
    "lead": ("loi dan", "tom tat", "summary", "lead"),
    "body": ("noi dung", "body", "content"),
    "author": ("nguoi viet", "tac gia", "author"),
    "source_name": ("nguon", "source"),
    "source_url": ("dia chi nguon", "dia chi", "url"),
    "key": ("ma", "id"),
    "pictures": ("anh", "pictures"),
    "alts": ("loi ta anh", "alt"),
    "documents": ("van ban", "documents"),
    "products": ("san pham", "products"),
}
NEEDED = ("title", "section", "date", "body")


class ArchiveError(ValueError):
    """An archive that cannot be read at all; the message says why and what to do."""


def read_csv(path: Path) -> list[Item]:
    """The articles of a CSV file. Raises `ArchiveError`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = _columns(reader.fieldnames or [])
            return [_item(row, reader.line_num, columns, path.parent) for row in reader]
    except UnicodeDecodeError as error:
        raise ArchiveError("Tệp không phải UTF-8. Trong Excel chọn “CSV UTF-8”.") from error
    except csv.Error as error:
        raise ArchiveError(f"Tệp CSV hỏng: {error}") from error


def _columns(headings: Sequence[str]) -> dict[str, str]:
    folded = {" ".join(fold(clean(each)).split()): each for each in headings}
    found = {
        name: folded[call] for name, calls in COLUMNS.items() for call in calls if call in folded
    }
    missing = [COLUMNS[name][0] for name in NEEDED if name not in found]
    if missing:
        raise ArchiveError(
            f"Thiếu cột: {', '.join(missing)}. Các cột: "
            + ", ".join(calls[0] for calls in COLUMNS.values())
        )
    return found


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
        body=_markup(cell("body")),
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
    _pictures(item, listed(cell("pictures")), listed(cell("alts")), folder)
    return item


def _markup(text: str) -> str:
    """A cell without markup is paragraphs parted by empty lines."""
    if "<" in text and ">" in text:
        return read_page(f"<body>{text}</body>").body
    paragraphs = (" ".join(each.split()) for each in text.split("\n\n"))
    return "".join(f"<p>{each}</p>" for each in paragraphs if each)


def _pictures(item: Item, names: list[str], alts: list[str], folder: Path) -> None:
    for place, name in enumerate(names):
        if "://" in name:
            item.remarks.append(f"ảnh {name}: không tải từ mạng, bỏ qua.")
        elif place >= len(alts):
            item.remarks.append(f"ảnh {name}: thiếu lời tả ở cột “lời tả ảnh”, bỏ qua.")
        else:
            item.pictures.append(Picture(folder / name, clean(alts[place])))
