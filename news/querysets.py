"""Which documents, articles, events and pages, and with what loaded."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import SearchRank
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce

from news.enums import CHAINING
from news.periods import start_of
from ocop_portal.shared.word_search import asking_for

if TYPE_CHECKING:
    from news.models import Article, LegalDocument

# A number as documents cite each other: 148/QĐ-TTg, 08/2019/NQ-HĐND, 21-CT/TU.
CITATION = re.compile(r"\b\d+(?:/\d{4})?[/-][A-ZĐ][\w/-]*[\w]", re.UNICODE)


# What an article may be about.
ABOUT = ("products", "producers", "communes")


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


class PublicationQuerySet(models.QuerySet):
    """Rows shown from a moment on. Moments are passed in; nothing here reads the clock."""

    def public(self, at: dt.datetime) -> Self:
        """What the public sees at the moment ``at``."""
        return self.filter(is_published=True, publish_at__lte=at)

    def saying(self, text: str) -> Self:
        """Rows that hold every word of ``text``; accents and case do not count."""
        question = asking_for(text)
        return self if question is None else self.filter(words=question)


class ArticleQuerySet(PublicationQuerySet):
    """Rows of ``Article``."""

    def newest_first(self) -> Self:
        """By the moment of publication."""
        return self.order_by("-publish_at", "-pk")

    def for_rows(self) -> Self:
        """With what a row of a list shows: section and pictures, without the text."""
        bare = self.defer("body", "body_en", "words")
        return bare.select_related("section").prefetch_related("images")

    def for_lines(self) -> Self:
        """With what a line of a panel shows: title and day."""
        return self.defer("body", "body_en", "words")

    def for_detail(self) -> Self:
        """With all the page of an article shows of its own tables."""
        return (
            self.defer("words")
            .select_related("section")
            .prefetch_related("images", "files", "producers", "communes", "documents")
        )

    def alike(self, article: Article) -> Self:
        """Others of its section, or on its products, producers or communes.

        Those that share most kinds of things come first, then the newest.
        """
        shares = {f"shares_{name}": self._shares(name, article) for name in ABOUT}
        others = self.exclude(pk=article.pk).alias(**shares)
        common = sum((Cast(name, models.IntegerField()) for name in shares), Value(0))
        others = others.alias(common=common)
        others = others.filter(Q(common__gt=0) | Q(section=article.section_id))
        return others.order_by(F("common").desc(), "-publish_at", "-pk")

    def _shares(self, name: str, article: Article) -> Exists:
        """Whether a row is about one of the things of that kind ``article`` is about."""
        links = getattr(self.model, name).through._default_manager
        column = f"{name[:-1]}_id"
        its = links.filter(article=article).values(column)
        return Exists(links.filter(article=OuterRef("pk"), **{f"{column}__in": its}))

    def newer_than(self, article: Article) -> Self:
        """Those published after it, the next one first."""
        later = Q(publish_at__gt=article.publish_at)
        later |= Q(publish_at=article.publish_at, pk__gt=article.pk)
        return self.filter(later).order_by("publish_at", "pk")

    def older_than(self, article: Article) -> Self:
        """Those published before it, the last one first."""
        earlier = Q(publish_at__lt=article.publish_at)
        earlier |= Q(publish_at=article.publish_at, pk__lt=article.pk)
        return self.filter(earlier).order_by("-publish_at", "-pk")


class EventQuerySet(PublicationQuerySet):
    """Rows of ``Event``. Days are Vietnamese days, given as the moments they begin and end."""

    def between(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Events of which some part falls into the half-open time from ``start`` to ``end``."""
        return self._with_end().filter(starts_at__lt=end, last__gte=start)

    def to_come(self, since: dt.datetime) -> Self:
        """Events that end at ``since`` or later, the next first."""
        return self._with_end().filter(last__gte=since).order_by("starts_at", "pk")

    def over(self, since: dt.datetime) -> Self:
        """Events that had ended before ``since``, the last first."""
        return self._with_end().filter(last__lt=since).order_by("-starts_at", "-pk")

    def coming(self, on: dt.date) -> Self:
        """Not over before the day ``on`` nor cancelled, the next first; what a row shows."""
        return self.to_come(start_of(on)).filter(is_cancelled=False).for_rows()

    def for_rows(self) -> Self:
        """With what a row of a list shows, without the text."""
        return self.defer("body", "body_en", "words").select_related("commune")

    def _with_end(self) -> Self:
        return self.alias(last=Coalesce("ends_at", "starts_at"))
