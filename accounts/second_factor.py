"""The second factor: six figures from a telephone, or one of ten codes kept on paper."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from ocop_portal.shared.on_first_use import on_first_use

segno = on_first_use("segno")

CODES = 10
FIGURES = 6


def is_required(user: User | AnonymousUser) -> bool:
    """Whether ``user`` must show a second factor: everybody in production, else who has one."""
    if settings.STAFF_SECOND_FACTOR:
        return True
    known = getattr(user, "_is_with_authenticator", None)  # of whoever is signed in
    return has_authenticator(user) if known is None else known


def has_authenticator(user: User | AnonymousUser) -> bool:
    """Whether ``user`` has set up a telephone."""
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists()


def codes_left(user: User) -> int:
    """How many codes on paper ``user`` has not used."""
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


def pending_authenticator(user: User) -> TOTPDevice:
    """The telephone ``user`` is setting up; it opens nothing until it has given a right figure."""
    pending = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return pending or TOTPDevice.objects.create(user=user, confirmed=False, name="điện thoại")


def qr_image(device: TOTPDevice) -> str:
    """The set-up address of ``device`` as a QR picture for an ``img``: a data URI."""
    return segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=2)


def readable_key(device: TOTPDevice) -> str:
    """The key of ``device`` in groups of four letters, to be typed where no camera is."""
    key = device.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(key[place : place + 4] for place in range(0, len(key), 4))


@transaction.atomic
def confirm_authenticator(*, user: User, figures: str) -> tuple[TOTPDevice, list[str]] | None:
    """Take the telephone being set up into use if ``figures`` are what it shows now.

    It takes the place of any other. Returns it with new codes on paper; None when wrong.
    """
    devices = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False)
    device = devices.first()
    if device is None or not device.verify_token(figures):
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save()
    return device, new_codes(user=user)


@transaction.atomic
def new_codes(*, user: User) -> list[str]:
    """Give ``user`` fresh codes on paper; the old ones stop working."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="mã dự phòng")
    codes = [StaticToken.random_token() for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


@transaction.atomic
def verify(*, user: User, typed: str) -> Device | None:
    """The device that ``typed`` came from: a telephone's figures or an unused code; else None.

    Figures open once; a code is used up. Each wrong try makes the next one wait longer.
    """
    token = "".join(char for char in typed.lower() if char.isalnum())
    kind = TOTPDevice if token.isdigit() and len(token) == FIGURES else StaticDevice
    for device in kind.objects.select_for_update().filter(user=user, confirmed=True):
        if device.verify_token(token):
            return device
    return None


def waits_until(user: User) -> dt.datetime | None:
    """Until when no try of ``user`` is heard after wrong ones; None when one is heard now."""
    moments = []
    for kind in (TOTPDevice, StaticDevice):
        for device in kind.objects.filter(user=user, confirmed=True):
            allowed, why = device.verify_is_allowed()
            if not allowed and why and why.get("locked_until", timezone.now()) > timezone.now():
                moments.append(why["locked_until"])
    return max(moments, default=None)


@transaction.atomic
def reset(*, user: User) -> None:
    """Forget the telephone and the codes of ``user``, to be set up anew at the next sign-in."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
