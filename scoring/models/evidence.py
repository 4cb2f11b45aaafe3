"""Proof of what a dossier says: a private file, or where the paper can be found."""

from __future__ import annotations

from pathlib import PurePath
from uuid import uuid4

from django.db import models
from django.db.models import Q

from accounts.models import User
from ocop_portal.shared.audit import audited
from ocop_portal.shared.models import Timestamped
from ocop_portal.shared.private_files import PrivateStorage
from scoring.models.criteria import Criterion, EvidenceKind
from scoring.models.dossier import Dossier

KEPT_SUFFIXES = frozenset({".pdf", ".jpg", ".png", ".webp", ".xlsx", ".docx"})


def stored_name(instance: Evidence, filename: str) -> str:
    """A name of ours; only the kind of file is kept of the sender's."""
    suffix = PurePath(filename).suffix.lower()
    return f"evidence/{uuid4().hex}{suffix if suffix in KEPT_SUFFIXES else ''}"


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
    stored_file = models.FileField(
        "tệp", upload_to=stored_name, storage=PrivateStorage(), max_length=200, blank=True
    )
    file_name = models.CharField("tên tệp của người gửi", max_length=255, blank=True)
    media_type = models.CharField("kiểu tệp", max_length=100, blank=True, editable=False)
    sha256 = models.CharField("dấu vân tay", max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField("cỡ tệp (byte)", default=0, editable=False)
    pages = models.PositiveSmallIntegerField("số trang", default=0, editable=False)
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
                condition=~Q(stored_file="") | ~Q(reference=""),
                name="evidence_is_somewhere",
                violation_error_message="Tải tệp lên, hoặc ghi nơi tra cứu giấy tờ.",
            ),
            models.CheckConstraint(
                condition=Q(stored_file="") | ~Q(sha256=""),
                name="evidence_file_has_fingerprint",
                violation_error_message="Tệp minh chứng phải có dấu vân tay.",
            ),
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
