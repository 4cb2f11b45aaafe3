"""What belongs to a product: pictures, standards, rights, papers."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from ocop_portal.shared.audit import audited
from ocop_portal.shared.versions import AnnounceChange
from products.enums import DocumentKind, IntellectualPropertyKind, StandardKind
from products.models.product import Product
from products.querysets import ProductStandardQuerySet


class StoredPicture(models.Model):
    """A picture of ours, kept in three widths and three formats in a folder of the media."""

    directory = ""

    image = models.ImageField("ảnh", upload_to="products/", max_length=200)
    alt = models.CharField("lời tả ảnh", max_length=200, help_text="Cho người không nhìn thấy ảnh.")
    credit = models.CharField("nguồn ảnh", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    renditions = models.JSONField("các cỡ", default=dict, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.alt


@audited()
class ProductImage(StoredPicture):
    """A picture of a product."""

    directory = "products"
    product = models.ForeignKey(
        Product, models.CASCADE, related_name="images", verbose_name="sản phẩm"
    )

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "ảnh sản phẩm"
        verbose_name_plural = "ảnh sản phẩm"
        ordering = ["product_id", "position", "pk"]


@audited()
class ProductStandard(models.Model):
    """A certificate of a standard, with its term."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="standards", verbose_name="sản phẩm"
    )
    kind = models.CharField("tiêu chuẩn", max_length=12, choices=StandardKind)
    name = models.CharField("tên tiêu chuẩn", max_length=150, blank=True)
    number = models.CharField("số giấy", max_length=80, blank=True)
    issued_by = models.CharField("nơi cấp", max_length=200, blank=True)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("hết từ ngày", null=True, blank=True)

    objects = ProductStandardQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "tiêu chuẩn"
        verbose_name_plural = "tiêu chuẩn"
        ordering = ["product_id", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="standard_life_order",
                violation_error_message="Ngày hết phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()

    def is_in_force(self, on: dt.date) -> bool:
        """Not known to have ended, or not to have begun, by the day ``on``."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on < self.valid_to
        )


@audited()
class IntellectualProperty(models.Model):
    """A right registered for a product (basic condition of the programme)."""

    product = models.ForeignKey(
        Product,
        models.CASCADE,
        related_name="intellectual_properties",
        verbose_name="sản phẩm",
    )
    kind = models.CharField("loại", max_length=30, choices=IntellectualPropertyKind)
    name = models.CharField("tên", max_length=200)
    number = models.CharField("số văn bằng", max_length=80, blank=True)
    granted_on = models.DateField("ngày cấp", null=True, blank=True)
    expires_on = models.DateField("hết hạn", null=True, blank=True)

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "sở hữu trí tuệ"
        verbose_name_plural = "sở hữu trí tuệ"
        ordering = ["product_id", "kind", "pk"]

    def __str__(self) -> str:
        return self.name


@audited()
class ProductDocument(models.Model):
    """A public paper about a product: a link, never a private file."""

    product = models.ForeignKey(
        Product, models.CASCADE, related_name="documents", verbose_name="sản phẩm"
    )
    kind = models.CharField("loại", max_length=12, choices=DocumentKind)
    title = models.CharField("tên tài liệu", max_length=255)
    url = models.URLField("địa chỉ", max_length=500)

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "tài liệu"
        verbose_name_plural = "tài liệu"
        ordering = ["product_id", "kind", "pk"]

    def __str__(self) -> str:
        return self.title
