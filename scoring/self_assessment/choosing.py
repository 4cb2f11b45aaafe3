"""The kinds of products to choose from: groups and sub-groups of the decision in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from products.models import ProductGroup
from scoring.models import CriteriaSet, CriteriaVersion


@dataclass(frozen=True, slots=True)
class Kind:
    """A sub-group and the set it is scored with."""

    group: ProductGroup
    row: CriteriaSet


@dataclass(frozen=True, slots=True)
class Branch:
    """Sub-groups under one heading; the heading is empty where there is one sub-group."""

    name: str
    kinds: list[Kind]


@dataclass(frozen=True, slots=True)
class GroupOfKinds:
    """One of the six groups."""

    group: ProductGroup
    branches: list[Branch]


def kinds_in_force(on: dt.date) -> tuple[CriteriaVersion | None, list[GroupOfKinds]]:
    """The decision in force on the day ``on`` with its kinds of products; three queries."""
    version = CriteriaVersion.objects.in_force(on).first()
    if version is None:
        return None, []
    sets = {row.number: row for row in CriteriaSet.objects.current().filter(version=version)}
    subgroups = ProductGroup.objects.filter(
        decision=version.decision, set_number__in=sets
    ).select_related("parent")
    groups: dict[int, GroupOfKinds] = {}
    for subgroup in subgroups:
        row = sets[subgroup.set_number]  # type: ignore[index]
        row.version = version
        whole = subgroup.parent or subgroup
        found = groups.setdefault(whole.pk, GroupOfKinds(whole, []))
        if not found.branches or found.branches[-1].name != subgroup.branch:
            found.branches.append(Branch(subgroup.branch, []))
        found.branches[-1].kinds.append(Kind(subgroup, row))
    return version, list(groups.values())
