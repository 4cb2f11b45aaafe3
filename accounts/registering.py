"""A person's own account: made, recovered, changed and closed. Letters go through the outbox.

Nothing here tells a caller whether an address has an account: what differs is written to the
address itself. Moments are passed in; nothing reads the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts import letters
from accounts.links import EMAIL, REGISTRATION, LinkError, read, sign, used
from accounts.models import Registration, User
from accounts.permissions import may_enter_office
from ocop_portal.shared.outbox import queue_mail

KEPT = dt.timedelta(days=3)
EMAIL_LIFE = dt.timedelta(days=1)
CONSENT_TEXT = "2026-11"  # the version of templates/accounts/_privacy.html that people agree to

# Makes the absolute address of a page, given its name and arguments.
Address = Callable[..., str]


class AccountError(Exception):
    """An act upon an account that cannot be; the message says why, in the reader's language."""


@transaction.atomic
def register(
    *, email: str, full_name: str, phone: str, password: str, now: dt.datetime, address: Address
) -> None:
    """Note that somebody wants an account, and write to ``email``, whoever has it.

    The password is hashed either way, so that both ways take as long.
    """
    hashed = make_password(password)
    if _has_account(email):
        letter = letters.already_registered(address("accounts:sign_in"), address("accounts:forgot"))
        _send(email, letter, "đăng ký lại")
        return
    registration = Registration.objects.create(
        email=email,
        full_name=full_name,
        phone=phone,
        password=hashed,
        consent_text=CONSENT_TEXT,
        consented_at=now,
    )
    link = address("accounts:confirm", sign(REGISTRATION, r=registration.pk))
    _send(email, letters.confirm_registration(link), "xác nhận đăng ký", is_confidential=True)


def registration_of(token: str) -> Registration:
    """The registration a link was sent for. Raises `LinkError`."""
    content = read(REGISTRATION, token, KEPT)
    registration = Registration.objects.filter(pk=content["r"]).first()
    if registration is None:
        raise used()
    return registration


def confirm_registration(*, registration: Registration, password: str, now: dt.datetime) -> User:
    """Make the account, for whoever holds the letter and knows the password that was typed.

    Somebody who registers another's address knows only the password, the owner of the address
    only the letter. Raises `AccountError` for a wrong password, `LinkError` when it is done.
    """
    with transaction.atomic():
        held = Registration.objects.select_for_update().filter(pk=registration.pk).first()
        if held is None or _has_account(held.email):
            raise used()
        if not check_password(password, held.password):
            raise AccountError("password")
        user = User.objects.create(
            username=held.email,
            email=held.email,
            full_name=held.full_name,
            phone=held.phone,
            password=held.password,
            consented_at=held.consented_at,
            consent_text=held.consent_text,
            date_joined=now,
        )
        Registration.objects.filter(email=held.email).delete()
        return user


def forget_registrations(now: dt.datetime) -> dict[str, int]:
    """Remove registrations nobody confirmed in time; a job of ``manage.py tick``."""
    count, _rows = Registration.objects.filter(created_at__lt=now - KEPT).delete()
    return {"đăng ký quá hạn đã xóa": count}


@transaction.atomic
def ask_for_reset(*, email: str, address: Address) -> None:
    """Write to ``email`` how to set a new password, if an account of the public side has it."""
    for user in User.objects.filter(email=email, is_active=True, is_demo=False):
        if may_enter_office(user):
            _send(email, letters.reset_by_administrator(), "đặt lại mật khẩu")
            continue
        uid = urlsafe_base64_encode(force_bytes(user.pk))
        link = address("accounts:reset", uid, default_token_generator.make_token(user))
        _send(email, letters.reset_password(link), "đặt lại mật khẩu", is_confidential=True)


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """Give ``user`` another password and tell them so; their other sessions end."""
    user.set_password(password)
    user.save(update_fields=["password"])
    if user.email:
        _send(user.email, letters.password_changed(), "đổi mật khẩu")


@transaction.atomic
def ask_for_email(*, user: User, email: str, address: Address) -> None:
    """Write to the new address ``email``, which takes the place of the old once confirmed."""
    if _has_account(email):
        letter = letters.already_registered(address("accounts:sign_in"), address("accounts:forgot"))
        _send(email, letter, "đổi sang địa chỉ đã dùng")
        return
    link = address("accounts:email_confirm", sign(EMAIL, u=user.pk, old=user.email, new=email))
    _send(email, letters.confirm_email(link), "xác nhận địa chỉ mới", is_confidential=True)


def email_change_of(token: str) -> tuple[User, str]:
    """Whose address a link changes, and to what. Raises `LinkError`, also once it was used."""
    content = read(EMAIL, token, EMAIL_LIFE)
    user = User.objects.filter(pk=content["u"], email=content["old"], is_active=True).first()
    if user is None:
        raise used()
    return user, content["new"]


def change_email(*, user: User, email: str) -> None:
    """Take ``email`` into use, also as the name to sign in with. Raises `LinkError` when taken."""
    former = user.email
    if user.username == former:
        user.username = email
    user.email = email
    try:
        with transaction.atomic():
            if _has_account(email):
                raise used()
            user.save(update_fields=["email", "username"])
            if former:
                _send(former, letters.email_changed(), "đổi địa chỉ thư")
    except IntegrityError as error:
        raise used() from error


def _has_account(email: str) -> bool:
    return User.objects.filter(username=email).exists() or User.objects.filter(email=email).exists()


def _send(email: str, letter: letters.Letter, about: str, *, is_confidential: bool = False) -> None:
    queue_mail(
        to=email,
        subject=letter.subject,
        body=letter.body,
        about=f"tài khoản: {about}",
        is_confidential=is_confidential,
    )


__all__ = [
    "CONSENT_TEXT",
    "KEPT",
    "AccountError",
    "Address",
    "LinkError",
    "ask_for_email",
    "ask_for_reset",
    "change_email",
    "confirm_registration",
    "email_change_of",
    "forget_registrations",
    "register",
    "registration_of",
    "set_password",
]
