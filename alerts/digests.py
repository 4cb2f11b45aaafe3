"""The letter of the day: at most one to an address, gathering all that is new for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from alerts import letters
from alerts.changes import Change, changes_between
from alerts.models import Follow, Subscriber
from alerts.rules import digest_moment
from alerts.subjects import Scope, subject_of
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.outbox import Letter, queue_letters
from ocop_portal.shared.versions import content_version

BATCH = 500  # subscribers of one transaction


def send_digests(now: dt.datetime) -> dict[str, int]:
    """Write what is due at ``now``; a job of ``manage.py tick``.

    From seven in the morning each address is looked at once a day; one for which nothing is new
    gets nothing.
    """
    total = 0
    while (written := _write_some(now)) is not None:
        total += written
    return {"thư theo dõi": total}


@transaction.atomic
def _write_some(now: dt.datetime) -> int | None:
    """Serve the addresses told longest ago; how many letters, none when nobody is due."""
    moment = digest_moment(now, timezone.get_default_timezone())
    due = Subscriber.objects.due(moment).select_for_update(skip_locked=True)
    subscribers = list(due.order_by("told_until", "pk")[:BATCH])
    if not subscribers:
        return None
    digests = list(_letters(subscribers, now))
    queue_letters(digests)
    Subscriber.objects.filter(pk__in=[each.pk for each in subscribers]).update(told_until=now)
    return len(digests)


def _letters(subscribers: Sequence[Subscriber], now: dt.datetime) -> list[Letter]:
    on, version = timezone.localdate(now), content_version()
    changes = changes_between(subscribers[0].told_until, now, on)
    if not changes:
        return []
    follows: dict[int, list[Follow]] = {}
    for follow in Follow.objects.confirmed().with_things().filter(subscriber__in=subscribers):
        follows.setdefault(follow.subscriber_id, []).append(follow)
    scopes = _Scopes(on, version)
    told = (
        (each, _news_for(each, follows.get(each.pk, ()), changes, scopes)) for each in subscribers
    )
    site = SiteProfile.load(version)
    return [letters.digest(subscriber, news, site) for subscriber, news in told if news]


class _Scopes:
    """What belongs to each thing followed, worked out once however many follow it."""

    def __init__(self, on: dt.date, version: int) -> None:
        self.on, self.version = on, version
        self._known: dict[tuple, Scope] = {}

    def of(self, follow: Follow) -> Scope:
        key = (follow.kind, follow.product_id, follow.producer_id, follow.commune_id, follow.query)
        if key not in self._known:
            self._known[key] = subject_of(follow).scope(self.on, self.version)
        return self._known[key]


def _news_for(
    subscriber: Subscriber, follows: Sequence[Follow], changes: Sequence[Change], scopes: _Scopes
) -> list[Change]:
    """The changes somebody has not been told of, each once, since each thing is followed."""
    return [
        change
        for change in changes
        if change.noted_at > subscriber.told_until
        and any(
            follow.confirmed_at and change.noted_at > follow.confirmed_at
            and change.concerns(scopes.of(follow))
            for follow in follows
        )
    ]  # fmt: skip
