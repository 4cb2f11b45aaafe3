"""Which producers, and with what loaded."""

from __future__ import annotations

from django.db import models


class ProducerQuerySet(models.QuerySet):
    """Rows of ``Producer``."""

    def public(self) -> ProducerQuerySet:
        """Producers the office has published."""
        return self.filter(is_published=True)

    def alphabetical(self) -> ProducerQuerySet:
        """In the order of the Vietnamese alphabet."""
        return self.order_by("sort_key", "pk")
