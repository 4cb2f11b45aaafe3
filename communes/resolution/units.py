"""The rows a gazetteer is made of, and the units it holds, packed."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from weakref import WeakValueDictionary

from django.db import models

from communes.lineage import Lineage
from communes.models import Commune, CommuneName, District, Province
from ocop_portal.shared.fingerprints import PackedStrings

APART = "\x1f"  # the unit separator: no text of the register holds it


@dataclass(slots=True)
class Units:
    """The rows a gazetteer is made of."""

    communes: list[Commune]
    names: list[CommuneName]
    districts: list[District]
    provinces: list[Province]
    lineage: Lineage

    @classmethod
    def load(cls) -> Units:
        """Read the units of the served provinces, or of all if none is marked: six queries."""
        rows = list(Commune.objects.order_by("pk"))
        names = CommuneName.objects.order_by("pk")
        districts = list(District.objects.order_by("pk"))  # after what points to them
        provinces = list(Province.objects.defer("outline").order_by("pk"))
        communes = _placed(rows, provinces, districts)
        if any(province.is_served for province in provinces):
            communes = [unit for unit in communes if unit.province.is_served]
        known = {unit.pk for unit in communes}
        return cls(
            communes,
            [name for name in names if name.commune_id in known],
            districts,
            provinces,
            Lineage.load(),
        )


def _placed(
    units: list[Commune], provinces: list[Province], districts: list[District]
) -> list[Commune]:
    """The units, all of one province with one and the same object for it; so of a district."""
    province_of = {province.pk: province for province in provinces}
    district_of = {district.pk: district for district in districts}
    for unit in units:
        unit.province = province_of[unit.province_id]
        unit.district = district_of[unit.district_id] if unit.district_id else None
    return units


class PackedUnits(Mapping[int, Commune]):
    """Units by key, each made of its row when it is asked for: a tenth of the memory of objects.

    Few of the nation's 3,321 are ever asked for. One that somebody holds is not made twice.
    """

    def __init__(self, units: Sequence[Commune]) -> None:
        """Units in the order of their keys, with their provinces and districts."""
        fields = Commune._meta.concrete_fields
        missing = units[0].get_deferred_fields() if units else ()
        self._names = [field.attname for field in fields if field.attname not in missing]
        self._keys = array("Q", (unit.pk for unit in units))
        self._rows = PackedStrings(self._packed(unit) for unit in units)
        self._provinces = {unit.province_id: unit.province for unit in units}
        self._districts = {unit.district_id: unit.district for unit in units}
        self._held: WeakValueDictionary[int, Commune] = WeakValueDictionary()

    def __getstate__(self) -> dict[str, Any]:
        """All but the units that somebody holds here."""
        return {name: part for name, part in vars(self).items() if name != "_held"}

    def __setstate__(self, parts: dict[str, Any]) -> None:
        vars(self).update(parts, _held=WeakValueDictionary())

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys)

    def __getitem__(self, key: int) -> Commune:
        unit = self._held.get(key)
        if unit is None:
            place = bisect_left(self._keys, key)
            if place == len(self._keys) or self._keys[place] != key:
                raise KeyError(key)
            unit = self._held[key] = self._made(self._rows[place])
        return unit

    def _packed(self, unit: Commune) -> str:
        values = (getattr(unit, name) for name in self._names)
        said = ("" if value is None else str(value) for value in values)
        return APART.join((unit._state.db or "", *said))

    def _made(self, row: str) -> Commune:
        database, *said = row.split(APART)
        values = [_read(*each) for each in zip(self._names, said, strict=True)]
        unit = Commune.from_db(database, self._names, values)
        unit.province = self._provinces[unit.province_id]
        unit.district = self._districts[unit.district_id]
        return unit


def _read(name: str, said: str) -> Any:
    field = cast(models.Field, Commune._meta.get_field(name))
    return None if field.null and not said else field.to_python(said)
