"""Public pages of legal documents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from news.chain import story_of
from news.filters import narrow_documents, search_text
from news.kept import kept
from news.models import LegalDocument
from ocop_portal.shared.versions import version_of
from products.enums import CertificationStatus
from products.models import Certification

PAGE_SIZE = 20


class DocumentListView(TemplateView):
    """The documents of the programme, newest first."""

    template_name = "news/document_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list as kept for this address."""
        return super().get_context_data(**kwargs) | kept(self.request, self._make)

    def _make(self) -> dict[str, Any]:
        """Narrow by the address; the rows of one page alone are read."""
        query, on = self.request.GET, timezone.localdate()
        narrowed = narrow_documents(query, on, version_of(self.request))
        page = Paginator(narrowed.keys, PAGE_SIZE).get_page(query.get("trang"))
        rows = LegalDocument.objects.public().in_bulk(list(page))
        context: dict[str, Any] = {
            "narrowed": narrowed,
            "search": search_text(query),
            "page": page,
            "documents": [rows[key] for key in page if key in rows],
            "statuses": {key: row.status(on) for key, row in rows.items()},
        }
        shown = render_to_string("news/_document_list.html", context, self.request)
        return context | {"list": shown}


class DocumentDetailView(TemplateView):
    """One document: what it is, what it decided, which others belong to it."""

    template_name = "news/document_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page as kept for this address."""
        return super().get_context_data(**kwargs) | kept(self.request, self._make)

    def _make(self) -> dict[str, Any]:
        """The document with its chain, its files, its awards and the documents around it."""
        on = timezone.localdate()
        rows = LegalDocument.objects.filter(is_published=True).defer("words")
        document = get_object_or_404(rows.prefetch_related("files"), slug=self.kwargs["slug"])
        story = story_of(document, on)
        around = LegalDocument.objects.public().related_to(document).exclude(pk__in=story.keys)
        context = {
            "document": document,
            "status": document.status(on),
            "story": story,
            "awards": awards_by(document, on),
            "related": around.newest_first(),
        }
        return {
            "document": document,
            "trail": [(_("Văn bản"), reverse("news:documents"))],
            "body": render_to_string("news/_document.html", context),
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
