"""What the decisions leave to a council's own regulation, kept as a record with its citation."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value

from ocop_portal.shared.audit import audited
from ocop_portal.shared.versions import AnnounceChange
from scoring.criteria.triggers import PublishedRowStays
from scoring.regulation import (
    DEFAULT_REGULATION,
    Averaging,
    AwardWhenMissed,
    CouncilRegulation,
    GateJudged,
    MinimumJudged,
)

MOST_DECIMALS = 4


class RegulationQuerySet(models.QuerySet["Regulation"]):
    """Regulations by what holds."""

    def published(self) -> RegulationQuerySet:
        """Those that councils may sit by, the software's default included."""
        return self.exclude(published_at=None)

    def in_force(self, on: dt.date) -> Regulation:
        """The regulation a council sits by on the day ``on``: its own, else the default.

        Raises ``Regulation.DoesNotExist`` where not even the default was loaded.
        """
        held = self.published().filter(
            Q(is_default=True)
            | Q(effective_from__lte=on) & (Q(effective_to__isnull=True) | Q(effective_to__gte=on))
        )
        found = held.order_by("is_default", "-effective_from", "pk").first()
        if found is None:
            raise self.model.DoesNotExist("Chưa nạp quy chế mặc định: chạy load_reference.")
        return found

    def rules_in_force(self, on: dt.date) -> CouncilRegulation:
        """The same as plain data; the defaults of the code where nothing was loaded."""
        try:
            return self.in_force(on).rules()
        except self.model.DoesNotExist:
            return DEFAULT_REGULATION


@audited()
class Regulation(models.Model):
    """A council's regulation (quy chế hoạt động), or the software's default that says it is one.

    No decision of the Prime Minister fixes these numbers. Once published it stays as it is; only
    its last day may be added. A changed regulation is a further record.
    """

    name = models.CharField(
        "tên quy chế",
        max_length=255,
        unique=True,
        help_text="Ví dụ: Quy chế hoạt động của Hội đồng OCOP tỉnh năm 2026.",
    )
    citation = models.TextField(
        "căn cứ", help_text="Số, ngày, cơ quan ban hành; điều khoản nếu có."
    )
    effective_from = models.DateField(
        "áp dụng từ ngày", null=True, blank=True, help_text="Ngày quy chế có hiệu lực."
    )
    effective_to = models.DateField(
        "đến hết ngày", null=True, blank=True, help_text="Để trống khi còn áp dụng."
    )
    is_default = models.BooleanField("mặc định của phần mềm", default=False, editable=False)
    averaging = models.CharField(
        "cách tính điểm trung bình", max_length=10, choices=Averaging, default=Averaging.TOTALS
    )
    minimum_judged = models.CharField(
        "mức tối thiểu của hạng đạt khi",
        max_length=10,
        choices=MinimumJudged,
        default=MinimumJudged.MEAN,
    )
    gate_judged = models.CharField(
        "điều kiện loại áp dụng khi",
        max_length=10,
        choices=GateJudged,
        default=GateJudged.ANYONE,
    )
    award_when_missed = models.CharField(
        "đủ điểm mà thiếu mức tối thiểu thì",
        max_length=15,
        choices=AwardWhenMissed,
        default=AwardWhenMissed.HIGHEST_HELD,
    )
    spread_limit = models.DecimalField(
        "chênh lệch điểm tối đa",
        max_digits=5,
        decimal_places=2,
        default=10,
        help_text="Điểm, giữa phiếu cao nhất và thấp nhất; quá thì thảo luận, chấm lại.",
    )
    quorum_numerator = models.PositiveSmallIntegerField(
        "số phần phải có mặt", default=3, help_text="Ba phần tư: ghi 3 ở ô này."
    )
    quorum_denominator = models.PositiveSmallIntegerField(
        "trên tổng số phần",
        default=4,
        validators=[MinValueValidator(1)],
        help_text="Ba phần tư: ghi 4 ở ô này.",
    )
    chair_must_be_present = models.BooleanField("phải có mặt chủ tịch", default=True)
    decimals = models.PositiveSmallIntegerField(
        "số chữ số thập phân khi hiện điểm",
        default=2,
        validators=[MaxValueValidator(MOST_DECIMALS)],
        help_text="Hạng sao so trên điểm chưa làm tròn.",
    )
    dossier_days_ahead = models.PositiveSmallIntegerField(
        "gửi hồ sơ trước cuộc họp", default=2, help_text="Số ngày làm việc."
    )
    published_at = models.DateTimeField(
        "ban hành vào phần mềm lúc", null=True, blank=True, editable=False
    )

    objects = RegulationQuerySet.as_manager()

    class Meta:
        triggers = [AnnounceChange(), PublishedRowStays(("effective_to",))]
        verbose_name = "quy chế hội đồng"
        verbose_name_plural = "quy chế hội đồng"
        ordering = ["is_default", F("effective_from").desc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="regulation_one_default",
                violation_error_message="Đã có quy chế mặc định.",
            ),
            models.CheckConstraint(
                condition=Q(is_default=True) | Q(effective_from__isnull=False),
                name="regulation_has_a_first_day",
                violation_error_message="Ghi ngày quy chế bắt đầu áp dụng.",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="regulation_days_in_order",
                violation_error_message="Ngày cuối không thể trước ngày đầu.",
            ),
            models.CheckConstraint(
                condition=Q(quorum_denominator__gt=0)
                & Q(quorum_numerator__gt=0)
                & Q(quorum_numerator__lte=F("quorum_denominator")),
                name="regulation_quorum_is_a_share",
                violation_error_message="Số phần phải có mặt từ 1 đến tổng số phần.",
            ),
            models.CheckConstraint(
                condition=Q(spread_limit__gte=0, spread_limit__lte=100),
                name="regulation_spread_in_points",
                violation_error_message="Chênh lệch điểm từ 0 đến 100.",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=MOST_DECIMALS),
                name="regulation_decimals_few",
                violation_error_message="Số chữ số thập phân từ 0 đến 4.",
            ),
            ExclusionConstraint(
                name="regulation_one_at_a_time",
                expressions=[
                    (
                        Func("effective_from", "effective_to", Value("[]"), function="DATERANGE"),
                        RangeOperators.OVERLAPS,
                    )
                ],
                condition=Q(published_at__isnull=False, is_default=False),
                violation_error_message="Đã có quy chế khác áp dụng trong thời gian này.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_published(self) -> bool:
        """Whether councils may sit by it, and so nobody may change it."""
        return self.published_at is not None

    @property
    def quorum(self) -> Fraction:
        """The share of members that must be present."""
        return Fraction(self.quorum_numerator, self.quorum_denominator)

    def rules(self) -> CouncilRegulation:
        """The regulation as plain data for ``scoring.rules``."""
        return CouncilRegulation(
            name=self.name,
            citation=self.citation,
            is_default=self.is_default,
            averaging=Averaging(self.averaging),
            minimum_judged=MinimumJudged(self.minimum_judged),
            gate_judged=GateJudged(self.gate_judged),
            award_when_missed=AwardWhenMissed(self.award_when_missed),
            spread_limit=self.spread_limit,
            quorum=self.quorum,
            chair_must_be_present=self.chair_must_be_present,
            decimals=self.decimals,
            dossier_days_ahead=self.dossier_days_ahead,
        )
