"""What a new portal begins with: sections, pages about the programme, events, articles.

Everything is written from facts with their source; see `fixtures/news/README.md`. What is there
already stays as editors made it.
"""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from news.archive.dates import moment
from news.archive.html_files import read_html
from news.archive.importing import import_items, read_archive
from news.enums import EventKind
from news.models import Event, Page, Section
from ocop_portal.shared.tally import Tally, keep_missing


@transaction.atomic
def load_content(folder: Path) -> list[Tally]:
    """Add what is missing of the files in ``folder``. Raises ``ValueError`` at a bad file."""
    return [
        _load_sections(folder / "sections.csv"),
        _load_pages(folder / "pages"),
        _load_events(folder / "events.csv"),
        _load_articles(folder / "articles"),
    ]


def _load_sections(path: Path) -> Tally:
    tally = Tally("chuyên mục")
    for position, row in enumerate(_rows(path), start=1):
        values = {"name": row["name"], "name_en": row["name_en"], "position": position}
        keep_missing(Section.objects.all(), {"slug": row["slug"]}, values, tally)
    return tally


def _load_pages(folder: Path) -> Tally:
    """Files are named ``10-gioi-thieu.html``: position and address."""
    tally = Tally("trang giới thiệu")
    for path in sorted(folder.glob("*.html")):
        if path.stem.endswith(".en"):
            continue
        position, _, slug = path.stem.partition("-")
        item = read_html(path, folder)
        if item.errors:
            raise ValueError(f"{path.name}: {item.errors[0]}")
        values = {
            "title": item.title,
            "title_en": item.title_en,
            "lead": item.lead,
            "lead_en": item.lead_en,
            "body": item.body,
            "body_en": item.body_en,
            "position": int(position),
            "is_published": True,
            "publish_at": item.published,
        }
        keep_missing(Page.objects.all(), {"slug": slug}, values, tally)
    return tally


def _load_events(path: Path) -> Tally:
    tally = Tally("sự kiện")
    for row in _rows(path):
        values = {
            "kind": EventKind(row["kind"]),
            "title": row["title"],
            "title_en": row["title_en"],
            "lead": row["lead"],
            "lead_en": row["lead_en"],
            "starts_at": moment(row["starts"]),
            "ends_at": moment(row["ends"]) if row["ends"] else None,
            "is_all_day": True,
            "place": row["place"],
            "organiser": row["organiser"],
            "source_name": row["source_name"],
            "source_url": row["source_url"],
            "is_published": True,
            "publish_at": moment(row["published"]),
        }
        keep_missing(Event.objects.all(), {"slug": row["slug"]}, values, tally)
    return tally


def _load_articles(folder: Path) -> Tally:
    report = import_items(read_archive(folder), folder, commit=True, at=timezone.now())
    if report.rejected:
        raise ValueError("\n".join(report.lines))
    return Tally("tin bài", added=report.added, unchanged=report.unchanged)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
