"""Which subscribers and which things followed."""

from __future__ import annotations

import datetime as dt
from typing import Self, cast

from django.db import models
from django.db.models import Exists, OuterRef


class SubscriberQuerySet(models.QuerySet):
    """Rows of ``Subscriber``."""

    def due(self, moment: dt.datetime) -> Self:
        """Those with something confirmed who were last told before ``moment``."""
        confirmed = self._follows().filter(confirmed_at__isnull=False)
        return self.filter(Exists(confirmed), told_until__lt=moment)

    def following_nothing(self) -> Self:
        """Those with nothing left, confirmed or not."""
        return self.exclude(Exists(self._follows()))

    def _follows(self) -> models.QuerySet:
        related = self.model._meta.get_field("follows").related_model
        follows = cast("type[models.Model]", related)._default_manager
        return follows.filter(subscriber=OuterRef("pk"))


class FollowQuerySet(models.QuerySet):
    """Rows of ``Follow``."""

    def confirmed(self) -> Self:
        """Those the owner of the address has confirmed."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed_since(self, moment: dt.datetime) -> Self:
        """Those asked for before ``moment`` and confirmed by nobody."""
        return self.filter(confirmed_at__isnull=True, asked_at__lt=moment)

    def with_things(self) -> Self:
        """With the rows they speak of."""
        return self.select_related("product", "producer", "commune")
