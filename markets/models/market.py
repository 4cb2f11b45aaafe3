"""Markets a product reaches, at home and abroad."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from markets.enums import MarketKind
from markets.querysets import PublishedQuerySet
from ocop_portal.shared.audit import audited
from ocop_portal.shared.versions import AnnounceChange
from products.models import Product


@audited()
class ProductMarket(models.Model):
    """A country or a province in which a product is sold, and where that is known from."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="markets", verbose_name="sản phẩm"
    )
    kind = models.CharField("loại", max_length=10, choices=MarketKind)
    place = models.CharField(
        "thị trường", max_length=120, help_text="Tên nước, hoặc tên tỉnh, vùng. Ví dụ: Nhật Bản."
    )
    since_year = models.PositiveSmallIntegerField(
        "từ năm",
        null=True,
        blank=True,
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
    )
    until_year = models.PositiveSmallIntegerField(
        "đến năm",
        null=True,
        blank=True,
        help_text="Để trống: đang bán.",
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
    )
    note = models.CharField("ghi chú", max_length=255, blank=True)
    source_url = models.URLField("nguồn", max_length=500, blank=True)
    is_published = models.BooleanField("hiện trên cổng", default=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "thị trường của sản phẩm"
        verbose_name_plural = "thị trường của sản phẩm"
        ordering = ["product_id", "kind", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "kind", "place"],
                name="product_market_once",
                violation_error_message="Thị trường này đã được ghi cho sản phẩm.",
            ),
            models.CheckConstraint(
                condition=Q(since_year__isnull=True)
                | Q(until_year__isnull=True)
                | Q(until_year__gte=models.F("since_year")),
                name="product_market_years",
                violation_error_message="Năm cuối phải từ năm đầu trở đi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.place}"
