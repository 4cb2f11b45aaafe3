"""People who sign in, and the roles they hold for a unit."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.enums import Role
from accounts.querysets import RoleQuerySet
from communes.models import Commune
from ocop_portal.shared.audit import audited
from producers.models import Producer

# That a password was changed is written down; the password is not.
PASSWORD_CHANGED = pghistory.UpdateEvent("password", condition=pgtrigger.AnyChange("password"))


@audited(exclude=frozenset({"password", "last_login"}), also=[PASSWORD_CHANGED])
class User(AbstractUser):
    """A person who signs in."""

    # Known for as long as a request lasts: see accounts.signed_in and accounts.permissions.
    _roles_today: list[RoleAssignment]
    _communes_today: frozenset[int]
    _is_with_authenticator: bool

    full_name = models.CharField("họ và tên", max_length=150, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    is_demo = models.BooleanField("tài khoản minh họa", default=False)
    consented_at = models.DateTimeField(
        "đồng ý xử lý dữ liệu cá nhân lúc",
        null=True,
        blank=True,
        help_text="Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15.",
    )
    consent_text = models.CharField("bản lời đồng ý", max_length=10, blank=True)
    closed_at = models.DateTimeField("tự đóng tài khoản lúc", null=True, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """The name as the person writes it, family name first."""
        return self.full_name or self.username


@audited()
class RoleAssignment(models.Model):
    """One role of one person, for one unit, from a day on."""

    user = models.ForeignKey(User, models.PROTECT, related_name="roles", verbose_name="người dùng")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        related_name="role_assignments",
        verbose_name="xã, phường",
        null=True,
        blank=True,
        help_text="Bắt buộc với cán bộ xã, phường.",
    )
    producer = models.ForeignKey(
        Producer,
        models.PROTECT,
        related_name="role_assignments",
        verbose_name="chủ thể",
        null=True,
        blank=True,
        help_text="Bắt buộc với người của chủ thể.",
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("thôi từ ngày", null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = "vai trò"
        verbose_name_plural = "vai trò"
        ordering = ["user_id", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "commune", "producer", "valid_from"],
                nulls_distinct=False,
                name="role_once",
                violation_error_message="Người này đã có vai trò đó từ cùng ngày.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="role_life_order",
                violation_error_message="Ngày thôi không được trước ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.COMMUNE_OFFICER) | Q(commune__isnull=False),
                name="role_commune_officer_has_commune",
                violation_error_message="Chọn xã, phường cho cán bộ xã, phường.",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.PRODUCER) | Q(producer__isnull=False),
                name="role_producer_has_producer",
                violation_error_message="Chọn chủ thể cho người của chủ thể.",
            ),
        ]

    def __str__(self) -> str:
        unit = self.commune or self.producer
        return f"{self.get_role_display()} · {unit}" if unit else self.get_role_display()


class Registration(models.Model):
    """Somebody who asked for an account and has not yet shown that the address is theirs.

    Not in the audit trail, and removed after `accounts.registering.KEPT`: until the address is
    confirmed nobody has agreed to be written down.
    """

    email = models.EmailField("thư điện tử")
    full_name = models.CharField("họ và tên", max_length=150)
    phone = models.CharField("điện thoại", max_length=30)
    password = models.CharField("mật khẩu đã băm", max_length=128)
    consent_text = models.CharField("bản lời đồng ý", max_length=10)
    consented_at = models.DateTimeField("đồng ý lúc")
    created_at = models.DateTimeField("đăng ký lúc", auto_now_add=True)

    class Meta:
        verbose_name = "đăng ký chờ xác nhận"
        verbose_name_plural = "đăng ký chờ xác nhận"
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.email


DEVICE_INTERNALS = frozenset(
    {
        *("key", "step", "t0", "digits", "tolerance", "drift", "last_t", "last_used_at"),
        *("throttling_failure_count", "throttling_failure_timestamp"),
    }
)


@audited(exclude=DEVICE_INTERNALS)
class Authenticator(TOTPDevice):
    """The telephone application that gives a person's six figures. No secret enters the trail."""

    class Meta:
        proxy = True
        verbose_name = "ứng dụng xác thực"
        verbose_name_plural = "ứng dụng xác thực"


@audited(exclude=DEVICE_INTERNALS)
class RecoveryCodes(StaticDevice):
    """A person's set of one-time codes, for the day the telephone is lost."""

    class Meta:
        proxy = True
        verbose_name = "bộ mã dự phòng"
        verbose_name_plural = "bộ mã dự phòng"
