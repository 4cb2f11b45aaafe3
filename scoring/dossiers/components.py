"""What a dossier is made of, as the offices check it: components and Mẫu số 03's four contents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoring.criteria.enums import CriterionKind
from scoring.models import Dossier
from scoring.templatetags.criteria import sentence_case

PartChoices = Sequence[tuple[str, Sequence[tuple[str, str]]]]

TOURISM_SET = 26
"""Community tourism sends no samples (Điều 6.2 of 26/2026/QĐ-TTg)."""


class Component(NamedTuple):
    """One component of a dossier (Điều 6.1, 6.2 of 26/2026/QĐ-TTg)."""

    key: str
    title: str


REGISTRATION = Component("mau-01", "Phiếu đăng ký (Mẫu số 01)")
REPORT = Component("mau-02", "Báo cáo tự đánh giá (Mẫu số 02)")
SAMPLES = Component("san-pham-mau", "05 sản phẩm mẫu")


def components_of(dossier: Dossier) -> list[Component]:
    """The components asked of ``dossier``: the two forms, each kind of proof, samples."""
    kinds = dossier.process.criteria_version.evidence_kinds.all()
    proofs = [Component(kind.code, kind.name) for kind in kinds]
    is_tourism = dossier.criteria_set is not None and dossier.criteria_set.number == TOURISM_SET
    return [REGISTRATION, REPORT, *proofs, *([] if is_tourism else [SAMPLES])]


def parts_of(dossier: Dossier) -> PartChoices:
    """What may be asked for more exactly, as a list to choose from: kinds of proof, criteria.

    A kind goes by its name and a criterion by its number, as the producer's own pages say them.
    """
    kinds = dossier.process.criteria_version.evidence_kinds.all()
    groups = [("Minh chứng", [(kind.name, kind.name) for kind in kinds])]
    if dossier.criteria_set is not None:
        criteria = dossier.criteria_set.criteria.exclude(kind=CriterionKind.GROUP)
        named = [(each.code, f"{each.code} {sentence_case(each.title)}") for each in criteria]
        groups.append(("Tiêu chí", named))
    return groups
