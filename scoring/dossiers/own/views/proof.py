"""Proofs of a dossier: the list, adding, changing, taking out, reading the files."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.common import own_page, page
from ocop_portal.shared.private_files import serve, serve_preview
from scoring.dossiers.errors import ActRefused
from scoring.dossiers.evidence import (
    DETAILS,
    add_evidence,
    change_evidence,
    remove_evidence,
    remove_file,
)
from scoring.dossiers.own.access import own_dossier, writable
from scoring.dossiers.own.forms import EvidenceForm
from scoring.models import Dossier, Evidence, EvidenceFile


@own_page
def evidence_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every proof under its kind, the kinds without one among them; and a form for another."""
    dossier = writable(request, pk)
    form = EvidenceForm(
        request.POST or None,
        request.FILES or None,
        dossier=dossier,
        initial={"kind": request.GET.get("loai")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(
                dossier=dossier,
                kind=form.cleaned_data["kind"],
                details={name: form.cleaned_data[name] for name in DETAILS},
                files=form.cleaned_data["papers"],
                criteria=form.cleaned_data["criteria"],
                by=request.user,
            )
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã thêm minh chứng."))
            return redirect("scoring:dossier_evidence", pk)
    kept = dossier.evidence.filter(removed_at__isnull=True).select_related("kind")
    kept = kept.prefetch_related("criteria", _files())
    return page(
        request,
        "scoring/dossier/evidence.html",
        dossier=dossier,
        form=form,
        kinds=_by_kind(dossier, list(kept)),
    )


@own_page
def evidence_one(request: HttpRequest, pk: int, proof: int) -> HttpResponse:
    """Change what is said of a proof, add files, choose the criteria it serves."""
    dossier = writable(request, pk)
    evidence = _proof(dossier, proof)
    initial = {name: getattr(evidence, name) for name in DETAILS}
    initial |= {"kind": evidence.kind_id, "criteria": evidence.criteria.all()}
    form = EvidenceForm(
        request.POST or None, request.FILES or None, dossier=dossier, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_evidence(
                evidence=evidence,
                details={name: form.cleaned_data[name] for name in DETAILS},
                files=form.cleaned_data["papers"],
                criteria=form.cleaned_data["criteria"],
                by=request.user,
            )
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi minh chứng."))
            return redirect("scoring:dossier_evidence", pk)
    return page(
        request,
        "scoring/dossier/evidence_one.html",
        dossier=dossier,
        evidence=evidence,
        files=evidence.files.filter(removed_at__isnull=True),
        form=form,
    )


@require_POST
@own_page
def evidence_remove(request: HttpRequest, pk: int, proof: int) -> HttpResponse:
    """Take a proof out of the dossier."""
    evidence = _proof(writable(request, pk), proof)
    remove_evidence(evidence=evidence, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ minh chứng khỏi hồ sơ."))
    return redirect("scoring:dossier_evidence", pk)


@require_POST
@own_page
def file_remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take one file out of a proof."""
    row = _file(writable(request, pk), file)
    try:
        remove_file(file=row, by=request.user, at=timezone.now())
    except ActRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("scoring:dossier_proof", pk, row.evidence_id)


@own_page
def file_get(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """Hand out a file of one's own dossier."""
    return serve(_file(own_dossier(request, pk), file))


@own_page
def file_page(request: HttpRequest, pk: int, file: int, number: int) -> HttpResponseBase:
    """Hand out a page of a file as a picture."""
    return serve_preview(_file(own_dossier(request, pk), file), page=number, width=960)


def _files() -> Prefetch:
    return Prefetch("files", EvidenceFile.objects.filter(removed_at__isnull=True))


def _by_kind(dossier: Dossier, kept: list[Evidence]) -> list[tuple[object, list[Evidence]]]:
    kinds = dossier.process.criteria_version.evidence_kinds.all()
    return [(kind, [each for each in kept if each.kind_id == kind.pk]) for kind in kinds]


def _proof(dossier: Dossier, pk: int) -> Evidence:
    return get_object_or_404(
        dossier.evidence.filter(removed_at__isnull=True).select_related("kind"), pk=pk
    )


def _file(dossier: Dossier, pk: int) -> EvidenceFile:
    rows = EvidenceFile.objects.filter(evidence__dossier=dossier).select_related(
        "evidence__dossier"
    )
    return get_object_or_404(rows, pk=pk)
