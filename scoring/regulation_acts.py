"""What is done with regulations: the default is loaded, a council's own is published."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from ocop_portal.shared.tally import Tally
from scoring.models import Regulation

COPIED = (
    "citation",
    "averaging",
    "minimum_judged",
    "gate_judged",
    "award_when_missed",
    "spread_limit",
    "quorum_numerator",
    "quorum_denominator",
    "chair_must_be_present",
    "decimals",
    "dossier_days_ahead",
)
"""What a further regulation takes over from the one it begins as a copy of."""


class RegulationRefused(ValueError):
    """The regulation cannot be published; the message says why."""


def load_regulation(path: Path, *, at: dt.datetime) -> Tally:
    """Keep the software's default of ``path``, published ``at``; one that is there stays."""
    tally = Tally("quy chế mặc định")
    if Regulation.objects.filter(is_default=True).exists():
        tally.unchanged += 1
        return tally
    row = json.loads(path.read_text(encoding="utf-8"))
    numerator, denominator = row["quorum"]
    Regulation.objects.create(
        name=row["name"],
        citation="\n".join([row["citation"], *row["sources"]]),
        is_default=True,
        averaging=row["averaging"],
        minimum_judged=row["minimum_judged"],
        gate_judged=row["gate_judged"],
        award_when_missed=row["award_when_missed"],
        spread_limit=Decimal(row["spread_limit"]),
        quorum_numerator=numerator,
        quorum_denominator=denominator,
        chair_must_be_present=row["chair_must_be_present"],
        decimals=row["decimals"],
        dossier_days_ahead=row["dossier_days_ahead"],
        published_at=at,
    )
    tally.added += 1
    return tally


@transaction.atomic
def publish_regulation(*, regulation: Regulation, at: dt.datetime) -> Regulation:
    """Let councils sit by ``regulation`` from its first day; the one before ends the day before.

    Doing it again changes nothing. Raises ``RegulationRefused`` when another regulation begins
    on the same day or later and would overlap.
    """
    published = Regulation.objects.select_for_update().filter(
        published_at__isnull=False, is_default=False
    )
    others = list(published.exclude(pk=regulation.pk))
    kept = Regulation.objects.select_for_update().get(pk=regulation.pk)
    if kept.is_published:
        return kept
    first = kept.effective_from
    if first is None:
        raise RegulationRefused("Ghi ngày quy chế bắt đầu áp dụng rồi ban hành.")
    for other in others:
        _make_room(other, kept, first)
    kept.published_at = at
    kept.save(update_fields=["published_at"])
    return kept


def _make_room(other: Regulation, kept: Regulation, first: dt.date) -> None:
    """End ``other`` the day before ``first`` where it would run on into ``kept``."""
    begins = other.effective_from or dt.date.min
    ends = other.effective_to or dt.date.max
    if ends < first or begins > (kept.effective_to or dt.date.max):
        return
    if begins >= first:
        raise RegulationRefused(
            f"“{other}” đã áp dụng từ {begins:%d/%m/%Y}; ghi ngày cuối của quy chế này trước ngày"
            " đó, hoặc ngày đầu sau ngày đó."
        )
    Regulation.objects.filter(pk=other.pk).update(effective_to=first - dt.timedelta(days=1))
