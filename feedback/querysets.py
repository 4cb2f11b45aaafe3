"""Which reports."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models

from feedback.enums import OPEN


class ReportQuerySet(models.QuerySet):
    """Rows of ``Report``."""

    def open(self) -> Self:
        """Not yet answered nor declined."""
        return self.filter(state__in=OPEN)

    def to_be_purged(self, before: dt.datetime) -> Self:
        """Closed before that moment and still holding personal data."""
        return self.exclude(state__in=OPEN).filter(closed_at__lt=before, purged_at__isnull=True)
