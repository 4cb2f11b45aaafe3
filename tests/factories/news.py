"""Legal documents, articles, events, pages."""

import datetime as dt
from itertools import count

from django.utils import timezone

from news.enums import EventKind, IssuingLevel
from news.models import Article, Event, LegalDocument, Page, Section

_numbers = count(1)

LONG_AGO = dt.datetime(2024, 5, 9, 1, tzinfo=dt.UTC)


def make_document(number: str = "", **fields) -> LegalDocument:
    """A published decision of the province."""
    serial = next(_numbers)
    values = {
        "number": number or f"{serial}/QĐ-UBND",
        "slug": f"van-ban-{serial}",
        "title": "Phê duyệt kết quả đánh giá, phân hạng sản phẩm",
        "kind": "Quyết định",
        "issuer": "UBND tỉnh Bắc Kạn",
        "level": IssuingLevel.PROVINCE,
        "issued_on": dt.date(2021, 12, 29),
    }
    return LegalDocument.objects.create(**values | fields)


def make_section(name: str = "", **fields) -> Section:
    """A section of the news."""
    serial = next(_numbers)
    values = {"name": name or f"Chuyên mục {serial}", "slug": f"muc-{serial}"}
    return Section.objects.create(**values | fields)


def make_article(title: str = "", **fields) -> Article:
    """An article published long ago, in a section of its own."""
    serial = next(_numbers)
    values = {
        "title": title or f"Bài {serial}",
        "slug": f"bai-{serial}",
        "is_published": True,
        "publish_at": LONG_AGO + dt.timedelta(minutes=serial),
    }
    if "section" not in fields:
        values["section"] = make_section()
    return Article.objects.create(**values | fields)


def make_page(title: str = "", **fields) -> Page:
    """A published page about the programme."""
    serial = next(_numbers)
    values = {
        "title": title or f"Trang {serial}",
        "slug": f"trang-{serial}",
        "is_published": True,
        "publish_at": LONG_AGO,
    }
    return Page.objects.create(**values | fields)


def make_event(title: str = "", **fields) -> Event:
    """A published fair that begins in three days."""
    serial = next(_numbers)
    values = {
        "title": title or f"Hội chợ {serial}",
        "slug": f"su-kien-{serial}",
        "kind": EventKind.FAIR,
        "starts_at": timezone.now() + dt.timedelta(days=3),
        "is_published": True,
        "publish_at": LONG_AGO,
    }
    return Event.objects.create(**values | fields)
