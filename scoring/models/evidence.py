"""Proof of what a dossier says: private files, or where the paper can be found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from ocop_portal.shared.audit import audited
from ocop_portal.shared.models import Timestamped
from ocop_portal.shared.private_files import PrivateFile
from scoring.models.criteria import Criterion, EvidenceKind
from scoring.models.dossier import Dossier


@audited()
class Evidence(Timestamped):
    """One proof of a dossier, of one of the fifteen kinds of Mẫu số 02, used by any criteria.

    What was handed in with some revision is never deleted: taking it out sets ``removed_at``.
    """

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="evidence", verbose_name="hồ sơ"
    )
    kind = models.ForeignKey(
        EvidenceKind, models.PROTECT, related_name="evidence", verbose_name="loại minh chứng"
    )
    title = models.CharField(
        "tên giấy tờ", max_length=255, help_text="Ví dụ: Giấy chứng nhận cơ sở đủ điều kiện ATTP."
    )
    number = models.CharField("số, ký hiệu", max_length=100, blank=True)
    issuer = models.CharField("nơi cấp", max_length=200, blank=True)
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    valid_to = models.DateField(
        "có giá trị đến hết ngày", null=True, blank=True, help_text="Để trống khi không có hạn."
    )
    reference = models.CharField(
        "nơi tra cứu",
        max_length=500,
        blank=True,
        help_text="Địa chỉ trang web hoặc nơi lưu bản giấy, khi không tải tệp lên.",
    )
    criteria = models.ManyToManyField(
        Criterion, related_name="evidence_used", verbose_name="dùng cho tiêu chí", blank=True
    )
    copied_from = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="copies",
        verbose_name="lấy từ hồ sơ trước",
        null=True,
        blank=True,
    )
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="evidence_uploaded", verbose_name="người tải lên"
    )
    removed_at = models.DateTimeField("bỏ khỏi hồ sơ lúc", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["dossier_id", "kind__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(valid_to__gte=models.F("issued_on")),
                name="evidence_days_in_order",
                violation_error_message="Ngày hết giá trị không thể trước ngày cấp.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@audited()
class EvidenceFile(PrivateFile):
    """One file of a proof; what was handed in stays, taking it out sets ``removed_at``."""

    evidence = models.ForeignKey(
        Evidence, models.PROTECT, related_name="files", verbose_name="minh chứng"
    )
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="evidence_files", verbose_name="người tải lên"
    )
    removed_at = models.DateTimeField("bỏ khỏi hồ sơ lúc", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "tệp minh chứng"
        verbose_name_plural = "tệp minh chứng"
        ordering = ["evidence_id", "pk"]
