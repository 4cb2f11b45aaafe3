"""From items of an archive to articles. Nothing is fetched from the network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from news.archive.csv_file import ArchiveError, read_csv
from news.archive.html_files import read_html
from news.archive.items import Item
from news.archive.pictures import is_fit
from news.models import Article, ArticleImage, LegalDocument, Section
from ocop_portal.shared.rich_text import cleaned, plain_text
from ocop_portal.shared.slugs import free_slug
from ocop_portal.shared.text import loose_key
from products.models import Product
from products.picture_files import render
from products.pictures import place_picture

PAGES = (".html", ".htm")
MIDDLE = 1  # of the three widths, the one that stands in a text
# Field, what it is called, the most characters it holds.
BOUNDS = (
    ("title", "tiêu đề", 255),
    ("title_en", "tiêu đề tiếng Anh", 255),
    ("author", "người viết", 120),
    ("source_name", "nguồn", 200),
    ("key", "địa chỉ nguồn (hoặc mã)", 300),
)
is_address = URLValidator(schemes=["http", "https"])


@dataclass(slots=True)
class Report:
    """What an import did, or would do, line by line."""

    added: int = 0
    unchanged: int = 0
    rejected: int = 0
    lines: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"bài: thêm {self.added}, giữ nguyên {self.unchanged}, bỏ {self.rejected}"


def read_archive(path: Path) -> list[Item]:
    """The items of a CSV file, of an HTML file, or of every HTML file in a folder.

    Raises `ArchiveError`.
    """
    if path.is_dir():
        pages = [each for each in path.rglob("*") if each.suffix.lower() in PAGES]
        pages = [each for each in pages if each.is_file() and not each.stem.endswith(".en")]
        if not pages:
            raise ArchiveError(f"Thư mục {path.name} không có tệp .html nào.")
        return [read_html(page, path) for page in sorted(pages)]
    if not path.is_file():
        raise ArchiveError(f"Không có tệp hay thư mục {path}.")
    if path.suffix.lower() == ".csv":
        return read_csv(path)
    if path.suffix.lower() in PAGES:
        return [read_html(path, path.parent)]
    raise ArchiveError("Chỉ nhận tệp .csv, .html hoặc thư mục các tệp .html.")


@transaction.atomic
def import_items(items: Iterable[Item], folder: Path, *, commit: bool, at: dt.datetime) -> Report:
    """Write the articles that are not there yet, known by their key; those there stay as they are.

    Items with errors are told and left out; the others are written in one transaction. Without
    ``commit`` everything is checked and nothing written. Pictures must lie within ``folder``. One
    whose hour is later than ``at`` waits for it, which is told.
    """
    report, seen = Report(), set[str]()
    sections = {loose_key(section.name): section for section in Section.objects.all()}
    known = set(Article.objects.exclude(import_key=None).values_list("import_key", flat=True))
    for item in items:
        _check(item, sections, folder, seen)
        if item.published and item.published > at:
            item.remarks.append(
                f"ngày đăng {item.published:%d/%m/%Y} chưa tới, bài sẽ đợi đến lúc ấy."
            )
        seen.add(item.key)
        report.lines += [f"{item.where}: {said}" for said in (*item.errors, *item.remarks)]
        if item.errors:
            report.rejected += 1
        elif item.key in known:
            report.unchanged += 1
        else:
            report.added += 1
            if commit:
                _write(item, sections[loose_key(item.section)])
    return report


def _check(item: Item, sections: dict[str, Section], folder: Path, seen: set[str]) -> None:
    """Add what is wrong with an item to its errors, and what will be left out to its remarks."""
    if not item.title:
        item.errors.append("thiếu tiêu đề.")
    item.errors += [
        f"{said} dài quá {most} chữ."
        for name, said, most in BOUNDS
        if len(getattr(item, name)) > most
    ]
    if loose_key(item.section) not in sections:
        names = ", ".join(section.name for section in sections.values())
        item.errors.append(f"không có chuyên mục “{item.section}”. Đang có: {names or 'chưa có'}.")
    if not plain_text(cleaned(item.body).html):
        item.errors.append("nội dung rỗng.")
    if item.key in seen:
        item.errors.append(f"trùng khóa “{item.key}” với một bài ở trên.")
    if item.source_url:
        try:
            is_address(item.source_url)
        except ValidationError:
            item.errors.append(f"địa chỉ nguồn “{item.source_url}” không phải địa chỉ trang web.")
    item.pictures = [each for each in item.pictures if is_fit(item, each, folder.resolve())]
    item.remarks += [
        f"không có văn bản số “{number}”, bỏ qua."
        for number in item.documents
        if not LegalDocument.objects.filter(number=number).exists()
    ]
    item.remarks += [
        f"không có sản phẩm “{slug}”, bỏ qua."
        for slug in item.products
        if not Product.objects.filter(slug=slug).exists()
    ]


def _write(item: Item, section: Section) -> None:
    article = Article.objects.create(
        section=section,
        title=item.title,
        slug=free_slug(Article.objects.all(), item.slug or item.title),
        title_en=item.title_en,
        lead=item.lead,
        lead_en=item.lead_en,
        body=item.body,
        body_en=item.body_en,
        author=item.author,
        source_name=item.source_name,
        source_url=item.source_url,
        import_key=item.key,
        is_published=True,
        publish_at=item.published,
    )
    article.documents.set(LegalDocument.objects.filter(number__in=item.documents))
    article.products.set(Product.objects.filter(slug__in=item.products))
    if item.pictures:
        _keep_pictures(article, item)
        article.save()


def _keep_pictures(article: Article, item: Item) -> None:
    """Keep the pictures of an item; those that stand in its text do so under their addresses."""
    kept: dict[str, str] = {}
    for position, picture in enumerate(item.pictures):
        if picture.source in kept:
            continue
        image = ArticleImage(article=article, alt=picture.alt[:200], position=position)
        place_picture(image, render(picture.path.read_bytes()))
        image.save()
        if picture.source:
            kept[picture.source] = _address(image)
    article.body, article.body_en = (_shown(text, kept) for text in (item.body, item.body_en))


def _address(image: ArticleImage) -> str:
    base, sizes = image.renditions["base"], image.renditions["sizes"]
    width = sizes[min(MIDDLE, len(sizes) - 1)][0]
    return str(image.image.storage.url(f"{base}-{width}.jpg"))


def _shown(text: str, kept: dict[str, str]) -> str:
    """A text with the pictures that were kept under their new addresses."""
    for source, address in kept.items():
        text = text.replace(f'src="{escape(source)}"', f'src="{address}"')
    return text
