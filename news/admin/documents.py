"""Legal documents in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from news.doubts import contradicts_chain, doubts_about
from news.forms import DocumentFileForm
from news.models import DocumentFile, DocumentRelation, LegalDocument
from ocop_portal.shared.admin import OfficeAdmin, OfficeTabularInline
from ocop_portal.shared.attention import Attention
from ocop_portal.shared.slugs import free_slug

DOCUMENT_ATTENTION = (
    Attention(
        "chuoi-chua-khop",
        "đã bị thay thế mà ngày hết hiệu lực chưa khớp",
        "Ghi hoặc sửa “hết hiệu lực từ” theo văn bản thay thế.",
        contradicts_chain,
    ),
)


class RelationInline(OfficeTabularInline):
    """What this document does to earlier ones."""

    model = DocumentRelation
    fk_name = "source"
    fields = ("kind", "target", "note")
    autocomplete_fields = ("target",)


class FileInline(OfficeTabularInline):
    """The print of the document and its annexes."""

    model = DocumentFile
    form = DocumentFileForm
    fields = ("current", "upload", "title", "position")
    readonly_fields = ("current",)

    @admin.display(description="tệp đang có")
    def current(self, obj: DocumentFile) -> SafeString | str:
        """Link to the file there is."""
        if not obj.file:
            return "–"
        return format_html('<a href="{}">{}</a>', obj.file.url, obj.format)


@admin.register(LegalDocument)
class LegalDocumentAdmin(OfficeAdmin):
    """Văn bản."""

    list_display = ("number", "title", "kind", "issuer", "issued_on", "is_published")
    list_columns = ("number", "title", "kind", "issuer", "issued_on", "is_published", "slug")
    list_filter = ("level", "kind", "is_published")
    date_hierarchy = "issued_on"
    search_fields = ("number", "title", "issuer")
    fieldsets = (
        ("Văn bản", {"fields": ("number", "title", "kind", ("issuer", "level"))}),
        (
            "Thời gian",
            {
                "fields": (
                    ("issued_on", "issued_text"),
                    ("effective_on", "ends_on"),
                    "validity_note",
                )
            },
        ),
        ("Nội dung", {"fields": ("summary", "text")}),
        ("Hiển thị và nguồn", {"fields": ("is_published", "official_url", "source")}),
    )
    inlines = (RelationInline, FileInline)
    attention = DOCUMENT_ATTENTION

    def save_model(
        self, request: HttpRequest, obj: LegalDocument, form: ModelForm, change: bool
    ) -> None:
        """Give a new document its address on the portal."""
        if not obj.slug:
            obj.slug = free_slug(LegalDocument.objects.all(), obj.number, obj.issuer)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Say what no longer fits in the chain; the page that follows "continue" says it anyway."""
        super().save_related(request, form, formsets, change)
        if "_continue" not in request.POST:
            self._tell_doubts(request, form.instance)

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say what does not fit in the chain of the document being opened."""
        document = context.get("original")
        if request.method == "GET" and document is not None:
            self._tell_doubts(request, document)
        return super().render_change_form(request, context, *args, **kwargs)

    def _tell_doubts(self, request: HttpRequest, document: LegalDocument) -> None:
        for doubt in doubts_about(document):
            messages.warning(request, doubt)
