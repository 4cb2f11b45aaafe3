"""A producer's dossier: what it asks for, where it stands, what was handed in and when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from communes.models import Commune
from ocop_portal.shared.audit import audited
from ocop_portal.shared.models import Timestamped
from producers.models import Producer
from products.models import Product, ProductGroup
from scoring.dossiers.enums import (
    ClockKind,
    DossierAct,
    DossierStatus,
    Subject,
)
from scoring.dossiers.querysets import ClockQuerySet, DossierQuerySet
from scoring.models.criteria import CriteriaSet, Criterion
from scoring.models.process import AssessmentProcess
from scoring.process.enums import AssessmentKind, ProcessLevel
from scoring.triggers import NeverChanged


@audited()
class Dossier(Timestamped):
    """One product's way to its stars, judged by the law of the day it was first handed in.

    ``status`` and ``level`` are assigned by `scoring.dossiers.services` alone. ``registration``
    holds the fields of Mẫu số 01 and of parts I, II and IV of Mẫu số 02 as they are being written;
    what was handed in is kept unchanged in `DossierRevision`.
    """

    kind = models.CharField("loại hồ sơ", max_length=15, choices=AssessmentKind)
    producer = models.ForeignKey(
        Producer, models.PROTECT, related_name="dossiers", verbose_name="chủ thể"
    )
    product = models.ForeignKey(
        Product,
        models.PROTECT,
        related_name="dossiers",
        verbose_name="sản phẩm trong sổ",
        null=True,
        blank=True,
        help_text="Để trống khi sản phẩm chưa có trong sổ; được tạo khi công nhận.",
    )
    product_name = models.CharField("tên sản phẩm", max_length=255)
    group = models.ForeignKey(
        ProductGroup,
        models.PROTECT,
        related_name="dossiers",
        verbose_name="phân nhóm",
        null=True,
        blank=True,
    )
    criteria_set = models.ForeignKey(
        CriteriaSet,
        models.PROTECT,
        related_name="dossiers",
        verbose_name="bộ tiêu chí",
        null=True,
        blank=True,
    )
    process = models.ForeignKey(
        AssessmentProcess, models.PROTECT, related_name="dossiers", verbose_name="quy trình"
    )
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="dossiers",
        verbose_name="xã, phường nhận hồ sơ",
        help_text="Đơn vị đang có hiệu lực nơi chủ thể sản xuất.",
    )
    status = models.CharField(
        "tình trạng", max_length=15, choices=DossierStatus, default=DossierStatus.DRAFT
    )
    level = models.CharField(
        "cấp đang giữ", max_length=10, choices=ProcessLevel, default=ProcessLevel.COMMUNE
    )
    resume_status = models.CharField(
        "trở lại bước", max_length=15, choices=DossierStatus, blank=True, editable=False
    )
    number = models.PositiveSmallIntegerField(
        "số thứ tự trong năm của xã", null=True, blank=True, editable=False
    )
    year = models.PositiveSmallIntegerField("năm nộp", null=True, blank=True, editable=False)
    receipt_number = models.CharField(
        "phiếu số", max_length=40, unique=True, null=True, blank=True, editable=False
    )
    filed_on = models.DateField("ngày nộp lần đầu", null=True, blank=True, editable=False)
    revision_number = models.PositiveSmallIntegerField("lần nộp", default=0, editable=False)
    registration = models.JSONField("nội dung đăng ký", default=dict, blank=True)
    cases = models.JSONField("trường hợp đã khai", default=dict, blank=True)
    gates = models.JSONField("điều kiện loại tự khai", default=list, blank=True)
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="followed_by",
        verbose_name="lập từ hồ sơ",
        null=True,
        blank=True,
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="dossiers_created", verbose_name="người lập"
    )
    is_entered_by_office = models.BooleanField(
        "cán bộ nhập thay", default=False, help_text="Chủ thể không tự nhập được và đã đồng ý."
    )
    consent_note = models.CharField(
        "chủ thể đồng ý", max_length=255, blank=True, help_text="Ai đồng ý, bằng cách nào."
    )
    consent_on = models.DateField("ngày đồng ý", null=True, blank=True)
    is_demo = models.BooleanField("hồ sơ minh họa", default=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ"
        verbose_name_plural = "hồ sơ"
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "level"], name="dossier_status_level"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "year", "number"],
                name="dossier_number_once",
                violation_error_message="Số hồ sơ này của xã đã được cấp.",
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(product__isnull=False)
                & ~Q(status__in=["recognised", "not_recognised", "refused", "withdrawn"]),
                name="dossier_one_open_per_product",
                violation_error_message="Sản phẩm này đang có một hồ sơ chưa kết thúc.",
            ),
            models.CheckConstraint(
                condition=Q(revision_number=0, filed_on__isnull=True, receipt_number__isnull=True)
                | Q(
                    revision_number__gt=0,
                    filed_on__isnull=False,
                    receipt_number__isnull=False,
                    number__isnull=False,
                    year__isnull=False,
                ),
                name="dossier_filed_whole",
                violation_error_message="Hồ sơ đã nộp phải có ngày nộp và phiếu số.",
            ),
            models.CheckConstraint(
                condition=Q(is_entered_by_office=False)
                | Q(~Q(consent_note=""), consent_on__isnull=False),
                name="dossier_entered_with_consent",
                violation_error_message="Nhập thay chủ thể phải ghi sự đồng ý và ngày đồng ý.",
            ),
            models.CheckConstraint(
                condition=(Q(status=DossierStatus.SUPPLEMENT) & ~Q(resume_status=""))
                | (~Q(status=DossierStatus.SUPPLEMENT) & Q(resume_status="")),
                name="dossier_resumes_somewhere",
                violation_error_message="Hồ sơ chờ bổ sung phải có bước để trở lại.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_number or 'Bản nháp'} · {self.product_name}"

    @property
    def product_code(self) -> str:
        """Code on the evaluation sheet, ``(T)-(X)-(STT)-20xx`` (Phụ lục II, 26/2026/QĐ-TTg)."""
        if self.number is None:
            return ""
        province = self.commune.province.code
        return f"{province}-{self.commune.code}-{self.number:02}-{self.year}"


@audited()
class DossierAnswer(models.Model):
    """What the producer says of one criterion; its points count for the self-assessment only."""

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="answers", verbose_name="hồ sơ"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="dossier_answers", verbose_name="tiêu chí"
    )
    points = models.DecimalField(
        "điểm tự chấm", max_digits=5, decimal_places=2, null=True, blank=True
    )
    case = models.CharField("trường hợp", max_length=4, blank=True)
    note = models.TextField("thuyết minh", blank=True)

    class Meta:
        verbose_name = "điểm tự chấm"
        verbose_name_plural = "điểm tự chấm"
        ordering = ["dossier_id", "criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "criterion"], name="dossier_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"


@audited()
class DossierRevision(models.Model):
    """A dossier as it was handed in once: nothing in it changes any more."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="revisions", verbose_name="hồ sơ"
    )
    number = models.PositiveSmallIntegerField("lần nộp")
    content = models.JSONField("nội dung đã nộp")
    sha256 = models.CharField("dấu vân tay", max_length=64)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, related_name="dossier_revisions", verbose_name="người nộp"
    )
    submitted_at = models.DateTimeField("nộp lúc")

    class Meta:
        triggers = [NeverChanged()]
        verbose_name = "lần nộp hồ sơ"
        verbose_name_plural = "lần nộp hồ sơ"
        ordering = ["dossier_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="dossier_revision_once"),
        ]

    def __str__(self) -> str:
        return f"Lần nộp {self.number}"


@audited()
class DossierMove(models.Model):
    """One act on a dossier: who, when, from where to where, and why. Never changed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="moves", verbose_name="hồ sơ")
    act = models.CharField("việc", max_length=15, choices=DossierAct)
    from_status = models.CharField(
        "từ tình trạng", max_length=15, choices=DossierStatus, blank=True
    )
    to_status = models.CharField("sang tình trạng", max_length=15, choices=DossierStatus)
    from_level = models.CharField("từ cấp", max_length=10, choices=ProcessLevel, blank=True)
    to_level = models.CharField("sang cấp", max_length=10, choices=ProcessLevel)
    revision_number = models.PositiveSmallIntegerField("lần nộp", default=0)
    reason = models.TextField("lý do, ghi chú", blank=True)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="dossier_events", verbose_name="người làm"
    )
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        triggers = [NeverChanged()]
        verbose_name = "diễn biến hồ sơ"
        verbose_name_plural = "diễn biến hồ sơ"
        ordering = ["dossier_id", "at", "pk"]

    def __str__(self) -> str:
        return self.get_act_display()


@audited()
class RequestedItem(models.Model):
    """One thing the office asked the producer to put right, and what the producer answered."""

    move = models.ForeignKey(
        DossierMove, models.PROTECT, related_name="items", verbose_name="lần yêu cầu"
    )
    subject = models.CharField("về", max_length=15, choices=Subject)
    code = models.CharField(
        "phần nào",
        max_length=255,
        blank=True,
        help_text="Mã tiêu chí hoặc tên loại minh chứng; để trống là cả mục.",
    )
    what = models.TextField("cần bổ sung gì")
    answer = models.TextField("chủ thể trả lời", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "nội dung cần bổ sung"
        verbose_name_plural = "nội dung cần bổ sung"
        ordering = ["move_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what=""),
                name="requested_item_says_what",
                violation_error_message="Ghi rõ cần bổ sung gì.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.code}".strip()


@audited()
class DossierMessage(models.Model):
    """A message between a producer and the office inside a dossier."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="messages", verbose_name="hồ sơ"
    )
    author = models.ForeignKey(
        User, models.PROTECT, related_name="dossier_messages", verbose_name="người viết"
    )
    is_from_office = models.BooleanField("của cơ quan", default=False)
    body = models.TextField("nội dung")
    sent_at = models.DateTimeField("gửi lúc", auto_now_add=True)
    read_at = models.DateTimeField("bên kia đọc lúc", null=True, blank=True)

    class Meta:
        verbose_name = "trao đổi"
        verbose_name_plural = "trao đổi"
        ordering = ["dossier_id", "sent_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="dossier_message_not_empty"),
        ]

    def __str__(self) -> str:
        return self.body[:60]


@audited()
class DossierClock(models.Model):
    """A deadline that runs on a dossier; it stands still while the producer supplements.

    ``due_on`` is the last day in time as counted with the pauses so far; while ``paused_on`` is
    set it means nothing and the clock is neither near nor over.
    """

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="clocks", verbose_name="hồ sơ"
    )
    kind = models.CharField("thời hạn", max_length=10, choices=ClockKind)
    citation = models.CharField("căn cứ", max_length=120)
    started_on = models.DateField("tính từ ngày")
    due_on = models.DateField("hạn chót")
    days = models.PositiveSmallIntegerField("số ngày")
    is_working_days = models.BooleanField("tính ngày làm việc", default=True)
    paused_on = models.DateField("tạm dừng từ", null=True, blank=True)
    stopped_on = models.DateField("xong ngày", null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = "thời hạn"
        verbose_name_plural = "thời hạn"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind"],
                condition=Q(stopped_on__isnull=True),
                name="dossier_clock_runs_once",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("started_on")),
                name="dossier_clock_order",
                violation_error_message="Hạn chót không thể trước ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.due_on:%d/%m/%Y}"


@audited()
class ClockPause(models.Model):
    """While a clock stood still: the days after ``stopped_on`` up to ``resumed_on``."""

    clock = models.ForeignKey(
        DossierClock, models.PROTECT, related_name="pauses", verbose_name="thời hạn"
    )
    stopped_on = models.DateField("dừng ngày")
    resumed_on = models.DateField("chạy tiếp ngày")

    class Meta:
        verbose_name = "lần tạm dừng"
        verbose_name_plural = "lần tạm dừng"
        ordering = ["clock_id", "stopped_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resumed_on__gte=F("stopped_on")), name="clock_pause_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stopped_on:%d/%m/%Y}–{self.resumed_on:%d/%m/%Y}"
