"""What the public pages of the criteria show: sets under their groups, a set with its proofs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch

from products.models import ProductGroup
from scoring.criteria.definitions import (
    CriterionDefinition,
    NoteDefinition,
    OptionDefinition,
    SetDefinition,
)
from scoring.criteria.enums import NoteKind
from scoring.models import CriteriaSet, CriteriaVersion
from scoring.rules import RECOGNISED_STARS


@dataclass(frozen=True, slots=True)
class GroupOfSets:
    """A group of products of a decision and its sets; no name where the group is not known."""

    name: str
    sets: list[CriteriaSet]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A decision with its sets, group by group."""

    version: CriteriaVersion
    is_in_force: bool
    groups: list[GroupOfSets]


def decisions(on: dt.date) -> list[DecisionPage]:
    """Every published decision, the newest first; three queries."""
    names = _group_names()
    current = Prefetch("sets", CriteriaSet.objects.current())
    versions = CriteriaVersion.objects.published().prefetch_related(current)
    return [
        DecisionPage(version, in_force(version, on), _grouped(version, names))
        for version in versions
    ]


def in_force(version: CriteriaVersion, on: dt.date) -> bool:
    """Whether the decision holds on the day ``on``."""
    ends = version.effective_to
    return version.effective_from <= on and (ends is None or on <= ends)


def _group_names() -> dict[tuple[str, int], str]:
    """The group each set belongs to, in the order of the decision."""
    subgroups = ProductGroup.objects.exclude(set_number=None).select_related("parent")
    return {
        (group.decision, group.set_number): group.parent.name if group.parent else group.name
        for group in subgroups
        if group.set_number is not None
    }


def _grouped(version: CriteriaVersion, names: Mapping[tuple[str, int], str]) -> list[GroupOfSets]:
    order = {key: position for position, key in enumerate(names)}
    last = len(order)
    groups: dict[str, GroupOfSets] = {}
    kept = sorted(version.sets.all(), key=lambda s: (order.get(_key(version, s), last), s.number))
    for row in kept:
        row.version = version
        name = names.get(_key(version, row), "")
        groups.setdefault(name, GroupOfSets(name, [])).sets.append(row)
    return list(groups.values())


def _key(version: CriteriaVersion, row: CriteriaSet) -> tuple[str, int]:
    return version.decision, row.number


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion as the page prints it; ``cases`` pairs a label, maybe empty, with options."""

    criterion: CriterionDefinition
    cases: list[tuple[str, tuple[OptionDefinition, ...]]]
    notes: list[NoteDefinition]
    gates: list[NoteDefinition]
    evidence: list[str]
    children: list[CriterionLine]


def line_of(criterion: CriterionDefinition, evidence: Mapping[str, str]) -> CriterionLine:
    """Return a criterion with the names of its proofs and its children."""
    notes = [*criterion.notes, *(note for o in criterion.options for note in o.notes)]
    return CriterionLine(
        criterion=criterion,
        cases=[(label, criterion.options_of(case)) for case, label in criterion.cases.items()]
        or [("", criterion.options)],
        notes=[note for note in notes if note.kind != NoteKind.GATE],
        gates=[note for note in notes if note.kind == NoteKind.GATE],
        evidence=[evidence[code] for code in criterion.evidence if code in evidence],
        children=[line_of(child, evidence) for child in criterion.children],
    )


def minimums_by_star(
    criteria: SetDefinition,
) -> Iterator[tuple[int, list[tuple[CriterionDefinition, object]]]]:
    """Yield each star that asks for anything, with the criteria and the points it asks for."""
    for star in RECOGNISED_STARS:
        asked: list[tuple[CriterionDefinition, object]] = [
            (criterion, criterion.minimums[star])
            for criterion in criteria.answerable.values()
            if star in criterion.minimums
        ]
        if asked:
            yield star, asked
