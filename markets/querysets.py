"""Which points of sale and channels."""

from __future__ import annotations

from django.db import models


class PublishedQuerySet(models.QuerySet):
    """Rows an office publishes one by one."""

    def public(self) -> PublishedQuerySet:
        """Rows the office has published."""
        return self.filter(is_published=True)
