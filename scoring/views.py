"""Public pages of the criteria."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from scoring.criteria.pages import decisions, in_force, line_of, minimums_by_star
from scoring.criteria.storage import definition_of, sets_in_full
from scoring.models import CriteriaSet


class CriteriaListView(TemplateView):
    """The sets of criteria of every decision, group by group."""

    template_name = "scoring/criteria_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the decisions as they stand today."""
        return super().get_context_data(**kwargs) | {"decisions": decisions(timezone.localdate())}


class CriteriaSetView(TemplateView):
    """One set: parts, sections, criteria, options, star marks, minimums, proofs."""

    template_name = "scoring/criteria_set.html"

    def get_context_data(self, version: str, number: int, **kwargs: Any) -> dict[str, Any]:
        """Read the whole set in a constant number of queries."""
        published = sets_in_full(CriteriaSet.objects.current())
        row = get_object_or_404(published, version__slug=version, number=number)
        criteria = definition_of(row)
        evidence = {kind.code: kind.name for kind in row.version.evidence_kinds.all()}
        parts = [
            (part, [(s, [line_of(c, evidence) for c in s.criteria]) for s in part.sections])
            for part in criteria.parts
        ]
        return super().get_context_data(**kwargs) | {
            "set": row,
            "parts": parts,
            "bands": criteria.bands,
            "minimums": list(minimums_by_star(criteria)),
            "is_in_force": in_force(row.version, timezone.localdate()),
            "trail": [(_("Bộ tiêu chí"), reverse("scoring:criteria"))],
        }
