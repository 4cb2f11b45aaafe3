"""What is read of one article of an archive, before anything is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path


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


def listed(text: str) -> list[str]:
    """``a; b`` as a list."""
    return [part for each in text.split(";") if (part := each.strip())]
