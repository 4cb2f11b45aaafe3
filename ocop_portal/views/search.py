"""One question to everything the portal holds: products, places, producers, documents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.generic import TemplateView

from communes.resolution import Candidate, Gazetteer, Why
from news.models import Article, Event, LegalDocument
from news.periods import start_of
from ocop_portal.shared.text import clean
from ocop_portal.shared.versions import moment_of, version_of
from producers.models import Producer
from products.cards import cards
from products.catalogue import CatalogueQuery, current_index

LONGEST_QUESTION = 200  # characters
CARDS, PLACES, PRODUCERS, DOCUMENTS, EVENTS, ARTICLES = 6, 5, 5, 5, 2, 5


@dataclass(frozen=True, slots=True)
class Found:
    """The first answers of each kind, and how many there are of the kinds with a list."""

    products: list[SafeString]
    product_count: int
    places: list[Candidate]
    producers: list[Producer]
    producer_count: int
    documents: list[LegalDocument]
    document_count: int
    news: list[Article | Event]

    def __bool__(self) -> bool:
        return bool(self.product_count or self.elsewhere)

    @property
    def elsewhere(self) -> bool:
        """Whether anything but products was found."""
        return bool(self.places or self.producers or self.documents or self.news)


def search_portal(words: str, on: dt.date, at: dt.datetime, version: int) -> Found:
    """Ask every part of the portal for ``words`` in the way its own page does.

    ``at`` is the moment of which news is asked for, on the day ``on``.
    """
    selection = current_index(on, version).select(CatalogueQuery(words=words))
    candidates = Gazetteer.current(version).resolve(words, on).candidates
    producers = Producer.objects.public().saying(words)
    documents = LegalDocument.objects.public().saying(words)
    return Found(
        products=cards(selection[:CARDS], on, version),
        product_count=selection.total,
        places=[found for found in candidates if not found.has(Why.SLIP)][:PLACES],
        producers=list(producers.alphabetical().select_related("commune")[:PRODUCERS]),
        producer_count=producers.count(),
        documents=list(documents.newest_first()[:DOCUMENTS]),
        document_count=documents.count(),
        news=[
            *Event.objects.public(at).saying(words).to_come(start_of(on)).for_rows()[:EVENTS],
            *Article.objects.public(at).saying(words).newest_first().for_lines()[:ARTICLES],
        ],
    )


class SearchView(TemplateView):
    """What the portal holds about the words in the address."""

    template_name = "search/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without words there is only the form."""
        words = clean(self.request.GET.get("q", ""))[:LONGEST_QUESTION].strip()
        today, version = timezone.localdate(), version_of(self.request)
        found = None
        if words:
            found = search_portal(words, today, moment_of(self.request), version)
        return super().get_context_data(words=words, found=found, **kwargs)
