"""What the offices found before the council: commune's, province's and advisers' reports."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from ocop_portal.shared.audit import audited
from ocop_portal.shared.models import Timestamped
from scoring.dossiers.enums import AppealStatus, Finding
from scoring.models.dossier import Dossier, DossierMove
from scoring.process.enums import ProcessLevel
from scoring.triggers import LockedPart, LockedRow


class Report(Timestamped):
    """A report on one revision of a dossier; locked when the dossier goes on."""

    revision_number = models.PositiveSmallIntegerField("về lần nộp")
    number = models.CharField("số báo cáo", max_length=60, blank=True)
    reported_on = models.DateField("ngày báo cáo", null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    locked_at = models.DateTimeField("khóa lúc", null=True, blank=True, editable=False)

    class Meta:
        abstract = True


@audited()
class CommuneReport(Report):
    """Mẫu số 03: components checked, the four contents assessed (Điều 7.2 of 26/2026/QĐ-TTg)."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="commune_reports", verbose_name="hồ sơ"
    )
    local_material = models.TextField("nguồn gốc, nguyên liệu địa phương", blank=True)
    local_material_finding = models.CharField(
        "đánh giá nguyên liệu", max_length=10, choices=Finding, blank=True
    )
    local_labour = models.TextField("sử dụng lao động địa phương", blank=True)
    local_labour_finding = models.CharField(
        "đánh giá lao động", max_length=10, choices=Finding, blank=True
    )
    idea_origin = models.TextField("nguồn gốc ý tưởng sản phẩm", blank=True)
    idea_origin_finding = models.CharField(
        "đánh giá ý tưởng", max_length=10, choices=Finding, blank=True
    )
    local_identity = models.TextField("bản sắc, trí tuệ địa phương", blank=True)
    local_identity_finding = models.CharField(
        "đánh giá bản sắc", max_length=10, choices=Finding, blank=True
    )
    is_meeting_held = models.BooleanField("có họp", default=False)
    meeting_on = models.DateField("ngày họp", null=True, blank=True)
    meeting_note = models.TextField("ý kiến tại cuộc họp", blank=True)
    samples_received = models.PositiveSmallIntegerField(
        "số sản phẩm mẫu đã nhận", null=True, blank=True, help_text="05 mẫu, trừ du lịch."
    )
    proposal = models.TextField("đề nghị", blank=True)
    is_proposed = models.BooleanField("đề nghị đánh giá, phân hạng", null=True, blank=True)

    class Meta:
        triggers = [LockedRow("locked_at")]
        verbose_name = "báo cáo của xã (Mẫu 03)"
        verbose_name_plural = "báo cáo của xã (Mẫu 03)"
        ordering = ["dossier_id", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(locked_at__isnull=True),
                name="commune_report_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Mẫu 03 · {self.number or 'chưa ghi số'}"


@audited()
class ComponentCheck(models.Model):
    """Whether one component of the dossier is there, as an office found it."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="component_checks", verbose_name="hồ sơ"
    )
    level = models.CharField("cấp kiểm tra", max_length=10, choices=ProcessLevel)
    revision_number = models.PositiveSmallIntegerField("về lần nộp")
    component = models.SlugField("thành phần", max_length=60)
    finding = models.CharField("kết quả", max_length=10, choices=Finding)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    checked_by = models.ForeignKey(
        User, models.PROTECT, related_name="component_checks", verbose_name="người kiểm tra"
    )
    checked_at = models.DateTimeField("lúc", auto_now=True)

    class Meta:
        verbose_name = "kiểm tra thành phần"
        verbose_name_plural = "kiểm tra thành phần"
        ordering = ["dossier_id", "level", "revision_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "level", "revision_number", "component"],
                name="component_checked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component}: {self.get_finding_display()}"


@audited()
class ProvinceReview(Report):
    """The content check of the provincial OCOP agency (Điều 7.3a of 26/2026/QĐ-TTg)."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="province_reviews", verbose_name="hồ sơ"
    )
    content = models.TextField("kết quả kiểm tra nội dung", blank=True)
    is_complete = models.BooleanField("đủ điều kiện trình tiếp", null=True, blank=True)

    class Meta:
        triggers = [LockedRow("locked_at")]
        verbose_name = "kiểm tra của tỉnh"
        verbose_name_plural = "kiểm tra của tỉnh"
        ordering = ["dossier_id", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(locked_at__isnull=True),
                name="province_review_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Kiểm tra của tỉnh · {self.number or 'chưa ghi số'}"


@audited()
class AdvisoryReport(Report):
    """The advisory group's assessment (Điều 7.3c): site visit, further tests, what it advises."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="advisory_reports", verbose_name="hồ sơ"
    )
    assessment = models.TextField("đánh giá hồ sơ", blank=True)
    is_site_visited = models.BooleanField("có khảo sát thực tế", default=False)
    visited_on = models.DateField("ngày khảo sát", null=True, blank=True)
    visit_note = models.TextField("kết quả khảo sát", blank=True)
    advice = models.TextField("ý kiến tham mưu hội đồng", blank=True)
    advised_stars = models.PositiveSmallIntegerField("hạng sao dự kiến", null=True, blank=True)

    class Meta:
        triggers = [LockedRow("locked_at")]
        verbose_name = "báo cáo tổ tư vấn"
        verbose_name_plural = "báo cáo tổ tư vấn"
        ordering = ["dossier_id", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(locked_at__isnull=True),
                name="advisory_report_one_open",
            ),
            models.CheckConstraint(
                condition=Q(advised_stars__isnull=True)
                | Q(advised_stars__gte=0, advised_stars__lte=5),
                name="advisory_report_stars_0_to_5",
                violation_error_message="Hạng sao là số từ 0 đến 5.",
            ),
            models.CheckConstraint(
                condition=Q(is_site_visited=False) | Q(visited_on__isnull=False),
                name="advisory_visit_dated",
                violation_error_message="Ghi ngày khảo sát.",
            ),
        ]

    def __str__(self) -> str:
        return f"Tổ tư vấn · {self.number or 'chưa ghi số'}"


@audited()
class FurtherTest(models.Model):
    """A test the advisory group asked for, and its outcome."""

    report = models.ForeignKey(
        AdvisoryReport, models.PROTECT, related_name="tests", verbose_name="báo cáo"
    )
    what = models.CharField("chỉ tiêu cần kiểm nghiệm", max_length=255)
    reason = models.TextField("lý do", blank=True)
    outcome = models.TextField("kết quả", blank=True)
    finding = models.CharField("đánh giá", max_length=10, choices=Finding, blank=True)

    class Meta:
        triggers = [LockedPart("scoring_advisoryreport", "report_id", "locked_at")]
        verbose_name = "kiểm nghiệm bổ sung"
        verbose_name_plural = "kiểm nghiệm bổ sung"
        ordering = ["report_id", "pk"]

    def __str__(self) -> str:
        return self.what


@audited()
class Appeal(Timestamped):
    """A producer's appeal against what was decided on a dossier, and the office's answer."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="appeals", verbose_name="hồ sơ"
    )
    against = models.ForeignKey(
        DossierMove, models.PROTECT, related_name="appeals", verbose_name="về việc"
    )
    text = models.TextField("nội dung khiếu nại")
    filed_by = models.ForeignKey(
        User, models.PROTECT, related_name="appeals_filed", verbose_name="người gửi"
    )
    filed_on = models.DateField("ngày gửi")
    status = models.CharField(
        "tình trạng", max_length=10, choices=AppealStatus, default=AppealStatus.FILED
    )
    answer = models.TextField("trả lời", blank=True)
    answer_number = models.CharField("số văn bản trả lời", max_length=60, blank=True)
    answered_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="appeals_answered",
        verbose_name="người trả lời",
        null=True,
        blank=True,
    )
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)

    class Meta:
        triggers = [LockedRow("answered_on")]
        verbose_name = "khiếu nại"
        verbose_name_plural = "khiếu nại"
        ordering = ["-filed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(status=AppealStatus.FILED),
                name="appeal_one_open",
                violation_error_message="Hồ sơ này đang có một khiếu nại chờ trả lời.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[AppealStatus.FILED, AppealStatus.TAKEN_BACK])
                | Q(answered_on__isnull=False, answered_by__isnull=False),
                name="appeal_answered_whole",
                violation_error_message="Trả lời khiếu nại phải có người và ngày trả lời.",
            ),
        ]

    def __str__(self) -> str:
        return f"Khiếu nại ngày {self.filed_on:%d/%m/%Y}"
