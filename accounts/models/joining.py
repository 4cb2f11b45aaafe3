"""How a person comes to act for a producer: by a request to the office, or by invitation."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import InvitationState, RequestKind, RequestState
from accounts.models.people import User
from accounts.querysets import InvitationQuerySet, RequestQuerySet
from communes.models import Commune
from ocop_portal.shared.audit import audited
from ocop_portal.shared.private_files import PrivateFile
from producers.enums import ProducerKind
from producers.models import TAX_CODE, Producer

INVITATION_LIFE = dt.timedelta(days=14)


@audited()
class ProducerRequest(models.Model):
    """What a person asks the office for about a producer, and what the office answered.

    A claim names a producer of the register and proves by papers that the person may act for it;
    a new one describes a producer that is not in the register yet; a correction asks for a change
    the producer's own people cannot make.
    """

    kind = models.CharField("loại yêu cầu", max_length=12, choices=RequestKind)
    person = models.ForeignKey(
        User, models.PROTECT, related_name="producer_requests", verbose_name="người gửi"
    )
    producer = models.ForeignKey(
        Producer,
        models.PROTECT,
        related_name="requests",
        verbose_name="chủ thể",
        null=True,
        blank=True,
    )
    position = models.CharField("chức vụ của người gửi", max_length=100, blank=True)
    note = models.TextField("lời người gửi", max_length=2000, blank=True)

    name = models.CharField("tên chủ thể mới", max_length=255, blank=True)
    producer_kind = models.CharField("loại hình", max_length=10, choices=ProducerKind, blank=True)
    tax_code = models.CharField("mã số thuế", max_length=14, blank=True, validators=[TAX_CODE])
    registration_number = models.CharField("số đăng ký kinh doanh", max_length=50, blank=True)
    representative = models.CharField("người đại diện", max_length=150, blank=True)
    representative_title = models.CharField("chức vụ người đại diện", max_length=100, blank=True)
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="producer_requests",
        verbose_name="xã, phường",
        null=True,
        blank=True,
    )
    address = models.CharField("địa chỉ", max_length=255, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    email = models.EmailField("thư điện tử", blank=True)

    state = models.CharField(
        "tình trạng", max_length=12, choices=RequestState, default=RequestState.SUBMITTED
    )
    submitted_at = models.DateTimeField("gửi lúc", auto_now_add=True)
    decided_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="producer_requests_decided",
        verbose_name="người trả lời",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    reason = models.TextField("lời trả lời", max_length=2000, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "yêu cầu của chủ thể"
        verbose_name_plural = "yêu cầu của chủ thể"
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(kind=RequestKind.NEW) & Q(producer__isnull=False))
                | (Q(kind=RequestKind.NEW) & ~Q(name="") & Q(commune__isnull=False)),
                name="producer_request_about",
                violation_error_message="Chọn chủ thể, hoặc ghi tên và xã của chủ thể mới.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RequestState.SUBMITTED, RequestState.WITHDRAWN])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="producer_request_decided_by",
                violation_error_message="Ghi ai trả lời và lúc nào.",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REFUSED) | ~Q(reason=""),
                name="producer_request_refused_why",
                violation_error_message="Ghi lý do không chấp nhận.",
            ),
            models.UniqueConstraint(
                fields=["person", "producer"],
                condition=Q(state=RequestState.SUBMITTED, kind=RequestKind.CLAIM),
                name="producer_claim_once",
                violation_error_message="Bạn đã gửi yêu cầu nhận chủ thể này và đang chờ trả lời.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:request", args=[self.pk])

    @property
    def about(self) -> str:
        """The name of the producer it is about."""
        return self.producer.name if self.producer else self.name

    @property
    def is_open(self) -> bool:
        """Whether the office has yet to answer."""
        return self.state == RequestState.SUBMITTED


@audited()
class RequestPaper(PrivateFile):
    """A paper that proves what a request says. Read by its sender and by who may answer it."""

    request = models.ForeignKey(
        ProducerRequest, models.PROTECT, related_name="papers", verbose_name="yêu cầu"
    )

    class Meta:
        verbose_name = "giấy tờ kèm yêu cầu"
        verbose_name_plural = "giấy tờ kèm yêu cầu"
        ordering = ["request_id", "pk"]


@audited()
class ProducerInvitation(models.Model):
    """One person of a producer asks another, by e-mail, to act for it as well."""

    producer = models.ForeignKey(
        Producer, models.PROTECT, related_name="invitations", verbose_name="chủ thể"
    )
    email = models.EmailField("gửi tới")
    invited_by = models.ForeignKey(
        User, models.PROTECT, related_name="invitations_sent", verbose_name="người mời"
    )
    invited_at = models.DateTimeField("mời lúc", auto_now_add=True)
    state = models.CharField(
        "tình trạng", max_length=10, choices=InvitationState, default=InvitationState.WAITING
    )
    accepted_by = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="invitations_accepted",
        verbose_name="người nhận lời",
        null=True,
        blank=True,
    )
    ended_at = models.DateTimeField("nhận hoặc hủy lúc", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "lời mời"
        verbose_name_plural = "lời mời"
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["producer", "email"],
                condition=Q(state=InvitationState.WAITING),
                name="producer_invitation_once",
                violation_error_message="Địa chỉ này đã được mời và chưa trả lời.",
            ),
            models.CheckConstraint(
                condition=~Q(state=InvitationState.ACCEPTED) | Q(accepted_by__isnull=False),
                name="producer_invitation_accepted_by",
                violation_error_message="Ghi ai đã nhận lời mời.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.producer}"

    @property
    def expires_at(self) -> dt.datetime:
        """When its link stops working."""
        return self.invited_at + INVITATION_LIFE

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.state == InvitationState.WAITING and timezone.now() < self.expires_at
