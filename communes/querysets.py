"""Which administrative units, and with what loaded."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q


class CommuneQuerySet(models.QuerySet):
    """Rows of ``Commune``."""

    def in_force(self, on: dt.date) -> CommuneQuerySet:
        """Units that exist on the day ``on``."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        )

    def ended(self, on: dt.date) -> CommuneQuerySet:
        """Units that no longer exist on the day ``on``."""
        return self.filter(valid_to__lte=on)

    def served(self) -> CommuneQuerySet:
        """Units of the provinces this portal serves, past ones included."""
        return self.filter(province__is_served=True)

    def alphabetical(self) -> CommuneQuerySet:
        """In the order of the Vietnamese alphabet."""
        return self.order_by("sort_key", "code", "pk")
