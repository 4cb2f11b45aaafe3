"""Which documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from ocop_portal.shared.text import ImmutableFold, fold

if TYPE_CHECKING:
    from news.models import LegalDocument

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 12
# A number as documents cite each other: 148/QĐ-TTg, 08/2019/NQ-HĐND, 21-CT/TU.
CITATION = re.compile(r"\b\d+(?:/\d{4})?[/-][A-ZĐ][\w/-]*[\w]", re.UNICODE)


class DocumentQuerySet(models.QuerySet):
    """Rows of ``LegalDocument``."""

    def public(self) -> DocumentQuerySet:
        """Documents the office has published."""
        return self.filter(is_published=True)

    def newest_first(self) -> DocumentQuerySet:
        """By the day of issue; those of unknown day last."""
        return self.order_by(F("issued_on").desc(nulls_last=True), "number", "pk")

    def saying(self, text: str) -> DocumentQuerySet:
        """Documents whose number, title, issuer or summary has every word of ``text``.

        Accents and case do not count, nor does the punctuation of a number.
        """
        words = WORD.findall(fold(text))[:MOST_WORDS]
        gap = Value(" ")
        said = Concat(
            "number", gap, "title", gap, "issuer", gap, "summary", output_field=models.TextField()
        )
        found = self.alias(said=ImmutableFold(said))
        for word in words:
            found = found.filter(said__contains=word)
        return found

    def related_to(self, document: LegalDocument) -> DocumentQuerySet:
        """Documents that ``document`` cites by number, and those that cite it."""
        cited = CITATION.findall(f"{document.title} {document.summary} {document.validity_note}")
        citing = Q(summary__contains=document.number) | Q(validity_note__contains=document.number)
        return self.filter(Q(number__in=cited) | citing).exclude(pk=document.pk)
