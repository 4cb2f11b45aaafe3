"""What the values of each facet are called, in the order the page lists them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from ocop_portal.shared.bilingual import bilingual
from producers.enums import ProducerKind
from products.catalogue.index import Label, Labels
from products.catalogue.parameters import (
    COMMUNE,
    DISTRICT,
    FORMER_COMMUNE,
    GROUP,
    NO_STAR,
    PRODUCER_KIND,
    STANDARD,
    STARS,
    STATUS,
    STATUS_VALUES,
    SUBGROUP,
    UNKNOWN,
    YEAR,
    value_of,
)
from products.catalogue.places import Places
from products.enums import CertificationStatus, StandardKind, Stars
from products.models import ProductGroup

ALWAYS_OFFERED_STARS = (Stars.FIVE, Stars.FOUR, Stars.THREE)  # lower ranks bear no certificate


def labels(places: Places, used: Mapping[str, set[str]]) -> Labels:
    """Per facet, every value that can be chosen: the fixed ones, and those some product has."""
    groups, subgroups = _groups()
    return {
        GROUP: {**groups, UNKNOWN: _("Chưa xếp nhóm")},
        SUBGROUP: subgroups,
        STARS: _stars(used[STARS]),
        STATUS: _statuses(used[STATUS]),
        COMMUNE: _communes(places, used[COMMUNE]),
        FORMER_COMMUNE: _former_communes(places, used[FORMER_COMMUNE]),
        DISTRICT: _districts(places, used[DISTRICT]),
        PRODUCER_KIND: {value_of(kind.value): kind.label for kind in ProducerKind},
        YEAR: _years(used[YEAR]),
        STANDARD: {value_of(kind.value): kind.label for kind in StandardKind},
    }


def _groups() -> tuple[dict[str, Label], dict[str, Label]]:
    groups: dict[str, Label] = {}
    subgroups: dict[str, Label] = {}
    rows = ProductGroup.objects.order_by("-is_current", "decision", "position", "pk")
    used = rows.filter(is_current=True) | rows.filter(products__is_published=True)
    fields = ("slug", "short_name", "short_name_en", "parent_id")
    for slug, name, name_en, parent_id in used.distinct().values_list(*fields):
        (subgroups if parent_id else groups)[slug] = bilingual(name, name_en)
    return groups, subgroups


def _stars(used: set[str]) -> dict[str, Label]:
    offered = [
        rank for rank in reversed(Stars) if rank in ALWAYS_OFFERED_STARS or str(rank) in used
    ]
    return {**{str(rank.value): rank.label for rank in offered}, NO_STAR: _("Chưa có sao")}


def _statuses(used: set[str]) -> dict[str, Label]:
    named = {
        value: status.label
        for status, value in STATUS_VALUES.items()
        if status is not CertificationStatus.NOT_YET or value in used
    }
    return {**named, NO_STAR: _("Chưa được công nhận")}


def _communes(places: Places, used: set[str]) -> Mapping[str, Label]:
    offered = {
        unit.slug: unit.full_name
        for unit in places.units.values()
        if unit.slug in used or (unit.is_in_force and unit.is_served)
    }
    return _with_unknown(offered, used)


def _former_communes(places: Places, used: set[str]) -> Mapping[str, Label]:
    offered = {
        unit.slug: unit.full_name
        for unit in places.units.values()
        if unit.slug in used or (unit.is_served and not unit.is_in_force)
    }
    return _with_unknown(offered, used)


def _districts(places: Places, used: set[str]) -> Mapping[str, Label]:
    return _with_unknown(dict(places.districts.values()), used)


def _years(used: set[str]) -> Mapping[str, Label]:
    years = sorted(used - {UNKNOWN}, reverse=True)
    return _with_unknown({year: year for year in years}, used)


def _with_unknown(offered: Mapping[str, Label], used: set[str]) -> Mapping[str, Label]:
    return {**offered, UNKNOWN: _("Chưa rõ")} if UNKNOWN in used else offered
