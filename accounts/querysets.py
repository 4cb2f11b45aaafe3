"""Which people and which roles."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q


class RoleQuerySet(models.QuerySet):
    """Rows of ``RoleAssignment``."""

    def held(self, on: dt.date) -> RoleQuerySet:
        """Roles in force on the day ``on``."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
