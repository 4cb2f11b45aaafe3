"""The way in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.generic import TemplateView

from news.latest import latest_articles, upcoming_events
from news.models import LegalDocument
from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.versions import moment_of, version_of
from ocop_portal.small_map import small_map
from products.cards import cards
from products.catalogue import CatalogueIndex, CatalogueQuery, current_index
from products.catalogue.parameters import GROUP, NO_STAR, STARS, STATUS, STATUS_VALUES, Sort
from products.enums import CertificationStatus, Stars
from products.models import ProductGroup

CARDS = 4
DOCUMENTS = 3
_bodies: Fragments[SafeString] = Fragments(most=4)  # one for each language


@dataclass(frozen=True, slots=True)
class RegisterFigures:
    """How many products the register knows to be recognised, and how many of them still are.

    Products are counted, not certifications (DESIGN 7); ``recognised`` is ever, ``valid``,
    ``expired`` and ``unknown`` tell what they are on the day of the index.
    """

    products: int
    recognised: int
    valid: int
    expired: int
    unknown: int

    @classmethod
    def of(cls, index: CatalogueIndex) -> RegisterFigures:
        """Count the whole public register."""
        totals = index.facets[STATUS].totals

        def having(status: CertificationStatus) -> int:
            return totals.get(STATUS_VALUES[status], 0)

        never = totals.get(NO_STAR, 0) + having(CertificationStatus.NOT_YET)
        return cls(
            products=index.size,
            recognised=index.size - never,
            valid=having(CertificationStatus.VALID),
            expired=having(CertificationStatus.EXPIRED),
            unknown=having(CertificationStatus.UNKNOWN),
        )


def groups_with_counts(index: CatalogueIndex) -> list[tuple[ProductGroup, int]]:
    """The groups in force, each with the number of public products in it."""
    totals = index.facets[GROUP].totals
    groups = ProductGroup.objects.filter(is_current=True, parent=None).order_by("position", "pk")
    return [(group, totals.get(group.slug, 0)) for group in groups]


def recognised_last(index: CatalogueIndex) -> list[int]:
    """Keys of the products recognised last, whatever became of it, the newest first."""
    known = index.facets[STARS].totals
    ranks = tuple(value for value in map(str, Stars.values) if known.get(value))
    if not ranks:
        return []
    return index.select(CatalogueQuery(sort=Sort.NEWEST).choosing(STARS, ranks))[:CARDS]


def latest_documents() -> QuerySet[LegalDocument]:
    """What was issued last."""
    return LegalDocument.objects.filter(is_published=True)[:DOCUMENTS]


class HomeView(TemplateView):
    """The way in: search, groups, new certifications, map, figures, news, what producers can do."""

    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All under the search is the same for everybody until something changes."""
        truth = (version_of(self.request), timezone.localdate())
        body = _bodies.get(truth, get_language(), self._body)
        return super().get_context_data(body=body, **kwargs)

    def _body(self) -> SafeString:
        """Everything comes from the index of the day, save the cards, documents and news."""
        today, version = timezone.localdate(), version_of(self.request)
        index, at = current_index(today, version), moment_of(self.request)
        context = {
            "today": today,
            "figures": RegisterFigures.of(index),
            "groups": groups_with_counts(index),
            "newest": cards(recognised_last(index), today, version),
            "documents": latest_documents(),
            "map": small_map(index, today, version),
            "articles": list(latest_articles(at)),
            "events": list(upcoming_events(at, today)),
        }
        return render_to_string("home/_body.html", context)
