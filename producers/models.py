"""Producers (chủ thể) and the places where they work."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from communes.models import Commune, District
from ocop_portal.shared.audit import audited
from ocop_portal.shared.bilingual import Bilingual
from ocop_portal.shared.fields import FoldedField, english
from ocop_portal.shared.models import Timestamped
from ocop_portal.shared.text import sort_key
from ocop_portal.shared.versions import AnnounceChange
from producers.enums import PremisesKind, ProducerKind
from producers.querysets import ProducerQuerySet

TAX_CODE = RegexValidator(
    r"^\d{10}(-?\d{3})?$|^\d{12}$",
    "Mã số thuế gồm 10 hoặc 13 chữ số, hoặc 12 số định danh của chủ hộ.",
)


@audited()
class Producer(Bilingual, Timestamped):
    """A cooperative, group, company or household that makes OCOP products."""

    name = models.CharField("tên chủ thể", max_length=255, help_text="Đúng như trên quyết định.")
    slug = models.SlugField("đường dẫn", max_length=160, unique=True)
    kind = models.CharField("loại hình", max_length=10, choices=ProducerKind)
    tax_code = models.CharField("mã số thuế", max_length=14, blank=True, validators=[TAX_CODE])
    registration_number = models.CharField("số đăng ký kinh doanh", max_length=50, blank=True)
    registered_on = models.DateField("ngày đăng ký", null=True, blank=True)
    representative = models.CharField("người đại diện", max_length=150, blank=True)
    representative_title = models.CharField("chức vụ", max_length=100, blank=True)
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="producers",
        verbose_name="xã, phường",
        null=True,
        blank=True,
        help_text="Đơn vị lúc ghi sổ; đơn vị hiện nay được suy ra.",
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        related_name="producers",
        verbose_name="huyện (trước 7/2025)",
        null=True,
        blank=True,
        help_text="Chỉ ghi khi nguồn không cho biết xã.",
    )
    address = models.CharField("địa chỉ", max_length=255, blank=True, help_text="Số nhà, thôn.")
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    website = models.URLField("trang web", blank=True)
    has_contact_consent = models.BooleanField(
        "đồng ý công khai liên hệ", default=False, help_text="Chủ thể đã đồng ý bằng văn bản."
    )
    contact_consent_on = models.DateField("ngày đồng ý", null=True, blank=True)
    introduction = models.TextField("giới thiệu", blank=True)
    name_en = english(models.CharField, "tên", max_length=255)
    introduction_en = english(models.TextField, "giới thiệu")
    is_published = models.BooleanField("hiện trên cổng", default=True)
    is_demo = models.BooleanField(
        "dữ liệu minh họa",
        default=False,
        help_text="Không có thật, chỉ để trình diễn; không bao giờ hiện trên cổng.",
    )
    source_url = models.URLField("nguồn", max_length=500, blank=True)
    sort_key = models.CharField(max_length=1200, editable=False, default="")
    name_folded = FoldedField("name")

    objects = ProducerQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "chủ thể"
        verbose_name_plural = "chủ thể"
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="producer_alphabet"),
            GinIndex(fields=["name_folded"], opclasses=["gin_trgm_ops"], name="producer_name_trgm"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tax_code"],
                condition=~Q(tax_code=""),
                name="producer_tax_code_once",
                violation_error_message="Mã số thuế này đã thuộc một chủ thể khác.",
            ),
            models.CheckConstraint(
                condition=Q(has_contact_consent=False) | Q(contact_consent_on__isnull=False),
                name="producer_consent_dated",
                violation_error_message="Ghi ngày chủ thể đồng ý công khai liên hệ.",
            ),
            models.CheckConstraint(
                condition=Q(is_demo=False) | Q(is_published=False),
                name="producer_demo_unpublished",
                violation_error_message="Chủ thể minh họa không được hiện trên cổng.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("producers:detail", args=[self.slug])


@audited()
class ProducerName(models.Model):
    """Another name under which a producer appears in decisions and in the press."""

    producer = models.ForeignKey(
        Producer, models.CASCADE, related_name="other_names", verbose_name="chủ thể"
    )
    name = models.CharField("tên khác", max_length=255)
    source = models.CharField("nguồn", max_length=500, blank=True)
    name_folded = FoldedField("name")

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "tên khác của chủ thể"
        verbose_name_plural = "tên khác của chủ thể"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["producer", "name"], name="producer_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class Premises(models.Model):
    """A place where a producer works, grows or sells."""

    producer = models.ForeignKey(
        Producer, models.CASCADE, related_name="premises", verbose_name="chủ thể"
    )
    kind = models.CharField("loại địa điểm", max_length=20, choices=PremisesKind)
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="premises",
        verbose_name="xã, phường",
        null=True,
        blank=True,
    )
    address = models.CharField("địa chỉ", max_length=255, blank=True)
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
    is_public = models.BooleanField("hiện trên bản đồ", default=True)

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "địa điểm của chủ thể"
        verbose_name_plural = "địa điểm của chủ thể"
        ordering = ["producer_id", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="premises_point_whole",
                violation_error_message="Ghi cả vĩ độ và kinh độ, hoặc để trống cả hai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.address or self.producer_id}"
