"""Which products and certifications, and with what loaded."""

from __future__ import annotations

import datetime as dt
from typing import cast

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from products.enums import EndReason


class CertificationQuerySet(models.QuerySet):
    """Rows of ``Certification``. Days are passed in; nothing here reads the clock."""

    def valid(self, on: dt.date) -> CertificationQuerySet:
        """In force on the day ``on``. A certification of unknown day is never valid."""
        return self.filter(valid_during__contains=on)

    def ever(self, on: dt.date) -> CertificationQuerySet:
        """Awarded by the day ``on``, whatever became of it.

        A day known only by its year counts from the last day of that year; when nothing is
        known the award counts as made before every day asked for.
        """
        whole_years = on.year + 1 if (on.month, on.day) == (12, 31) else on.year
        without_day = Q(valid_during__isnull=True, decision_on__isnull=True)
        return self.filter(
            Q(valid_during__startswith__lte=on)
            | Q(valid_during__isnull=True, decision_on__lte=on)
            | without_day & Q(recognised_year__lt=whole_years)
            | without_day & Q(recognised_year__isnull=True)
        )

    def ended(self, on: dt.date) -> CertificationQuerySet:
        """Expired, superseded or withdrawn by the day ``on``.

        Where the first day is not known the end still may be: from the certificate, or from the
        award that took its place.
        """
        return self.filter(
            Q(valid_during__endswith__lte=on)
            | Q(ended_on__lte=on)
            | Q(valid_during__isnull=True, expires_on__lte=on)
        )

    def withdrawn(self, on: dt.date) -> CertificationQuerySet:
        """Withdrawn by the day ``on``."""
        return self.filter(end_reason=EndReason.WITHDRAWN, ended_on__lte=on)

    def latest_first(self) -> CertificationQuerySet:
        """Newest first; awards of unknown day come last."""
        return self.order_by(
            F("decision_on").desc(nulls_last=True),
            F("recognised_year").desc(nulls_last=True),
            "-pk",
        )


class ProductStandardQuerySet(models.QuerySet):
    """Rows of ``ProductStandard``."""

    def in_force(self, on: dt.date) -> ProductStandardQuerySet:
        """Not known to have ended, or not to have begun, by the day ``on``."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        )


class ProductQuerySet(models.QuerySet):
    """Rows of ``Product``."""

    def public(self) -> ProductQuerySet:
        """Products the office has published."""
        return self.filter(is_published=True)

    def certified(self, on: dt.date) -> ProductQuerySet:
        """Products whose certification is in force on the day ``on``."""
        return self.filter(
            Exists(self._certifications().filter(product=OuterRef("pk"), valid_during__contains=on))
        )

    def for_detail(self) -> ProductQuerySet:
        """With all a product's own page shows of its own tables."""
        return self.select_related(
            "group__parent",
            "producer__commune",
            "producer__district",
            "commune__district",
            "commune__province",
            "district",
        ).prefetch_related(
            "certifications__group",
            "images",
            "standards",
            "intellectual_properties",
            "documents",
        )

    def alphabetical(self) -> ProductQuerySet:
        """In the order of the Vietnamese alphabet."""
        return self.order_by("sort_key", "pk")

    def _certifications(self) -> models.QuerySet:
        related = self.model._meta.get_field("certifications").related_model
        return cast("type[models.Model]", related)._default_manager.all()
