"""Who is signed in: the person, today's roles and whether there is a second factor, in one query.

Every page of a signed-in person asks all three, and asks them anew: a role taken away or an account
closed counts from the next request on. Written by hand, for it is asked more often than anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.functional import LazyObject, empty
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import RoleAssignment, User
from ocop_portal.shared.prepared import rows_of

View = Callable[..., HttpResponse]

PERSON = [field.attname for field in User._meta.concrete_fields]
ROLE = [field.attname for field in RoleAssignment._meta.concrete_fields]
_PERSON = ", ".join(f'p."{field.column}"' for field in User._meta.concrete_fields)
_ROLE = ", ".join(f'r."{field.column}"' for field in RoleAssignment._meta.concrete_fields)
SIGNED_IN = f"""
    SELECT {_PERSON},
        EXISTS (
            SELECT FROM {TOTPDevice._meta.db_table} d WHERE d.user_id = p.id AND d.confirmed
        ),
        {_ROLE}
    FROM {User._meta.db_table} p
    LEFT JOIN {RoleAssignment._meta.db_table} r
        ON r.user_id = p.id AND r.valid_from <= %s AND (r.valid_to IS NULL OR r.valid_to > %s)
    WHERE p.id = %s
    ORDER BY r.role, r.id
"""  # noqa: S608 - names of our own tables and columns


def person_signed_in(key: int, on: dt.date) -> User | None:
    """The person with that key and what `accounts.permissions` asks; none where there is none."""
    rows = rows_of(SIGNED_IN, [on, on, key])
    if not rows:
        return None
    width = len(PERSON)
    user = User.from_db(connection.alias, PERSON, rows[0][:width])
    user._is_with_authenticator = rows[0][width]
    user._roles_today = [
        RoleAssignment.from_db(connection.alias, ROLE, row[width + 1 :])
        for row in rows
        if row[width + 1] is not None
    ]
    return user


def asks_late(view: View) -> View:
    """Mark a view before which nobody asks who is signed in: it calls `ask_who` itself."""
    view.asks_late = True  # type: ignore[attr-defined]
    return view


def ask_who(request: HttpRequest) -> None:
    """Put the person who is signed in themselves on the request, out of two wrappers.

    Both are there to ask as late as possible who it is; the trail of changes asks for every
    request with a session. A page of the back office asks the person a thousand things.
    """
    request.user = _unwrapped(request.user)


def _unwrapped(person: Any) -> Any:
    while isinstance(person, LazyObject):
        if person._wrapped is empty:  # type: ignore[attr-defined]
            person._setup()
        person = person._wrapped  # type: ignore[attr-defined]
    return person
