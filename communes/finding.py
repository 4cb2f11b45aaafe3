"""From what stands in an address to the units it may mean: old names, variants, codes."""

from __future__ import annotations

import datetime as dt
import re

from django.db.models import Q

from communes.lineage import Lineage
from communes.models import Commune
from communes.resolution import Gazetteer

CODE = re.compile(r"[0-9]{4,5}")


def find_units(place: str, on: dt.date, lineage: Lineage) -> list[Commune]:
    """The units ``place`` may mean, today's first; one if it is clear, none if it is unknown.

    A code that was used for several places means them all.
    """
    if CODE.fullmatch(place):
        return _by_code(place.zfill(5), on, lineage)
    found = Gazetteer.current().resolve(place.replace("-", " "), on)
    return [candidate.commune for candidate in found.candidates]


def _by_code(code: str, on: dt.date, lineage: Lineage) -> list[Commune]:
    bore_it = Q(code=code) | Q(other_names__code=code)
    units = Commune.objects.filter(bore_it).select_related("province", "district").distinct()
    found = sorted(units, key=lambda unit: (not unit.is_in_force(on), unit.sort_key, unit.pk))
    is_one_place = all(
        other.name == found[0].name and lineage.are_related(found[0].pk, other.pk)
        for other in found[1:]
    )
    return found[:1] if is_one_place else found
