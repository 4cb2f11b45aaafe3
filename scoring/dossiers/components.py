"""What a dossier is made of, as the offices check it: components and Mẫu số 03's four contents."""

from __future__ import annotations

from typing import NamedTuple

from scoring.models import Dossier

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
