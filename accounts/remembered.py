"""Who a session let in before: a guess that the statement acting for them confirms.

A member's answers come with every click, and to read session and person for each would take as long
as to keep it. So what the answer before was decided on is remembered, and the next is kept by one
statement which asks in the database whether all that still stands: the session and its term, the
person, today's roles, the second factor. It writes nothing where any of them is another; then who
it is is asked as for every page. Nothing is done, and nothing refused, on the word of memory alone.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import RoleAssignment, User
from ocop_portal.shared.prepared import rows_of

MOST_REMEMBERED = 500  # sessions, about 5 KB each

# Which rows there are, and which version of each: PostgreSQL writes a changed row to another place.
VERSIONS = f"""
    SELECT concat_ws(' ', s.ctid, s.xmin, p.ctid, p.xmin, (
        SELECT string_agg(version, ' ' ORDER BY version) FROM (
            SELECT concat_ws(' ', 'r', r.ctid, r.xmin) version
            FROM {RoleAssignment._meta.db_table} r
            WHERE r.user_id = p.id
                AND r.valid_from <= %s AND (r.valid_to IS NULL OR r.valid_to > %s)
            UNION ALL
            SELECT concat_ws(' ', 't', d.ctid, d.xmin)
            FROM {TOTPDevice._meta.db_table} d WHERE d.user_id = p.id
            UNION ALL
            SELECT concat_ws(' ', 'c', d.ctid, d.xmin)
            FROM {StaticDevice._meta.db_table} d WHERE d.user_id = p.id
        ) rows
    ))
    FROM django_session s, {User._meta.db_table} p
    WHERE s.session_key = %s AND s.expire_date > %s AND p.id = %s
"""  # noqa: S608 - names of our own tables
CONFIRMED = f"%s = ({VERSIONS})"
"""Condition of a statement that acts for a `Remembered`, whose `values` go into its places."""


class Versions(NamedTuple):
    """What decides whether a session lets a person in, as it stood at a moment."""

    person: int
    words: str


class Remembered(NamedTuple):
    """A person whom the back office was open to, and what that was decided on, once it is known."""

    session_key: str
    person: User
    versions: Versions | None

    def values(self) -> tuple[Any, ...]:
        """What goes into the places of `CONFIRMED` at this moment."""
        words = self.versions.words if self.versions else ""
        return words, *_asked(self.session_key, self.person.pk, timezone.now())


_let_in: OrderedDict[str, Remembered] = OrderedDict()


def remembered(request: HttpRequest) -> Remembered | None:
    """Whom the session of the request let in before, if that can be confirmed; nothing is read."""
    known = _let_in.get(request.session.session_key or "")
    return known if known is not None and known.versions is not None else None


def versions_before(request: HttpRequest) -> Versions | None:
    """How things stand before it is asked who it is; nothing where nobody was let in before.

    What is read afterwards is at least as new. Had it changed in between, these are the versions
    of what is no more, which nothing will confirm.
    """
    known = _let_in.get(request.session.session_key or "")
    if known is None:
        return None
    asked = _asked(known.session_key, known.person.pk, timezone.now())
    for (words,) in rows_of(VERSIONS, asked):
        return Versions(known.person.pk, words)
    return None


def remember(request: HttpRequest, before: Versions | None) -> None:
    """Remember whom the session lets in: to be called where the gate of the office has let them."""
    key, person = request.session.session_key, request.user
    if key is None or not isinstance(person, User):
        return
    is_theirs = before is not None and before.person == person.pk
    _let_in[key] = Remembered(key, person, before if is_theirs else None)
    while len(_let_in) > MOST_REMEMBERED:
        _let_in.popitem(last=False)


def _asked(session_key: str, person: int, at: dt.datetime) -> tuple[Any, ...]:
    day = timezone.localdate(at)
    return day, day, session_key, at, person
