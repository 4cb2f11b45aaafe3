"""Following and leaving. Moments are passed in; nothing here reads the clock.

Nothing tells a caller whether an address follows anything already: what differs is written to the
address itself. An address nobody confirms is forgotten, one that leaves is forgotten at once.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone, translation

from alerts import letters
from alerts.models import QUERY_LENGTH, Follow, Subscriber
from alerts.rules import KEPT, LETTERS_A_DAY, MOST_FOLLOWED
from alerts.subjects import Subject
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.outbox import queue_letters
from ocop_portal.shared.outgoing_mail import MailState, OutgoingMail
from ocop_portal.shared.throttling import count_attempt
from ocop_portal.shared.versions import content_version

DAY = dt.timedelta(days=1)


@transaction.atomic
def ask_to_follow(
    *, email: str, subject: Subject, language: str, origin: str, now: dt.datetime
) -> None:
    """Note that somebody wants to follow ``subject``, and write to ``email``, whoever has it.

    At most `LETTERS_A_DAY` letters go to an address, and an address follows at most
    `MOST_FOLLOWED` things; beyond that nothing happens, silently.
    """
    columns = subject.columns
    if len(columns["query"]) > QUERY_LENGTH:
        return
    email = email.lower()
    if not count_attempt("alerts-letter", email, most=LETTERS_A_DAY, within=DAY, at=now):
        return
    started = {"language": language, "origin": origin, "told_until": now}
    subscriber, _is_new = Subscriber.objects.get_or_create(email=email, defaults=started)
    Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    follow = subscriber.follows.filter(**columns).first()
    if follow is None:
        if subscriber.follows.count() >= MOST_FOLLOWED:
            return
        follow = Follow(subscriber=subscriber, **columns, asked_at=now)
    elif follow.confirmed_at is None:
        follow.asked_at = now
    follow.save()
    on, version = timezone.localdate(now), content_version()
    with translation.override(subscriber.language):
        label, site = subject.safe_label(on, version), SiteProfile.load(version)
        queue_letters([letters.to_confirm(follow, label, site)])


@transaction.atomic
def confirm(*, follow: Follow, language: str, now: dt.datetime) -> Follow | None:
    """Begin to tell the owner of the address; again changes nothing, none if it is gone."""
    held = Follow.objects.select_for_update().filter(pk=follow.pk).first()
    if held is None:
        return None
    if held.confirmed_at is None:
        others = Follow.objects.confirmed().filter(subscriber=held.subscriber_id)
        if not others.exists():
            Subscriber.objects.filter(pk=held.subscriber_id).update(
                told_until=now, language=language
            )
        held.confirmed_at = now
        held.save(update_fields=["confirmed_at"])
    return held


@transaction.atomic
def stop_following(*, subscriber: Subscriber, follow_id: int) -> bool:
    """End one thing; whether anything is left. The address goes with the last one."""
    held = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if held is None:
        return False
    held.follows.filter(pk=follow_id).delete()
    if held.follows.confirmed().exists():
        return True
    leave(subscriber=held)
    return False


@transaction.atomic
def leave(*, subscriber: Subscriber) -> None:
    """Forget an address, all it follows, and letters that still wait for it."""
    waiting = OutgoingMail.objects.filter(recipient=subscriber.email, forgets_recipient=True)
    waiting.exclude(state=MailState.SENT).delete()
    Subscriber.objects.filter(pk=subscriber.pk).delete()


@transaction.atomic
def forget_unconfirmed(now: dt.datetime) -> dict[str, int]:
    """Forget what nobody confirmed in time, and the letters about it; a job of ``tick``."""
    Follow.objects.unconfirmed_since(now - KEPT).delete()
    count, _rows = Subscriber.objects.following_nothing().delete()
    stale = OutgoingMail.objects.filter(forgets_recipient=True, created_at__lt=now - KEPT)
    stale.filter(state=MailState.QUEUED).delete()
    return {"địa chỉ theo dõi không xác nhận đã xóa": count}
