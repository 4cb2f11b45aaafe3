"""Keeping machines out without asking a third party, without script, and without a cookie of ours.

A form that anybody may send carries a signed moment: one that comes back within seconds, or
after a day, was not filled in by a person just now. A field nobody sees stays empty. Whoever sends
more than a few in an hour answers a sum; far more are refused. Addresses are counted as keyed
fingerprints.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.core import signing

from ocop_portal.shared.throttling import count_attempt

SALT = "shared.proof"
QUICKEST = 3  # seconds
LONGEST = 24 * 60 * 60  # seconds
HOUR = dt.timedelta(hours=1)
FREELY, AT_MOST = 2, 20  # forms of one address in an hour: without a sum, at all


@dataclass(frozen=True, slots=True)
class Proof:
    """What a form carries: two numbers to be added, and when it was given out."""

    one: int
    other: int
    age: float

    @property
    def is_timely(self) -> bool:
        """Whether a person may have filled the form in since."""
        return QUICKEST <= self.age <= LONGEST

    def is_sum(self, typed: str) -> bool:
        """Whether the sum is right."""
        return typed.strip() == str(self.one + self.other)


def new_token(now: dt.datetime) -> str:
    """A signed token for a form given out at ``now``."""
    one, other = (secrets.randbelow(8) + 2 for _ in range(2))
    return signing.dumps([one, other, now.timestamp()], salt=SALT)


def read_token(token: str, now: dt.datetime) -> Proof | None:
    """What a token says; nothing where it was not signed by us."""
    try:
        one, other, moment = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Proof(one, other, now.timestamp() - moment)


def count_form(name: str, address: str, now: dt.datetime) -> tuple[bool, bool]:
    """Count a form sent from ``address``: whether it may pass freely, and whether at all."""
    freely = count_attempt(name, address, most=FREELY, within=HOUR, at=now)
    at_all = count_attempt(f"{name}-all", address, most=AT_MOST, within=HOUR, at=now)
    return freely, at_all
