"""Coming to act for a producer: finding it, claiming it, proposing a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import joining
from accounts.forms.producers import ClaimForm, FindForm, ProposeForm
from accounts.joining import RequestError
from accounts.models import ProducerRequest, RequestPaper
from accounts.permissions import acts_for, may_join_producers
from accounts.views.common import address_of, own_page, page
from communes.today import units_of_the_day
from ocop_portal.shared.private_files import WIDTHS, serve, serve_preview
from producers.models import Producer

PAGE_SIZE = 20


@own_page
def find(request: HttpRequest) -> HttpResponse:
    """Look a producer up by a few words of its name."""
    form = FindForm(request.GET or None)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    known = Producer.objects.public().select_related("commune")
    found = known.saying(words).alphabetical() if words else known.none()
    near = words and not found.exists()
    rows = Paginator(known.resembling(words) if near else found, PAGE_SIZE)
    shown = rows.get_page(request.GET.get("trang"))
    places = units_of_the_day((each.commune for each in shown), timezone.localdate())
    return page(
        request,
        "accounts/find.html",
        finder=form,
        words=words,
        is_near=near,
        page=shown,
        producers=[(each, places.get(each.commune_id)) for each in shown],
    )


@own_page
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to act for a producer of the register, with papers that prove it."""
    producer = get_object_or_404(Producer.objects.public(), slug=slug)
    if acts_for(request.user, producer):
        return redirect("accounts:producer", slug)
    form = ClaimForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = joining.claim_producer(
                producer=producer,
                by=request.user,
                position=form.cleaned_data["position"],
                note=form.cleaned_data["note"],
                papers=form.cleaned_data["papers"],
                on=timezone.localdate(),
                address=address_of(request),
            )
        except RequestError as error:
            form.add_error(None, str(error))
        else:
            return _sent(request, sent)
    return page(request, "accounts/claim.html", form=form, producer=producer, **_may(request))


@own_page
def propose(request: HttpRequest) -> HttpResponse:
    """Ask that a producer not yet in the register be written into it."""
    form = ProposeForm(request.POST or None, request.FILES or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        details = dict(form.cleaned_data)
        papers = details.pop("papers")
        try:
            sent = joining.propose_producer(by=request.user, details=details, papers=papers)
        except RequestError as error:
            form.add_error(None, str(error))
        else:
            return _sent(request, sent)
    return page(request, "accounts/propose.html", form=form, **_may(request))


@own_page
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A request of one's own: what was sent, and what the office answered."""
    sent = _own(request, pk)
    papers = list(sent.papers.all())
    return page(request, "accounts/request.html", sent=sent, papers=papers)


@require_POST
@own_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    sent = _own(request, pk)
    try:
        joining.withdraw_request(request=sent, now=timezone.now())
    except RequestError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã rút yêu cầu."))
    return redirect("accounts:request", pk)


@own_page
def paper(request: HttpRequest, pk: int, paper: int) -> HttpResponseBase:
    """Hand a paper back to who sent it."""
    return serve(_own_paper(request, pk, paper))


@own_page
def paper_page(request: HttpRequest, pk: int, paper: int, number: int) -> HttpResponseBase:
    """A page of a paper as a picture, for who sent it."""
    return serve_preview(_own_paper(request, pk, paper), number, WIDTHS[0])


def _own(request: HttpRequest, pk: int) -> ProducerRequest:
    """A request of the person signed in; anybody else's is as if it were not there."""
    if pk >= 2**63:
        raise Http404
    return get_object_or_404(ProducerRequest.objects.of(request.user), pk=pk)


def _own_paper(request: HttpRequest, pk: int, paper: int) -> RequestPaper:
    if paper >= 2**63:
        raise Http404
    return get_object_or_404(_own(request, pk).papers, pk=paper)


def _sent(request: HttpRequest, sent: ProducerRequest) -> HttpResponse:
    messages.success(request, _("Đã gửi yêu cầu. Cơ quan trả lời bằng thư điện tử."))
    return redirect(sent)


def _may(request: HttpRequest) -> dict[str, Any]:
    return {"may_join": may_join_producers(request.user)}
