"""The forms and reports of a dossier as PDF, each as its page shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Manager
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from scoring.decisions.report_papers import advisory_paper, commune_paper, province_paper
from scoring.dossiers.page import DossierPage
from scoring.dossiers.papers import dossier_paper
from scoring.models import Dossier


class Paper(NamedTuple):
    """A kind of report that is printed."""

    reports: Callable[[Dossier], Manager[Any]]
    printed: Callable[..., bytes]


PAPERS = {
    "mau-03": Paper(lambda dossier: dossier.commune_reports, commune_paper),
    "kiem-tra": Paper(lambda dossier: dossier.province_reviews, province_paper),
    "to-tu-van": Paper(lambda dossier: dossier.advisory_reports, advisory_paper),
}


def forms_printed(page: DossierPage) -> HttpResponse:
    """Mẫu số 01 and 02 of the revision that ``page`` shows."""
    return _pdf(dossier_paper(page, at=timezone.now()), f"ho-so-{page.dossier.pk}")


def report_printed(dossier: Dossier, paper: str, number: int) -> HttpResponse:
    """One report of the dossier; raises ``Http404`` for one that is not its own."""
    if paper not in PAPERS:
        raise Http404("Không có bản in này.")
    kind = PAPERS[paper]
    report = get_object_or_404(kind.reports(dossier), pk=number)
    return _pdf(kind.printed(dossier, report, at=timezone.now()), f"{paper}-{dossier.pk}")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
