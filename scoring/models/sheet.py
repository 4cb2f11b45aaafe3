"""A member's score sheet: one dossier, one round, criterion by criterion; locked once handed in."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ocop_portal.shared.audit import audited
from ocop_portal.shared.models import Timestamped
from scoring.councils.enums import SheetStatus
from scoring.models.council import SessionItem, SessionMember
from scoring.models.criteria import Criterion
from scoring.triggers import LockedPart, LockedRow


@audited()
class Scoresheet(Timestamped):
    """One member's sheet on one dossier of a session in one round.

    A handed-in sheet stays; a correction is a further version with a reason (DESIGN 3.5).
    """

    item = models.ForeignKey(
        SessionItem, models.PROTECT, related_name="sheets", verbose_name="hồ sơ tại phiên"
    )
    member = models.ForeignKey(
        SessionMember, models.PROTECT, related_name="sheets", verbose_name="người chấm"
    )
    round = models.PositiveSmallIntegerField("lần chấm", default=1)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    status = models.CharField(
        "tình trạng", max_length=10, choices=SheetStatus, default=SheetStatus.DRAFT
    )
    gates = ArrayField(
        models.CharField(max_length=20), verbose_name="điều kiện loại", default=list, blank=True
    )
    comment = models.TextField("nhận xét chung", blank=True)
    correction_reason = models.TextField("lý do sửa", blank=True)
    total = models.DecimalField(
        "tổng điểm", max_digits=5, decimal_places=2, null=True, blank=True, editable=False
    )
    sha256 = models.CharField("dấu vân tay", max_length=64, blank=True, editable=False)
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True, editable=False)

    class Meta:
        triggers = [LockedRow("submitted_at", free=("status", "updated_at"))]
        verbose_name = "phiếu chấm"
        verbose_name_plural = "phiếu chấm"
        ordering = ["item_id", "member_id", "round", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member", "round", "version"], name="scoresheet_version_once"
            ),
            models.UniqueConstraint(
                fields=["item", "member", "round"],
                condition=~Q(status=SheetStatus.REPLACED),
                name="scoresheet_one_counts",
                violation_error_message="Thành viên này đã có một phiếu cho lần chấm này.",
            ),
            models.CheckConstraint(
                condition=Q(status=SheetStatus.DRAFT, submitted_at__isnull=True, total__isnull=True)
                | Q(
                    ~Q(status=SheetStatus.DRAFT),
                    ~Q(sha256=""),
                    submitted_at__isnull=False,
                    total__isnull=False,
                ),
                name="scoresheet_submitted_whole",
                violation_error_message="Phiếu đã nộp phải có tổng điểm và lúc nộp.",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(correction_reason=""),
                name="scoresheet_correction_says_why",
                violation_error_message="Sửa phiếu đã nộp phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu của {self.member} (lần {self.round}, bản {self.version})"


@audited()
class Score(models.Model):
    """Points a member gave to one criterion, with the case and a note."""

    sheet = models.ForeignKey(
        Scoresheet, models.PROTECT, related_name="scores", verbose_name="phiếu chấm"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="scores", verbose_name="tiêu chí"
    )
    points = models.DecimalField("điểm", max_digits=5, decimal_places=2, null=True, blank=True)
    case = models.CharField("trường hợp", max_length=4, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        triggers = [LockedPart("scoring_scoresheet", "sheet_id", "submitted_at")]
        verbose_name = "điểm"
        verbose_name_plural = "điểm"
        ordering = ["sheet_id", "criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=100),
                name="score_0_to_100",
                violation_error_message="Điểm nằm trong khoảng 0 đến 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"
