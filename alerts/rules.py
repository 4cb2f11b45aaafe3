"""Times and limits of alerts. Pure."""

from __future__ import annotations

import datetime as dt

KEPT = dt.timedelta(days=3)
"""How long an address is kept that nobody has confirmed; stated on the privacy page."""

LETTERS_A_DAY = 3
"""Letters to confirm that are sent to one address in a day, whoever asks."""

MOST_FOLLOWED = 50
"""Things one address may follow."""

HOUR = 7
"""The hour of the Vietnamese day from which the letter of the day is written."""


def digest_moment(now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The last moment, not after ``now``, at which letters of the day fell due."""
    local = now.astimezone(zone)
    today = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if today <= local else today - dt.timedelta(days=1)
