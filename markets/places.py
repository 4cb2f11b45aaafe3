"""Where a point of sale lies today, whatever unit it was recorded with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from communes.lineage import Lineage
from communes.models import Commune, District
from markets.models import SalesPoint


@dataclass(frozen=True, slots=True)
class Place:
    """A commune of today or, where only that is known, a former district."""

    unit: Commune | District
    recorded: Commune | None
    """The unit in the record, when it is another than today's."""

    @property
    def key(self) -> str:
        """What the address calls it."""
        return self.unit.slug

    @property
    def commune(self) -> Commune | None:
        """The commune of today, if known."""
        return self.unit if isinstance(self.unit, Commune) else None


def places_of(points: Iterable[SalesPoint], on: dt.date) -> dict[int, Place]:
    """The place of each point on the day ``on``; a point without any is left out.

    ``points`` come with their commune and district. At most one query beside the lineage.
    """
    points = list(points)
    lineage = Lineage.current()
    todays: dict[int | None, int | None] = {None: None}
    for commune_id in {point.commune_id for point in points if point.commune_id}:
        todays[commune_id] = lineage.today(commune_id, on)
    units = Commune.objects.in_bulk([unit for unit in todays.values() if unit])
    places = {}
    for point in points:
        today = units.get(todays[point.commune_id] or 0)
        unit = today or point.commune or point.district
        if unit is not None:
            recorded = point.commune if point.commune != unit else None
            places[point.pk] = Place(unit, recorded)
    return places
