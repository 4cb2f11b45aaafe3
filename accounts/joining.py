"""Asking the office to act for a producer, and the office's answers.

Each act is one transaction, holds the row it is about, may be repeated without harm and leaves its
trace in the audit trail. Days and moments are passed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import letters
from accounts.enums import RequestKind, RequestState, Role
from accounts.models import ProducerRequest, RequestPaper, RoleAssignment, User
from accounts.permissions import acts_for, may_join_producers
from accounts.registering import Address
from ocop_portal.shared.outbox import queue_mail
from ocop_portal.shared.private_files import AcceptedFile
from ocop_portal.shared.slugs import free_slug
from producers.models import Producer

OFFICERS_ACCOUNT = gettext_lazy(
    "Tài khoản này có vai trò trong phần quản trị nên không nhận việc của chủ thể."
)
MOST_WAITING = 10  # requests of one person the office has yet to answer


class RequestError(Exception):
    """An act upon a request that cannot be; the message says why, in the reader's language."""


@transaction.atomic
def claim_producer(
    *,
    producer: Producer,
    by: User,
    position: str,
    note: str,
    papers: Sequence[AcceptedFile],
    on: dt.date,
    address: Address,
) -> ProducerRequest:
    """Ask that ``by`` may act for ``producer``, proven by ``papers``; tell its people.

    Raises `RequestError` when ``by`` acts for it already, or a claim of theirs waits.
    """
    Producer.objects.select_for_update(no_key=True).get(pk=producer.pk)
    if acts_for(by, producer):
        raise RequestError(_("Bạn đã làm việc cho chủ thể này rồi."))
    waiting = ProducerRequest.objects.waiting().filter(kind=RequestKind.CLAIM, person=by)
    if waiting.filter(producer=producer).exists():
        raise RequestError(_("Bạn đã gửi yêu cầu nhận chủ thể này; cơ quan đang xem."))
    request = _submit(
        RequestKind.CLAIM, by, papers, producer=producer, position=position, note=note
    )
    link = address("accounts:producer", producer.slug)
    for role in RoleAssignment.objects.of_producer(producer, on).select_related("user"):
        _send(role.user, letters.somebody_claims(request, link), f"có người xin nhận {request.pk}")
    return request


@transaction.atomic
def propose_producer(
    *, by: User, details: Mapping[str, Any], papers: Sequence[AcceptedFile]
) -> ProducerRequest:
    """Ask that a producer not yet in the register be written into it, with ``by`` acting for it.

    ``details`` are the columns of `ProducerRequest` about the producer. Raises `RequestError`.
    """
    return _submit(RequestKind.NEW, by, papers, **details)


@transaction.atomic
def ask_for_correction(
    *, producer: Producer, by: User, note: str, papers: Sequence[AcceptedFile]
) -> ProducerRequest:
    """Ask the office to change what the people of ``producer`` cannot. Raises `RequestError`."""
    if not acts_for(by, producer):
        raise RequestError(_("Bạn không làm việc cho chủ thể này."))
    return _submit(RequestKind.CORRECTION, by, papers, producer=producer, note=note)


@transaction.atomic
def withdraw_request(*, request: ProducerRequest, now: dt.datetime) -> ProducerRequest:
    """Take a request back before it is answered. Raises `RequestError` once it was."""
    held = _locked(request)
    if held.state == RequestState.WITHDRAWN:
        return held
    _refuse_answered(held)
    held.state, held.decided_at = RequestState.WITHDRAWN, now
    held.save(update_fields=["state", "decided_at"])
    return held


@transaction.atomic
def approve_request(
    *,
    request: ProducerRequest,
    by: User,
    now: dt.datetime,
    on: dt.date,
    note: str = "",
    address: Address,
) -> ProducerRequest:
    """Say yes: the sender acts for the producer from the day ``on``; a new one is written down.

    A new producer stays unpublished until the office publishes it. Approving again changes
    nothing. Raises `RequestError` when it was refused or withdrawn, or the sender's account is
    closed.
    """
    held = _locked(request)
    if held.state == RequestState.APPROVED:
        return held
    _refuse_answered(held)
    if not held.person.is_active:
        raise RequestError(_("Người gửi đã đóng tài khoản; không thể chấp nhận."))
    if held.kind == RequestKind.NEW:
        held.producer = _written_down(held)
    if held.kind != RequestKind.CORRECTION and held.producer is not None:
        let_act(user=held.person, producer=held.producer, on=on)
    _answer(held, RequestState.APPROVED, by, now, note, address)
    return held


@transaction.atomic
def refuse_request(
    *, request: ProducerRequest, by: User, now: dt.datetime, reason: str, address: Address
) -> ProducerRequest:
    """Say no, and why. Raises `RequestError` without a reason, or when it was answered."""
    if not reason.strip():
        raise RequestError(_("Ghi lý do không chấp nhận."))
    held = _locked(request)
    _refuse_answered(held)
    _answer(held, RequestState.REFUSED, by, now, reason, address)
    return held


def let_act(*, user: User, producer: Producer, on: dt.date) -> RoleAssignment:
    """Give ``user`` the role to act for ``producer`` from ``on``; one held already is returned."""
    with transaction.atomic():
        Producer.objects.select_for_update(no_key=True).get(pk=producer.pk)
        roles = RoleAssignment.objects.filter(user=user, role=Role.PRODUCER, producer=producer)
        if held := roles.held(on).first():
            return held
        if ended := roles.filter(valid_from=on).first():  # given and ended on this very day
            ended.valid_to = None
            ended.save(update_fields=["valid_to"])
            return ended
        return RoleAssignment.objects.create(
            user=user, role=Role.PRODUCER, producer=producer, valid_from=on
        )


def _submit(
    kind: RequestKind, by: User, papers: Sequence[AcceptedFile], **columns: Any
) -> ProducerRequest:
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not may_join_producers(by):
        raise RequestError(OFFICERS_ACCOUNT)
    if ProducerRequest.objects.waiting().filter(person=by).count() >= MOST_WAITING:
        raise RequestError(
            _("Bạn có %(count)d yêu cầu đang chờ. Đợi cơ quan trả lời, hoặc rút bớt.")
            % {"count": MOST_WAITING}
        )
    request = ProducerRequest.objects.create(kind=kind, person=by, **columns)
    for paper in papers:
        row = RequestPaper(request=request)
        row.take(paper)
        row.save()
    return request


def _locked(request: ProducerRequest) -> ProducerRequest:
    """The request, held until the end of the transaction."""
    rows = ProducerRequest.objects.select_for_update(of=("self",))
    return rows.select_related("person", "producer", "commune").get(pk=request.pk)


def _refuse_answered(request: ProducerRequest) -> None:
    if not request.is_open:
        raise RequestError(_("Yêu cầu này %(state)s rồi.") % {"state": request.get_state_display()})


def _written_down(request: ProducerRequest) -> Producer:
    place = request.commune.name if request.commune else ""
    return Producer.objects.create(
        name=request.name,
        slug=free_slug(Producer.objects.all(), request.name, place),
        kind=request.producer_kind,
        tax_code=request.tax_code,
        registration_number=request.registration_number,
        representative=request.representative,
        representative_title=request.representative_title,
        commune=request.commune,
        address=request.address,
        phone=request.phone,
        email=request.email,
        is_published=False,
    )


def _answer(
    request: ProducerRequest,
    state: RequestState,
    by: User,
    now: dt.datetime,
    reason: str,
    address: Address,
) -> None:
    request.state, request.reason = state, reason.strip()
    request.decided_by, request.decided_at = by, now
    request.save(update_fields=["state", "reason", "decided_by", "decided_at", "producer"])
    link = address("accounts:request", request.pk)
    _send(request.person, letters.request_answered(request, link), f"trả lời yêu cầu {request.pk}")


def _send(user: User, letter: letters.Letter, about: str) -> None:
    if user.email:
        queue_mail(to=user.email, subject=letter.subject, body=letter.body, about=about)
