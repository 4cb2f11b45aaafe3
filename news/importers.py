"""The files of legal documents and of what they do to each other."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from django.db import transaction

from news.enums import IssuingLevel, RelationKind
from news.models import DocumentRelation, LegalDocument
from ocop_portal.shared.slugs import free_slug
from ocop_portal.shared.tally import Tally, keep_missing

LEVELS = {
    "trung ương": IssuingLevel.CENTRAL,
    "tỉnh": IssuingLevel.PROVINCE,
    "huyện": IssuingLevel.DISTRICT,
    "xã": IssuingLevel.COMMUNE,
}
KINDS = {
    "thay thế": RelationKind.REPLACES,
    "sửa đổi": RelationKind.AMENDS,
    "bãi bỏ một phần": RelationKind.REPEALS_PART,
    "căn cứ": RelationKind.BASED_ON,
}


def load_law(folder: Path) -> list[Tally]:
    """Add the documents and relations of ``folder`` that are not there yet."""
    documents = load_documents(folder / "documents.csv")
    return documents + load_relations(folder / "document_relations.csv")


@transaction.atomic
def load_documents(path: Path) -> list[Tally]:
    """Add the documents of ``path`` that are not there yet, known by number and issuer.

    A document an editor has since corrected stays as it is. Raises ``KeyError`` at an unknown
    level and ``ValueError`` at a date that is none.
    """
    tally = Tally("văn bản")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            issued_on, issued_text = issue_date(row["issue_date"])
            key = {"number": row["number"], "issuer": row["issuer"]}
            values = {
                "slug": free_slug(
                    LegalDocument.objects.exclude(**key), row["number"], row["issuer"]
                ),
                "title": row["title"],
                "kind": row["type"],
                "level": LEVELS[row["level"]],
                "issued_on": issued_on,
                "issued_text": issued_text,
                "effective_on": _day(row.get("effective_on")),
                "ends_on": _day(row.get("ends_on")),
                "summary": row["summary"],
                "validity_note": row["validity_note"],
                "official_url": row.get("official_url") or "",
                "source": row["source"],
            }
            keep_missing(LegalDocument.objects.all(), key, values, tally)
    return [tally]


@transaction.atomic
def load_relations(path: Path) -> list[Tally]:
    """Add what ``path`` says one document does to another; both are known by number alone.

    Raises ``KeyError`` at an unknown kind, ``LegalDocument.DoesNotExist`` or
    ``MultipleObjectsReturned`` where a number names no document or more than one.
    """
    tally = Tally("quan hệ văn bản")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = {
                "source": LegalDocument.objects.get(number=row["number"]),
                "kind": KINDS[row["relation"]],
                "target": LegalDocument.objects.get(number=row["earlier_number"]),
            }
            keep_missing(DocumentRelation.objects.all(), key, {"note": row["note"]}, tally)
    return [tally]


def issue_date(text: str) -> tuple[dt.date | None, str]:
    """The day of ``2021-06-30``; of ``2022-11`` or ``2019`` no day but "11/2022", "2019"."""
    year, _, rest = text.partition("-")
    if "-" in rest:
        return dt.date.fromisoformat(text), ""
    return None, f"{rest}/{year}" if rest else year


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
