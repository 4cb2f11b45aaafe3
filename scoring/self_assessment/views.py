"""``/tu-danh-gia/``: choose a kind of product, answer, read the star, take it along."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from ocop_portal.shared.versions import version_of
from scoring.criteria.pages import in_force
from scoring.models import Regulation
from scoring.self_assessment.address import FROM_SELF_ASSESSMENT, read_answers, write_link
from scoring.self_assessment.choosing import kinds_in_force
from scoring.self_assessment.kept import SetAsked, set_asked
from scoring.self_assessment.paper import paper_of
from scoring.self_assessment.result import SelfAssessment

PIECES = "manh"
"""Asks for what changes with the answers, not for the whole page."""
WHOLE_PAGE = "scoring/self_assessment/page.html"
PIECES_ALONE = "scoring/self_assessment/pieces.html"


class ChooseKindView(TemplateView):
    """The kinds of products of the decision in force."""

    template_name = "scoring/self_assessment/choose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the decision and its groups."""
        version, groups = kinds_in_force(timezone.localdate())
        return super().get_context_data(**kwargs) | {"version": version, "groups": groups}


def self_assessment(request: HttpRequest, version: str, number: int) -> HttpResponse:
    """The questions of a set and what the answers in the address come to."""
    kept = set_asked(version, number, version_of(request))
    result = _assess(request, kept)
    address = reverse("scoring:self_assessment", args=[version, number])
    query = result.answers.query
    context = {
        "set": kept.row,
        "result": result,
        "address": address,
        "link": request.build_absolute_uri(f"{address}?{query}" if query else address),
        "paper": reverse("scoring:self_assessment_paper", args=[version, number])
        + (f"?{query}" if query else ""),
        "dossier": _dossier_from(version, number, result),
        "is_in_force": in_force(kept.row.version, timezone.localdate()),
        "trail": [(_("Tự đánh giá"), reverse("scoring:self_assessments"))],
    }
    response = render(request, PIECES_ALONE if PIECES in request.GET else WHOLE_PAGE, context)
    return _not_kept(response) if request.GET else response


def self_assessment_paper(request: HttpRequest, version: str, number: int) -> HttpResponse:
    """The answers and what they come to, as a PDF to take along."""
    kept = set_asked(version, number, version_of(request))
    result = _assess(request, kept)
    address = reverse("scoring:self_assessment", args=[version, number])
    link = request.build_absolute_uri(f"{address}?{result.answers.query}")
    response = HttpResponse(
        paper_of(kept.row, result, link=link, at=timezone.now()), content_type="application/pdf"
    )
    name = f"tu-danh-gia-{version}-bo-{number}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return _not_kept(response)


def _dossier_from(version: str, number: int, result: SelfAssessment) -> str:
    """Where a dossier begins with these answers."""
    link = write_link(version, number, result.answers)
    return f"{reverse('scoring:dossier_new')}?{urlencode({FROM_SELF_ASSESSMENT: link})}"


def _assess(request: HttpRequest, kept: SetAsked) -> SelfAssessment:
    return SelfAssessment(
        criteria=kept.criteria,
        answers=read_answers(kept.criteria, request.GET),
        regulation=Regulation.objects.rules_in_force(timezone.localdate()),
        proofs=kept.proofs,
    )


def _not_kept(response: HttpResponse) -> HttpResponse:
    """One person's answers: neither for our cache of pages nor for a search engine."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
