"""Public pages of the criteria."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.generic import TemplateView

from scoring.criteria.comparing import Comparison
from scoring.criteria.pages import decisions, in_force, line_of, minimums_by_star
from scoring.criteria.predecessors import predecessors
from scoring.criteria.storage import definition_of, sets_in_full
from scoring.criteria.table import as_csv
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

    def get_context_data(
        self, version: str, number: int, edition: int | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """Read the whole set in a constant number of queries."""
        row = get_object_or_404(_sets(edition), version__slug=version, number=number)
        criteria = definition_of(row)
        evidence = _proofs(row)
        parts = [
            (part, [(s, [line_of(c, evidence) for c in s.criteria]) for s in part.sections])
            for part in criteria.parts
        ]
        editions = CriteriaSet.objects.public().filter(version=row.version_id, number=number)
        return super().get_context_data(**kwargs) | {
            "set": row,
            "parts": parts,
            "bands": criteria.bands,
            "minimums": list(minimums_by_star(criteria)),
            "is_in_force": in_force(row.version, timezone.localdate()),
            "is_old": edition is not None and edition != max(e.edition for e in editions),
            "editions": [each for each in editions if each.pk != row.pk],
            "former": [] if edition else predecessors(row),
            "trail": [(pgettext("menu", "Bộ tiêu chí"), reverse("scoring:criteria"))],
        }


class CriteriaComparisonView(TemplateView):
    """Two sets side by side, criterion by criterion."""

    template_name = "scoring/criteria_comparison.html"

    def get_context_data(
        self, version: str, number: int, older: str, older_number: int, **kwargs: Any
    ) -> dict[str, Any]:
        """Compare the sets as they now hold; the one of the earlier decision is the older."""
        newer_row = get_object_or_404(_sets(None), version__slug=version, number=number)
        older_row = get_object_or_404(_sets(None), version__slug=older, number=older_number)
        if newer_row.version.effective_from <= older_row.version.effective_from:
            raise Http404
        return super().get_context_data(**kwargs) | {
            "newer": newer_row,
            "older": older_row,
            "comparison": Comparison(definition_of(older_row), definition_of(newer_row)),
            "trail": [
                (pgettext("menu", "Bộ tiêu chí"), reverse("scoring:criteria")),
                (newer_row.name, newer_row.get_absolute_url()),
            ],
        }


def criteria_table(request: HttpRequest, version: str, number: int) -> HttpResponse:
    """One set as CSV, one row an option."""
    row = get_object_or_404(_sets(None), version__slug=version, number=number)
    response = HttpResponse(
        as_csv(definition_of(row), _proofs(row)), content_type="text/csv; charset=utf-8"
    )
    name = f"bo-tieu-chi-{version}-bo-{number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sets(edition: int | None) -> QuerySet[CriteriaSet]:
    if edition is None:
        return sets_in_full(CriteriaSet.objects.current())
    return sets_in_full(CriteriaSet.objects.public().filter(edition=edition))


def _proofs(row: CriteriaSet) -> dict[str, str]:
    return {kind.code: kind.name for kind in row.version.evidence_kinds.all()}
