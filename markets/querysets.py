"""Which points of sale, channels and listings."""

from __future__ import annotations

from typing import Self

from django.db import models

from markets.enums import LinkState


class PublishedQuerySet(models.QuerySet):
    """Rows an office publishes one by one."""

    def public(self) -> Self:
        """Rows the office has published."""
        return self.filter(is_published=True)


class ListingQuerySet(PublishedQuerySet):
    """Rows of ``Listing``."""

    def public(self) -> Self:
        """Published, on a channel that is, and not found dead."""
        found = self.filter(is_published=True, channel__is_published=True)
        return found.exclude(check_result=LinkState.DEAD)
