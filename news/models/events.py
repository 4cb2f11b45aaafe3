"""What happens at a time and a place: fairs, market weeks, councils, training, live sales.

The one list of them all (ADR 0006); the products shown at one are told on their own pages too.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from communes.models import Commune
from news.enums import EventKind
from news.models.publication import Publication
from news.querysets import EventQuerySet
from ocop_portal.shared.audit import audited
from ocop_portal.shared.versions import AnnounceChange, AnnounceDue
from ocop_portal.shared.word_search import WordsField
from products.models import Product


@audited()
class Event(Publication):
    """A fair, a session of the council, a training, a live sale."""

    CONTENT = (
        *(*Publication.CONTENT, "kind", "starts_at", "ends_at", "is_all_day"),
        *("opens_at", "closes_at", "place"),
    )

    kind = models.CharField("loại", max_length=12, choices=EventKind)
    starts_at = models.DateTimeField("bắt đầu")
    ends_at = models.DateTimeField("kết thúc", null=True, blank=True)
    is_all_day = models.BooleanField(
        "cả ngày", default=False, help_text="Chỉ nói ngày, không nói giờ."
    )
    opens_at = models.TimeField(
        "mở cửa từ giờ",
        null=True,
        blank=True,
        help_text="Giờ mở cửa mỗi ngày, với hội chợ nhiều ngày.",
    )
    closes_at = models.TimeField("đến giờ", null=True, blank=True)
    is_cancelled = models.BooleanField("đã hủy", default=False)
    place = models.CharField(
        "nơi tổ chức", max_length=255, blank=True, help_text="Tên nơi và địa chỉ."
    )
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="happenings",
        verbose_name="xã, phường",
        null=True,
        blank=True,
    )
    latitude = models.DecimalField(
        "vĩ độ",
        max_digits=7,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        "kinh độ",
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    online_url = models.URLField(
        "địa chỉ trên mạng", max_length=500, blank=True, help_text="Phiên bán, họp từ xa."
    )
    online_name = models.CharField(
        "phát trên kênh",
        max_length=150,
        blank=True,
        help_text="Với phiên bán trực tuyến: tên sàn, tên trang.",
    )
    organiser = models.CharField("đơn vị tổ chức", max_length=200, blank=True)
    contact = models.CharField("liên hệ", max_length=200, blank=True)
    source_name = models.CharField("nguồn", max_length=200, blank=True)
    source_url = models.URLField("địa chỉ nguồn", max_length=500, blank=True)
    is_demo = models.BooleanField(
        "minh họa", default=False, help_text="Sự kiện bịa ra để xem thử; trang ghi rõ như thế."
    )
    products = models.ManyToManyField(
        Product, related_name="happenings", verbose_name="sản phẩm có mặt", blank=True
    )
    words = WordsField(["title", "title_en"], ["lead", "place", "organiser"], ["body", "body_en"])

    objects = EventQuerySet.as_manager()

    class Meta(Publication.Meta):
        abstract = False
        triggers = [AnnounceChange(), AnnounceDue()]
        verbose_name = "sự kiện"
        verbose_name_plural = "sự kiện"
        ordering = ["-starts_at", "-pk"]
        indexes = [
            GinIndex(fields=["words"], name="event_words"),
            models.Index(fields=["starts_at"], name="event_start"),
        ]
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="event_point_whole",
                violation_error_message="Ghi cả vĩ độ và kinh độ, hoặc để trống cả hai.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__gt=F("opens_at")),
                name="event_closes_after_opening",
                violation_error_message="Giờ đóng cửa phải sau giờ mở cửa.",
            ),
            models.CheckConstraint(
                condition=Q(is_published=False)
                | ~Q(kind=EventKind.LIVE_SALE)
                | ~Q(online_url="")
                | ~Q(online_name=""),
                name="event_live_somewhere",
                violation_error_message="Phiên bán trực tuyến cần địa chỉ trên mạng hoặc tên "
                "kênh phát.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("news:event", args=[self.slug])

    @property
    def day(self) -> dt.date:
        """The day readers know it by."""
        return self.first_day

    @property
    def first_day(self) -> dt.date:
        """The Vietnamese day on which it begins."""
        return timezone.localtime(self.starts_at).date()

    @property
    def last_day(self) -> dt.date:
        """The Vietnamese day on which it ends; the first where no end is known."""
        return timezone.localtime(self.ends_at).date() if self.ends_at else self.first_day

    @property
    def daily_hours(self) -> str:
        """When it is open on each of its days, as far as is known: ``8:00–21:30``."""
        known = (self.opens_at, self.closes_at)
        return "–".join(f"{time.hour}:{time:%M}" for time in known if time)

    def is_past(self, on: dt.date) -> bool:
        """Whether its last day lies before ``on``."""
        return self.last_day < on


@audited()
class EventProduct(Event.products.through):  # type: ignore[name-defined]
    """One product shown at an event: the link as a row, so that the audit trail has it."""

    class Meta:
        triggers = [AnnounceChange()]
        proxy = True
        verbose_name = "sản phẩm có mặt"
        verbose_name_plural = "sản phẩm có mặt"
