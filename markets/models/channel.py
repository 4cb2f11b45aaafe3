"""Channels that sell at a distance, and a product's own page on one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from markets.enums import ChannelKind, LinkState
from markets.querysets import ListingQuerySet, PublishedQuerySet
from ocop_portal.shared.audit import audited
from ocop_portal.shared.versions import AnnounceChange
from products.models import Product


@audited()
class SalesChannel(models.Model):
    """An e-commerce floor or another channel at a distance."""

    name = models.CharField("tên kênh", max_length=150, unique=True)
    kind = models.CharField("loại", max_length=12, choices=ChannelKind)
    url = models.URLField("địa chỉ", max_length=300, blank=True, help_text="Trang đầu của kênh.")
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
    """A product's own page on a sales channel.

    ``manage.py check_listings`` asks whether the page still opens; what it found is in
    ``check_result``, and a page found dead is hidden until its address is mended.
    """

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="listings", verbose_name="sản phẩm"
    )
    channel = models.ForeignKey(
        SalesChannel, models.PROTECT, related_name="listings", verbose_name="kênh"
    )
    url = models.URLField(
        "địa chỉ",
        max_length=500,
        help_text="Trang bán của chính sản phẩm này, không phải gian hàng.",
    )
    price = models.DecimalField(
        "giá ghi ở trang bán (đồng)",
        max_digits=12,
        decimal_places=0,
        null=True,
        blank=True,
        help_text="Ví dụ: 85000. Để trống khi chưa xem; nguồn cấp của Google cần giá.",
    )
    priced_on = models.DateField("xem giá ngày", null=True, blank=True)
    checked_on = models.DateField("kiểm tra ngày", null=True, blank=True)
    check_result = models.CharField(
        "kết quả kiểm tra",
        max_length=10,
        choices=LinkState,
        default=LinkState.UNCHECKED,
        blank=True,
        editable=False,
    )
    check_note = models.CharField("máy ghi", max_length=200, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(
        "số lần liền không mở được", default=0, editable=False
    )
    is_published = models.BooleanField("hiện trên cổng", default=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "nơi bán trên mạng"
        verbose_name_plural = "nơi bán trên mạng"
        ordering = ["product_id", "channel_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "channel", "url"],
                name="listing_once",
                violation_error_message="Trang bán này đã được ghi cho sản phẩm.",
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True, priced_on__isnull=True)
                | Q(price__gt=0, priced_on__isnull=False),
                name="listing_price_dated",
                violation_error_message="Ghi cả giá (trên 0) và ngày xem, hoặc để trống cả hai.",
            ),
        ]

    def __str__(self) -> str:
        return self.url
