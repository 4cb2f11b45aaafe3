"""Pages under "Giới thiệu"."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from news.kept import kept
from news.models import ABOUT, Page
from ocop_portal.shared.versions import moment_of


class AboutView(TemplateView):
    """What the programme is, what a star means, and whose portal this is."""

    template_name = "about.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The office's own page above what follows from the law, and the pages beside it."""
        return super().get_context_data(**kwargs) | kept(self.request, self._make)

    def _make(self) -> dict[str, Any]:
        pages = list(public_pages(self.request))
        about = next((page for page in pages if page.slug == ABOUT), None)
        return {"about": about, "pages": [page for page in pages if page is not about]}


class PageView(TemplateView):
    """One of the pages about the programme."""

    template_name = "news/page_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page as kept for this address."""
        return super().get_context_data(**kwargs) | kept(self.request, self._make)

    def _make(self) -> dict[str, Any]:
        rows = public_pages(self.request).exclude(slug=ABOUT)
        return page_context(get_object_or_404(rows, slug=self.kwargs["slug"]), self.request)


def public_pages(request: HttpRequest) -> QuerySet[Page]:
    """The pages the public sees now, in their order."""
    return Page.objects.public(moment_of(request))


def page_context(page: Page, request: HttpRequest, *, is_preview: bool = False) -> dict[str, Any]:
    """The context of ``page``, for readers and for the editor's preview."""
    others = public_pages(request).exclude(slug=ABOUT).defer("body", "body_en")
    shown = {"page": page, "pages": list(others), "is_preview": is_preview}
    return {
        "page": page,
        "body": render_to_string("news/_page.html", shown, request),
        "trail": [(_("Giới thiệu"), reverse("about"))],
    }
