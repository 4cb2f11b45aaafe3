"""Writing down what the checks of links found."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from django.db import transaction

from markets.enums import LinkState
from markets.link_check import Link
from markets.models import Listing
from markets.rules import Found, standing_after

COLUMNS = ["checked_on", "check_result", "check_note", "failures"]


@transaction.atomic
def note_checks(*, found: Mapping[Link, Found], on: dt.date) -> Counter[LinkState]:
    """Keep what the checks of the day ``on`` found; return how many links are in each state.

    A row whose address was changed meanwhile keeps what it says.
    """
    by_row = {link.pk: (link.url, answer) for link, answer in found.items()}
    counts: Counter[LinkState] = Counter()
    rows = list(Listing.objects.select_for_update().filter(pk__in=by_row).order_by("pk"))
    changed = []
    for row in rows:
        url, answer = by_row[row.pk]
        if row.url != url:
            continue
        row.check_result, row.failures = standing_after(answer, row.failures)
        row.checked_on, row.check_note = on, answer.note[:200]
        counts[LinkState(row.check_result)] += 1
        changed.append(row)
    Listing.objects.bulk_update(changed, COLUMNS)
    return counts


def forget_check(listing: Listing) -> None:
    """Let a listing whose address is new be shown until its next check; the caller saves it."""
    listing.check_result = LinkState.UNCHECKED
    listing.check_note, listing.failures = "", 0
