"""Abstract bases, and the one row that says whose portal this is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.templatetags.static import static
from django.utils.translation import get_language

from ocop_portal.shared.audit import audited
from ocop_portal.shared.outgoing_mail import OutgoingMail
from ocop_portal.shared.throttling import ThrottleCounter
from ocop_portal.shared.versions import AnnounceChange, ContentMoment, ContentVersion

__all__ = [
    "ContentMoment",
    "ContentVersion",
    "FixtureLoad",
    "OutgoingMail",
    "SiteProfile",
    "ThrottleCounter",
    "Timestamped",
]


class Timestamped(models.Model):
    """Says when a row was made and last changed."""

    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        abstract = True


@audited()
class SiteProfile(models.Model):
    """Whose portal this is: names, the office that keeps it, its address and emblem.

    There is one row. Nothing in code names a province; another office changes this row.
    A fact the office has not given stays empty and pages say so.
    """

    title = models.CharField("tên cổng", max_length=120, default="Cổng sản phẩm OCOP")
    title_en = models.CharField("tên cổng (tiếng Anh)", max_length=120, blank=True)
    short_title = models.CharField("tên ngắn", max_length=60, default="Cổng sản phẩm OCOP")
    short_title_en = models.CharField("tên ngắn (tiếng Anh)", max_length=60, blank=True)
    subtitle = models.CharField(
        "dòng dưới tên", max_length=120, blank=True, help_text="Ví dụ: Tỉnh Thái Nguyên."
    )
    subtitle_en = models.CharField("dòng dưới tên (tiếng Anh)", max_length=120, blank=True)
    owner_office = models.CharField("cơ quan quản lý", max_length=200, blank=True)
    owner_office_en = models.CharField("cơ quan quản lý (tiếng Anh)", max_length=200, blank=True)
    address = models.CharField("địa chỉ", max_length=255, blank=True)
    phone = models.CharField("điện thoại", max_length=60, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    working_hours = models.CharField("giờ làm việc", max_length=120, blank=True)
    legal_note = models.TextField(
        "ghi chú pháp lý", blank=True, help_text="Dòng cuối trang: giấy phép, bản quyền, số liệu."
    )
    legal_note_en = models.TextField("ghi chú pháp lý (tiếng Anh)", blank=True)
    about = models.TextField(
        "lời giới thiệu",
        blank=True,
        help_text="Chương trình tại địa phương; hiện ở trang Giới thiệu. Dòng trống tách đoạn.",
    )
    about_en = models.TextField("lời giới thiệu (tiếng Anh)", blank=True)
    search_examples = models.CharField(
        "gợi ý tìm kiếm",
        max_length=200,
        blank=True,
        help_text="Hiện dưới ô tìm ở trang chủ, cách nhau bằng dấu phẩy.",
    )
    emblem = models.ImageField(
        "biểu trưng",
        upload_to="emblem/",
        blank=True,
        help_text="Ảnh vuông PNG, JPEG hoặc WebP. Để trống: dùng dấu hiệu vẽ sẵn.",
    )

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "thông tin cổng"
        verbose_name_plural = "thông tin cổng"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="site_profile_one_row",
                violation_error_message="Chỉ có một dòng thông tin cổng.",
            ),
        ]

    _kept: tuple[int, SiteProfile] | None = None

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def load(cls, version: int) -> SiteProfile:
        """Return the row as of this content version, read once a process; else the defaults."""
        if cls._kept is None or cls._kept[0] != version:
            cls._kept = (version, cls.objects.first() or cls())
        return cls._kept[1]

    @classmethod
    def last_known(cls) -> SiteProfile:
        """Return the row as this process last read it, else the defaults; asks no database."""
        return cls._kept[1] if cls._kept else cls()

    @classmethod
    def forget(cls) -> None:
        """Drop the row from memory; tests roll versions back."""
        cls._kept = None

    def said(self, field: str) -> str:
        """Return ``title``, ``subtitle`` … in the reader's language, else in Vietnamese."""
        if get_language() != settings.LANGUAGE_CODE:
            return getattr(self, f"{field}_{get_language()}", "") or getattr(self, field)
        return getattr(self, field)

    @property
    def examples(self) -> list[str]:
        """The questions suggested under the search field of the home page."""
        return [text for part in self.search_examples.split(",") if (text := part.strip())]

    @property
    def emblem_url(self) -> str:
        """Address of the office's emblem, or of the portal's own mark."""
        return self.emblem.url if self.emblem else static("img/bieu-trung.svg")


class FixtureLoad(models.Model):
    """One state of the fixtures that this database has taken in."""

    digest = models.CharField("dấu vân tay", max_length=64, unique=True)
    loaded_at = models.DateTimeField("nạp lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần nạp dữ liệu"
        verbose_name_plural = "lần nạp dữ liệu"

    def __str__(self) -> str:
        return f"{self.loaded_at:%d/%m/%Y} {self.digest[:8]}"
