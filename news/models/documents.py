"""Legal documents of the programme, and what each does to others."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from news.enums import DocumentStatus, IssuingLevel, RelationKind
from news.models.public_file import PublicFile
from news.querysets import DocumentQuerySet, RelationQuerySet
from news.rules import document_status
from ocop_portal.shared.audit import audited
from ocop_portal.shared.versions import AnnounceChange
from ocop_portal.shared.word_search import WordsField


@audited()
class LegalDocument(models.Model):
    """A decision, directive, plan or circular on the programme."""

    number = models.CharField("số, ký hiệu", max_length=80, help_text="Ví dụ: 148/QĐ-TTg.")
    slug = models.SlugField("đường dẫn", max_length=160, unique=True)
    title = models.CharField("trích yếu", max_length=500)
    kind = models.CharField(
        "loại văn bản", max_length=60, help_text="Quyết định, Nghị quyết, Thông tư, Kế hoạch …"
    )
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    level = models.CharField("cấp", max_length=10, choices=IssuingLevel)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_text = models.CharField(
        "thời gian ban hành", max_length=20, blank=True, help_text="Khi chỉ biết tháng hoặc năm."
    )
    effective_on = models.DateField(
        "có hiệu lực từ", null=True, blank=True, help_text="Để trống khi chưa rõ."
    )
    ends_on = models.DateField(
        "hết hiệu lực từ",
        null=True,
        blank=True,
        help_text="Ngày đầu tiên không còn hiệu lực. Để trống khi chưa bị thay thế, bãi bỏ.",
    )
    validity_note = models.TextField(
        "ghi chú hiệu lực", blank=True, help_text="Điều khoản quy định, điều chưa rõ."
    )
    summary = models.TextField("nội dung chính", blank=True)
    text = models.TextField(
        "toàn văn", blank=True, help_text="Chữ của văn bản, để tìm và đọc. Dòng trống tách đoạn."
    )
    official_url = models.URLField(
        "trang chính thức", max_length=500, blank=True, help_text="Trên vanban.chinhphu.vn …"
    )
    source = models.TextField("nguồn", blank=True)
    is_published = models.BooleanField("hiện trên cổng", default=True)
    words = WordsField(["number", "title"], ["issuer", "summary", "validity_note"], ["text"])

    objects = DocumentQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = [F("issued_on").desc(nulls_last=True), "number", "pk"]
        indexes = [GinIndex(fields=["words"], name="document_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issuer"],
                name="document_number_once",
                violation_error_message="Cơ quan này đã có văn bản mang số ấy.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(ends_on__gt=F("effective_on")),
                name="document_life_order",
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("news:document", args=[self.slug])

    def status(self, on: dt.date) -> DocumentStatus:
        """Whether it is in force on the day ``on``, as far as is known."""
        return document_status(on, effective_on=self.effective_on, ends_on=self.ends_on)


@audited()
class DocumentRelation(models.Model):
    """What one document does to an earlier one."""

    source = models.ForeignKey(
        LegalDocument, models.CASCADE, related_name="acts_on", verbose_name="văn bản"
    )
    kind = models.CharField("quan hệ", max_length=12, choices=RelationKind)
    target = models.ForeignKey(
        LegalDocument,
        models.CASCADE,
        related_name="acted_on_by",
        verbose_name="văn bản trước",
    )
    note = models.CharField(
        "phần nào", max_length=300, blank=True, help_text="Điều, khoản, phụ lục."
    )

    objects = RelationQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "quan hệ văn bản"
        verbose_name_plural = "quan hệ với văn bản khác"
        ordering = ["source_id", "kind", "target_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                name="document_relation_once",
                violation_error_message="Quan hệ này đã ghi.",
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="document_relation_not_to_itself",
                violation_error_message="Văn bản không thể thay thế, sửa đổi chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.number} {self.get_kind_display()} {self.target.number}"


@audited()
class DocumentFile(PublicFile):
    """A file of a document: its print, an annex."""

    directory = "documents"
    document = models.ForeignKey(
        LegalDocument, models.CASCADE, related_name="files", verbose_name="văn bản"
    )

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "tệp văn bản"
        verbose_name_plural = "tệp văn bản"
        ordering = ["document_id", "position", "pk"]
