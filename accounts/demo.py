"""Accounts for showing the portal: plainly labelled, and only where the settings allow them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.models import RoleAssignment, User
from communes.models import Commune
from ocop_portal.shared.tally import Tally
from producers.models import Producer


@transaction.atomic
def ensure_accounts(document: dict[str, Any], *, on: dt.date) -> Tally:
    """Make the accounts of ``document`` that are missing, with their roles from the day ``on``.

    One that exists stays as it is, whoever made it. Raises ``ImproperlyConfigured`` where
    ``DEMO_ACCOUNTS`` is off, as it always is in production.
    """
    if not settings.DEMO_ACCOUNTS:
        raise ImproperlyConfigured("Không tạo tài khoản minh họa ở môi trường chính thức.")
    tally = Tally("tài khoản minh họa")
    names = {entry["username"] for entry in document["accounts"]}
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    # One password for all, so one hash: making it is slow by design.
    hashed = make_password(document["password"]) if names - known else ""
    for entry in document["accounts"]:
        if entry["username"] in known:
            tally.unchanged += 1
        elif _make(entry, hashed, on):
            tally.added += 1
    return tally


def _make(entry: dict[str, Any], hashed: str, on: dt.date) -> bool:
    """Make one account; nothing where the commune its role is held for is not there."""
    code = entry.get("commune_code")
    commune = Commune.objects.in_force(on).filter(code=code).first() if code else None
    if code and commune is None:
        return False
    producer = _demo_producer(entry["producer"], on) if "producer" in entry else None
    user = User.objects.create(
        username=entry["username"],
        password=hashed,
        full_name=entry["full_name"],
        is_demo=True,
        is_staff=producer is None,
        is_superuser=entry.get("is_superuser", False),
    )
    RoleAssignment.objects.create(
        user=user, role=entry["role"], commune=commune, producer=producer, valid_from=on
    )
    return True


def _demo_producer(entry: dict[str, Any], on: dt.date) -> Producer:
    """The demonstration producer with the slug of ``entry``, made if missing.

    It is marked as such, and the database refuses to publish it. One account after another may
    name the same slug. Raises ``ImproperlyConfigured`` when a real producer has it.
    """
    commune = Commune.objects.in_force(on).filter(code=entry.get("commune_code", "")).first()
    producer, _is_new = Producer.objects.get_or_create(
        slug=entry["slug"],
        defaults={
            "name": entry["name"],
            "kind": entry["kind"],
            "commune": commune,
            "is_demo": True,
            "is_published": False,
        },
    )
    if not producer.is_demo:
        raise ImproperlyConfigured(f"“{producer.slug}” là chủ thể có thật, không dùng để minh họa.")
    return producer
