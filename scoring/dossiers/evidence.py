"""Proofs of a dossier: taken in, used for criteria, taken out again by its writers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accounts.models import User
from ocop_portal.shared.private_files import AcceptedFile
from scoring.dossiers.errors import ActRefused
from scoring.dossiers.writing import writing
from scoring.models import Criterion, Dossier, Evidence, EvidenceFile, EvidenceKind

MOST_PROOFS = 60
"""Of one dossier; the paper dossiers seen have up to forty."""

MOST_FILES = 20
"""Of one proof."""

DETAILS = ("title", "number", "issuer", "issued_on", "valid_to", "reference")


def add_evidence(
    *,
    dossier: Dossier,
    kind: EvidenceKind,
    details: Mapping[str, Any],
    files: Sequence[AcceptedFile] = (),
    criteria: Iterable[Criterion] = (),
    by: User,
) -> Evidence:
    """Put a proof into the dossier, with its files and the criteria it serves.

    ``details`` are those of `DETAILS`. Raises ``ActRefused`` when it has neither file nor place,
    or the dossier holds too many; ``NotYours``.
    """
    with writing(dossier, by):
        if kind.version_id != dossier.process.criteria_version_id:
            raise ActRefused("Loại minh chứng này không thuộc quyết định của hồ sơ.")
        if not files and not details.get("reference"):
            raise ActRefused("Tải tệp lên, hoặc ghi nơi tra cứu giấy tờ.")
        if dossier.evidence.filter(removed_at__isnull=True).count() >= MOST_PROOFS:
            raise ActRefused(f"Hồ sơ đã có {MOST_PROOFS} minh chứng; bỏ bớt rồi thêm.")
        evidence = Evidence.objects.create(
            dossier=dossier,
            kind=kind,
            uploaded_by=by,
            **{name: details[name] for name in DETAILS if name in details},
        )
        evidence.criteria.set(_of_set(dossier, criteria))
        _take(evidence, files, by)
        return evidence


def change_evidence(
    *,
    evidence: Evidence,
    details: Mapping[str, Any],
    criteria: Iterable[Criterion] | None = None,
    files: Sequence[AcceptedFile] = (),
    by: User,
) -> Evidence:
    """Say more of a proof, add files to it, or use it for other criteria."""
    with writing(evidence.dossier, by):
        _refuse_removed(evidence)
        for name in DETAILS:
            if name in details:
                setattr(evidence, name, details[name])
        evidence.save()
        if criteria is not None:
            evidence.criteria.set(_of_set(evidence.dossier, criteria))
        _take(evidence, files, by)
        return evidence


def remove_evidence(*, evidence: Evidence, by: User, at: dt.datetime) -> None:
    """Take a proof out; what was handed in with a revision stays readable."""
    with writing(evidence.dossier, by):
        evidence.removed_at = evidence.removed_at or at
        evidence.save(update_fields=["removed_at", "updated_at"])


def remove_file(*, file: EvidenceFile, by: User, at: dt.datetime) -> None:
    """Take one file out of a proof, as long as something of it is left."""
    with writing(file.evidence.dossier, by):
        others = file.evidence.files.filter(removed_at__isnull=True).exclude(pk=file.pk)
        if not others.exists() and not file.evidence.reference:
            raise ActRefused("Đây là tệp duy nhất; thêm tệp thay thế trước, hoặc bỏ cả minh chứng.")
        file.removed_at = file.removed_at or at
        file.save(update_fields=["removed_at"])


def copy_evidence(*, source: Dossier, target: Dossier, by: User) -> None:
    """Take over the proofs of an earlier dossier; files are shared, not written again.

    Criteria go by their code, where the new set still has it.
    """
    codes = {each.code: each for each in _criteria_of(target)}
    kinds = {each.code: each for each in target.process.criteria_version.evidence_kinds.all()}
    kept = source.evidence.filter(removed_at__isnull=True).select_related("kind")
    for proof in kept.prefetch_related("criteria", "files"):
        if proof.kind.code not in kinds:
            continue
        copied = Evidence.objects.create(
            dossier=target,
            kind=kinds[proof.kind.code],
            uploaded_by=by,
            copied_from=proof,
            **{name: getattr(proof, name) for name in DETAILS},
        )
        served = (codes.get(each.code) for each in proof.criteria.all())
        copied.criteria.set([each for each in served if each])
        EvidenceFile.objects.bulk_create(
            _same_file(file, copied, by) for file in proof.files.all() if file.removed_at is None
        )


def _same_file(file: EvidenceFile, evidence: Evidence, by: User) -> EvidenceFile:
    return EvidenceFile(
        evidence=evidence,
        uploaded_by=by,
        stored=file.stored.name,
        file_name=file.file_name,
        kind=file.kind,
        size=file.size,
        sha256=file.sha256,
        pages=file.pages,
    )


def _take(evidence: Evidence, files: Sequence[AcceptedFile], by: User) -> None:
    held = evidence.files.filter(removed_at__isnull=True).count()
    if held + len(files) > MOST_FILES:
        raise ActRefused(f"Mỗi minh chứng có nhiều nhất {MOST_FILES} tệp.")
    for accepted in files:
        row = EvidenceFile(evidence=evidence, uploaded_by=by)
        row.take(accepted)
        row.save()


def _refuse_removed(evidence: Evidence) -> None:
    if evidence.removed_at is not None:
        raise ActRefused("Minh chứng này đã bỏ khỏi hồ sơ.")


def _of_set(dossier: Dossier, criteria: Iterable[Criterion]) -> list[Criterion]:
    chosen = list(criteria)
    if any(each.criteria_set_id != dossier.criteria_set_id for each in chosen):
        raise ActRefused("Có tiêu chí không thuộc bộ tiêu chí của hồ sơ.")
    return chosen


def _criteria_of(dossier: Dossier) -> Iterable[Criterion]:
    return dossier.criteria_set.criteria.all() if dossier.criteria_set else ()
