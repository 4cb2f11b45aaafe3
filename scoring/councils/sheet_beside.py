"""What stands beside a sheet's criteria and is the same for every member: proofs, the own points.

Both follow from the revision judged. A revision never changes; of the proofs, which the office may
still take away, one query asks what they are now, and what is drawn is kept under its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.icons import icon_svg
from ocop_portal.shared.prepared import rows_of
from scoring.councils.criteria import criteria_of
from scoring.criteria.definitions import CriterionDefinition
from scoring.models import DossierRevision, Evidence, EvidenceFile, SessionItem
from scoring.templatetags.criteria import in_points

PANEL = "admin/scoring/session/_sheet_evidence.html"
PROOFS_NOW = """
    SELECT md5(string_agg(
        concat_ws('|', e::text, k::text,
            (SELECT string_agg(f::text, '|' ORDER BY f.id)
                FROM scoring_evidencefile f WHERE f.evidence_id = e.id),
            (SELECT string_agg(c.criterion_id::text, '|' ORDER BY c.criterion_id)
                FROM scoring_evidence_criteria c WHERE c.evidence_id = e.id)
        ), '|' ORDER BY e.id))
    FROM scoring_dossierrevision v
    JOIN scoring_evidence e ON e.dossier_id = v.dossier_id
        AND jsonb_exists(v.content -> 'evidence', e.id::text)
    JOIN scoring_evidencekind k ON k.id = e.kind_id
    WHERE v.id = %s
"""
_kept: Fragments[Beside] = Fragments(most=120)  # about 20 KB each


@dataclass(frozen=True, slots=True)
class Beside:
    """Drawn: the proofs in a panel, the link to those of each criterion, the producer's points."""

    panel: SafeString
    proofs: Mapping[str, SafeString]
    own: Mapping[str, SafeString]


def beside_of(item: SessionItem) -> Beside:
    """What stands beside the criteria of a dossier on the table; one query while it is kept."""
    ((proofs_now,),) = rows_of(PROOFS_NOW, [item.revision_id])
    key = (item.pk, item.revision_id, item.dossier.criteria_set_id, proofs_now)
    return _kept.get("revision", key, lambda: _drawn(item))


def _drawn(item: SessionItem) -> Beside:
    content = DossierRevision.objects.values_list("content", flat=True).get(pk=item.revision_id)
    evidence = _evidence(item, content)
    own = content.get("answers", {})
    found: dict[str, list[Evidence]] = {}
    for proof in evidence:
        for criterion in proof.criteria.all():
            found.setdefault(criterion.code, []).append(proof)
    criteria = criteria_of(item.dossier.criteria_set_id).definition.answerable
    return Beside(
        SafeString(render_to_string(PANEL, {"item": item, "evidence": evidence})),
        {code: proof_link(code, found.get(code, [])) for code in criteria},
        {code: own_words(criterion, own.get(code)) for code, criterion in criteria.items()},
    )


def evidence_of(item: SessionItem) -> list[Evidence]:
    """The proofs of the revision on the table, with their files and criteria; three queries."""
    return _evidence(item, item.revision.content)


def _evidence(item: SessionItem, content: Mapping[str, Any]) -> list[Evidence]:
    keys = [int(key) for key in content.get("evidence", {})]
    rows = Evidence.objects.filter(dossier=item.dossier_id, pk__in=keys).select_related("kind")
    return list(rows.prefetch_related("files", "criteria"))


def file_of(item: SessionItem, key: int) -> EvidenceFile | None:
    """A file of a proof of the revision on the table; none where it is not one."""
    keys = [int(each) for each in item.revision.content.get("evidence", {})]
    rows = EvidenceFile.objects.filter(evidence__dossier=item.dossier_id, evidence__in=keys)
    return rows.filter(pk=key).first()


def own_words(criterion: CriterionDefinition, said: Mapping[str, Any] | None) -> SafeString:
    """What the producer said of a criterion: points, and why."""
    if not said or said.get("points") is None:
        return format_html('<p class="own small">{}</p>', "Chủ thể không tự chấm tiêu chí này.")
    note = format_html(": {}", said["note"]) if said.get("note") else ""
    return format_html(
        '<p class="own small"><strong>Chủ thể tự chấm {}</strong>{}</p>',
        in_points(Decimal(said["points"])),
        note,
    )


def proof_link(code: str, proofs: list[Evidence]) -> SafeString:
    """A link to the proofs of a criterion, with their number."""
    if not proofs:
        return format_html('<span class="muted">{}</span>', "Không có minh chứng")
    return format_html(
        '<a class="crit__ev" href="#mc-{}" data-proofs="{}">{}Minh chứng ({})</a>',
        proofs[0].pk,
        code,
        icon_svg("document"),
        len(proofs),
    )
