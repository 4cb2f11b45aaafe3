"""What was written and what was there before, as JSON: the ground an undoing stands on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from products.models import Product
from scoring.rating_import.history import Award

AWARD_ATTRIBUTES = (
    "stars",
    "score",
    "decision_number",
    "decision_on",
    "valid_during",
    "expires_on",
    "end_reason",
    "ended_on",
    "superseded_by_id",
)
PRODUCT_ATTRIBUTES = ("commune_id", "district_id", "standing")

State = list[Any]
"""Values of the attributes above, as JSON knows them."""


@dataclass(slots=True)
class Written:
    """What one row made, and what was there before of what it changed; by primary key."""

    producer: int | None = None
    product: int | None = None
    certification: int | None = None
    certifications_before: dict[str, State] = field(default_factory=dict)
    products_before: dict[str, State] = field(default_factory=dict)
    dossier: dict[str, Any] = field(default_factory=dict)
    """The dossier the row ended, as `scoring.rating_import.closing` needs it."""

    def as_json(self) -> dict[str, Any]:
        """For storing with the row; nothing is said of nothing."""
        told = {
            "producer": self.producer,
            "product": self.product,
            "certification": self.certification,
            "certifications_before": self.certifications_before,
            "products_before": self.products_before,
            "dossier": self.dossier,
        }
        return {name: value for name, value in told.items() if value}


def award_values(award: Award) -> tuple[Any, ...]:
    """Values of `AWARD_ATTRIBUTES` for the table."""
    return (
        award.stars,
        award.score,
        award.decision_number,
        award.decision_on,
        DateRange(award.start, award.end) if award.start else None,
        award.expires_on,
        award.end_reason,
        award.ended_on,
        award.superseded_by.pk if award.superseded_by else None,
    )


def note_before(award: Award) -> None:
    """Remember an award of the register as it was, once, before the plan changes it."""
    if award.pk is not None and award.before is None:
        award.before = as_state(award_values(award))


def product_states(pks: Iterable[int]) -> dict[int, State]:
    """States of products as the table has them now."""
    rows = Product.objects.filter(pk__in=list(pks)).values_list("pk", *PRODUCT_ATTRIBUTES)
    return {pk: as_state(values) for pk, *values in rows}


def as_state(values: Iterable[Any]) -> State:
    """Values as JSON knows them, alike for rows read and rows about to be written."""
    return [_plain(value) for value in values]


def _plain(value: Any) -> Any:
    if isinstance(value, DateRange):
        return [_plain(value.lower), _plain(value.upper)]
    if value is None or isinstance(value, int | str):
        return str(value) if isinstance(value, str) else value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def as_values(state: State) -> list[Any]:
    """A stored state as values for the table."""
    return [DateRange(*value) if isinstance(value, list) else value for value in state]
