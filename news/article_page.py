"""What the page of an article shows; the same for readers and for the editor's preview."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.models import Commune
from news.models import Article, ArticleImage
from news.structured_data import article_data
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.versions import moment_of, version_of
from products.cards import cards

ALIKE = 4


def article_page(article: Article, request: HttpRequest, *, is_preview: bool = False) -> dict:
    """The context of the page of ``article``, loaded by ``for_detail``.

    A preview has no neighbours: the article is not among the others yet.
    """
    today = timezone.localdate()
    public = Article.objects.public(moment_of(request))
    pictures = list(article.images.all())
    beside = [each for each in pictures if not stands_in(article.said("body"), each)]
    keys = list(article.products.public().order_by("sort_key", "pk").values_list("pk", flat=True))
    shown: dict[str, Any] = {
        "article": article,
        "first": beside[0] if beside else None,
        "gallery": beside[1:],
        "has_pictures": bool(pictures),
        "cards": cards(keys, today, version_of(request)),
        "producers": [each for each in article.producers.all() if each.is_published],
        "communes": communes_of(article),
        "documents": [each for each in article.documents.all() if each.is_published],
        "alike": list(public.alike(article).for_lines()[:ALIKE]),
        "newer": None if is_preview else public.newer_than(article).for_lines().first(),
        "older": None if is_preview else public.older_than(article).for_lines().first(),
        "is_preview": is_preview,
    }
    absolute = request.build_absolute_uri
    return {
        "article": article,
        "body": render_to_string("news/_article.html", shown, request),
        "trail": [
            (_("Tin tức"), reverse("news:articles")),
            (article.section.label, article.section.get_absolute_url()),
        ],
        "data": article_data(article, absolute, publisher_of(request)),
        "url": absolute(article.get_absolute_url()),
        "image": absolute(pictures[0].image.url) if pictures else "",
    }


def stands_in(body: str, picture: ArticleImage) -> bool:
    """Whether a text shows a picture itself, so that it need not stand beside it once more."""
    base = picture.renditions.get("base")
    return bool(base) and f"{base}-" in body


def publisher_of(request: HttpRequest) -> str:
    """The office that keeps the portal, by its Vietnamese name; else the portal's own."""
    site = SiteProfile.load(version_of(request))
    return site.owner_office or site.title


def communes_of(article: Article) -> list[Commune]:
    """The communes it is about, by name."""
    return sorted(article.communes.all(), key=lambda unit: unit.slug)
