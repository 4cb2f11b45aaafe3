"""Keep criteria documents in the database, and read a set back as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ocop_portal.shared.tally import Tally
from scoring.criteria.definitions import (
    BandDefinition,
    CriterionDefinition,
    NoteDefinition,
    OptionDefinition,
    PartDefinition,
    SectionDefinition,
    SetDefinition,
    VersionDefinition,
)
from scoring.criteria.documents import read_version
from scoring.criteria.enums import CriterionKind, NoteKind
from scoring.criteria.library import SUFFIX, documents_in
from scoring.models import (
    CriteriaPart,
    CriteriaSection,
    CriteriaSet,
    CriteriaVersion,
    Criterion,
    CriterionOption,
    EvidenceKind,
)


@transaction.atomic
def load_criteria(directory: Path, *, at: dt.datetime) -> list[Tally]:
    """Keep every decision of ``directory`` that is not there yet, published ``at``.

    What is kept is never changed by loading: a published set cannot be, one that is not may have
    been completed by an officer. A set that does not add up is kept unpublished with its reason.
    Raises ``django.db.DatabaseError`` when a set said to be complete does not add up.
    """
    versions, sets = Tally("phiên bản bộ tiêu chí"), Tally("bộ tiêu chí")
    for path in documents_in(directory):
        definition = read_version(path)
        if CriteriaVersion.objects.filter(decision=definition.decision).exists():
            versions.unchanged += 1
            sets.unchanged += len(definition.sets)
        else:
            _keep_version(definition, path.stem, at)
            versions.added += 1
            sets.added += len(definition.sets)
    return [versions, sets]


def _keep_version(definition: VersionDefinition, slug: str, at: dt.datetime) -> None:
    version = CriteriaVersion.objects.create(
        decision=definition.decision,
        slug=slug,
        title=definition.title,
        issued_on=definition.issued_on,
        effective_from=definition.effective_from,
        effective_to=definition.effective_to,
        part_points={code: str(points) for code, points in definition.part_maxima.items()},
        bands=[_plain(asdict(band)) for band in definition.bands],
        star_rule=definition.star_rule,
        source=definition.source,
        published_at=at,
    )
    EvidenceKind.objects.bulk_create(
        EvidenceKind(version=version, position=position, **asdict(kind))
        for position, kind in enumerate(definition.evidence, start=1)
    )
    kept = CriteriaSet.objects.bulk_create(set_row(version, each) for each in definition.sets)
    pairs = list(zip(kept, definition.sets, strict=True))
    keep_criteria(pairs)
    usable = [row.pk for row, each in pairs if each.is_complete]
    CriteriaSet.objects.filter(pk__in=usable).update(published_at=at)


def set_row(version: CriteriaVersion, definition: SetDefinition) -> CriteriaSet:
    """Return the first edition of a set, not yet written."""
    return CriteriaSet(
        version=version,
        number=definition.number,
        name=definition.name,
        classification=definition.classification,
        source=definition.source,
        rejections=list(definition.rejections),
        issues=list(definition.issues),
        warnings=list(definition.warnings),
        corrections=list(definition.corrections),
    )


def keep_criteria(pairs: Iterable[tuple[CriteriaSet, SetDefinition]]) -> None:
    """Write parts, sections, criteria, children and options of several sets, a statement each.

    The sets themselves are there already and not published yet.
    """
    parts: list[CriteriaPart] = []
    sections: list[CriteriaSection] = []
    criteria: list[Criterion] = []
    children: list[Criterion] = []
    options: list[CriterionOption] = []
    for kept, definition in pairs:
        position = 0
        for part in definition.parts:
            part_row = CriteriaPart(
                criteria_set=kept, code=part.code, title=part.title, max_points=part.max_points
            )
            parts.append(part_row)
            for section in part.sections:
                section_row = _section_row(part_row, section, len(sections))
                sections.append(section_row)
                for printed in section.criteria:
                    position += 1
                    row = _criterion_row(kept, section_row, printed, position)
                    criteria.append(row)
                    options += _option_rows(row, printed)
                    for child in printed.children:
                        position += 1
                        child_row = _criterion_row(kept, section_row, child, position, row)
                        children.append(child_row)
                        options += _option_rows(child_row, child)
    CriteriaPart.objects.bulk_create(parts)
    CriteriaSection.objects.bulk_create(sections)
    Criterion.objects.bulk_create(criteria)
    Criterion.objects.bulk_create(children)
    CriterionOption.objects.bulk_create(options)


def _section_row(part: CriteriaPart, section: SectionDefinition, position: int) -> CriteriaSection:
    return CriteriaSection(
        part=part,
        number=section.number,
        title=section.title,
        max_points=section.max_points,
        notes=_note_rows(section.notes),
        position=position,
    )


def _criterion_row(
    kept: CriteriaSet,
    section: CriteriaSection,
    criterion: CriterionDefinition,
    position: int,
    parent: Criterion | None = None,
) -> Criterion:
    return Criterion(
        criteria_set=kept,
        section=section,
        parent=parent,
        code=criterion.code,
        title=criterion.title,
        kind=criterion.kind,
        max_points=criterion.max_points,
        minimums={str(star): str(points) for star, points in criterion.minimums.items()},
        minimum_basis=criterion.minimum_basis,
        cases=dict(criterion.cases),
        notes=_note_rows(criterion.notes),
        evidence=list(criterion.evidence),
        is_section=criterion.is_section,
        position=position,
    )


def _option_rows(row: Criterion, criterion: CriterionDefinition) -> Iterator[CriterionOption]:
    for position, option in enumerate(criterion.options, start=1):
        yield CriterionOption(
            criterion=row,
            points=option.points,
            text=option.text,
            min_star=option.min_star,
            case=option.case,
            is_implicit=option.is_implicit,
            notes=_note_rows(option.notes),
            position=position,
        )


def _note_rows(notes: Iterable[NoteDefinition]) -> list[dict[str, Any]]:
    return [_plain(asdict(note)) for note in notes]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: str(v) if isinstance(v, Decimal) else v for k, v in values.items()}


def stored_set(decision: str, number: int) -> SetDefinition | None:
    """Return what now holds of a set, by its decision (``26/2026``); none when it is not kept."""
    found = sets_in_full(CriteriaSet.objects.current()).filter(
        version__decision=decision.strip().removesuffix(SUFFIX) + SUFFIX, number=number
    )
    row = found.first()
    return definition_of(row) if row else None


def sets_in_full(rows: QuerySet[CriteriaSet] | None = None) -> QuerySet[CriteriaSet]:
    """Sets with everything ``definition_of`` reads: five queries however many sets."""
    found = CriteriaSet.objects.all() if rows is None else rows
    return found.select_related("version").prefetch_related("parts__sections", "criteria__options")


def newest_set(version: CriteriaVersion, number: int) -> CriteriaSet | None:
    """The set of that number dossiers are scored with: the one published last."""
    published = CriteriaSet.objects.filter(version=version, number=number)
    return published.exclude(published_at=None).order_by("-published_at", "-pk").first()


def definition_of(row: CriteriaSet) -> SetDefinition:
    """Return a set read by ``sets_in_full`` as plain data; runs no query then."""
    printed: dict[int, list[Criterion]] = {}
    children: dict[int, list[Criterion]] = {}
    for criterion in row.criteria.all():
        if criterion.parent_id is None:
            printed.setdefault(criterion.section_id, []).append(criterion)
        else:
            children.setdefault(criterion.parent_id, []).append(criterion)
    return SetDefinition(
        decision=row.version.decision,
        number=row.number,
        name=row.name,
        parts=tuple(_part(part, printed, children) for part in row.parts.all()),
        bands=bands_of(row.version),
        is_complete=row.is_usable,
        classification=row.classification,
        source=row.source,
        rejections=tuple(row.rejections),
        issues=tuple(row.issues),
        warnings=tuple(row.doubts),
        corrections=tuple(row.corrections),
    )


def bands_of(version: CriteriaVersion) -> tuple[BandDefinition, ...]:
    """The star bands of a decision."""
    return tuple(_band(values) for values in version.bands)


def _band(values: dict[str, Any]) -> BandDefinition:
    return BandDefinition(
        star=values["star"],
        minimum=Decimal(values["minimum"]),
        maximum=Decimal(values["maximum"]),
        includes_maximum=values["includes_maximum"],
    )


def _part(
    row: CriteriaPart, printed: dict[int, list[Criterion]], children: dict[int, list[Criterion]]
) -> PartDefinition:
    sections = tuple(
        SectionDefinition(
            number=section.number,
            title=section.title,
            max_points=_points(section.max_points),
            criteria=tuple(_criterion(each, children) for each in printed.get(section.pk, ())),
            notes=_notes(section.notes),
        )
        for section in row.sections.all()
    )
    return PartDefinition(row.code, row.title, _points(row.max_points), sections)


def _criterion(row: Criterion, children: dict[int, list[Criterion]]) -> CriterionDefinition:
    return CriterionDefinition(
        code=row.code,
        title=row.title,
        kind=CriterionKind(row.kind),
        max_points=_points(row.max_points),
        options=tuple(_option(option) for option in row.options.all()),
        minimums={int(star): Decimal(points) for star, points in row.minimums.items()},
        minimum_basis=row.minimum_basis,
        cases=row.cases,
        notes=_notes(row.notes),
        evidence=tuple(row.evidence),
        children=tuple(_criterion(child, {}) for child in children.get(row.pk, ())),
        is_section=row.is_section,
    )


def _option(row: CriterionOption) -> OptionDefinition:
    return OptionDefinition(
        points=_points(row.points),
        text=row.text,
        min_star=row.min_star,
        case=row.case,
        is_implicit=row.is_implicit,
        notes=_notes(row.notes),
    )


def _notes(rows: Iterable[dict[str, Any]]) -> tuple[NoteDefinition, ...]:
    return tuple(
        NoteDefinition(NoteKind(row["kind"]), row["text"], tuple(row["zero_in"])) for row in rows
    )


def _points(value: Decimal) -> Decimal:
    """The same points without the zeros a column of two decimals adds."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
