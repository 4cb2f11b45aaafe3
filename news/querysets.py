"""Which documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchRank
from django.db import models
from django.db.models import F, Q

from news.enums import CHAINING
from ocop_portal.shared.word_search import asking_for

if TYPE_CHECKING:
    from news.models import LegalDocument

# A number as documents cite each other: 148/QĐ-TTg, 08/2019/NQ-HĐND, 21-CT/TU.
CITATION = re.compile(r"\b\d+(?:/\d{4})?[/-][A-ZĐ][\w/-]*[\w]", re.UNICODE)


class DocumentQuerySet(models.QuerySet):
    """Rows of ``LegalDocument``."""

    def public(self) -> DocumentQuerySet:
        """Documents the office has published, without their text and its words."""
        return self.filter(is_published=True).defer("text", "words")

    def newest_first(self) -> DocumentQuerySet:
        """By the day of issue; those of unknown day last."""
        return self.order_by(F("issued_on").desc(nulls_last=True), "number", "pk")

    def saying(self, text: str) -> DocumentQuerySet:
        """Documents that have every word of ``text``, in number, title, issuer, summary or text.

        Accents and case do not count, nor does the punctuation of a number; see `asking_for`.
        """
        question = asking_for(text)
        return self if question is None else self.filter(words=question)

    def best_first(self, text: str) -> DocumentQuerySet:
        """Those that say ``text`` in number or title first, then newest first."""
        question = asking_for(text)
        if question is None:
            return self.newest_first()
        newest = F("issued_on").desc(nulls_last=True)
        return self.order_by(SearchRank(F("words"), question).desc(), newest, "number", "pk")

    def related_to(self, document: LegalDocument) -> DocumentQuerySet:
        """Documents that ``document`` cites by number, and those that cite it."""
        cited = CITATION.findall(f"{document.title} {document.summary} {document.validity_note}")
        citing = Q(summary__contains=document.number) | Q(validity_note__contains=document.number)
        return self.filter(Q(number__in=cited) | citing).exclude(pk=document.pk)


class RelationQuerySet(models.QuerySet):
    """Rows of ``DocumentRelation``."""

    def public(self) -> RelationQuerySet:
        """Between documents the office has published."""
        return self.filter(source__is_published=True, target__is_published=True)

    def chaining(self) -> RelationQuerySet:
        """Those by which a document takes the place of another or changes it."""
        return self.filter(kind__in=CHAINING)
