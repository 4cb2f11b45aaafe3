"""The communes of each division: those of the day, and those the last reform ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from communes.models import Commune, CommuneSuccession
from ocop_portal.map.enums import Division


@dataclass(frozen=True, slots=True)
class Divisions:
    """Both divisions of the territory served, as on one day.

    ``reformed_on`` is the day the present division came into force, ``None`` if nothing before it
    is known.
    """

    reformed_on: dt.date | None
    present: tuple[str, ...]
    former: tuple[str, ...]

    def units(self, division: Division) -> tuple[str, ...]:
        """Slugs of the communes of a division, in the order of their names."""
        return self.former if division is Division.FORMER else self.present


def divisions(on: dt.date) -> Divisions:
    """Read the divisions of the day ``on`` in three queries."""
    served = Commune.objects.served().alphabetical()
    reformed_on = CommuneSuccession.objects.filter(
        effective_on__lte=on, predecessor__province__is_served=True
    ).aggregate(day=Max("effective_on"))["day"]
    former: tuple[str, ...] = ()
    if reformed_on:
        before = served.in_force(reformed_on - dt.timedelta(days=1)).ended(on)
        former = tuple(before.values_list("slug", flat=True))
    return Divisions(reformed_on, tuple(served.in_force(on).values_list("slug", flat=True)), former)
