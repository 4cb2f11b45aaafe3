"""Administrative units with a life of their own, as DESIGN 3.1 asks."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from communes.enums import CommuneKind, NameKind, NameShare, SuccessionKind, full_name
from communes.querysets import CommuneQuerySet
from ocop_portal.shared.audit import audited
from ocop_portal.shared.fields import FoldedField
from ocop_portal.shared.text import slugify, sort_key
from ocop_portal.shared.versions import AnnounceChange

UNIT_CODE = RegexValidator(r"^\d{5}$", "Mã đơn vị gồm đúng 5 chữ số.")


class Life(Func):
    """The half-open period ``[valid_from, valid_to)`` of a row."""

    function = "DATERANGE"
    output_field = DateRangeField()


@audited()
class Province(models.Model):
    """A province or a centrally run city, for as long as it exists."""

    code = models.CharField("mã tỉnh", max_length=2)
    name = models.CharField("tên tỉnh", max_length=100, help_text="Không kèm chữ “tỉnh”.")
    full_name = models.CharField("tên đầy đủ", max_length=120)
    name_en = models.CharField("tên tiếng Anh", max_length=120, blank=True)
    valid_from = models.DateField("có từ ngày", null=True, blank=True)
    valid_to = models.DateField("hết từ ngày", null=True, blank=True)
    is_served = models.BooleanField(
        "cổng này phục vụ", default=False, help_text="Kể cả tỉnh cũ thuộc địa bàn nay phục vụ."
    )
    outline = models.JSONField("đường viền (GeoJSON)", null=True, blank=True, editable=False)

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "tỉnh, thành phố"
        verbose_name_plural = "tỉnh, thành phố"
        ordering = ["code", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], nulls_distinct=False, name="province_code_life"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


@audited()
class District(models.Model):
    """A former district-level unit; districts ended on 1 July 2025."""

    code = models.CharField("mã huyện", max_length=3)
    name = models.CharField("tên đầy đủ", max_length=100, help_text="Ví dụ: Huyện Na Rì.")
    slug = models.SlugField("đường dẫn", max_length=120, unique=True)
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="districts", verbose_name="tỉnh"
    )
    valid_from = models.DateField("có từ ngày", null=True, blank=True)
    valid_to = models.DateField("hết từ ngày", null=True, blank=True)
    sort_key = models.CharField(max_length=500, editable=False, default="")

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "huyện (trước 7/2025)"
        verbose_name_plural = "huyện (trước 7/2025)"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], nulls_distinct=False, name="district_code_life"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.name)
        self.slug = self.slug or slugify(self.name)
        super().save(*args, **kwargs)


@audited()
class Commune(models.Model):
    """A commune-level unit during one life: a code may mean other places at other times."""

    code = models.CharField(
        "mã đơn vị",
        max_length=5,
        help_text="5 chữ số, theo Tổng cục Thống kê.",
        validators=[UNIT_CODE],
    )
    name = models.CharField("tên", max_length=100, help_text="Không kèm xã, phường, thị trấn.")
    kind = models.CharField("loại", max_length=10, choices=CommuneKind)
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="communes", verbose_name="tỉnh"
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        related_name="communes",
        verbose_name="huyện (trước 7/2025)",
        null=True,
        blank=True,
    )
    slug = models.SlugField("đường dẫn", max_length=140, unique=True)
    valid_from = models.DateField(
        "có từ ngày", null=True, blank=True, help_text="Để trống: có từ trước khi sổ này bắt đầu."
    )
    valid_to = models.DateField(
        "hết từ ngày",
        null=True,
        blank=True,
        help_text="Ngày đầu tiên không còn. Để trống: đang có.",
    )
    area_km2 = models.DecimalField(
        "diện tích (km²)", max_digits=9, decimal_places=2, null=True, blank=True
    )
    latitude = models.DecimalField("vĩ độ", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(
        "kinh độ", max_digits=8, decimal_places=5, null=True, blank=True
    )
    note = models.TextField("ghi chú", blank=True)
    sort_key = models.CharField(max_length=500, editable=False, default="")
    name_folded = FoldedField("name")

    objects = CommuneQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "xã, phường"
        verbose_name_plural = "xã, phường"
        ordering = ["sort_key", "code", "pk"]
        indexes = [
            GinIndex(fields=["name_folded"], opclasses=["gin_trgm_ops"], name="commune_name_trgm"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], nulls_distinct=False, name="commune_code_life"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="commune_life_order",
                violation_error_message="Ngày hết phải sau ngày bắt đầu.",
            ),
            ExclusionConstraint(
                name="commune_code_once_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (Life("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Mã này đã thuộc một đơn vị khác trong cùng thời gian.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("communes:detail", args=[self.slug])

    @property
    def full_name(self) -> str:
        """Kind and name, as on paper: ``Xã Côn Minh``."""
        return full_name(self.kind, self.name)

    def is_in_force(self, on: dt.date) -> bool:
        """Whether the unit exists on the day ``on``."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on < self.valid_to
        )


@audited()
class CommuneName(models.Model):
    """Another name or spelling by which a unit is found."""

    commune = models.ForeignKey(
        Commune, models.CASCADE, related_name="other_names", verbose_name="xã, phường"
    )
    name = models.CharField("tên khác", max_length=100)
    kind = models.CharField("loại", max_length=10, choices=NameKind)
    unit_kind = models.CharField(
        "loại đơn vị khi mang tên này", max_length=10, choices=CommuneKind, blank=True
    )
    code = models.CharField("mã cũ", max_length=5, blank=True, validators=[UNIT_CODE])
    share = models.CharField(
        "phần nhập vào",
        max_length=10,
        choices=NameShare,
        blank=True,
        help_text="Với tên cũ: bao nhiêu của nơi mang tên ấy nay thuộc đơn vị này.",
    )
    valid_to = models.DateField("dùng đến trước ngày", null=True, blank=True)
    source = models.CharField("nguồn", max_length=300, blank=True)
    name_folded = FoldedField("name")

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "tên khác của xã, phường"
        verbose_name_plural = "tên khác của xã, phường"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "name", "kind"], name="commune_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class CommuneSuccession(models.Model):
    """What became of a unit: one act, one day, one predecessor, one successor."""

    predecessor = models.ForeignKey(
        Commune, models.PROTECT, related_name="successions", verbose_name="đơn vị trước"
    )
    successor = models.ForeignKey(
        Commune, models.PROTECT, related_name="origins", verbose_name="đơn vị sau"
    )
    kind = models.CharField("hình thức", max_length=12, choices=SuccessionKind)
    effective_on = models.DateField("hiệu lực từ ngày")
    legal_act = models.CharField("văn bản", max_length=100)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "biến động địa giới"
        verbose_name_plural = "biến động địa giới"
        ordering = ["-effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"], name="succession_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_between_two",
                violation_error_message="Đơn vị trước và sau phải khác nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


@audited(exclude=frozenset({"geometry"}))
class CommuneBoundary(models.Model):
    """The indicative outline of a unit; never a legal boundary.

    The audit trail keeps the checksum in place of the geometry.
    """

    commune = models.OneToOneField(
        Commune, models.CASCADE, related_name="boundary", verbose_name="xã, phường"
    )
    geometry = models.JSONField("hình (GeoJSON)", help_text="Kinh độ, vĩ độ, hệ WGS 84.")
    checksum = models.CharField("dấu vân tay của hình", max_length=40, editable=False, default="")
    source = models.CharField("nguồn", max_length=300)

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "ranh giới (tham khảo)"
        verbose_name_plural = "ranh giới (tham khảo)"
        ordering = ["commune_id"]

    def __str__(self) -> str:
        return str(self.commune_id)

    def save(self, *args, **kwargs) -> None:
        self.checksum = geometry_checksum(self.geometry)
        super().save(*args, **kwargs)


def geometry_checksum(geometry: dict[str, Any]) -> str:
    """Fingerprint of a geometry, the same for the same figures however they are spaced."""
    packed = json.dumps(geometry, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(packed.encode(), digest_size=20).hexdigest()
