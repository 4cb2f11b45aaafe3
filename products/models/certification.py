"""One award of stars to a product, for a term."""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from ocop_portal.shared.audit import audited
from ocop_portal.shared.models import Timestamped
from ocop_portal.shared.versions import AnnounceChange
from products.enums import AwardLevel, CertificationStatus, EndReason, Stars
from products.models.group import ProductGroup
from products.models.product import Product
from products.public_codes import LENGTH, PATTERN, NewPublicCode, in_groups
from products.querysets import CertificationQuerySet
from products.rules import status_on


class PublicCodeStays(pgtrigger.Trigger):
    """Refuse to change the code printed on labels."""

    name = "public_code_stays"
    when = pgtrigger.Before
    operation = pgtrigger.Update
    condition = pgtrigger.Q(old__public_code__df=pgtrigger.F("new__public_code"))
    func = "RAISE EXCEPTION 'Mã xác minh đã cấp thì không đổi.';"


@audited()
class Certification(Timestamped):
    """Stars granted to a product by a decision.

    ``valid_during`` is half-open: from the day of the decision until, not including, the day
    36 months later (Article 10 of the procedures; 26/2026/QĐ-TTg keeps the term), or until it
    was superseded or withdrawn, or the day it was kept in force until while re-evaluation is
    pending. It is empty when the first day is not known: such an award counts as ever made and
    never as valid. Its last day may still be known from the certificate (``expires_on``); from that
    day on it has expired.
    """

    public_code = models.CharField(
        "mã xác minh",
        max_length=LENGTH,
        unique=True,
        editable=False,
        db_default=NewPublicCode(),
        help_text="In dưới ngôi sao trên nhãn; máy cấp, không đổi, không dùng lại.",
    )
    product = models.ForeignKey(
        Product, models.PROTECT, related_name="certifications", verbose_name="sản phẩm"
    )
    stars = models.PositiveSmallIntegerField("hạng sao", choices=Stars)
    score = models.DecimalField(
        "điểm",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Tổng điểm trung bình, thang 100.",
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    recognised_year = models.PositiveSmallIntegerField(
        "năm công nhận", null=True, blank=True, help_text="Khi chỉ biết năm."
    )
    issuing_body = models.CharField("cơ quan công nhận", max_length=200, blank=True)
    level = models.CharField("cấp công nhận", max_length=10, choices=AwardLevel, blank=True)
    group = models.ForeignKey(
        ProductGroup,
        models.PROTECT,
        related_name="certifications",
        verbose_name="phân nhóm khi công nhận",
        null=True,
        blank=True,
    )
    valid_during = DateRangeField(
        "thời hạn", null=True, blank=True, help_text="Từ ngày, đến trước ngày."
    )
    expires_on = models.DateField(
        "hạn ghi trên giấy", null=True, blank=True, help_text="36 tháng kể từ ngày quyết định."
    )
    extended_to = models.DateField(
        "kéo dài đến trước ngày",
        null=True,
        blank=True,
        help_text="Khi còn chờ kết quả đánh giá lại.",
    )
    extension_act = models.CharField("văn bản kéo dài", max_length=100, blank=True)
    end_reason = models.CharField("kết thúc do", max_length=10, choices=EndReason, blank=True)
    ended_on = models.DateField("kết thúc từ ngày", null=True, blank=True)
    end_act = models.CharField("văn bản kết thúc", max_length=100, blank=True)
    end_note = models.TextField("lý do kết thúc", blank=True)
    superseded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="supersedes",
        verbose_name="được thay bởi",
        null=True,
        blank=True,
    )
    scoring = models.JSONField(
        "điểm các phần đã công bố",
        default=dict,
        blank=True,
        editable=False,
        help_text="Chép từ kết luận của hội đồng khi công nhận; không sửa về sau.",
    )
    source_url = models.URLField("nguồn", max_length=500, blank=True)
    source_note = models.TextField("ghi chú theo nguồn", blank=True)

    objects = CertificationQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange(), PublicCodeStays()]
        verbose_name = "chứng nhận OCOP"
        verbose_name_plural = "chứng nhận OCOP"
        ordering = [F("decision_on").desc(nulls_last=True), "-recognised_year", "-pk"]
        indexes = [
            models.Index(fields=["decision_number"], name="certification_decision"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_code__regex=PATTERN),
                name="certification_public_code_shape",
                violation_error_message="Mã xác minh gồm tám ký tự máy cấp.",
            ),
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=5),
                name="certification_stars_1_to_5",
                violation_error_message="Hạng sao là số từ 1 đến 5.",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
                name="certification_score_0_to_100",
                violation_error_message="Điểm nằm trong khoảng 0 đến 100.",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(decision_on__isnull=True)
                | Q(expires_on__gt=F("decision_on")),
                name="certification_expires_after_issue",
                violation_error_message="Ngày hết hạn phải sau ngày quyết định.",
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True)
                | Q(expires_on__isnull=False, extended_to__gt=F("expires_on")),
                name="certification_extended_past_its_term",
                violation_error_message="Ngày kéo dài phải sau hạn ghi trên giấy.",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="", ended_on__isnull=True)
                | Q(~Q(end_reason=""), ended_on__isnull=False),
                name="certification_end_whole",
                violation_error_message="Ghi cả lý do và ngày kết thúc, hoặc để trống cả hai.",
            ),
            models.CheckConstraint(
                condition=~Q(end_reason=EndReason.WITHDRAWN) | ~Q(end_act=""),
                name="certification_withdrawn_by_act",
                violation_error_message="Thu hồi phải có văn bản.",
            ),
            ExclusionConstraint(
                name="certification_one_at_a_time",
                expressions=[
                    ("product", RangeOperators.EQUAL),
                    ("valid_during", RangeOperators.OVERLAPS),
                ],
                condition=Q(valid_during__isnull=False),
                violation_error_message="Sản phẩm đã có chứng nhận khác trong cùng thời gian.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stars} sao · {self.decision_number or self.recognised_year or '?'}"

    @property
    def printed_code(self) -> str:
        """The public code as it stands on a label: ``7K3M-9QWX``."""
        return in_groups(self.public_code)

    @property
    def starts_on(self) -> dt.date | None:
        """First day in force, if known."""
        return self.valid_during.lower if self.valid_during else None

    @property
    def ends_on(self) -> dt.date | None:
        """First day no longer in force, if known."""
        return self.valid_during.upper if self.valid_during else None

    def status(self, on: dt.date) -> CertificationStatus:
        """What this certification is on the day ``on``."""
        return status_on(
            on,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            expires_on=self.expires_on,
            end_reason=self.end_reason,
            ended_on=self.ended_on,
        )
