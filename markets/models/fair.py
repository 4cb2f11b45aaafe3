"""Fairs, market days and live sales, with the products shown there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from communes.models import Commune
from markets.enums import FairKind
from markets.models.channel import SalesChannel
from markets.querysets import FairQuerySet
from ocop_portal.shared.audit import audited
from ocop_portal.shared.slugs import free_slug
from ocop_portal.shared.versions import AnnounceChange
from products.models import Product


@audited()
class Fair(models.Model):
    """An occasion of one or more days on which products are shown and sold."""

    name = models.CharField("tên", max_length=255)
    slug = models.SlugField("đường dẫn", max_length=160, unique=True, editable=False)
    kind = models.CharField("loại", max_length=10, choices=FairKind)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    opens_at = models.TimeField("từ giờ", null=True, blank=True, help_text="Mỗi ngày, nếu biết.")
    closes_at = models.TimeField("đến giờ", null=True, blank=True)
    venue = models.CharField(
        "nơi tổ chức", max_length=255, blank=True, help_text="Tên nơi và địa chỉ."
    )
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="fairs",
        verbose_name="xã, phường",
        null=True,
        blank=True,
        help_text="Chỉ khi tổ chức trong địa bàn cổng phục vụ.",
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
    organiser = models.CharField("đơn vị tổ chức", max_length=255, blank=True)
    channel = models.ForeignKey(
        SalesChannel,
        models.PROTECT,
        related_name="fairs",
        verbose_name="phát trên kênh",
        null=True,
        blank=True,
        help_text="Với phiên bán hàng trực tuyến.",
    )
    url = models.URLField(
        "trang của sự kiện", max_length=500, blank=True, help_text="Trang xem trực tiếp, đăng ký."
    )
    description = models.TextField("giới thiệu", blank=True)
    source_url = models.URLField("nguồn", max_length=500, blank=True)
    is_published = models.BooleanField("hiện trên cổng", default=True)
    products = models.ManyToManyField(
        Product, related_name="fairs", verbose_name="sản phẩm trưng bày, bán", blank=True
    )

    objects = FairQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "hội chợ, phiên bán hàng"
        verbose_name_plural = "hội chợ, phiên bán hàng"
        ordering = ["-starts_on", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="fair_ends_after_start",
                violation_error_message="Ngày kết thúc không được trước ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__gt=F("opens_at")),
                name="fair_closes_after_opening",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="fair_point_whole",
                violation_error_message="Ghi cả vĩ độ và kinh độ, hoặc để trống cả hai.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=FairKind.LIVE) | ~Q(url="") | Q(channel__isnull=False),
                name="fair_live_somewhere",
                violation_error_message="Phiên trực tuyến cần trang xem hoặc kênh phát.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            others = Fair.objects.exclude(pk=self.pk)
            self.slug = free_slug(others, self.name, f"{self.starts_on:%Y}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("markets:fair", args=[self.slug])

    def is_over(self, on: dt.date) -> bool:
        """Whether the last day has passed by the day ``on``."""
        return self.ends_on < on


@audited()
class ShownProduct(Fair.products.through):  # type: ignore[name-defined]
    """One product shown at one fair: the link as a row, so that the audit trail has it."""

    class Meta:
        triggers = [AnnounceChange()]
        proxy = True
        verbose_name = "sản phẩm trưng bày"
        verbose_name_plural = "sản phẩm trưng bày"
