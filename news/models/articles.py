"""Articles and notices in sections, with what belongs to them."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from communes.models import Commune
from news.models.documents import LegalDocument
from news.models.public_file import PublicFile
from news.models.publication import Publication
from news.querysets import ArticleQuerySet
from ocop_portal.shared.audit import audited
from ocop_portal.shared.bilingual import Bilingual, said
from ocop_portal.shared.versions import AnnounceChange, AnnounceDue
from ocop_portal.shared.word_search import WordsField
from producers.models import Producer
from products.models import Product, StoredPicture


@audited()
class Section(models.Model):
    """A heading articles are gathered under."""

    name = models.CharField("tên chuyên mục", max_length=80, unique=True)
    name_en = models.CharField("tên (tiếng Anh)", max_length=80, blank=True)
    slug = models.SlugField("đường dẫn", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        ordering = ["position", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("news:section", args=[self.slug])

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return said(self.name, self.name_en)


@audited()
class Article(Publication):
    """A news item or a notice."""

    section = models.ForeignKey(
        Section, models.PROTECT, related_name="articles", verbose_name="chuyên mục"
    )
    author = models.CharField("người viết", max_length=120, blank=True)
    source_name = models.CharField(
        "nguồn", max_length=200, blank=True, help_text="Nơi có dữ kiện: văn bản, báo, cổng khác."
    )
    source_url = models.URLField("địa chỉ nguồn", max_length=500, blank=True)
    import_key = models.CharField(
        "khóa nhập",
        max_length=300,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text="Bài nhập từ kho cũ: để nhập lại không thành hai bài.",
    )
    products = models.ManyToManyField(
        Product, related_name="articles", verbose_name="sản phẩm liên quan", blank=True
    )
    producers = models.ManyToManyField(
        Producer, related_name="articles", verbose_name="chủ thể liên quan", blank=True
    )
    communes = models.ManyToManyField(
        Commune, related_name="articles", verbose_name="xã, phường liên quan", blank=True
    )
    documents = models.ManyToManyField(
        LegalDocument, related_name="articles", verbose_name="văn bản liên quan", blank=True
    )
    words = WordsField(["title", "title_en"], ["lead", "lead_en"], ["body", "body_en"])

    objects = ArticleQuerySet.as_manager()

    class Meta(Publication.Meta):
        abstract = False
        triggers = [AnnounceChange(), AnnounceDue()]
        verbose_name = "bài viết"
        verbose_name_plural = "tin bài"
        ordering = ["-publish_at", "-pk"]
        indexes = [
            GinIndex(fields=["words"], name="article_words"),
            models.Index(fields=["-publish_at", "-id"], name="article_newest"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("news:article", args=[self.slug])

    @property
    def day(self) -> dt.date | None:
        """The day readers know it by."""
        return self.published_on


@audited()
class ArticleImage(Bilingual, StoredPicture):
    """A picture of an article; the first stands above the text, the others make the gallery."""

    directory = "news"
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="images", verbose_name="bài viết"
    )
    caption = models.CharField("chú thích", max_length=300, blank=True)
    caption_en = models.CharField("chú thích (tiếng Anh)", max_length=300, blank=True)

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "ảnh bài viết"
        verbose_name_plural = "ảnh (ảnh đầu đứng trên bài)"
        ordering = ["article_id", "position", "pk"]

    @property
    def words_below(self) -> str:
        """The caption in the reader's language."""
        return self.said("caption")


@audited()
class ArticleFile(PublicFile):
    """A file to take along."""

    directory = "attachments"
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="files", verbose_name="bài viết"
    )

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ["article_id", "position", "pk"]


@audited()
class ArticleProduct(Article.products.through):  # type: ignore[name-defined]
    """One product an article is about: the link as a row, so that the audit trail has it."""

    class Meta:
        triggers = [AnnounceChange()]
        proxy = True
        verbose_name = "sản phẩm liên quan"
        verbose_name_plural = "sản phẩm liên quan"


@audited()
class ArticleProducer(Article.producers.through):  # type: ignore[name-defined]
    """One producer an article is about."""

    class Meta:
        triggers = [AnnounceChange()]
        proxy = True
        verbose_name = "chủ thể liên quan"
        verbose_name_plural = "chủ thể liên quan"


@audited()
class ArticleCommune(Article.communes.through):  # type: ignore[name-defined]
    """One commune an article is about."""

    class Meta:
        triggers = [AnnounceChange()]
        proxy = True
        verbose_name = "xã, phường liên quan"
        verbose_name_plural = "xã, phường liên quan"


@audited()
class ArticleDocument(Article.documents.through):  # type: ignore[name-defined]
    """One legal document an article is about."""

    class Meta:
        triggers = [AnnounceChange()]
        proxy = True
        verbose_name = "văn bản liên quan"
        verbose_name_plural = "văn bản liên quan"
