"""News as RSS and Atom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from news.article_page import publisher_of
from news.models import Article, Section
from news.views.articles import listed
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.text import clean
from ocop_portal.shared.versions import version_of

MOST_ITEMS = 30

Asked = tuple[HttpRequest, Section | None]


class ArticleRss(Feed):
    """The newest articles of a section, or of all, as RSS 2.0."""

    def get_object(self, request: HttpRequest, slug: str = "") -> Asked:
        """The request and the section of the address."""
        return request, get_object_or_404(Section, slug=slug) if slug else None

    def get_feed(self, obj: Asked, request: HttpRequest) -> Any:
        """The feed in the language of the address."""
        self.language = get_language()
        return super().get_feed(obj, request)

    def title(self, obj: Asked) -> str:
        """The section, and whose portal it is."""
        request, section = obj
        name = section.label if section else _("Tin tức")
        return clean(f"{name} · {SiteProfile.load(version_of(request)).said('title')}")

    def author_name(self, obj: Asked) -> str:
        """Who answers for it; Atom asks for an author (RFC 4287, 4.1.1)."""
        request, _section = obj
        return clean(publisher_of(request))

    def link(self, obj: Asked) -> str:
        """The page of the list."""
        _request, section = obj
        return section.get_absolute_url() if section else reverse("news:articles")

    def description(self, obj: Asked) -> str:
        """What it is about."""
        return _("Tin, thông báo của Chương trình mỗi xã một sản phẩm")

    def items(self, obj: Asked) -> QuerySet[Article]:
        """What the public sees now, newest first."""
        request, section = obj
        return listed(section, request).select_related("section").defer("words")[:MOST_ITEMS]

    def item_title(self, item: Article) -> str:
        """Title in the reader's language; XML takes no control characters, wherever pasted from."""
        return clean(item.said("title"))

    def item_description(self, item: Article) -> str:
        """The lead."""
        return clean(item.said("lead"))

    def item_pubdate(self, item: Article) -> dt.datetime | None:
        """When it was published."""
        return item.publish_at

    def item_updateddate(self, item: Article) -> dt.datetime:
        """When it was last changed; never before it was published."""
        return max(item.updated_at, item.publish_at or item.updated_at)

    def item_categories(self, item: Article) -> tuple[str]:
        """Its section."""
        return (clean(item.section.label),)


class ArticleAtom(ArticleRss):
    """The same as Atom 1.0."""

    feed_type = Atom1Feed

    def subtitle(self, obj: Asked) -> str:
        """What it is about."""
        return self.description(obj)
