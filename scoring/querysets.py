"""Which criteria decisions and sets: published, in force, the edition that now holds."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q


class CriteriaVersionQuerySet(models.QuerySet):
    """Criteria decisions."""

    def published(self) -> CriteriaVersionQuerySet:
        """Those the public may read."""
        return self.exclude(published_at=None)

    def in_force(self, on: dt.date) -> CriteriaVersionQuerySet:
        """Those that hold on the day ``on``, the newest first; two in a time of transition."""
        return self.published().filter(
            Q(effective_to__isnull=True) | Q(effective_to__gte=on), effective_from__lte=on
        )


class CriteriaSetQuerySet(models.QuerySet):
    """Sets of criteria, each perhaps in several editions."""

    def public(self) -> CriteriaSetQuerySet:
        """Editions the public may read: published ones, and a first that was never completed."""
        return self.exclude(version__published_at=None).filter(
            Q(published_at__isnull=False) | Q(edition=1)
        )

    def current(self) -> CriteriaSetQuerySet:
        """The edition of each set that now holds: the last published, else the first.

        A dossier keeps the edition it was scored with.
        """
        later = self.model._default_manager.filter(
            version=OuterRef("version"),
            number=OuterRef("number"),
            edition__gt=OuterRef("edition"),
            published_at__isnull=False,
        )
        return self.public().exclude(Exists(later))

    def in_force(self, on: dt.date) -> CriteriaSetQuerySet:
        """The sets a dossier of the day ``on`` is scored with, the newest decision first."""
        return self.current().filter(
            Q(version__effective_to__isnull=True) | Q(version__effective_to__gte=on),
            version__effective_from__lte=on,
        )
