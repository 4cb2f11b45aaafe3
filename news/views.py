"""Public pages of legal documents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from news.filters import narrow_documents, search_text
from news.models import LegalDocument
from products.enums import CertificationStatus
from products.models import Certification

PAGE_SIZE = 20


class DocumentListView(TemplateView):
    """The documents of the programme, newest first."""

    template_name = "news/document_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Narrow by the address; the rows of one page alone are read."""
        query = self.request.GET
        narrowed = narrow_documents(query)
        page = Paginator(narrowed.keys, PAGE_SIZE).get_page(query.get("trang"))
        rows = LegalDocument.objects.in_bulk(list(page))
        return super().get_context_data(**kwargs) | {
            "narrowed": narrowed,
            "search": search_text(query),
            "page": page,
            "documents": [rows[key] for key in page if key in rows],
        }


class DocumentDetailView(DetailView):
    """One document: what it is, what it decided, which others belong to it."""

    model = LegalDocument
    template_name = "news/document_detail.html"
    context_object_name = "document"

    def get_queryset(self) -> QuerySet[LegalDocument]:
        """Published documents only."""
        return LegalDocument.objects.public()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the awards made by this document and the documents around it."""
        return super().get_context_data(**kwargs) | {
            "trail": [(_("Văn bản"), reverse("news:documents"))],
            "awards": awards_by(self.object, timezone.localdate()),
            "related": LegalDocument.objects.public().related_to(self.object).newest_first(),
        }


@dataclass(frozen=True, slots=True)
class Award:
    """A certification by the decision one reads, and what it is today."""

    certification: Certification
    status: CertificationStatus
    end: dt.date | None


def awards_by(document: LegalDocument, on: dt.date) -> list[Award]:
    """Certifications of published products by this decision, with their status on the day ``on``.

    Numbers repeat over the years and the offices: where both days are known they must agree.
    """
    awards = Certification.objects.filter(
        product__is_published=True, decision_number=document.number
    )
    if document.issued_on:
        awards = awards.filter(Q(decision_on=document.issued_on) | Q(decision_on__isnull=True))
    awards = awards.select_related("product__producer", "product__commune")
    return [
        Award(award, award.status(on), award.ends_on or award.expires_on)
        for award in awards.order_by("-stars", "product__sort_key", "pk")
    ]
