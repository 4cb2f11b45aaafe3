"""The list of units: today's or those before the last reform, filtered, counted and ordered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Max
from django.http import QueryDict

from communes.lineage import Lineage
from communes.models import Commune, District
from communes.recorded import counts_by_unit
from ocop_portal.shared.text import clean, fold

Choice = TypeVar("Choice", bound=StrEnum)

DIVISION, DISTRICT, SORT, LOOK, WORDS = "ranh-gioi", "huyen", "xep", "xem", "q"
LONGEST_WORDS = 100


class Division(StrEnum):
    """Which units; the values stand in the address, as on the map."""

    PRESENT = "nay"
    FORMER = "cu"


class Sort(StrEnum):
    """The order of the list."""

    NAME = "ten"
    CODE = "ma"
    PRODUCTS = "san-pham"


class Look(StrEnum):
    """A table or a map."""

    TABLE = "bang"
    MAP = "ban-do"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What the address asks for; whatever makes no sense is as if it were not there."""

    division: Division
    district: str
    sort: Sort
    look: Look
    words: str

    @classmethod
    def parse(cls, data: QueryDict) -> ListQuery:
        """Read the query string. A map lists the units with most products first."""
        look = _choice(Look, data.get(LOOK), Look.TABLE)
        return cls(
            division=_choice(Division, data.get(DIVISION), Division.PRESENT),
            district=data.get(DISTRICT, "")[:120],
            sort=_choice(Sort, data.get(SORT), Sort.PRODUCTS if look is Look.MAP else Sort.NAME),
            look=look,
            words=clean(data.get(WORDS, ""))[:LONGEST_WORDS],
        )

    @property
    def units(self) -> str:
        """The query string of the same units, in whatever order and look."""
        division = "" if self.division is Division.PRESENT else self.division.value
        said = {DIVISION: division, DISTRICT: self.district, WORDS: self.words}
        return urlencode({name: value for name, value in said.items() if value})


def _choice(kind: type[Choice], value: str | None, default: Choice) -> Choice:
    return kind(value) if value in list(kind) else default


@dataclass(slots=True)
class ListedUnit:
    """One unit of the list with what is recorded there, its past included."""

    commune: Commune
    districts: list[District]
    products: int
    producers: int


def reformed_on(on: dt.date) -> dt.date | None:
    """The day the present division came into force; ``None`` if nothing before it is known."""
    return Commune.objects.served().ended(on).aggregate(day=Max("valid_to"))["day"]


def division_day(division: Division, on: dt.date) -> dt.date:
    """The day whose units are listed: today, or the last day before the reform."""
    if division is Division.PRESENT:
        return on
    reform = reformed_on(on)
    return reform - dt.timedelta(days=1) if reform else on


def list_units(query: ListQuery, on: dt.date, lineage: Lineage) -> list[ListedUnit]:
    """The units the query asks for, as on the day ``on``; a constant number of queries."""
    day = division_day(query.division, on)
    communes = Commune.objects.served().in_force(day).alphabetical()
    shown = communes.only("code", "kind", "name", "slug")  # a nation's units are thousands
    listed = _with_records(list(shown), lineage)
    if query.district:
        listed = [unit for unit in listed if query.district in (d.slug for d in unit.districts)]
    if query.words:
        wanted = fold(query.words)
        listed = [unit for unit in listed if wanted in fold(unit.commune.full_name)]
    return _sorted(listed, query.sort)


def _sorted(listed: list[ListedUnit], sort: Sort) -> list[ListedUnit]:
    """The given order is the alphabet's, and breaks ties."""
    if sort is Sort.CODE:
        return sorted(listed, key=lambda unit: unit.commune.code)
    if sort is Sort.PRODUCTS:
        return sorted(listed, key=lambda unit: -unit.products)
    return listed


def _with_records(communes: list[Commune], lineage: Lineage) -> list[ListedUnit]:
    families = {commune.pk: lineage.family(commune.pk) for commune in communes}
    districts = _districts(families)
    products, producers = counts_by_unit("products"), counts_by_unit("producers")
    return [
        ListedUnit(
            commune,
            districts.get(commune.pk, []),
            sum(products.get(pk, 0) for pk in families[commune.pk]),
            sum(producers.get(pk, 0) for pk in families[commune.pk]),
        )
        for commune in communes
    ]


def _districts(families: Mapping[int, tuple[int, ...]]) -> dict[int, list[District]]:
    """The former districts of each unit: its own, or those of the units it was made of."""
    rows = Commune.objects.filter(district__isnull=False).values_list("pk", "district")
    district_of = dict(rows)
    known = District.objects.order_by("sort_key", "pk").in_bulk()
    found = {}
    for unit, family in families.items():
        keys = dict.fromkeys(district_of[pk] for pk in family if pk in district_of)
        found[unit] = [known[key] for key in known if key in keys]
    return found
