"""Where products are made, on one day: the unit of the register, that of today, the district."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from communes.enums import full_name
from communes.lineage import Lineage
from communes.models import Commune, CommuneName, District
from products.catalogue.parameters import UNKNOWN
from products.catalogue.textindex import Phrases
from products.catalogue.words import phrases


class Place(NamedTuple):
    """Values of a place in the facets of commune, former commune and district; and its names."""

    commune: tuple[str]
    former_commune: tuple[str]
    district: tuple[str]
    texts: Phrases


class _Unit(NamedTuple):
    slug: str
    full_name: str
    district_id: int | None
    province: str
    is_served: bool
    is_in_force: bool


class Places:
    """Every administrative unit as it stands on one day, and what became of those before."""

    def __init__(self, on: dt.date) -> None:
        self.on = on
        self.units = _units(on)
        self.lineage = Lineage.load()
        self.districts = {
            pk: (slug, name)
            for pk, slug, name in District.objects.values_list("pk", "slug", "name")
        }
        self.other_names: dict[int, list[str]] = defaultdict(list)
        for commune_id, name in CommuneName.objects.values_list("commune_id", "name"):
            self.other_names[commune_id].append(name)
        self._known: dict[tuple[int | None, int | None], Place] = {}

    def place(self, commune_id: int | None, district_id: int | None) -> Place:
        """Where something recorded with these keys lies; the same object for the same keys."""
        key = (commune_id, district_id)
        if key not in self._known:
            self._known[key] = self._place(commune_id, district_id)
        return self._known[key]

    def _place(self, commune_id: int | None, district_id: int | None) -> Place:
        here = self.units[commune_id] if commune_id else None
        today_id = self.lineage.today(commune_id, self.on) if commune_id else None
        today = self.units[today_id] if today_id else None
        district_id = district_id or self._district(commune_id)
        district = self.districts[district_id] if district_id else (UNKNOWN, "")
        return Place(
            commune=(today.slug if today else UNKNOWN,),
            former_commune=(here.slug if here and not here.is_in_force else UNKNOWN,),
            district=(district[0],),
            texts=self._texts(commune_id, today_id, district[1]),
        )

    def _district(self, commune_id: int | None) -> int | None:
        """The district the unit lay in; for one made later, where all its parts lay."""
        if commune_id is None or self.units[commune_id].district_id:
            return self.units[commune_id].district_id if commune_id else None
        found = {self.units[unit].district_id for unit in self.lineage.before.get(commune_id, ())}
        return found.pop() if len(found) == 1 else None

    def _texts(self, commune_id: int | None, today_id: int | None, district: str) -> Phrases:
        names = [district]
        for pk in dict.fromkeys(pk for pk in (commune_id, today_id) if pk):
            unit = self.units[pk]
            names += [unit.full_name, *self.other_names.get(pk, ()), unit.province]
        return [phrase for name in dict.fromkeys(filter(None, names)) for phrase in phrases(name)]


def _units(on: dt.date) -> dict[int, _Unit]:
    present = set(Commune.objects.in_force(on).values_list("pk", flat=True))
    rows = Commune.objects.alphabetical().values_list(
        "pk", "slug", "kind", "name", "district_id", "province__full_name", "province__is_served"
    )
    return {
        pk: _Unit(slug, full_name(kind, name), district, province, is_served, pk in present)
        for pk, slug, kind, name, district, province, is_served in rows
    }
