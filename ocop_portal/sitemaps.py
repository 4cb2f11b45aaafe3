"""Every public page, for search engines, in each of its languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from communes.models import Commune
from markets.models import SalesPoint
from news.models import ABOUT, Article, Event, LegalDocument, Page, Section
from ocop_portal.menu import section_links
from ocop_portal.shared.versions import content_state
from producers.models import Producer
from products.models import Product, ProductGroup
from scoring.models import CriteriaSet


class PortalSitemap(Sitemap):
    """Pages in both languages, each naming the other."""

    i18n = True
    alternates = True
    limit = 1000  # items a file; each stands there once a language


class SectionSitemap(PortalSitemap):
    """The first page of each section."""

    def items(self) -> Sequence[str]:
        """Names of addresses."""
        return list(section_links())

    def location(self, item: str) -> str:
        """The address by that name."""
        return reverse(item)


class ProductSitemap(PortalSitemap):
    """Pages of published products."""

    def items(self) -> QuerySet[Product]:
        """Address and day of change suffice."""
        return Product.objects.public().order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: Product) -> dt.datetime:
        """When the product was last changed."""
        return item.updated_at


class GroupSitemap(PortalSitemap):
    """Pages of the groups and sub-groups in force."""

    def items(self) -> QuerySet[ProductGroup]:
        """Present groups."""
        return ProductGroup.objects.filter(is_current=True).order_by("pk")


class ProducerSitemap(PortalSitemap):
    """Pages of producers with something published."""

    def items(self) -> QuerySet[Producer]:
        """Address and day of change suffice."""
        return Producer.objects.public().order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: Producer) -> dt.datetime:
        """When the producer was last changed."""
        return item.updated_at


class CommuneSitemap(PortalSitemap):
    """Pages of the communes served, today's and former ones."""

    def items(self) -> QuerySet[Commune]:
        """Those in force today first."""
        return Commune.objects.served().order_by("valid_to", "pk")


class DocumentSitemap(PortalSitemap):
    """Pages of published legal documents."""

    def items(self) -> QuerySet[LegalDocument]:
        """Newest first."""
        return LegalDocument.objects.public().order_by("pk")


class CriteriaSitemap(PortalSitemap):
    """Sets of criteria, one page for each whatever its editions."""

    def items(self) -> QuerySet[CriteriaSet]:
        """The newest edition of each."""
        rows = CriteriaSet.objects.public().select_related("version")
        return rows.order_by("version_id", "number", "-edition").distinct("version_id", "number")


class SalesPointSitemap(PortalSitemap):
    """Pages of published points of sale."""

    def items(self) -> QuerySet[SalesPoint]:
        """In the order they were recorded."""
        return SalesPoint.objects.public().order_by("pk")


class NewsSectionSitemap(PortalSitemap):
    """Sections of the news."""

    def items(self) -> QuerySet[Section]:
        """In their order."""
        return Section.objects.order_by("pk")


class ArticleSitemap(PortalSitemap):
    """Published articles."""

    def items(self) -> QuerySet[Article]:
        """What the public sees now."""
        return Article.objects.public(content_state()[1]).order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: Article) -> dt.datetime:
        """When it was last changed."""
        return item.updated_at


class EventSitemap(PortalSitemap):
    """Published events."""

    def items(self) -> QuerySet[Event]:
        """What the public sees now."""
        return Event.objects.public(content_state()[1]).order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: Event) -> dt.datetime:
        """When it was last changed."""
        return item.updated_at


class PageSitemap(PortalSitemap):
    """Pages about the programme; the one that opens the section is among the sections."""

    def items(self) -> QuerySet[Page]:
        """What the public sees now."""
        pages = Page.objects.public(content_state()[1]).exclude(slug=ABOUT)
        return pages.order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: Page) -> dt.datetime:
        """When it was last changed."""
        return item.updated_at


SITEMAPS = {
    "trang": SectionSitemap,
    "nhom": GroupSitemap,
    "san-pham": ProductSitemap,
    "chu-the": ProducerSitemap,
    "xa-phuong": CommuneSitemap,
    "van-ban": DocumentSitemap,
    "bo-tieu-chi": CriteriaSitemap,
    "diem-ban": SalesPointSitemap,
    "muc-tin": NewsSectionSitemap,
    "tin-tuc": ArticleSitemap,
    "su-kien": EventSitemap,
    "gioi-thieu": PageSitemap,
}
