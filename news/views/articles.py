"""Public pages of articles: all of them, those of a section, one."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from news.article_page import article_page
from news.filters import search_text
from news.kept import kept
from news.latest import upcoming_events
from news.models import Article, Section
from ocop_portal.shared.versions import moment_of

PAGE_SIZE = 12


class ArticleListView(TemplateView):
    """All that is published, newest first."""

    template_name = "news/article_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list as kept for this address."""
        return super().get_context_data(**kwargs) | kept(self.request, self._make)

    def section(self) -> Section | None:
        """The section asked for; none is all."""
        return None

    def _make(self) -> dict[str, Any]:
        request, section = self.request, self.section()
        search = search_text(request.GET)
        rows = listed(section, request).saying(search).for_rows()
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
        title = section.label if section else _("Tin tức")
        prefix = "section_" if section else ""
        slugs = [section.slug] if section else []
        context: dict[str, Any] = {
            "title": title,
            "section": section,
            "articles": list(page),
            "rss": reverse(f"news:{prefix}rss", args=slugs),
            "atom": reverse(f"news:{prefix}atom", args=slugs),
        }
        shown = context | {
            "page": page,
            "search": search,
            "asked": quote(search),
            "sections": list(Section.objects.all()),
            "events": upcoming_events(moment_of(request), timezone.localdate()),
        }
        return context | {"list": render_to_string("news/_article_list.html", shown, request)}


class SectionView(ArticleListView):
    """What is published in one section."""

    def section(self) -> Section:
        """The section of the address."""
        return get_object_or_404(Section, slug=self.kwargs["slug"])


class ArticleDetailView(TemplateView):
    """One article with what belongs to it."""

    template_name = "news/article_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page as kept for this address."""
        return super().get_context_data(**kwargs) | kept(self.request, self._make)

    def _make(self) -> dict[str, Any]:
        public = Article.objects.public(moment_of(self.request))
        article = get_object_or_404(public.for_detail(), slug=self.kwargs["slug"])
        return article_page(article, self.request)


def listed(section: Section | None, request: HttpRequest) -> QuerySet[Article]:
    """The articles the public sees now, of one section or of all, newest first."""
    rows = Article.objects.public(moment_of(request)).newest_first()
    return rows.filter(section=section) if section else rows
