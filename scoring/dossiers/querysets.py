"""Which dossiers and clocks, with what loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef

from scoring.dossiers.enums import ENDED, IN_THE_OFFICE, DossierStatus


class DossierQuerySet(models.QuerySet):
    """Dossiers by where they stand and whose they are."""

    def of_producers(self, producers: Iterable[int]) -> DossierQuerySet:
        """Those of the producers with these keys."""
        return self.filter(producer__in=producers)

    def open(self) -> DossierQuerySet:
        """Those nothing has ended yet."""
        return self.exclude(status__in=ENDED)

    def handed_in(self) -> DossierQuerySet:
        """Those the office may see: handed in at least once and not drafts again."""
        return self.exclude(revision_number=0)

    def in_the_office(self) -> DossierQuerySet:
        """Those some office has something to do with."""
        return self.filter(status__in=IN_THE_OFFICE)

    def at(self, level: str, *statuses: DossierStatus) -> DossierQuerySet:
        """Those at an office's level, in any of these states."""
        found = self.filter(level=level)
        return found.filter(status__in=statuses) if statuses else found

    def overdue(self, on: dt.date) -> DossierQuerySet:
        """Those with a clock that ran out before the day ``on``."""
        related = self.model._meta.get_field("clocks").related_model
        clocks: ClockQuerySet = ClockQuerySet(related)  # type: ignore[arg-type]
        return self.filter(Exists(clocks.overdue(on).filter(dossier=OuterRef("pk"))))

    def for_lists(self) -> DossierQuerySet:
        """With all that one row of a work list shows."""
        return self.select_related(
            "producer", "commune__province", "group", "criteria_set__version", "process"
        ).prefetch_related("clocks")

    def for_page(self) -> DossierQuerySet:
        """With all that the office's page of one dossier shows of its own tables."""
        return self.select_related(
            *("producer", "product", "commune__province", "group", "criteria_set__version"),
            "process__criteria_version",
        ).prefetch_related(
            "clocks",
            "process__rounds",
            "process__steps",
            "revisions__submitted_by",
            "moves__by",
            "moves__items",
            "messages__author",
            "component_checks",
            "commune_reports",
            "province_reviews",
            "advisory_reports__tests",
            "decision_items__decision",
            "decision_items__certification",
            "referrals",
            "appeals",
        )


class ClockQuerySet(models.QuerySet):
    """Clocks that run, and those that ran out."""

    def running(self) -> ClockQuerySet:
        """Neither stopped nor standing still."""
        return self.filter(stopped_on__isnull=True, paused_on__isnull=True)

    def not_stopped(self) -> ClockQuerySet:
        """Running, or standing still while the producer supplements."""
        return self.filter(stopped_on__isnull=True)

    def overdue(self, on: dt.date) -> ClockQuerySet:
        """Running and past their last day."""
        return self.running().filter(due_on__lt=on)
