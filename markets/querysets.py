"""Which points of sale, channels, listings and fairs."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F

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


class FairQuerySet(PublishedQuerySet):
    """Rows of ``Fair``. Days are passed in; nothing here reads the clock."""

    def to_come(self, on: dt.date) -> Self:
        """Not over on the day ``on``, the next first."""
        return self.filter(ends_on__gte=on).order_by("starts_on", "name", "pk")

    def over(self, on: dt.date) -> Self:
        """Over by the day ``on``, the latest first."""
        return self.filter(ends_on__lt=on).order_by(F("starts_on").desc(), "name", "pk")
