"""Who follows what."""

from itertools import count

from django.utils import timezone

from alerts.enums import FollowKind
from alerts.models import Follow, Subscriber

_numbers = count(1)


def make_subscriber(email: str = "", **fields) -> Subscriber:
    """An address on the host of tests."""
    values = {"origin": "http://testserver"}
    return Subscriber.objects.create(
        email=email or f"doc-{next(_numbers)}@vi.du", **values | fields
    )


def make_follow(subscriber: Subscriber | None = None, **fields) -> Follow:
    """Something followed and confirmed; a question to the catalogue unless a row is given."""
    row = next((name for name in ("product", "producer", "commune") if name in fields), None)
    values = {"kind": FollowKind(row or "catalogue"), "confirmed_at": timezone.now()}
    return Follow.objects.create(subscriber=subscriber or make_subscriber(), **values | fields)
