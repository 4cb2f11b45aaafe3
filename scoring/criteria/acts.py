"""What an officer does with criteria: copy to correct, complete, publish, confirm, discard.

What is published never changes; a slip is put right by a further edition that names what it
corrects, and a new decision begins as a copy of an earlier one.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from ocop_portal.shared.text import slugify
from scoring.criteria.adding_up import faults_of
from scoring.criteria.storage import definition_of, keep_criteria, set_row, sets_in_full
from scoring.models import (
    CriteriaPart,
    CriteriaSection,
    CriteriaSet,
    CriteriaVersion,
    Criterion,
    CriterionOption,
    EvidenceKind,
)


class CriteriaRefused(ValueError):
    """The act cannot be done; ``reasons`` say why, each in words of its own."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def copy_set(*, row: CriteriaSet) -> CriteriaSet:
    """Begin a correction of a published set: the draft of its next edition, all parts copied.

    A draft that is there already is returned as it is. Raises ``CriteriaRefused`` for a set that
    was never published: it is itself the draft.
    """
    editions = list(_editions(row))
    drafts = [each for each in editions if not each.is_usable]
    if any(each.pk == row.pk for each in drafts):
        raise CriteriaRefused("Bộ này chưa công bố: sửa thẳng vào nó, không cần bản sao.")
    if drafts:
        return drafts[0]
    source = sets_in_full().get(pk=row.pk)
    definition = definition_of(source)
    copy = set_row(source.version, definition)
    copy.edition = max(each.edition for each in editions) + 1
    copy.corrects = source
    copy.save()
    keep_criteria([(copy, definition)])
    return copy


@transaction.atomic
def discard_draft(*, row: CriteriaSet) -> None:
    """Throw a draft of a correction away with all that is in it.

    The first edition stays: it tells what the source says. Raises ``CriteriaRefused``.
    """
    kept = _editions(row).get(pk=row.pk)
    if kept.is_usable or kept.edition == 1:
        raise CriteriaRefused("Chỉ bỏ được bản nháp của một bản đính chính.")
    CriterionOption.objects.filter(criterion__criteria_set=kept).delete()
    Criterion.objects.filter(criteria_set=kept, parent__isnull=False).delete()
    Criterion.objects.filter(criteria_set=kept).delete()
    CriteriaSection.objects.filter(part__criteria_set=kept).delete()
    CriteriaPart.objects.filter(criteria_set=kept).delete()
    kept.delete()


def faults_in(row: CriteriaSet) -> list[str]:
    """Everything that keeps a set read by ``sets_in_full`` from being published."""
    points = {code: Decimal(value) for code, value in row.version.part_points.items()}
    return faults_of(definition_of(row), points)


@transaction.atomic
def publish_set(*, row: CriteriaSet, by: User, note: str, at: dt.datetime) -> CriteriaSet:
    """Let dossiers be scored with ``row`` from now on; those scored before keep their edition.

    A note says what was completed or corrected and by which paper. Publishing again changes
    nothing. Raises ``CriteriaRefused`` with every reason.
    """
    list(_editions(row))
    kept = sets_in_full().get(pk=row.pk)
    if kept.is_usable:
        return kept
    reasons = faults_in(kept)
    if not note.strip():
        reasons.insert(0, "Ghi chú đã hoàn thiện, đính chính gì, theo văn bản nào.")
    if reasons:
        raise CriteriaRefused(*reasons)
    kept.published_at, kept.published_by, kept.publication_note = at, by, note.strip()
    kept.save(update_fields=["published_at", "published_by", "publication_note"])
    return kept


@transaction.atomic
def confirm_set(*, row: CriteriaSet, by: User, note: str, at: dt.datetime) -> CriteriaSet:
    """Say that a set in doubt was checked against the official print; once is enough.

    Raises ``CriteriaRefused`` without a note, and where there is nothing to check.
    """
    kept = CriteriaSet.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if kept.confirmed_at:
        return kept
    if not kept.warnings:
        raise CriteriaRefused("Bộ này không có chỗ nào cần đối chiếu.")
    if not note.strip():
        raise CriteriaRefused("Ghi chú đã đối chiếu với văn bản nào, kết quả ra sao.")
    kept.confirmed_by, kept.confirmed_at, kept.confirmation_note = by, at, note.strip()
    kept.save(update_fields=["confirmed_by", "confirmed_at", "confirmation_note"])
    return kept


@transaction.atomic
def copy_version(
    *,
    source: CriteriaVersion,
    decision: str,
    title: str,
    issued_on: dt.date,
    effective_from: dt.date,
) -> CriteriaVersion:
    """Begin a new decision as a draft: days of its own, everything else copied from ``source``.

    Raises ``CriteriaRefused`` when there is a decision of that number.
    """
    slug = slugify(decision.replace("/QĐ-TTg", ""))
    taken = CriteriaVersion.objects.filter(decision=decision)
    if not slug or (taken | CriteriaVersion.objects.filter(slug=slug)).exists():
        raise CriteriaRefused(f"Đã có phiên bản theo quyết định {decision}.")
    version = CriteriaVersion.objects.create(
        decision=decision,
        slug=slug,
        title=title,
        issued_on=issued_on,
        effective_from=effective_from,
        part_points=source.part_points,
        bands=source.bands,
        star_rule=source.star_rule,
        source=f"Sao từ {source.decision}.",
    )
    EvidenceKind.objects.bulk_create(
        EvidenceKind(
            version=version,
            code=kind.code,
            name=kind.name,
            requirement=kind.requirement,
            position=kind.position,
        )
        for kind in source.evidence_kinds.all()
    )
    sources = sets_in_full(CriteriaSet.objects.filter(version=source, corrections_made=None))
    definitions = [definition_of(row) for row in sources]
    rows = CriteriaSet.objects.bulk_create(set_row(version, each) for each in definitions)
    keep_criteria(list(zip(rows, definitions, strict=True)))
    return version


@transaction.atomic
def publish_version(*, version: CriteriaVersion, by: User, at: dt.datetime) -> CriteriaVersion:
    """Publish a decision with every set of it that adds up.

    A set that does not must say why in its ``issues``; it is then shown and not scored with.
    Publishing again changes nothing. Raises ``CriteriaRefused`` with every reason.
    """
    kept = CriteriaVersion.objects.select_for_update().get(pk=version.pk)
    if kept.published_at:
        return kept
    drafts = list(sets_in_full(CriteriaSet.objects.filter(version=kept, published_at=None)))
    faults = {row: faults_in(row) for row in drafts}
    reasons = [
        f"Bộ {row.number}: {fault}" for row in drafts for fault in faults[row] if not row.issues
    ]
    if reasons:
        raise CriteriaRefused(*reasons)
    for row in drafts:
        if not faults[row]:
            row.published_at, row.published_by = at, by
            row.save(update_fields=["published_at", "published_by"])
    kept.published_at = at
    kept.save(update_fields=["published_at"])
    return kept


def _editions(row: CriteriaSet) -> QuerySet[CriteriaSet]:
    """Lock every edition of the set, so that two officers never make two drafts."""
    found = CriteriaSet.objects.filter(version=row.version_id, number=row.number)
    return found.select_for_update(of=("self",)).order_by("edition")
