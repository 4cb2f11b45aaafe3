"""What is recorded with a unit by the apps above: products and producers, by reverse relation."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Count

from communes.models import Commune


def public_rows(relation: str) -> models.QuerySet:
    """All published rows of ``products`` or ``producers``."""
    model = Commune._meta.get_field(relation).related_model
    return model.objects.public()  # type: ignore[union-attr]


def recorded_with(relation: str, units: Iterable[int]) -> models.QuerySet:
    """The published rows recorded with any of the units, in alphabetical order."""
    return public_rows(relation).filter(commune__in=tuple(units)).order_by("sort_key", "pk")


def counts_by_unit(relation: str) -> dict[int, int]:
    """How many published rows are recorded with each unit; one query."""
    rows = public_rows(relation).filter(commune__isnull=False).order_by()
    return dict(rows.values_list("commune").annotate(Count("pk")))
