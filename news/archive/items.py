"""What is read of one article of an archive, before anything is written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
HOURS = ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S")
ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")


@dataclass(slots=True)
class Picture:
    """A picture of an article: its file, its words, and whether it stands in the text."""

    path: Path
    alt: str
    source: str = ""
    """As the text names it; empty for one that stands beside the text."""


@dataclass(slots=True)
class Item:
    """One article as an archive has it. ``where`` names its line or file for people."""

    where: str
    key: str
    title: str = ""
    section: str = ""
    published: dt.datetime | None = None
    lead: str = ""
    body: str = ""
    author: str = ""
    source_name: str = ""
    source_url: str = ""
    slug: str = ""
    title_en: str = ""
    lead_en: str = ""
    body_en: str = ""
    documents: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """Why it is not taken in."""
    remarks: list[str] = field(default_factory=list)
    """What is left out of it."""


def moment(text: str) -> dt.datetime:
    """The moment of ``29/12/2021``, ``2021-12-29 08:30``, ``2021-12-29T08:30:00+07:00``.

    Vietnamese time where no zone is given. Raises ``ValueError``.
    """
    text = text.strip()
    if ZONE.search(text):
        return dt.datetime.fromisoformat(text)
    for day in DATES:
        for hour in HOURS:
            try:
                return timezone.make_aware(dt.datetime.strptime(text, day + hour))
            except ValueError:
                continue
    raise ValueError(text)


def listed(text: str) -> list[str]:
    """``a; b`` as a list."""
    return [part for each in text.split(";") if (part := each.strip())]
