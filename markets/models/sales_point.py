"""Places that sell or show products."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from communes.models import Commune, District
from markets.enums import SalesPointKind, Setting
from markets.querysets import PublishedQuerySet
from ocop_portal.shared.audit import audited
from ocop_portal.shared.versions import AnnounceChange
from producers.models import Producer
from products.models import Product


@audited()
class SalesPoint(models.Model):
    """A place where OCOP products are sold or shown."""

    name = models.CharField("tên điểm", max_length=255, help_text="Như trên biển hiệu.")
    kind = models.CharField("loại", max_length=12, choices=SalesPointKind)
    setting = models.CharField(
        "đặt tại",
        max_length=15,
        choices=Setting,
        blank=True,
        help_text="Vị trí theo tiêu chí của Quyết định 950/QĐ-BCT.",
    )
    operator = models.CharField("đơn vị vận hành", max_length=255, blank=True)
    producer = models.ForeignKey(
        Producer,
        models.SET_NULL,
        related_name="sales_points",
        verbose_name="chủ thể vận hành",
        null=True,
        blank=True,
    )
    decision_number = models.CharField(
        "số văn bản công nhận", max_length=60, blank=True, help_text="Văn bản chấp thuận điểm này."
    )
    decision_on = models.DateField("ngày văn bản", null=True, blank=True)
    recognised_until = models.DateField(
        "công nhận đến trước ngày", null=True, blank=True, help_text="Để trống: không ghi thời hạn."
    )
    address = models.CharField("địa chỉ", max_length=255, blank=True)
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="sales_points",
        verbose_name="xã, phường",
        null=True,
        blank=True,
        help_text="Đơn vị lúc ghi; đơn vị hiện nay được suy ra.",
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        related_name="sales_points",
        verbose_name="huyện (trước 7/2025)",
        null=True,
        blank=True,
        help_text="Chỉ ghi khi không biết xã.",
    )
    latitude = models.DecimalField(
        "vĩ độ",
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text="Độ thập phân, WGS 84.",
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        "kinh độ",
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text="Độ thập phân, WGS 84.",
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    opening_hours = models.CharField(
        "giờ mở cửa", max_length=150, blank=True, help_text="Ví dụ: 7:30–18:00, cả chủ nhật."
    )
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    checked_on = models.DateField(
        "xác minh ngày", null=True, blank=True, help_text="Lần gần nhất hỏi hoặc đến tận nơi."
    )
    note = models.TextField("ghi chú", blank=True)
    source_url = models.URLField("nguồn", max_length=500, blank=True)
    is_published = models.BooleanField("hiện trên cổng", default=True)
    products = models.ManyToManyField(
        Product, related_name="sales_points", verbose_name="sản phẩm có bán", blank=True
    )

    objects = PublishedQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "điểm bán"
        verbose_name_plural = "điểm bán"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="sales_point_point_whole",
                violation_error_message="Ghi cả vĩ độ và kinh độ, hoặc để trống cả hai.",
            ),
            models.CheckConstraint(
                condition=Q(recognised_until__isnull=True)
                | Q(decision_on__isnull=True)
                | Q(recognised_until__gt=F("decision_on")),
                name="sales_point_recognised_after_decision",
                violation_error_message="Hạn công nhận phải sau ngày văn bản.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("markets:point", args=[self.pk])

    def is_recognised(self, on: dt.date) -> bool:
        """Whether an act names the point and has not run out by the day ``on``."""
        until = self.recognised_until
        return bool(self.decision_number) and (until is None or on < until)


@audited()
class SoldProduct(SalesPoint.products.through):  # type: ignore[name-defined]
    """One product sold at one point: the link as a row, so that the audit trail has it."""

    class Meta:
        triggers = [AnnounceChange()]
        proxy = True
        verbose_name = "sản phẩm có bán"
        verbose_name_plural = "sản phẩm có bán"
