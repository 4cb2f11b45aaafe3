"""Councils, their sessions, who came, what each member declared, what was concluded."""

from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import number_format

from accounts.models import User
from ocop_portal.shared.audit import audited
from ocop_portal.shared.models import Timestamped
from ocop_portal.shared.private_files import PrivateStorage
from scoring.councils.enums import (
    OPEN_ITEMS,
    Attendance,
    ConflictKind,
    ItemStatus,
    PaperKind,
    Seat,
    SessionForm,
    SessionStatus,
)
from scoring.models.dossier import Dossier, DossierRevision
from scoring.models.regulation import Regulation
from scoring.process.enums import ProcessLevel
from scoring.triggers import LockedRow, NeverChanged


@audited()
class Council(Timestamped):
    """A council set up by a decision (Điều 7.3b of 26/2026/QĐ-TTg)."""

    name = models.CharField("tên hội đồng", max_length=255)
    level = models.CharField(
        "cấp", max_length=10, choices=ProcessLevel, default=ProcessLevel.PROVINCE
    )
    decision_number = models.CharField("số quyết định thành lập", max_length=60)
    decision_on = models.DateField("ngày quyết định")
    dissolved_on = models.DateField("thôi hoạt động từ", null=True, blank=True)
    is_demo = models.BooleanField("hội đồng minh họa", default=False)

    class Meta:
        verbose_name = "hội đồng"
        verbose_name_plural = "hội đồng"
        ordering = ["-decision_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision_number", "decision_on"],
                name="council_decision_once",
                violation_error_message="Quyết định này đã lập một hội đồng.",
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=F("decision_on")),
                name="council_life_order",
                violation_error_message="Ngày thôi hoạt động phải sau ngày quyết định.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class CouncilMember(models.Model):
    """A person's seat in a council."""

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="members", verbose_name="hội đồng"
    )
    user = models.ForeignKey(
        User, models.PROTECT, related_name="council_seats", verbose_name="người"
    )
    seat = models.CharField("chức danh", max_length=10, choices=Seat, default=Seat.MEMBER)
    organisation = models.CharField("đơn vị", max_length=255, blank=True)
    left_on = models.DateField("thôi từ ngày", null=True, blank=True)

    class Meta:
        verbose_name = "thành viên hội đồng"
        verbose_name_plural = "thành viên hội đồng"
        ordering = ["council_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "user"],
                name="council_member_once",
                violation_error_message="Người này đã có trong hội đồng.",
            ),
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(seat=Seat.CHAIR, left_on__isnull=True),
                name="council_one_chair",
                violation_error_message="Hội đồng đã có chủ tịch.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_seat_display()}"


@audited()
class Session(Timestamped):
    """One session of a council; the regulation it sits by is kept with it."""

    council = models.ForeignKey(
        Council, models.PROTECT, related_name="sessions", verbose_name="hội đồng"
    )
    regulation = models.ForeignKey(
        Regulation, models.PROTECT, related_name="sessions", verbose_name="quy chế"
    )
    title = models.CharField("tên phiên", max_length=255)
    form = models.CharField(
        "hình thức", max_length=10, choices=SessionForm, default=SessionForm.MEETING
    )
    starts_at = models.DateTimeField("bắt đầu lúc")
    place = models.CharField("địa điểm", max_length=255, blank=True)
    status = models.CharField(
        "tình trạng", max_length=10, choices=SessionStatus, default=SessionStatus.PLANNED
    )
    invited_at = models.DateTimeField("mời lúc", null=True, blank=True, editable=False)
    opened_at = models.DateTimeField("khai mạc lúc", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("bế mạc lúc", null=True, blank=True, editable=False)
    note = models.TextField("diễn biến, ý kiến khác", blank=True)

    class Meta:
        triggers = [LockedRow("closed_at")]
        verbose_name = "phiên họp hội đồng"
        verbose_name_plural = "phiên họp hội đồng"
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return self.title


@audited()
class SessionMember(models.Model):
    """A member invited to a session, and whether the member came."""

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="members", verbose_name="phiên họp"
    )
    member = models.ForeignKey(
        CouncilMember, models.PROTECT, related_name="sessions", verbose_name="thành viên"
    )
    seat = models.CharField("chức danh tại phiên", max_length=10, choices=Seat)
    attendance = models.CharField(
        "có mặt", max_length=10, choices=Attendance, default=Attendance.UNKNOWN
    )
    note = models.CharField("ghi chú", max_length=255, blank=True)

    class Meta:
        verbose_name = "thành viên dự phiên"
        verbose_name_plural = "thành viên dự phiên"
        ordering = ["session_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="session_member_once"),
        ]

    def __str__(self) -> str:
        return str(self.member)


@audited()
class SessionItem(models.Model):
    """A dossier on the table of a session, in the revision that is judged."""

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="items", verbose_name="phiên họp"
    )
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="session_items", verbose_name="hồ sơ"
    )
    revision = models.ForeignKey(
        DossierRevision, models.PROTECT, related_name="session_items", verbose_name="lần nộp"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    status = models.CharField(
        "tình trạng", max_length=10, choices=ItemStatus, default=ItemStatus.WAITING
    )
    round = models.PositiveSmallIntegerField("lần chấm", default=1)
    discussion = models.TextField("thảo luận", blank=True)
    deferred_reason = models.TextField("lý do chuyển phiên sau", blank=True)

    class Meta:
        verbose_name = "hồ sơ tại phiên"
        verbose_name_plural = "hồ sơ tại phiên"
        ordering = ["session_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "dossier"], name="session_item_once"),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(status__in=[ItemStatus.WAITING, ItemStatus.SCORING]),
                name="session_item_one_open",
                violation_error_message="Hồ sơ này đang ở một phiên họp khác.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.dossier.product_name}"

    @property
    def is_open(self) -> bool:
        """Whether the dossier is still on the table."""
        return self.status in OPEN_ITEMS


@audited()
class ConflictDeclaration(models.Model):
    """What a member declared on one dossier before opening it; a later one replaces it.

    Hard: the member is locked out and left out of the mean. Soft: it is noted.
    """

    item = models.ForeignKey(
        SessionItem, models.PROTECT, related_name="declarations", verbose_name="hồ sơ tại phiên"
    )
    member = models.ForeignKey(
        SessionMember, models.PROTECT, related_name="declarations", verbose_name="thành viên"
    )
    kind = models.CharField("khai", max_length=10, choices=ConflictKind)
    reason = models.TextField("liên quan thế nào", blank=True)
    declared_by = models.ForeignKey(
        User, models.PROTECT, related_name="conflicts_declared", verbose_name="người khai"
    )
    declared_at = models.DateTimeField("khai lúc", auto_now_add=True)

    class Meta:
        triggers = [NeverChanged()]
        verbose_name = "khai xung đột lợi ích"
        verbose_name_plural = "khai xung đột lợi ích"
        ordering = ["item_id", "member_id", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ConflictKind.NONE) | ~Q(reason=""),
                name="conflict_says_how",
                violation_error_message="Ghi rõ liên quan thế nào.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@audited()
class RoundOpened(models.Model):
    """A further scoring of a dossier, with why: the spread passed the regulation's limit."""

    item = models.ForeignKey(
        SessionItem, models.PROTECT, related_name="rounds_opened", verbose_name="hồ sơ tại phiên"
    )
    round = models.PositiveSmallIntegerField("lần chấm")
    spread = models.DecimalField("chênh lệch lần trước", max_digits=5, decimal_places=2)
    reason = models.TextField("lý do, nội dung thảo luận")
    opened_by = models.ForeignKey(
        User, models.PROTECT, related_name="rounds_opened", verbose_name="người mở"
    )
    opened_at = models.DateTimeField("mở lúc", auto_now_add=True)

    class Meta:
        triggers = [NeverChanged()]
        verbose_name = "lần chấm lại"
        verbose_name_plural = "lần chấm lại"
        ordering = ["item_id", "round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "round"], name="round_opened_once"),
        ]

    def __str__(self) -> str:
        return f"Lần chấm {self.round}"


@audited()
class Conclusion(models.Model):
    """What a session concluded on a dossier: computed from the sheets, put to the vote, final.

    ``total`` is the exact mean as a fraction in words (``"6271/75"``); ``shown_total`` is what is
    written for people. ``explanation`` is `scoring.explanation.as_data` of the day.
    """

    item = models.OneToOneField(
        SessionItem, models.PROTECT, related_name="conclusion", verbose_name="hồ sơ tại phiên"
    )
    round = models.PositiveSmallIntegerField("lần chấm")
    total = models.CharField("điểm trung bình (phân số)", max_length=60)
    shown_total = models.DecimalField("điểm trung bình", max_digits=7, decimal_places=4)
    band = models.PositiveSmallIntegerField("khoảng điểm")
    stars = models.PositiveSmallIntegerField("hạng sao")
    explanation = models.JSONField("giải thích")
    votes_for = models.PositiveSmallIntegerField("tán thành", default=0)
    votes_against = models.PositiveSmallIntegerField("không tán thành", default=0)
    votes_abstaining = models.PositiveSmallIntegerField("ý kiến khác", default=0)
    text = models.TextField("kết luận", blank=True)
    spread_reason = models.TextField(
        "lý do kết luận khi điểm còn chênh lệch",
        blank=True,
        help_text="Bắt buộc khi sau lần chấm lại, chênh lệch vẫn quá mức của quy chế.",
    )
    sheets = ArrayField(models.BigIntegerField(), verbose_name="các phiếu")
    sheets_sha256 = models.CharField("dấu vân tay của các phiếu", max_length=64)
    concluded_by = models.ForeignKey(
        User, models.PROTECT, related_name="conclusions", verbose_name="người kết luận"
    )
    concluded_at = models.DateTimeField("kết luận lúc", default=timezone.now)

    class Meta:
        triggers = [NeverChanged()]
        verbose_name = "kết luận"
        verbose_name_plural = "kết luận"
        ordering = ["item_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__in=[0, 3, 4, 5]),
                name="conclusion_stars_recognised_or_none",
                violation_error_message="Kết luận là 3, 4, 5 sao hoặc không công nhận.",
            ),
        ]

    def __str__(self) -> str:
        said = f"{self.stars} sao" if self.stars else "không công nhận"
        return f"{number_format(self.shown_total.normalize())} điểm, {said}"


def paper_name(instance: SessionPaper, filename: str) -> str:
    """A name of ours."""
    return f"sessions/{uuid4().hex}.pdf"


@audited()
class SessionPaper(models.Model):
    """A paper made from the data of a session: the file, and the hash of what it was made from."""

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="papers", verbose_name="phiên họp"
    )
    kind = models.CharField("loại", max_length=12, choices=PaperKind)
    version = models.PositiveSmallIntegerField("bản thứ", default=1)
    data_sha256 = models.CharField("dấu vân tay của dữ liệu", max_length=64)
    file_sha256 = models.CharField("dấu vân tay của tệp", max_length=64)
    stored_file = models.FileField(
        "tệp", upload_to=paper_name, storage=PrivateStorage(), max_length=200
    )
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="session_papers", verbose_name="người lập"
    )
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)

    class Meta:
        triggers = [NeverChanged()]
        verbose_name = "giấy tờ của phiên"
        verbose_name_plural = "giấy tờ của phiên"
        ordering = ["session_id", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind", "version"], name="session_paper_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} (bản {self.version})"
