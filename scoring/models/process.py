"""The processes of the decisions, kept, and the days on which offices are closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q

from ocop_portal.shared.audit import audited
from ocop_portal.shared.models import Timestamped
from ocop_portal.shared.versions import AnnounceChange
from scoring.criteria.triggers import PublishedRowStays
from scoring.models.criteria import CriteriaVersion, texts
from scoring.process.definitions import MonthDay
from scoring.process.enums import AssessmentKind, HolidayBasis, ProcessLevel
from scoring.process.triggers import ProcessIsWhole, ProcessPartStays


class DateRange(Func):
    """The range between two days, both included."""

    function = "DATERANGE"
    output_field = DateRangeField()


def days(label: str, **options: Any) -> models.PositiveSmallIntegerField:
    """Return a field of a number of days; empty where the decision gives none."""
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1)], **options
    )


def month_of(label: str) -> models.PositiveSmallIntegerField:
    """Return a field of a month."""
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )


def day_of(label: str) -> models.PositiveSmallIntegerField:
    """Return a field of a day of a month."""
    return models.PositiveSmallIntegerField(
        label, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )


@audited()
class AssessmentProcess(models.Model):
    """How dossiers filed from one day to another travel; once published it stays as it is.

    Of a published process only what a later decision says of it may be added: the last day of
    filing and until when a dossier may still be finished under it.
    """

    slug = models.SlugField("đường dẫn", max_length=30, unique=True)
    name = models.CharField("tên", max_length=255)
    citation = models.CharField("căn cứ", max_length=500)
    criteria_version = models.ForeignKey(
        CriteriaVersion, models.PROTECT, related_name="processes", verbose_name="bộ tiêu chí"
    )
    filed_from = models.DateField("hồ sơ nộp từ ngày")
    filed_to = models.DateField(
        "hồ sơ nộp đến hết ngày", null=True, blank=True, help_text="Để trống khi còn áp dụng."
    )
    finish_first_by = models.DateField(
        "lần đầu, nâng hạng: xong chậm nhất ngày",
        null=True,
        blank=True,
        help_text="Theo điều khoản chuyển tiếp của quyết định sau.",
    )
    finish_reevaluation_by = models.DateField(
        "đánh giá lại: xong chậm nhất ngày",
        null=True,
        blank=True,
        help_text="Theo điều khoản chuyển tiếp của quyết định sau.",
    )
    certificate_months = models.PositiveSmallIntegerField("thời hạn giấy chứng nhận (tháng)")
    window_opens_days = days(
        "đánh giá lại: nộp sớm nhất trước (ngày)", help_text="Tính ngược từ ngày hết hạn."
    )
    window_closes_days = days(
        "đánh giá lại: nộp muộn nhất trước (ngày)", help_text="Tính ngược từ ngày hết hạn."
    )
    withdrawal_days = days("thời gian thu hồi (ngày)")
    extension_days = days("giấy chứng nhận kéo dài tối đa (ngày)")
    bases = models.JSONField(
        "căn cứ của từng thời hạn", default=dict, blank=True, help_text="Điều, khoản."
    )
    gaps = texts("điều nguồn không nói")
    source = models.TextField("nguồn", blank=True)
    published_at = models.DateTimeField("công bố lúc", null=True, blank=True)

    class Meta:
        triggers = [
            AnnounceChange(),
            ProcessIsWhole(),
            PublishedRowStays(("filed_to", "finish_first_by", "finish_reevaluation_by", "bases")),
        ]
        verbose_name = "quy trình đánh giá"
        verbose_name_plural = "quy trình đánh giá"
        ordering = ["-filed_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(filed_to__isnull=True) | Q(filed_to__gte=F("filed_from")),
                name="process_days_in_order",
                violation_error_message="Ngày cuối không thể trước ngày đầu.",
            ),
            models.CheckConstraint(
                condition=Q(window_opens_days__isnull=True, window_closes_days__isnull=True)
                | Q(
                    window_opens_days__isnull=False,
                    window_closes_days__isnull=False,
                    window_opens_days__gt=F("window_closes_days"),
                ),
                name="process_window_in_order",
                violation_error_message="Ngày sớm nhất phải trước ngày muộn nhất; ghi cả hai.",
            ),
            ExclusionConstraint(
                name="process_one_a_day",
                expressions=[
                    (
                        DateRange(
                            "filed_from",
                            "filed_to",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(published_at__isnull=False),
                violation_error_message="Đã có quy trình khác áp dụng trong thời gian này.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def finish_by(self, kind: AssessmentKind) -> dt.date | None:
        """Last day on which a dossier of ``kind`` may still be finished under this process."""
        if kind == AssessmentKind.REEVALUATION:
            return self.finish_reevaluation_by
        return self.finish_first_by


@audited()
class ProcessStep(models.Model):
    """What one level does in a process."""

    process = models.ForeignKey(
        AssessmentProcess, models.PROTECT, related_name="steps", verbose_name="quy trình"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    level = models.CharField("cấp", max_length=10, choices=ProcessLevel)
    receives = models.CharField("tiếp nhận", max_length=255)
    checks = models.CharField("kiểm tra, tư vấn", max_length=255, blank=True)
    scores = models.CharField("chấm điểm", max_length=255, blank=True)
    decides = models.CharField("kết luận, quyết định", max_length=255, blank=True)
    contents = texts("nội dung đánh giá")
    awards = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name="công nhận hạng sao",
        default=list,
        blank=True,
    )
    sends_up_from = models.DecimalField(
        "chuyển lên cấp trên từ (điểm)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Tổng điểm trung bình, không làm tròn. Để trống: không xét theo điểm.",
    )
    has_advisory_group = models.BooleanField("có tổ tư vấn", default=False)
    has_council = models.BooleanField("có hội đồng", default=False)
    term_days = days("thời hạn (ngày)")
    term_is_working = models.BooleanField("thời hạn tính ngày làm việc", default=False)
    reevaluation_days = days("thời hạn đánh giá lại (ngày)")
    reevaluation_is_working = models.BooleanField(
        "thời hạn đánh giá lại tính ngày làm việc", default=False
    )
    basis = models.TextField("căn cứ", blank=True)

    class Meta:
        triggers = [AnnounceChange(), ProcessPartStays()]
        verbose_name = "bước của quy trình"
        verbose_name_plural = "bước của quy trình"
        ordering = ["process", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "position"], name="process_step_once"),
            models.UniqueConstraint(fields=["process", "level"], name="process_level_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.get_level_display()}"


@audited()
class ProcessRound(models.Model):
    """A yearly round of a level; both days are "trước ngày" and not in it themselves."""

    process = models.ForeignKey(
        AssessmentProcess, models.PROTECT, related_name="rounds", verbose_name="quy trình"
    )
    level = models.CharField("cấp", max_length=10, choices=ProcessLevel)
    number = models.PositiveSmallIntegerField("đợt")
    proposed_month = month_of("đề nghị trước: tháng")
    proposed_day = day_of("đề nghị trước: ngày")
    assessed_month = month_of("xong trước: tháng")
    assessed_day = day_of("xong trước: ngày")
    basis = models.CharField("căn cứ", max_length=255, blank=True)

    class Meta:
        triggers = [AnnounceChange(), ProcessPartStays()]
        verbose_name = "đợt đánh giá"
        verbose_name_plural = "đợt đánh giá"
        ordering = ["process", "level", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "level", "number"], name="process_round_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Đợt {self.number} {self.get_level_display()}"

    @property
    def proposed_before(self) -> MonthDay:
        """Day before which a dossier is proposed."""
        return MonthDay(self.proposed_month, self.proposed_day)

    @property
    def assessed_before(self) -> MonthDay:
        """Day before which the round is assessed."""
        return MonthDay(self.assessed_month, self.assessed_day)


@audited()
class PublicHoliday(Timestamped):
    """A day off, or a Saturday or Sunday worked in exchange for one."""

    day = models.DateField("ngày", unique=True)
    name = models.CharField("tên", max_length=120, help_text="Ví dụ: Quốc khánh, ngày liền kề.")
    is_working_day = models.BooleanField(
        "là ngày làm bù",
        default=False,
        help_text="Đánh dấu khi thứ Bảy, Chủ nhật này phải đi làm do hoán đổi.",
    )
    basis = models.CharField(
        "biết từ",
        max_length=10,
        choices=HolidayBasis,
        default=HolidayBasis.NOTICE,
        help_text="Năm nào chưa có dòng “theo thông báo” thì thời hạn rơi vào năm đó là tạm tính.",
    )
    source = models.CharField(
        "văn bản", max_length=255, help_text="Số, ngày của thông báo, hoặc điều khoản của luật."
    )

    class Meta:
        verbose_name = "ngày nghỉ lễ"
        verbose_name_plural = "ngày nghỉ lễ"
        ordering = ["-day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_working_day=False) | Q(day__week_day__in=[1, 7]),
                name="holiday_worked_on_a_weekend",
                violation_error_message="Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
