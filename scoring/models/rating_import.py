"""An uploaded list of rating results, and what became of each of its rows."""

from __future__ import annotations

from pathlib import PurePath
from uuid import uuid4

from django.db import models
from django.db.models import Q

from accounts.models import User
from ocop_portal.shared.audit import audited
from ocop_portal.shared.models import Timestamped
from ocop_portal.shared.private_files import PrivateStorage
from products.models import Certification, Product
from scoring.enums import WAITING, WRITING, ImportStatus, Verdict


def stored_name(instance: RatingImport, filename: str) -> str:
    """A name of ours; only the kind of file is kept of the sender's."""
    suffix = PurePath(filename).suffix.lower()
    known = suffix if suffix in {".csv", ".txt", ".tsv", ".xlsx", ".xls", ".ods"} else ""
    return f"rating-imports/{uuid4().hex}{known}"


@audited()
class RatingImport(Timestamped):
    """One file with results, from the upload to the confirmation, and maybe its undoing."""

    file_name = models.CharField("tên tệp", max_length=255)
    stored_file = models.FileField(
        "tệp gốc", upload_to=stored_name, storage=PrivateStorage(), max_length=200
    )
    sha256 = models.CharField("dấu vân tay của tệp", max_length=64)
    decision_number = models.CharField(
        "số quyết định của tệp",
        max_length=60,
        blank=True,
        help_text="Chỉ ghi khi tệp không nêu. Ví dụ: 2616/QĐ-UBND.",
    )
    decision_on = models.DateField(
        "ngày quyết định của tệp", null=True, blank=True, help_text="Chỉ ghi khi tệp không nêu."
    )
    status = models.CharField(
        "tình trạng", max_length=10, choices=ImportStatus, default=ImportStatus.PREVIEWED
    )
    counts = models.JSONField("số dòng theo kết quả", default=dict, editable=False)
    remarks = models.JSONField("lưu ý về cả tệp", default=dict, editable=False)
    trail = models.JSONField(
        "dấu trong nhật ký",
        default=dict,
        editable=False,
        help_text="Mã đầu và mã cuối của các sự kiện mà lần nhập này ghi, theo bảng.",
    )
    uploaded_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="rating_imports",
        verbose_name="người tải lên",
        null=True,
        blank=True,
    )
    applied_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="rating_imports_applied",
        verbose_name="người xác nhận",
        null=True,
        blank=True,
    )
    applied_at = models.DateTimeField("ghi vào sổ lúc", null=True, blank=True)
    undone_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="rating_imports_undone",
        verbose_name="người hoàn tác",
        null=True,
        blank=True,
    )
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lần nhập kết quả"
        verbose_name_plural = "nhập kết quả đánh giá"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[ImportStatus.PREVIEWED, ImportStatus.DISCARDED])
                | Q(applied_at__isnull=False),
                name="rating_import_applied_when",
                violation_error_message="Lần nhập đã ghi phải có thời điểm ghi.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ImportStatus.UNDONE) | Q(undone_at__isnull=False),
                name="rating_import_undone_when",
                violation_error_message="Lần nhập đã hoàn tác phải có thời điểm hoàn tác.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def total(self) -> int:
        """Rows of the file that should hold a product."""
        return sum(self.counts.values())

    @property
    def to_write(self) -> int:
        """Rows that change, or changed, the register."""
        return sum(self.counts.get(verdict, 0) for verdict in WRITING)

    @property
    def waiting(self) -> int:
        """Rows that wait for a choice."""
        return sum(self.counts.get(verdict, 0) for verdict in WAITING)

    @property
    def rejected(self) -> int:
        """Rows that cannot be taken as they are."""
        return self.counts.get(Verdict.REJECTED, 0)


class RatingImportRow(models.Model):
    """One row of the file: what it said, what was made of it, what it changed.

    Not in the audit trail: the row is itself the record of an act, and what it changes in the
    register is written down there.
    """

    rating_import = models.ForeignKey(
        RatingImport, models.CASCADE, related_name="rows", verbose_name="lần nhập"
    )
    position = models.PositiveIntegerField("thứ tự")
    sheet = models.CharField("trang tính", max_length=100)
    line = models.PositiveIntegerField("dòng")
    cells = models.JSONField("các ô như trong tệp", default=list)
    understood = models.JSONField("hiểu là", default=dict)
    verdict = models.CharField("kết quả", max_length=20, choices=Verdict)
    findings = models.JSONField("phát hiện", default=list)
    questions = models.JSONField("câu hỏi", default=list)
    answers = models.JSONField("lựa chọn", default=dict)
    answered_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="+",
        verbose_name="người chọn",
        null=True,
        blank=True,
    )
    answered_at = models.DateTimeField("chọn lúc", null=True, blank=True)
    product = models.ForeignKey(
        Product,
        models.SET_NULL,
        related_name="rating_import_rows",
        verbose_name="sản phẩm",
        null=True,
        blank=True,
    )
    certification = models.ForeignKey(
        Certification,
        models.SET_NULL,
        related_name="rating_import_rows",
        verbose_name="chứng nhận",
        null=True,
        blank=True,
    )
    changes = models.JSONField("thay đổi trong sổ", default=list)
    written = models.JSONField("đã ghi", default=dict, editable=False)

    class Meta:
        verbose_name = "dòng kết quả"
        verbose_name_plural = "dòng kết quả"
        ordering = ["rating_import_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["rating_import", "position"], name="rating_import_row_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Dòng {self.line}"
