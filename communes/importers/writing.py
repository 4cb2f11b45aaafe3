"""Carrying a plan out, kind by kind, in bulk."""

from __future__ import annotations

from typing import Any

from django.db import models

from communes.enums import KIND_WORDS, CommuneKind
from communes.importers.kinds import COMMUNES, DISTRICTS, PROVINCES, Kind
from communes.importers.plan import Plan, link_key
from communes.importers.reading import Key, Row
from communes.models import Commune, District
from ocop_portal.shared.text import slugify, sort_key

BATCH = 1000
TARGETS = {kind.name: kind for kind in (PROVINCES, DISTRICTS, COMMUNES)}

Ids = dict[str, dict[Key, int]]


def write(plan: Plan) -> None:
    """Change what differs, then add what is missing. Runs inside the caller's transaction."""
    ids = _target_ids(plan.kind)
    _change(plan, ids)
    rows = [plan.kind.model(**_field_values(plan.kind, row, ids)) for row in plan.added]
    if plan.kind.model is Commune:
        _name_communes(rows)  # type: ignore[arg-type]
    elif plan.kind.model is District:
        _name_districts(rows)  # type: ignore[arg-type]
    plan.kind.model._default_manager.bulk_create(rows, BATCH)


def _change(plan: Plan, ids: Ids) -> None:
    found = plan.kind.model._default_manager.in_bulk([pk for pk, _, _ in plan.changed])
    fields: set[str] = set()
    for pk, row, differing in plan.changed:
        values = _field_values(plan.kind, row, ids)
        if "checksum" in differing:
            differing = (*differing, "geometry")
        for name in differing:
            setattr(found[pk], name, values.get(name, values.get(f"{name}_id")))
            fields.add(name)
        if "name" in differing and plan.kind.model in (Commune, District):
            setattr(found[pk], "sort_key", sort_key(values["name"]))  # noqa: B010
            fields.add("sort_key")
    if fields:
        plan.kind.model._default_manager.bulk_update(found.values(), sorted(fields), BATCH)


def _target_ids(kind: Kind) -> Ids:
    """The ids of all rows that rows of this kind may point to."""
    found: Ids = {}
    for name in {column.link for column in kind.columns if column.link}:
        target = TARGETS[name]
        rows = target.model._default_manager.values_list("pk", *target.key)
        found[name] = {tuple(key): pk for pk, *key in rows}
    return found


def _field_values(kind: Kind, row: Row, ids: Ids) -> dict[str, Any]:
    """The row's values as the model takes them: links become ids."""
    values = dict(row.values)
    for column in kind.columns:
        if column.link:
            value = values.pop(column.field)
            values[f"{column.field}_id"] = value and ids[column.link][link_key(value)]
    return values


def _name_communes(communes: list[Commune]) -> None:
    """Give new communes their place in the alphabet and an address nobody else holds.

    A unit of a former district carries the district's name, so that today's unit, which often
    has the same name, keeps the short address. Namesakes are told apart by their province, and
    within one province by their code.
    """
    taken = dict(Commune.objects.values_list("slug", "province"))
    models.prefetch_related_objects(communes, "province", "district")
    for commune in communes:
        words = f"{KIND_WORDS[CommuneKind(commune.kind)]} {commune.name}"
        if commune.district is not None:
            words = f"{words} {commune.district.name}"
        ways = [words, f"{words} {commune.code}", f"{words} {commune.code} {commune.valid_from}"]
        if taken.get(slugify(words), commune.province_id) != commune.province_id:
            ways.insert(1, f"{words} {commune.province.name}")
        commune.sort_key = sort_key(commune.name)
        commune.slug = _first_free(taken, ways)
        taken[commune.slug] = commune.province_id


def _name_districts(districts: list[District]) -> None:
    taken = dict(District.objects.values_list("slug", "pk"))
    models.prefetch_related_objects(districts, "province")
    for district in districts:
        name = district.name
        ways = [name, f"{name} {district.province.name}", f"{name} {district.code}"]
        district.sort_key = sort_key(name)
        district.slug = _first_free(taken, ways)
        taken[district.slug] = 0


def _first_free(taken: dict[str, int], ways: list[str]) -> str:
    """The slug of the first wording that no other row has."""
    return next(slug for way in ways if (slug := slugify(way, 120)) not in taken)
