"""What people report, the pictures they add, and what the office answers."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communes.models import Commune
from feedback.enums import OPEN, ReportKind, ReportState
from feedback.querysets import ReportQuerySet
from feedback.rules import due_on
from ocop_portal.shared.audit import audited
from ocop_portal.shared.private_files import PrivateFile
from producers.models import Producer
from products.models import Product

# What tells who somebody is, was written by them, or noted about them, never enters the trail: it
# is to be forgotten.
PERSONAL = frozenset(
    {"name", "email", "phone", "message", "place", "latitude", "longitude", "key_fingerprint"}
    | {"note"}
)


@audited(exclude=PERSONAL)
class Report(models.Model):
    """A question, a correction, or a report of a wrong label. Personal data have a last day."""

    number = models.CharField("mã phản ánh", max_length=12, unique=True, editable=False)
    key_fingerprint = models.CharField("dấu của khóa", max_length=64, editable=False)
    kind = models.CharField("loại", max_length=12, choices=ReportKind)
    message = models.TextField("nội dung", blank=True)
    product = models.ForeignKey(
        Product,
        models.SET_NULL,
        related_name="reports",
        verbose_name="về sản phẩm",
        null=True,
        blank=True,
    )
    producer = models.ForeignKey(
        Producer,
        models.SET_NULL,
        related_name="reports",
        verbose_name="về chủ thể",
        null=True,
        blank=True,
    )
    code = models.CharField("mã trên nhãn", max_length=60, blank=True)
    place = models.CharField("nơi thấy", max_length=200, blank=True)
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="reports",
        verbose_name="xã, phường",
        null=True,
        blank=True,
        help_text="Xã nhận việc; đổi để chuyển cho cán bộ xã khác.",
    )
    latitude = models.DecimalField(
        "vĩ độ",
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        "kinh độ",
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    name = models.CharField("người gửi", max_length=120, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    language = models.CharField("ngôn ngữ", max_length=5, default="vi", editable=False)
    state = models.CharField(
        "tình trạng", max_length=10, choices=ReportState, default=ReportState.NEW
    )
    answer = models.TextField(
        "trả lời", blank=True, help_text="Người gửi đọc được, và nhận qua thư nếu đã cho địa chỉ."
    )
    note = models.TextField(
        "ghi chú nội bộ", blank=True, help_text="Người gửi không thấy; xóa cùng dữ liệu cá nhân."
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="reports_handled",
        verbose_name="người xử lý",
        null=True,
        blank=True,
        editable=False,
    )
    received_at = models.DateTimeField("nhận lúc", default=timezone.now, editable=False)
    due_on = models.DateField("hẹn trả lời đến hết ngày", editable=False)
    closed_at = models.DateTimeField("xong lúc", null=True, blank=True, editable=False)
    purged_at = models.DateTimeField("xóa dữ liệu cá nhân lúc", null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "phản ánh"
        verbose_name_plural = "phản ánh"
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="report_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at__isnull=True)
                | ~Q(state__in=OPEN) & Q(closed_at__isnull=False),
                name="report_closed_dated",
                violation_error_message="Phản ánh đã xong phải có ngày xong.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.ANSWERED) | ~Q(answer=""),
                name="report_answered_in_words",
                violation_error_message="Ghi lời trả lời trước khi chuyển sang đã trả lời.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="report_point_whole",
                violation_error_message="Ghi cả vĩ độ và kinh độ, hoặc để trống cả hai.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args, **kwargs) -> None:
        if self.due_on is None:
            self.due_on = due_on(timezone.localdate(self.received_at))
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Whether somebody in the office still has to do something."""
        return self.state in OPEN

    def is_late(self, on: dt.date) -> bool:
        """Whether the promised time has passed without an answer."""
        return self.is_open and self.due_on < on


class ReportPicture(PrivateFile):
    """A picture sent along; private, and gone with the personal data. Not in the trail."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="pictures", verbose_name="phản ánh"
    )

    class Meta:
        verbose_name = "ảnh gửi kèm"
        verbose_name_plural = "ảnh gửi kèm"
        ordering = ["report_id", "pk"]
