"""Legal documents of the programme."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.urls import reverse

from news.enums import IssuingLevel
from news.querysets import DocumentQuerySet
from ocop_portal.shared.audit import audited
from ocop_portal.shared.versions import AnnounceChange


@audited()
class LegalDocument(models.Model):
    """A decision, directive, plan or circular on the programme."""

    number = models.CharField("số, ký hiệu", max_length=80)
    slug = models.SlugField("đường dẫn", max_length=160, unique=True)
    title = models.CharField("trích yếu", max_length=500)
    kind = models.CharField("loại văn bản", max_length=60)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    level = models.CharField("cấp", max_length=10, choices=IssuingLevel)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_text = models.CharField(
        "thời gian ban hành", max_length=20, blank=True, help_text="Khi chỉ biết tháng hoặc năm."
    )
    summary = models.TextField("nội dung chính", blank=True)
    validity_note = models.TextField("hiệu lực", blank=True)
    source = models.TextField("nguồn", blank=True)
    is_published = models.BooleanField("hiện trên cổng", default=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = [F("issued_on").desc(nulls_last=True), "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["number", "issuer"], name="document_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("news:document", args=[self.slug])
