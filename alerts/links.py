"""Keys of the links in letters: they name a row and cannot be written by anybody else."""

from __future__ import annotations

from django.core import signing

from alerts.models import Follow, Subscriber
from alerts.rules import KEPT

CONFIRM, OWN = "alerts.confirm", "alerts.own"


def confirm_key(follow: Follow) -> str:
    """The key that confirms one thing followed; it opens for as long as the row is kept."""
    return signing.dumps([follow.pk, follow.subscriber_id], salt=CONFIRM)


def follow_of(key: str) -> Follow | None:
    """What a key confirms; none when it was tampered with, is too old, or the row is gone."""
    try:
        pk, subscriber = signing.loads(key, salt=CONFIRM, max_age=KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Follow.objects.with_things().select_related("subscriber")
    return found.filter(pk=pk, subscriber=subscriber).first()


def own_key(subscriber: Subscriber) -> str:
    """The key to all an address follows; it opens for as long as the address is kept."""
    return signing.dumps(subscriber.pk, salt=OWN)


def subscriber_of(key: str) -> tuple[Subscriber | None, bool]:
    """Whose key it is, and whether it is one of ours at all; people who left are nobody's."""
    try:
        pk = signing.loads(key, salt=OWN)
    except (signing.BadSignature, ValueError, TypeError):
        return None, False
    return Subscriber.objects.filter(pk=pk).first(), True
