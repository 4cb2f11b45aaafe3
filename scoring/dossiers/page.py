"""What the office's page of a dossier shows, read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from ocop_portal.shared.templatetags.ui import day, number
from scoring.criteria.definitions import CriterionDefinition, OptionDefinition, SetDefinition
from scoring.criteria.storage import definition_of, sets_in_full
from scoring.dossiers.components import components_of
from scoring.dossiers.registration import Field, sections_for
from scoring.dossiers.revisions import Change, changes
from scoring.dossiers.rounds import awaited_round
from scoring.dossiers.snapshots import content_of, sheet_of
from scoring.explanation import written
from scoring.models import ComponentCheck, Dossier, DossierRevision, Evidence
from scoring.process.rules import Round
from scoring.regulation import DEFAULT_REGULATION
from scoring.rules import AnswersRefused, Assessment, SetNotUsable, assess
from scoring.templatetags.criteria import sentence_case

Changed = Mapping[tuple[str, str], Change]

YES_NO = {"co": _("Có"), "khong": _("Không")}


class FieldLine(NamedTuple):
    """A field as filled, in words; whether it differs from the revision before, and what it said.

    ``before`` is empty where it does not differ or said nothing.
    """

    field: Field
    value: str
    is_changed: bool
    before: str = ""


class CheckLine(NamedTuple):
    """What an office found of one component, with the component's title."""

    title: str
    check: ComponentCheck


class CriterionLine(NamedTuple):
    """A criterion with the producer's answer, the option it names, and the proofs beside it."""

    criterion: CriterionDefinition
    points: str | None
    option: OptionDefinition | None
    note: str
    evidence: list[Evidence]
    is_changed: bool


class PartLines(NamedTuple):
    """A part of the set with its criteria."""

    title: str
    lines: list[CriterionLine]


@dataclass(frozen=True)
class DossierPage:
    """A dossier in one revision, with what changed since the one before."""

    dossier: Dossier
    revision: DossierRevision | None
    sections: list[tuple[Any, list[FieldLine]]]
    parts: list[PartLines]
    evidence: list[Evidence]
    assessment: Assessment | None
    differences: list[Change]
    warnings: tuple[str, ...]

    @cached_property
    def checks(self) -> list[CheckLine]:
        """What the offices found of the components; one query where there is anything."""
        found = list(self.dossier.component_checks.all())
        titles = {each.key: each.title for each in components_of(self.dossier)} if found else {}
        return [CheckLine(titles.get(each.component, each.component), each) for each in found]

    @cached_property
    def round(self) -> Round | None:
        """The round it is to be assessed in."""
        return awaited_round(self.dossier)


def page_of(
    dossier: Dossier, number: int | None = None, *, as_written: bool = False
) -> DossierPage:
    """The dossier as last handed in, or as its writers have it when it never was.

    ``number`` chooses an earlier revision; ``as_written`` what its writers have now. A constant
    number of queries.
    """
    revisions = [] if as_written else list(dossier.revisions.all())
    shown = next((each for each in revisions if number in (None, each.number)), None)
    older = next((each for each in revisions if shown and each.number < shown.number), None)
    content = shown.content if shown else content_of(dossier)
    before = older.content if older else {}
    differences = changes(before, content) if older else []
    changed = {(each.place, each.code): each for each in differences}
    evidence = _evidence(dossier, content)
    criteria = _criteria(dossier)
    return DossierPage(
        dossier=dossier,
        revision=shown,
        sections=_sections(dossier, content, changed),
        parts=_parts(criteria, content, evidence, changed) if criteria else [],
        evidence=evidence,
        assessment=_assessment(criteria, content),
        differences=differences,
        warnings=_doubts(dossier),
    )


def _doubts(dossier: Dossier) -> tuple[str, ...]:
    """What of the set is still to be checked against the official print."""
    return tuple(dossier.criteria_set.doubts) if dossier.criteria_set else ()


def _criteria(dossier: Dossier) -> SetDefinition | None:
    if dossier.criteria_set is None:
        return None
    return definition_of(sets_in_full().get(pk=dossier.criteria_set.pk))


def _sections(
    dossier: Dossier, content: Mapping[str, Any], changed: Changed
) -> list[tuple[Any, list[FieldLine]]]:
    said = content.get("registration", {})
    return [
        (
            section,
            [
                _field_line(field, said.get(field.key), changed.get(("registration", field.key)))
                for field in section.fields
            ],
        )
        for section in sections_for(dossier.kind)
    ]


def _field_line(field: Field, said: Any, change: Change | None) -> FieldLine:
    before = in_words(field, change.before) if change else ""
    return FieldLine(field, in_words(field, said), change is not None, before)


def in_words(field: Field, said: Any) -> str:
    """What a field says as a person reads it: a day, a sum with its thousands apart, yes or no."""
    text = "" if said is None else str(said)
    if field.kind == "yes_no":
        return str(YES_NO.get(text, text))
    if field.kind == "date" and text:
        return day(dt.date.fromisoformat(text))
    if field.kind in ("money", "number") and text.isdecimal():
        return number(int(text))
    return text


def _evidence(dossier: Dossier, content: Mapping[str, Any]) -> list[Evidence]:
    """The proofs of that content, those taken out since among them."""
    keys = [int(key) for key in content.get("evidence", {})]
    rows = dossier.evidence.filter(pk__in=keys).select_related("kind")
    return list(rows.prefetch_related("files", "criteria"))


def _parts(
    criteria: SetDefinition,
    content: Mapping[str, Any],
    evidence: list[Evidence],
    changed: Changed,
) -> list[PartLines]:
    proofs: dict[str, list[Evidence]] = {}
    for each in evidence:
        for criterion in each.criteria.all():
            proofs.setdefault(criterion.code, []).append(each)
    answers = content.get("answers", {})
    parts = []
    for part in criteria.parts:
        printed = (c for section in part.sections for c in section.criteria)
        lines = [
            _line(each, answers.get(each.code, {}), proofs, changed)
            for criterion in printed
            for each in criterion.answerable
        ]
        parts.append(PartLines(f"{part.code}. {sentence_case(part.title)}", lines))
    return parts


def _line(
    criterion: CriterionDefinition,
    said: Mapping[str, Any],
    proofs: Mapping[str, list[Evidence]],
    changed: Changed,
) -> CriterionLine:
    points = said.get("points")
    option = None
    if points is not None:
        options = criterion.options_of(said.get("case", ""))
        option = next((each for each in options if each.points == Decimal(points)), None)
    return CriterionLine(
        criterion,
        None if points is None else written(Fraction(points)),
        option,
        said.get("note", ""),
        proofs.get(criterion.code, []),
        ("answer", criterion.code) in changed,
    )


def _assessment(criteria: SetDefinition | None, content: Mapping[str, Any]) -> Assessment | None:
    if criteria is None:
        return None
    try:
        return assess(criteria, [sheet_of(content)], DEFAULT_REGULATION, partial=True)
    except (AnswersRefused, SetNotUsable):
        return None


def clock_words(due_on: dt.date, today: dt.date) -> str:
    """How long a clock still runs, in words."""
    days = (due_on - today).days
    if days < 0:
        return f"quá hạn {-days} ngày"
    return "hạn hôm nay" if days == 0 else f"còn {days} ngày"
