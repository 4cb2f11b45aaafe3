"""Where products are sold: points of sale, channels, and a product's place in them."""

from __future__ import annotations

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from communes.models import Commune, District
from markets.enums import ChannelKind, SalesPointKind
from markets.querysets import PublishedQuerySet
from ocop_portal.shared.audit import audited
from ocop_portal.shared.versions import AnnounceChange
from producers.models import Producer
from products.models import Product


@audited()
class SalesPoint(models.Model):
    """A place where OCOP products are sold or shown."""

    name = models.CharField("tên điểm", max_length=255)
    kind = models.CharField("loại", max_length=12, choices=SalesPointKind)
    operator = models.CharField("đơn vị vận hành", max_length=255, blank=True)
    producer = models.ForeignKey(
        Producer,
        models.SET_NULL,
        related_name="sales_points",
        verbose_name="chủ thể vận hành",
        null=True,
        blank=True,
    )
    address = models.CharField("địa chỉ", max_length=255, blank=True)
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="sales_points",
        verbose_name="xã, phường",
        null=True,
        blank=True,
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        related_name="sales_points",
        verbose_name="huyện (trước 7/2025)",
        null=True,
        blank=True,
    )
    latitude = models.DecimalField(
        "vĩ độ",
        max_digits=8,
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
    opening_hours = models.CharField("giờ mở cửa", max_length=150, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
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
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class SoldProduct(SalesPoint.products.through):  # type: ignore[name-defined]
    """One product sold at one point: the link as a row, so that the audit trail has it."""

    class Meta:
        proxy = True
        verbose_name = "sản phẩm có bán"
        verbose_name_plural = "sản phẩm có bán"


@audited()
class SalesChannel(models.Model):
    """An e-commerce floor or another channel at a distance."""

    name = models.CharField("tên kênh", max_length=150, unique=True)
    kind = models.CharField("loại", max_length=12, choices=ChannelKind)
    url = models.URLField("địa chỉ", max_length=300, blank=True)
    note = models.TextField("ghi chú", blank=True)
    source = models.CharField("nguồn", max_length=500, blank=True)
    is_published = models.BooleanField("hiện trên cổng", default=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "kênh bán hàng"
        verbose_name_plural = "kênh bán hàng"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


@audited()
class Listing(models.Model):
    """A product's own page on a sales channel."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="listings", verbose_name="sản phẩm"
    )
    channel = models.ForeignKey(
        SalesChannel, models.PROTECT, related_name="listings", verbose_name="kênh"
    )
    url = models.URLField("địa chỉ", max_length=500)
    checked_on = models.DateField("kiểm tra ngày", null=True, blank=True)
    is_published = models.BooleanField("hiện trên cổng", default=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "nơi bán trên mạng"
        verbose_name_plural = "nơi bán trên mạng"
        ordering = ["product_id", "channel_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "channel", "url"], name="listing_once"),
        ]

    def __str__(self) -> str:
        return self.url


pgtrigger.register(AnnounceChange())(SalesPoint.products.through)
