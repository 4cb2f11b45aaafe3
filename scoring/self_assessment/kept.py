"""Sets kept in memory for pages that ask for the same one at every change of an answer."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from django.http import Http404

from ocop_portal.shared.fragments import Fragments
from scoring.criteria.definitions import SetDefinition
from scoring.criteria.storage import definition_of, sets_in_full
from scoring.models import CriteriaSet, EvidenceKind


@dataclass(frozen=True, slots=True)
class SetAsked:
    """A set as it now holds, with the proofs its decision asks for."""

    row: CriteriaSet
    criteria: SetDefinition
    proofs: Mapping[str, EvidenceKind]

    @property
    def proof_names(self) -> dict[str, str]:
        """The name of each proof by its code."""
        return {code: kind.name for code, kind in self.proofs.items()}


_KEPT: Fragments[SetAsked] = Fragments(most=100)


def set_asked(version: str, number: int, truth: Hashable) -> SetAsked:
    """The set of that address, read once for as long as ``truth`` (the content version) holds.

    Raises ``Http404``.
    """
    return _KEPT.get(truth, (version, number), lambda: _read(version, number))


def _read(version: str, number: int) -> SetAsked:
    found = sets_in_full(CriteriaSet.objects.current())
    row = found.filter(version__slug=version, number=number).first()
    if row is None:
        raise Http404
    proofs = {kind.code: kind for kind in row.version.evidence_kinds.all()}
    return SetAsked(row, definition_of(row), proofs)
