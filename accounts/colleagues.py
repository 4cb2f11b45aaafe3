"""Several people act for one producer: inviting, accepting, ending; and leaving altogether.

A producer that has people keeps at least one of them by these acts. Whoever closes the account may
leave it without anybody; that is the person's right, and the page says so beforehand.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import letters
from accounts.enums import InvitationState, RequestState, Role
from accounts.joining import OFFICERS_ACCOUNT, let_act
from accounts.links import INVITATION, LinkError, read, sign, used
from accounts.models import ProducerInvitation, ProducerRequest, RoleAssignment, User
from accounts.models.joining import INVITATION_LIFE
from accounts.permissions import acts_for, may_enter_office, may_join_producers
from accounts.registering import Address
from ocop_portal.shared.outbox import queue_mail
from producers.models import Producer

MOST_INVITED = 10  # invitations of one producer that wait for an answer


class ColleagueError(Exception):
    """An act among the people of a producer that cannot be; the message says why."""


@transaction.atomic
def invite(
    *, producer: Producer, email: str, by: User, on: dt.date, address: Address
) -> ProducerInvitation:
    """Ask the holder of ``email`` to act for ``producer`` as well; again takes the old one's place.

    Raises `ColleagueError` when ``by`` does not act for it, the holder does already, or too many
    invitations wait.
    """
    _locked(producer)
    if not acts_for(by, producer):
        raise ColleagueError(_("Bạn không làm việc cho chủ thể này."))
    people = RoleAssignment.objects.of_producer(producer, on)
    if people.filter(user__email=email).exists():
        raise ColleagueError(_("Người này đã làm việc cho chủ thể rồi."))
    waiting = ProducerInvitation.objects.waiting().filter(producer=producer)
    waiting.filter(email=email).update(state=InvitationState.CANCELLED)
    if waiting.count() >= MOST_INVITED:
        raise ColleagueError(_("Có quá nhiều lời mời chưa trả lời. Hủy bớt rồi mời tiếp."))
    invited = ProducerInvitation.objects.create(producer=producer, email=email, invited_by=by)
    link = address("accounts:invitation", sign(INVITATION, i=invited.pk))
    _send(email, letters.invitation(invited, link), f"lời mời {invited.pk}", is_confidential=True)
    return invited


def invitation_of(token: str) -> ProducerInvitation:
    """The invitation a link was sent for. Raises `LinkError` once it was accepted or taken back."""
    content = read(INVITATION, token, INVITATION_LIFE)
    rows = ProducerInvitation.objects.waiting().select_related("producer", "invited_by")
    invited = rows.filter(pk=content["i"]).first()
    if invited is None:
        raise used()
    return invited


@transaction.atomic
def accept_invitation(
    *, invited: ProducerInvitation, by: User, now: dt.datetime, on: dt.date
) -> RoleAssignment:
    """Let ``by``, who holds the letter, act for the producer. Raises `LinkError` when done."""
    held = ProducerInvitation.objects.select_for_update().get(pk=invited.pk)
    if not held.is_open:
        raise used()
    if not may_join_producers(by):
        raise ColleagueError(OFFICERS_ACCOUNT)
    role = let_act(user=by, producer=invited.producer, on=on)
    held.state, held.accepted_by, held.ended_at = InvitationState.ACCEPTED, by, now
    held.save(update_fields=["state", "accepted_by", "ended_at"])
    return role


@transaction.atomic
def cancel_invitation(*, invited: ProducerInvitation, now: dt.datetime) -> None:
    """Take an invitation back; one that was answered stays as it is."""
    rows = ProducerInvitation.objects.waiting().filter(pk=invited.pk)
    rows.update(state=InvitationState.CANCELLED, ended_at=now)


@transaction.atomic
def end_access(*, role: RoleAssignment, by: User, on: dt.date) -> None:
    """From the day ``on`` the person of ``role`` no longer acts for its producer.

    Ending it again changes nothing. Raises `ColleagueError` when ``by`` does not act for the
    producer, or nobody would be left.
    """
    producer = role.producer
    if producer is None or not acts_for(by, producer):
        raise ColleagueError(_("Bạn không làm việc cho chủ thể này."))
    _locked(producer)
    people = RoleAssignment.objects.of_producer(producer, on)
    held = people.filter(pk=role.pk).first()
    if held is None:
        return
    if not people.exclude(user=held.user_id).exists():
        raise ColleagueError(
            _("Đây là người cuối cùng của chủ thể. Mời thêm người khác trước khi kết thúc.")
        )
    held.valid_to = on
    held.save(update_fields=["valid_to"])
    if held.user_id != by.pk and held.user.email:
        _send(held.user.email, letters.access_ended(producer.name), f"thôi quyền {held.pk}")


@transaction.atomic
def close_account(*, user: User, now: dt.datetime, on: dt.date) -> None:
    """Close the account of ``user``: no more roles, requests, address or telephone.

    The name stays, for the audit trail says who did what. Raises `ColleagueError` for an officer,
    whose account belongs to the office.
    """
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not held.is_active:
        return
    if may_enter_office(held):
        raise ColleagueError(_("Tài khoản cán bộ do người quản trị hệ thống của cơ quan đóng."))
    for role in held.roles.held(on).filter(role=Role.PRODUCER):
        role.valid_to = on
        role.save(update_fields=["valid_to"])
    ProducerRequest.objects.waiting().filter(person=held).update(
        state=RequestState.WITHDRAWN, decided_at=now
    )
    if held.email:
        _send(held.email, letters.account_closed(), "đóng tài khoản")
    held.username, held.email, held.phone = f"da-dong-{held.pk}", "", ""
    held.is_active, held.closed_at = False, now
    held.set_unusable_password()
    held.save()


def sole_producers(user: User, on: dt.date) -> list[Producer]:
    """Producers that nobody but ``user`` acts for on the day ``on``."""
    own = user.roles.held(on).filter(role=Role.PRODUCER).values("producer")
    others = RoleAssignment.objects.held(on).filter(role=Role.PRODUCER, user__is_active=True)
    others = others.exclude(user=user)
    return list(Producer.objects.filter(pk__in=own).exclude(pk__in=others.values("producer")))


def _locked(producer: Producer) -> None:
    """Hold ``producer``, so that two people never act on who its people are at once."""
    Producer.objects.select_for_update(no_key=True).get(pk=producer.pk)


def _send(email: str, letter: letters.Letter, about: str, *, is_confidential: bool = False) -> None:
    queue_mail(
        to=email,
        subject=letter.subject,
        body=letter.body,
        about=about,
        is_confidential=is_confidential,
    )


__all__ = [
    "ColleagueError",
    "LinkError",
    "accept_invitation",
    "cancel_invitation",
    "close_account",
    "end_access",
    "invitation_of",
    "invite",
    "sole_producers",
]
