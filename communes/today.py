"""Which unit of a day each recorded one is, with its name: for lists of records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from communes.lineage import Lineage
from communes.models import Commune


def units_of_the_day(recorded: Iterable[Commune | None], on: dt.date) -> dict[int | None, Commune]:
    """By the key of each recorded unit, the one unit of the day ``on``, where there is one.

    No query for units that are in force; otherwise one, beside the lineage.
    """
    units = {unit.pk: unit for unit in recorded if unit is not None}
    found: dict[int | None, Commune] = {
        pk: unit for pk, unit in units.items() if unit.is_in_force(on)
    }
    ended = units.keys() - found.keys()
    if ended:
        lineage = Lineage.current()
        today = {pk: unit for pk in ended if (unit := lineage.today(pk, on))}
        in_force = Commune.objects.select_related("province").in_bulk(set(today.values()))
        found |= {pk: in_force[unit] for pk, unit in today.items()}
    return found
