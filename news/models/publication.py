"""What is written, then shown from a moment on."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from news.enums import PublicationState
from ocop_portal.shared.bilingual import Bilingual
from ocop_portal.shared.models import Timestamped
from ocop_portal.shared.rich_text_field import RichTextField


class Publication(Bilingual, Timestamped):
    """A text in Vietnamese, and where somebody wrote it in English; a draft until published."""

    CONTENT: ClassVar[tuple[str, ...]] = ("title", "title_en", "lead", "lead_en", "body", "body_en")
    """What a revision brings back."""

    title = models.CharField("tiêu đề", max_length=255)
    title_en = models.CharField("tiêu đề (tiếng Anh)", max_length=255, blank=True)
    slug = models.SlugField("đường dẫn", max_length=160, unique=True)
    lead = models.TextField(
        "lời dẫn", blank=True, help_text="Một, hai câu; hiện ở đầu bài và trong danh sách."
    )
    lead_en = models.TextField("lời dẫn (tiếng Anh)", blank=True)
    body = RichTextField("nội dung", blank=True)
    body_en = RichTextField("nội dung (tiếng Anh)", blank=True)
    is_published = models.BooleanField(
        "cho đăng", default=False, help_text="Chưa đánh dấu là bản nháp, chỉ người biên tập thấy."
    )
    publish_at = models.DateTimeField(
        "đăng lúc",
        null=True,
        blank=True,
        help_text="Để trống: đăng ngay. Ghi giờ sắp tới: tự hiện đúng giờ ấy.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(is_published=False) | Q(publish_at__isnull=False),
                name="%(class)s_published_at_a_time",
                violation_error_message="Ghi giờ đăng.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state(self, at: dt.datetime) -> PublicationState:
        """Draft, waiting for its hour, or public at the moment ``at``."""
        if not self.is_published or self.publish_at is None:
            return PublicationState.DRAFT
        return PublicationState.PUBLIC if self.publish_at <= at else PublicationState.WAITING

    @property
    def published_on(self) -> dt.date | None:
        """The Vietnamese day of publication."""
        return timezone.localtime(self.publish_at).date() if self.publish_at else None
