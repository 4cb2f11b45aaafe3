"""One's own producer: its particulars, its places, its people."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import colleagues, joining
from accounts.colleagues import ColleagueError
from accounts.forms.producers import CorrectionForm, InviteForm, OwnProducerForm, PremisesForm
from accounts.joining import RequestError
from accounts.links import LinkError
from accounts.models import ProducerInvitation, ProducerRequest, RoleAssignment
from accounts.permissions import acts_for, may_join_producers
from accounts.views.common import HOUR, address_of, own_page, page
from accounts.views.door import bad_link, too_many
from communes.today import units_of_the_day
from ocop_portal.shared.throttling import count_attempt
from producers.models import Premises, Producer

MOST_INVITATIONS = 20  # an hour by one person


@own_page
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one's own producer, and what can be done to it."""
    producer = _own(request, slug)
    today = timezone.localdate()
    places = units_of_the_day(
        [producer.commune, *(site.commune for site in producer.premises.all())], today
    )
    return page(
        request,
        "accounts/producer.html",
        producer=producer,
        place=places.get(producer.commune_id),
        premises=[(site, places.get(site.commune_id)) for site in producer.premises.all()],
        people=RoleAssignment.objects.of_producer(producer, today).select_related("user"),
        invitations=ProducerInvitation.objects.waiting().filter(producer=producer),
        requests=ProducerRequest.objects.waiting()
        .filter(producer=producer)
        .select_related("person", "producer"),
    )


@own_page
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what the producer's own people may change."""
    producer = _own(request, slug)
    form = OwnProducerForm(request.POST or None, instance=producer, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã ghi thông tin của chủ thể."))
        return redirect("accounts:producer", slug)
    return page(request, "accounts/producer_edit.html", form=form, producer=_own(request, slug))


@own_page
def premises(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Write down a place of work, or change one."""
    producer = _own(request, slug)
    site = Premises(producer=producer) if pk is None else _site(producer, pk)
    form = PremisesForm(request.POST or None, instance=site, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã ghi địa điểm."))
        return redirect("accounts:producer", slug)
    return page(request, "accounts/premises.html", form=form, producer=producer)


@require_POST
@own_page
def premises_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a place of work out; the trail keeps it."""
    _site(_own(request, slug), pk).delete()
    messages.success(request, _("Đã bỏ địa điểm."))
    return redirect("accounts:producer", slug)


@own_page
def correction(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the office to change what the producer's people cannot."""
    producer = _own(request, slug)
    form = CorrectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            joining.ask_for_correction(
                producer=producer,
                by=request.user,
                note=form.cleaned_data["note"],
                papers=form.cleaned_data["papers"],
            )
        except RequestError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã gửi đề nghị. Cơ quan trả lời bằng thư điện tử."))
            return redirect("accounts:producer", slug)
    return page(request, "accounts/correction.html", form=form, producer=producer)


@own_page
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask somebody else to act for the producer as well."""
    producer = _own(request, slug)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, who = timezone.now(), str(request.user.pk)
        if not count_attempt("invite", who, most=MOST_INVITATIONS, within=HOUR, at=now):
            return too_many(request)
        try:
            colleagues.invite(
                producer=producer,
                email=form.cleaned_data["email"],
                by=request.user,
                on=timezone.localdate(),
                address=address_of(request),
            )
        except ColleagueError as error:
            form.add_error("email", str(error))
        else:
            said = _("Đã gửi lời mời tới %(email)s.") % {"email": form.cleaned_data["email"]}
            messages.success(request, said)
            return redirect("accounts:producer", slug)
    return page(request, "accounts/invite.html", form=form, producer=producer)


@require_POST
@own_page
def invitation_cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    rows = ProducerInvitation.objects.filter(producer=_own(request, slug))
    invited = get_object_or_404(rows, pk=_within(pk))
    colleagues.cancel_invitation(invited=invited, now=timezone.now())
    messages.success(request, _("Đã hủy lời mời."))
    return redirect("accounts:producer", slug)


@require_POST
@own_page
def access_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End that a person acts for the producer; maybe oneself."""
    rows = RoleAssignment.objects.filter(producer=_own(request, slug))
    role = get_object_or_404(rows.select_related("user", "producer"), pk=_within(pk))
    try:
        colleagues.end_access(role=role, by=request.user, on=timezone.localdate())
    except ColleagueError as error:
        messages.error(request, str(error))
        return redirect("accounts:producer", slug)
    said = _("%(person)s thôi làm việc cho chủ thể này.") % {"person": role.user.full_name}
    messages.success(request, said)
    if role.user_id == request.user.pk:
        return redirect("accounts:overview")
    return redirect("accounts:producer", slug)


@own_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what, and take the invitation by a button."""
    try:
        invited = colleagues.invitation_of(token)
        if request.method == "POST":
            colleagues.accept_invitation(
                invited=invited, by=request.user, now=timezone.now(), on=timezone.localdate()
            )
            said = _("Từ nay bạn làm việc cho %(producer)s.") % {"producer": invited.producer.name}
            messages.success(request, said)
            return redirect("accounts:producer", invited.producer.slug)
    except LinkError as error:
        return bad_link(request, error)
    except ColleagueError as error:
        messages.error(request, str(error))
    may_join = may_join_producers(request.user)
    return page(request, "accounts/invitation.html", invited=invited, may_join=may_join)


def _own(request: HttpRequest, slug: str) -> Producer:
    """The producer, if the person signed in acts for it; else as if it were not there."""
    sites = Prefetch("premises", Premises.objects.select_related("commune"))
    rows = Producer.objects.select_related("commune", "district").prefetch_related(sites)
    producer = get_object_or_404(rows, slug=slug)
    if not acts_for(request.user, producer):
        raise Http404
    return producer


def _site(producer: Producer, pk: int) -> Premises:
    return get_object_or_404(producer.premises, pk=_within(pk))


def _within(pk: int) -> int:
    """A key the database can hold; others are nobody's."""
    if pk >= 2**63:
        raise Http404
    return pk
