"""Sections and articles, in the order an editor works."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from news.admin.publications import PublicationAdmin, StateFilter
from news.article_page import article_page
from news.forms import ArticleFileForm, ArticleImageForm
from news.models import (
    Article,
    ArticleCommune,
    ArticleDocument,
    ArticleFile,
    ArticleImage,
    ArticleProducer,
    ArticleProduct,
    Section,
)
from ocop_portal.shared.admin import OfficeAdmin, OfficeTabularInline
from ocop_portal.shared.slugs import free_slug


@admin.register(Section)
class SectionAdmin(OfficeAdmin):
    """Chuyên mục."""

    list_display = ("name", "name_en", "position")
    search_fields = ("name", "name_en")
    fields = (("name", "name_en"), "position")

    def save_model(self, request: HttpRequest, obj: Section, form: ModelForm, change: bool) -> None:
        """Give a new section its address."""
        if not obj.slug:
            obj.slug = free_slug(Section.objects.all(), obj.name, max_length=80)
        super().save_model(request, obj, form, change)


class ImageInline(OfficeTabularInline):
    """Pictures; the first stands above the text."""

    model = ArticleImage
    form = ArticleImageForm
    fields = ("preview", "upload", "alt", "caption", "caption_en", "credit", "position")
    readonly_fields = ("preview",)

    @admin.display(description="ảnh, địa chỉ để chèn vào bài")
    def preview(self, obj: ArticleImage) -> SafeString | str:
        """Show the picture there is, and the address by which the text may show it."""
        if not obj.image:
            return "–"
        return format_html(
            '<img class="preview" src="{0}" alt="{1}"><br><code>{0}</code>', obj.image.url, obj.alt
        )


class FileInline(OfficeTabularInline):
    """Files to take along."""

    model = ArticleFile
    form = ArticleFileForm
    fields = ("current", "upload", "title", "position")
    readonly_fields = ("current",)

    @admin.display(description="tệp đang có")
    def current(self, obj: ArticleFile) -> SafeString | str:
        """Link to the file there is."""
        if not obj.file:
            return "–"
        return format_html('<a href="{}">{}</a>', obj.file.url, obj.format)


@admin.register(Article)
class ArticleAdmin(PublicationAdmin):
    """Tin bài."""

    list_display = ("title", "section", "state_now")
    list_filter = (StateFilter, "section")
    list_select_related = ("section",)
    list_columns = ("title", "section__name", "is_published", "publish_at")
    date_hierarchy = "publish_at"
    search_fields = ("title", "lead")
    autocomplete_fields = ("products", "producers", "communes", "documents")
    inlines = (ImageInline, FileInline)
    history_parts = (ArticleProduct, ArticleProducer, ArticleCommune, ArticleDocument)
    page_template = "news/article_detail.html"
    fieldsets = (
        ("Bài viết", {"fields": ("section", "title", "lead", "body")}),
        ("Đăng", {"fields": (("is_published", "publish_at"), "author")}),
        (
            "Liên quan",
            {"fields": ("products", "producers", "communes", "documents")},
        ),
        ("Nguồn", {"fields": (("source_name", "source_url"),)}),
        ("Tiếng Anh", {"classes": ("collapse",), "fields": ("title_en", "lead_en", "body_en")}),
    )

    def page(self, row: Article, request: HttpRequest) -> dict[str, Any]:
        """The page of the article."""
        return article_page(row, request, is_preview=True)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Without the words of the index."""
        return super().get_queryset(request).defer("words")
