"""Decisions over concluded dossiers, and dossiers sent to the ministry."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from ocop_portal.shared.audit import audited
from ocop_portal.shared.models import Timestamped
from ocop_portal.shared.private_files import PrivateStorage
from products.models import Certification
from scoring.decisions.enums import DecisionStatus, Outcome, ReferralStatus
from scoring.models.council import Conclusion
from scoring.models.dossier import Dossier
from scoring.process.enums import ProcessLevel
from scoring.triggers import LockedPart, LockedRow


@audited()
class Decision(Timestamped):
    """A decision that recognises products: a draft until its number and day are entered.

    Issuing it is one act that gives certifications of 36 months (Điều 4.3, 26/2026/QĐ-TTg).
    """

    title = models.CharField("trích yếu", max_length=500)
    level = models.CharField(
        "cấp", max_length=10, choices=ProcessLevel, default=ProcessLevel.PROVINCE
    )
    issuing_body = models.CharField("cơ quan ban hành", max_length=200)
    number = models.CharField("số quyết định", max_length=60, blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    signer = models.CharField("người ký", max_length=150, blank=True)
    status = models.CharField(
        "tình trạng", max_length=10, choices=DecisionStatus, default=DecisionStatus.DRAFT
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="decisions_drafted", verbose_name="người soạn"
    )
    issued_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="decisions_issued",
        verbose_name="người ghi ban hành",
        null=True,
        blank=True,
    )
    issued_at = models.DateTimeField("ghi ban hành lúc", null=True, blank=True, editable=False)
    is_demo = models.BooleanField("quyết định minh họa", default=False)

    class Meta:
        triggers = [LockedRow("issued_at")]
        verbose_name = "quyết định công nhận"
        verbose_name_plural = "quyết định công nhận"
        ordering = [F("signed_on").desc(nulls_first=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "signed_on"],
                condition=Q(status=DecisionStatus.ISSUED),
                name="decision_number_once",
                violation_error_message="Số quyết định này đã dùng trong cùng ngày.",
            ),
            models.CheckConstraint(
                condition=~Q(status=DecisionStatus.ISSUED)
                | Q(
                    ~Q(number=""),
                    signed_on__isnull=False,
                    issued_at__isnull=False,
                    issued_by__isnull=False,
                ),
                name="decision_issued_whole",
                violation_error_message="Quyết định ban hành phải có số và ngày ký.",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"Dự thảo: {self.title}"


@audited()
class DecisionItem(models.Model):
    """What a decision says of one dossier, by the conclusion it rests on."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="items", verbose_name="quyết định"
    )
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="decision_items", verbose_name="hồ sơ"
    )
    conclusion = models.ForeignKey(
        Conclusion,
        models.PROTECT,
        related_name="decision_items",
        verbose_name="kết luận",
        null=True,
        blank=True,
    )
    result = models.ForeignKey(
        "scoring.MinistryReferral",
        models.PROTECT,
        related_name="decision_items",
        verbose_name="kết quả của Bộ",
        null=True,
        blank=True,
        help_text="Khi Bộ trả về dưới 90 điểm và tỉnh công nhận theo điểm ấy.",
    )
    outcome = models.CharField("nội dung", max_length=15, choices=Outcome)
    stars = models.PositiveSmallIntegerField("hạng sao", default=0)
    position = models.PositiveSmallIntegerField("thứ tự")
    certification = models.OneToOneField(
        Certification,
        models.PROTECT,
        related_name="decision_item",
        verbose_name="chứng nhận",
        null=True,
        blank=True,
        editable=False,
    )

    class Meta:
        triggers = [LockedPart("scoring_decision", "decision_id", "issued_at")]
        verbose_name = "sản phẩm trong quyết định"
        verbose_name_plural = "sản phẩm trong quyết định"
        ordering = ["decision_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "dossier"], name="decision_item_once"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.RECOGNISE, stars__in=[3, 4, 5])
                | Q(outcome=Outcome.NOT_RECOGNISE, stars=0)
                | Q(outcome=Outcome.SEND_UP, stars=0),
                name="decision_item_stars_fit",
                violation_error_message="Công nhận thì từ 3 đến 5 sao; không thì để 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.dossier.product_name}"


def package_name(instance: MinistryReferral, filename: str) -> str:
    """A name of ours."""
    return f"referrals/{uuid4().hex}.zip"


@audited()
class MinistryReferral(Timestamped):
    """A dossier of 90 points and more sent to the ministry, and what came back."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="referrals", verbose_name="hồ sơ"
    )
    dispatch_number = models.CharField("số tờ trình", max_length=60)
    sent_on = models.DateField("ngày gửi")
    package = models.FileField(
        "bộ hồ sơ", upload_to=package_name, storage=PrivateStorage(), max_length=200, blank=True
    )
    package_sha256 = models.CharField("dấu vân tay", max_length=64, blank=True, editable=False)
    sent_by = models.ForeignKey(
        User, models.PROTECT, related_name="referrals_sent", verbose_name="người gửi"
    )
    status = models.CharField(
        "kết quả", max_length=10, choices=ReferralStatus, default=ReferralStatus.SENT
    )
    score = models.DecimalField(
        "điểm của Bộ", max_digits=5, decimal_places=2, null=True, blank=True
    )
    result_number = models.CharField("số văn bản kết quả", max_length=60, blank=True)
    result_on = models.DateField("ngày văn bản", null=True, blank=True)
    result_note = models.TextField("ghi chú", blank=True)
    recorded_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="referrals_recorded",
        verbose_name="người ghi kết quả",
        null=True,
        blank=True,
    )

    class Meta:
        triggers = [LockedRow("result_on")]
        verbose_name = "hồ sơ trình Bộ"
        verbose_name_plural = "hồ sơ trình Bộ"
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(status=ReferralStatus.SENT),
                name="referral_one_open",
                violation_error_message="Hồ sơ này đã gửi Bộ và đang chờ kết quả.",
            ),
            models.CheckConstraint(
                condition=Q(status=ReferralStatus.SENT)
                | Q(~Q(result_number=""), result_on__isnull=False, recorded_by__isnull=False),
                name="referral_result_whole",
                violation_error_message="Kết quả của Bộ phải có số và ngày văn bản.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReferralStatus.RECOGNISED)
                | Q(score__isnull=True)
                | Q(score__gte=90),
                name="referral_recognised_from_90",
                violation_error_message="Bộ công nhận 5 sao khi đạt từ 90 điểm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_number} · {self.dossier.product_name}"
