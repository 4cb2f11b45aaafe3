"""What an import left in the audit trail, and whether anyone has come after it."""

from __future__ import annotations

from django.db import connection, models

from producers.models import Producer
from products.models import Certification, Product

WRITTEN_MODELS: tuple[type[models.Model], ...] = (Certification, Product, Producer)
"""Tables an import writes; while it writes, nobody else does (`lock_register`)."""

Events = dict[str, list[int]]
"""First and last number of an import's events, by label of model."""


def last_events() -> dict[str, int]:
    """The last event of each table now."""
    found = {}
    for model in WRITTEN_MODELS:
        last = _events(model)._default_manager.aggregate(last=models.Max("pgh_id"))["last"]
        found[model._meta.label_lower] = last or 0
    return found


def events_between(before: dict[str, int], after: dict[str, int]) -> Events:
    """The events written from one moment to the other."""
    return {
        label: [before[label] + 1, last] for label, last in after.items() if last > before[label]
    }


def moved_since(model: type[models.Model], events: Events) -> list[int]:
    """Rows that are no longer as the import left them, or no longer there."""
    if model._meta.label_lower not in events:
        return []
    quote = connection.ops.quote_name
    event_model = _events(model)
    columns: list[str] = [
        str(field.column)
        for field in event_model._meta.concrete_fields
        if not field.name.startswith("pgh_")
    ]
    told, now = (
        ", ".join(f"{alias}.{quote(column)}" for column in columns) for alias in ("told", "now")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT told.pgh_obj_id FROM (SELECT DISTINCT ON (pgh_obj_id) * "  # noqa: S608
            f"FROM {quote(event_model._meta.db_table)} WHERE pgh_id BETWEEN %s AND %s "
            f"ORDER BY pgh_obj_id, pgh_id DESC) told "
            f"LEFT JOIN {quote(model._meta.db_table)} now ON now.id = told.pgh_obj_id "
            f"WHERE now.id IS NULL OR ROW({told}) IS DISTINCT FROM ROW({now})",
            events[model._meta.label_lower],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _events(model: type[models.Model]) -> type[models.Model]:
    return model.pgh_event_model  # type: ignore[attr-defined]
