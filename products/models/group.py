"""The six groups and their sub-groups, as each criteria decision defines them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ocop_portal.shared.audit import audited
from ocop_portal.shared.bilingual import said
from ocop_portal.shared.versions import AnnounceChange


@audited()
class ProductGroup(models.Model):
    """A group (no parent) or a sub-group (with one) of a criteria decision.

    Groups of 26/2026/QĐ-TTg are the present ones; those of 148 and 1048 stay for the products
    that were certified under them.
    """

    decision = models.CharField("quyết định", max_length=30, help_text="Ví dụ: 26/2026/QĐ-TTg.")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="subgroups",
        verbose_name="nhóm",
        null=True,
        blank=True,
    )
    code = models.CharField("mã", max_length=12, help_text="Ví dụ: I hoặc I.3.b.")
    name = models.CharField("tên", max_length=255)
    short_name = models.CharField("tên ngắn", max_length=80)
    short_name_en = models.CharField("tên ngắn (tiếng Anh)", max_length=120, blank=True)
    branch = models.CharField("phân nhóm", max_length=255, blank=True)
    slug = models.SlugField("đường dẫn", max_length=120, unique=True)
    set_number = models.PositiveSmallIntegerField("bộ tiêu chí số", null=True, blank=True)
    managing_agency = models.CharField("cơ quan quản lý", max_length=255, blank=True)
    illustration = models.CharField("hình minh họa", max_length=80, blank=True)
    is_current = models.BooleanField("đang áp dụng", default=False)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        triggers = [AnnounceChange()]
        verbose_name = "nhóm sản phẩm"
        verbose_name_plural = "nhóm sản phẩm"
        ordering = ["decision", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "code"], name="group_code_once"),
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("products:group", args=[self.slug])

    @property
    def label(self) -> str:
        """The short name in the reader's language."""
        return said(self.short_name, self.short_name_en)


@audited()
class GroupCrosswalk(models.Model):
    """Which present sub-group an older sub-group corresponds to."""

    older = models.ForeignKey(
        ProductGroup, models.PROTECT, related_name="crosswalks_to", verbose_name="phân nhóm cũ"
    )
    current = models.ForeignKey(
        ProductGroup, models.PROTECT, related_name="crosswalks_from", verbose_name="phân nhóm nay"
    )
    note = models.CharField("ghi chú", max_length=255, blank=True)

    class Meta:
        verbose_name = "đối chiếu phân nhóm"
        verbose_name_plural = "đối chiếu phân nhóm"
        ordering = ["older_id", "current_id"]
        constraints = [
            models.UniqueConstraint(fields=["older", "current"], name="crosswalk_once"),
            models.CheckConstraint(condition=~Q(older=F("current")), name="crosswalk_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.older} → {self.current}"
