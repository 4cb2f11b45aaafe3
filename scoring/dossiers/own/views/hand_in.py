"""Checking the answers, handing in, supplementing, withdrawing, appealing, talking, printing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from accounts.views.common import own_page, page
from scoring.decisions.appeals import file_appeal, take_back_appeal
from scoring.dossiers.enums import WITH_THE_PRODUCER, AppealStatus, DossierStatus
from scoring.dossiers.errors import ActRefused, DossierIncomplete
from scoring.dossiers.own.access import own_dossier
from scoring.dossiers.own.forms import SupplementForm, WordsForm
from scoring.dossiers.own.tasks import address_of, tasks_of
from scoring.dossiers.page import page_of
from scoring.dossiers.papers import dossier_paper
from scoring.dossiers.reporting import send_message
from scoring.dossiers.submitting import (
    answer_request,
    requested_items,
    submit_dossier,
    withdraw_dossier,
)
from scoring.models import Dossier
from scoring.permissions import may_write


@own_page
def dossier_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything written, on one page; then hand it in or answer what the office asked.

    Sent twice, or come back to, it leads to the receipt.
    """
    dossier = own_dossier(request, pk)
    if not may_write(request.user, dossier):
        return redirect("scoring:dossier_receipt", pk)
    today = timezone.localdate()
    items = requested_items(dossier) if dossier.status == DossierStatus.SUPPLEMENT else []
    form = SupplementForm(request.POST if request.method == "POST" else None, items=items)
    if request.method == "POST" and form.is_valid() and _handed_in(request, dossier, form):
        return redirect("scoring:dossier_receipt", pk)
    _tasks, lacks = tasks_of(dossier, today)
    return page(
        request,
        "scoring/dossier/check.html",
        dossier=dossier,
        shown=page_of(dossier, as_written=True),
        lacks=[(lack, address_of(dossier, lack.page)) for lack in lacks],
        form=form,
        items=items,
    )


def _handed_in(request: HttpRequest, dossier: Dossier, form: SupplementForm) -> bool:
    today = timezone.localdate()
    if "dong-y" not in request.POST:
        form.add_error(None, _("Đánh dấu cam kết trước khi nộp."))
        return False
    try:
        if dossier.status == DossierStatus.SUPPLEMENT:
            answer_request(dossier=dossier, answers=form.answers(), by=request.user, on=today)
        else:
            submit_dossier(dossier=dossier, by=request.user, on=today)
    except DossierIncomplete as refusal:
        form.add_error(None, str(refusal))
        return False
    except ActRefused as refusal:
        if not may_write(request.user, dossier):  # sent twice: the other one came first
            return True
        form.add_error(None, str(refusal))
        return False
    return True


@own_page
def dossier_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt: its number in the form of the law, the day, what comes next."""
    dossier = own_dossier(request, pk)
    if not dossier.revision_number:
        return redirect("scoring:dossier", pk)
    return page(
        request,
        "scoring/dossier/receipt.html",
        dossier=dossier,
        revision=dossier.revisions.first(),
        clocks=dossier.clocks.not_stopped(),
    )


@own_page
def dossier_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Mẫu số 01 and 02 as written or as last handed in, as a PDF."""
    dossier = own_dossier(request, pk)
    with override("vi"):  # the forms are those of the law, whatever language the page is read in
        shown = page_of(dossier, as_written=dossier.status in WITH_THE_PRODUCER)
    response = HttpResponse(dossier_paper(shown, at=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="ho-so-{dossier.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@own_page
def dossier_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the dossier back, with the reason."""
    dossier = own_dossier(request, pk)

    def act(text: str) -> None:
        withdraw_dossier(dossier=dossier, by=request.user, on=timezone.localdate(), reason=text)

    return _with_words(request, dossier, act, "scoring/dossier/withdraw.html", _("Đã rút hồ sơ."))


@own_page
def dossier_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Appeal against what was decided."""
    dossier = own_dossier(request, pk)

    def act(text: str) -> None:
        file_appeal(dossier=dossier, text=text, by=request.user, on=timezone.localdate())

    return _with_words(request, dossier, act, "scoring/dossier/appeal.html", _("Đã gửi khiếu nại."))


@require_POST
@own_page
def appeal_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an appeal back that was not answered yet."""
    dossier = own_dossier(request, pk)
    appeal = dossier.appeals.filter(status=AppealStatus.FILED).first()
    if appeal is not None:
        try:
            take_back_appeal(appeal=appeal, by=request.user)
        except ActRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã rút khiếu nại."))
    return redirect("scoring:dossier", pk)


@require_POST
@own_page
def dossier_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the office inside the dossier."""
    dossier = own_dossier(request, pk)
    form = WordsForm(request.POST)
    if form.is_valid():
        send_message(dossier=dossier, body=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Đã gửi cho cơ quan."))
    else:
        messages.error(request, _("Viết nội dung trước khi gửi."))
    return redirect(f"{dossier_url(dossier)}#trao-doi")


def dossier_url(dossier: Dossier) -> str:
    """Where the dossier's own page is."""
    return reverse("scoring:dossier", args=[dossier.pk])


def _with_words(
    request: HttpRequest,
    dossier: Dossier,
    act: Callable[[str], Any],
    template: str,
    said: str,
) -> HttpResponse:
    """A page with one field of words and one act."""
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["text"])
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("scoring:dossier", dossier.pk)
    return page(request, template, dossier=dossier, form=form)
