"""Legal documents in the back office."""

from __future__ import annotations

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from news.models import LegalDocument
from ocop_portal.shared.admin import OfficeAdmin
from ocop_portal.shared.slugs import free_slug


@admin.register(LegalDocument)
class LegalDocumentAdmin(OfficeAdmin):
    """Văn bản."""

    list_display = ("number", "title", "kind", "issuer", "issued_on", "is_published")
    list_filter = ("level", "kind", "is_published")
    date_hierarchy = "issued_on"
    search_fields = ("number", "title", "issuer")
    fieldsets = (
        ("Văn bản", {"fields": ("number", "title", "kind", ("issuer", "level"))}),
        ("Thời gian", {"fields": (("issued_on", "issued_text"), "validity_note")}),
        ("Nội dung", {"fields": ("summary",)}),
        ("Hiển thị và nguồn", {"fields": ("is_published", "source")}),
    )

    def save_model(
        self, request: HttpRequest, obj: LegalDocument, form: ModelForm, change: bool
    ) -> None:
        """Give a new document its address on the portal."""
        if not obj.slug:
            obj.slug = free_slug(LegalDocument.objects.all(), obj.number, obj.issuer)
        super().save_model(request, obj, form, change)
