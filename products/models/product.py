"""The product itself. It carries no star: stars live on certifications (DESIGN 3.2)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from communes.models import Commune, District
from ocop_portal.shared.audit import audited
from ocop_portal.shared.bilingual import Bilingual
from ocop_portal.shared.fields import FoldedField, english
from ocop_portal.shared.models import Timestamped
from ocop_portal.shared.text import sort_key
from ocop_portal.shared.versions import AnnounceChange
from producers.models import Producer
from products.enums import GroupBasis, SourceQuality, Standing
from products.models.group import ProductGroup
from products.querysets import ProductQuerySet
from products.rules import shown_award

if TYPE_CHECKING:
    from products.models.certification import Certification
    from products.models.particulars import ProductImage


@audited()
class Product(Bilingual, Timestamped):
    """A product or tourism service that takes part in the programme."""

    register_code = models.CharField(
        "mã trong sổ", max_length=30, unique=True, null=True, blank=True
    )
    name = models.CharField("tên sản phẩm", max_length=255, help_text="Đúng như trên quyết định.")
    slug = models.SlugField("đường dẫn", max_length=160, unique=True)
    group = models.ForeignKey(
        ProductGroup,
        models.PROTECT,
        related_name="products",
        verbose_name="nhóm",
        null=True,
        blank=True,
        help_text="Phân nhóm hiện hành; chỉ chọn nhóm khi chưa rõ phân nhóm.",
    )
    group_basis = models.CharField(
        "căn cứ xếp nhóm", max_length=10, choices=GroupBasis, default=GroupBasis.DECIDED
    )
    producer = models.ForeignKey(
        Producer, models.PROTECT, related_name="products", verbose_name="chủ thể"
    )
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="products",
        verbose_name="xã, phường nơi làm",
        null=True,
        blank=True,
        help_text="Đơn vị lúc ghi sổ; đơn vị hiện nay được suy ra.",
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        related_name="products",
        verbose_name="huyện (trước 7/2025)",
        null=True,
        blank=True,
        help_text="Chỉ ghi khi nguồn không cho biết xã.",
    )
    village = models.CharField("thôn, tổ", max_length=100, blank=True)
    standing = models.CharField(
        "tình trạng tham gia", max_length=12, choices=Standing, default=Standing.REGISTERED
    )
    summary = models.CharField("mô tả ngắn", max_length=300, blank=True)
    description = models.TextField("mô tả", blank=True)
    story = models.TextField("câu chuyện sản phẩm", blank=True)
    name_en = english(models.CharField, "tên", max_length=255)
    summary_en = english(models.CharField, "mô tả ngắn", max_length=300)
    description_en = english(models.TextField, "mô tả")
    story_en = english(models.TextField, "câu chuyện sản phẩm")
    raw_material_area = models.TextField(
        "vùng nguyên liệu", blank=True, help_text="Điều kiện cơ bản: nguyên liệu địa phương."
    )
    local_labour = models.TextField(
        "lao động địa phương", blank=True, help_text="Điều kiện cơ bản: tỉ lệ lao động tại chỗ."
    )
    food_safety = models.TextField(
        "an toàn thực phẩm", blank=True, help_text="Điều kiện cơ bản: số, ngày giấy chứng nhận."
    )
    is_published = models.BooleanField("hiện trên cổng", default=True)
    source_url = models.URLField("nguồn", max_length=500, blank=True)
    source_quality = models.CharField(
        "chất lượng nguồn", max_length=12, choices=SourceQuality, blank=True
    )
    source_note = models.TextField("ghi chú theo nguồn", blank=True)
    sort_key = models.CharField(max_length=1200, editable=False, default="")
    name_folded = FoldedField("name")

    objects = ProductQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "sản phẩm"
        verbose_name_plural = "sản phẩm"
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="product_alphabet"),
            GinIndex(fields=["name_folded"], opclasses=["gin_trgm_ops"], name="product_name_trgm"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("products:detail", args=[self.slug])

    @property
    def public_source_url(self) -> str:
        """The page the row was taken from, unless that page cannot be trusted."""
        return "" if self.source_quality == SourceQuality.LOW else self.source_url

    @property
    def picture(self) -> ProductImage | None:
        """The picture lists show, from loaded rows."""
        return next(iter(self.images.all()), None)

    @property
    def illustration(self) -> str:
        """File name of the drawing shown where there is no picture; empty without a group."""
        return self.group.illustration if self.group else ""

    def award(self, on: dt.date) -> Certification | None:
        """The certification whose stars are shown on the day ``on``, from loaded rows."""
        return shown_award(self.certifications.all(), on)
