"""Sending mail: written into the caller's transaction, sent later by ``manage.py tick``.

A letter exists exactly when the act it tells of was committed. A mail server that is away makes
letters wait, never an act fail. Nothing but `send_due_mail` talks to a mail server.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from ocop_portal.shared.outgoing_mail import MailState, OutgoingMail

logger = logging.getLogger(__name__)

# After each failure the letter waits this long; after the last it is given up.
WAITS = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=8),
    dt.timedelta(days=1),
)
PERMANENT = 500  # SMTP answers from here on will not change by asking again
MOST_AT_ONCE = 200  # letters of one run, so that a run ends

SAID = {
    MailState.SENT: "đã gửi",
    MailState.QUEUED: "chờ thử lại",
    MailState.FAILED: "không gửi được",
}


class MailError(Exception):
    """A letter that cannot be sent again; the message says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to whom.

    ``about`` names the kind of letter and the row it tells of ("kết quả yêu cầu 12").
    ``is_confidential`` is for letters with a link of their own: nobody in the office reads the
    body, and it is wiped once sent, as are ``headers``. ``forgets_recipient`` is for people who
    are nobody to the office: the address is wiped as well, whether the letter arrived or not.
    """

    to: str
    subject: str
    body: str
    about: str
    is_confidential: bool = False
    forgets_recipient: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        """The columns of the letter in the outbox."""
        return {
            "recipient": self.to,
            "subject": " ".join(self.subject.split())[:200],
            "body": self.body,
            "about": self.about[:120],
            "is_confidential": self.is_confidential,
            "forgets_recipient": self.forgets_recipient,
            "headers": dict(self.headers),
        }


def queue_mail(*, once: str = "", **letter: Any) -> OutgoingMail:
    """Put a `Letter` of these keywords into the outbox, within the caller's transaction.

    A letter with the ``once`` of an earlier one is that one.
    """
    values = Letter(**letter).row()
    if not once:
        return OutgoingMail.objects.create(**values)
    kept, _is_new = OutgoingMail.objects.get_or_create(once=once, defaults=values)
    return kept


def queue_letters(letters: Sequence[Letter]) -> None:
    """Put many letters into the outbox within the caller's transaction; one query."""
    OutgoingMail.objects.bulk_create(OutgoingMail(**letter.row()) for letter in letters)


def send_due_mail(now: dt.datetime) -> dict[str, int]:
    """Send what is due at ``now``; a job of ``manage.py tick``.

    Each letter is held, sent and marked in a transaction of its own: two runs at once never send
    the same letter, and one that dies leaves at most one letter unmarked.
    """
    if not settings.OUTBOX_SENDS:
        waiting = OutgoingMail.objects.filter(state=MailState.QUEUED).count()
        return {"chờ, chưa đặt máy chủ thư (EMAIL_HOST)": waiting}
    counts = dict.fromkeys(SAID.values(), 0)
    server = get_connection()
    try:
        for _turn in range(MOST_AT_ONCE):
            state = _send_next(server, now)
            if state is None:
                break
            counts[SAID[state]] += 1
    finally:
        server.close()
    return counts


def send_again(*, letter: OutgoingMail, now: dt.datetime) -> OutgoingMail:
    """Put a letter that was given up, or waits for its next try, at the head of the queue.

    Raises `MailError` for one that was sent or whose content is gone.
    """
    with transaction.atomic():
        held = OutgoingMail.objects.select_for_update().get(pk=letter.pk)
        if held.state == MailState.SENT:
            raise MailError("Thư này đã gửi rồi.")
        if not held.recipient:
            raise MailError("Địa chỉ của thư này đã được xóa, không gửi lại được.")
        held.state, held.next_try_at, held.attempts = MailState.QUEUED, now, 0
        held.save(update_fields=["state", "next_try_at", "attempts"])
        return held


@transaction.atomic
def _send_next(server: BaseEmailBackend, now: dt.datetime) -> MailState | None:
    """Send the letter due longest, if there is one; its new state."""
    due = OutgoingMail.objects.filter(state=MailState.QUEUED, next_try_at__lte=now)
    letter = due.select_for_update(skip_locked=True).order_by("next_try_at", "pk").first()
    if letter is None:
        return None
    try:
        server.send_messages([_message(letter, server)])
    except Exception as error:  # whatever a mail server does, the letter waits
        said = type(error).__name__ if letter.forgets_recipient else error
        logger.warning("letter %s not sent: %s", letter.pk, said)
        server.close()
        _failed(letter, error, now)
    else:
        letter.state, letter.sent_at, letter.error = MailState.SENT, timezone.now(), ""
        if letter.is_confidential:
            letter.body, letter.headers = "", {}
    if letter.forgets_recipient and letter.state != MailState.QUEUED:
        letter.recipient, letter.body, letter.headers = "", "", {}
    letter.attempts += 1
    letter.save()
    return MailState(letter.state)


def _message(letter: OutgoingMail, server: BaseEmailBackend) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return EmailMessage(
        letter.subject,
        letter.body,
        to=[letter.recipient],
        connection=server,
        headers={
            **letter.headers,
            "Message-ID": make_msgid(f"ocop-{letter.pk}", domain),
            "Auto-Submitted": "auto-generated",
        },
    )


def _failed(letter: OutgoingMail, error: Exception, now: dt.datetime) -> None:
    said = "" if letter.forgets_recipient else f": {error}"  # it may name the address
    letter.error = f"{type(error).__name__}{said}"[:500]
    if _is_permanent(error) or letter.attempts >= len(WAITS):
        letter.state = MailState.FAILED
    else:
        letter.next_try_at = now + WAITS[letter.attempts]


def _is_permanent(error: Exception) -> bool:
    """Whether the mail server refused this letter for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _said in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= PERMANENT
