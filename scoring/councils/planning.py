"""Before a session sits: its plan, the dossiers on its table, the invitation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pghistory
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.enums import Act, Area
from accounts.models import User
from accounts.permissions import can
from ocop_portal.shared.models import OutgoingMail
from ocop_portal.shared.outbox import queue_mail
from scoring.councils.enums import (
    OPEN_ITEMS,
    ItemStatus,
    Seat,
    SessionAct,
    SessionForm,
    SessionStatus,
)
from scoring.councils.errors import ActRefused, NotYours
from scoring.councils.holding import holding_session, require
from scoring.councils.room import names, room_of, user_of
from scoring.dossiers.enums import DossierStatus
from scoring.dossiers.moving import holding, need_reason
from scoring.models import Council, Dossier, Regulation, Session, SessionItem, SessionMember
from scoring.process.rules import working_days_between
from scoring.process.storage import work_calendar


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation did: letters written, and what the office must know."""

    letters: int
    warnings: tuple[str, ...]


def plan_session(
    *,
    council: Council,
    title: str,
    starts_at: dt.datetime,
    by: User,
    place: str = "",
    form: SessionForm = SessionForm.MEETING,
) -> Session:
    """Plan a session under the regulation in force on its day; the council's members sit in it.

    Raises ``ActRefused`` where no regulation was loaded, or the council is dissolved by then.
    """
    if not can(by, Act.CHANGE, Area.COUNCIL):
        raise NotYours("Bạn không được lập phiên họp.")
    on = timezone.localdate(starts_at)
    if on < council.decision_on or (council.dissolved_on and on >= council.dissolved_on):
        raise ActRefused(f"{council} không hoạt động vào ngày {on:%d/%m/%Y}.")
    with transaction.atomic(), pghistory.context(user=by.pk):
        session = Session.objects.create(
            council=council,
            regulation=_regulation(on),
            title=title.strip(),
            form=form,
            starts_at=starts_at,
            place=place.strip(),
        )
        _seat_members(session, on)
        return session


def change_plan(
    *, session: Session, title: str, starts_at: dt.datetime, place: str, form: SessionForm, by: User
) -> None:
    """Change what was planned; another day may bring another regulation."""
    with holding_session(session, by):
        room = room_of(session, timezone.localdate())
        require(by, SessionAct.PREPARE, room)
        session.title, session.starts_at = title.strip(), starts_at
        session.place, session.form = place.strip(), form
        session.regulation = _regulation(timezone.localdate(starts_at))
        session.save()


def put_on_table(*, session: Session, dossier: Dossier, by: User) -> SessionItem:
    """Put a dossier that waits for the council on the table, in its last revision.

    A dossier of demonstration goes before a council of demonstration, and no other. Raises
    ``ActRefused`` for a dossier that stands elsewhere or lies on another table.
    """
    with holding(dossier, by), holding_session(session, by):
        require(by, SessionAct.PREPARE, room_of(session, timezone.localdate()))
        _refuse_unfit(session, dossier)
        last = session.items.aggregate(last=Max("position"))["last"] or 0
        return session.items.create(
            dossier=dossier,
            revision=dossier.revisions.get(number=dossier.revision_number),
            position=last + 1,
        )


def take_off_table(*, item: SessionItem, by: User) -> None:
    """Take a dossier off before anything was declared or scored of it."""
    with holding_session(item.session, by) as session:
        require(by, SessionAct.PREPARE, room_of(session, timezone.localdate()))
        if item.declarations.exists() or item.sheets.exists():
            raise ActRefused("Đã có thành viên khai hoặc chấm hồ sơ này; hãy chuyển phiên sau.")
        item.delete()


def invite(*, session: Session, by: User, at: dt.datetime, address: str) -> Invited:
    """Invite the members: a letter each, and the dossiers open to those who declare.

    ``address`` is the full address of the session's page. Inviting again writes to those who were
    not written to. Raises ``ActRefused`` without a dossier, a chair or two scoring members.
    """
    with holding_session(session, by):
        require(by, SessionAct.PREPARE, room_of(session, timezone.localdate(at)))
        _seat_members(session, timezone.localdate(session.starts_at))
        room = room_of(session, timezone.localdate(at))
        if not session.items.filter(status__in=OPEN_ITEMS).exists():
            raise ActRefused("Đưa ít nhất một hồ sơ vào phiên trước khi mời.")
        if not any(each.seat == Seat.CHAIR for each in room.members):
            raise ActRefused("Hội đồng chưa có chủ tịch.")
        if len(room.scoring) < 2:
            raise ActRefused("Hội đồng cần ít nhất hai thành viên chấm.")
        if session.status == SessionStatus.PLANNED:
            session.status, session.invited_at = SessionStatus.INVITED, at
            session.save(update_fields=["status", "invited_at", "updated_at"])
        letters = _write_to(room.members, session, address)
        return Invited(letters, tuple(_warnings(session, room.members, at)))


def cancel_session(*, session: Session, by: User, reason: str) -> None:
    """Call a session off before it sits; its dossiers are free for another."""
    with holding_session(session, by):
        require(by, SessionAct.PREPARE, room_of(session, timezone.localdate()))
        said = need_reason(reason, "lý do hủy phiên")
        session.status, session.note = SessionStatus.CANCELLED, said
        session.save(update_fields=["status", "note", "updated_at"])
        session.items.filter(status__in=OPEN_ITEMS).update(
            status=ItemStatus.DEFERRED, deferred_reason=said
        )


def days_ahead(session: Session, on: dt.date) -> int:
    """Working days between ``on`` and the session."""
    return working_days_between(on, timezone.localdate(session.starts_at), work_calendar())


def late_warning(session: Session, on: dt.date) -> str:
    """What to say when members invited on ``on`` get the dossiers later than they should."""
    ahead, asked = days_ahead(session, on), session.regulation.dossier_days_ahead
    if ahead >= asked:
        return ""
    return (
        f"Hồ sơ đến tay thành viên trước {max(ahead, 0)} ngày làm việc; quy chế yêu cầu ít nhất "
        f"{asked} ngày."
    )


def _regulation(on: dt.date) -> Regulation:
    try:
        return Regulation.objects.in_force(on)
    except Regulation.DoesNotExist as error:
        raise ActRefused(str(error)) from error


def _seat_members(session: Session, on: dt.date) -> None:
    """Give every member of the council of that day a place in the session; nobody loses one."""
    seated = set(session.members.values_list("member_id", flat=True))
    members = session.council.members.exclude(left_on__lte=on).exclude(pk__in=seated)
    SessionMember.objects.bulk_create(
        SessionMember(session=session, member=member, seat=member.seat) for member in members
    )


def _refuse_unfit(session: Session, dossier: Dossier) -> None:
    council = session.council
    if dossier.status != DossierStatus.COUNCIL:
        raise ActRefused(f"Hồ sơ {dossier.get_status_display()}, chưa đưa ra hội đồng được.")
    if dossier.level != council.level:
        raise ActRefused(f"Hồ sơ đang ở {dossier.get_level_display()}, không thuộc hội đồng này.")
    if dossier.is_demo != council.is_demo:
        raise ActRefused("Hồ sơ minh họa chỉ ra hội đồng minh họa, hồ sơ thật ra hội đồng thật.")
    elsewhere = dossier.session_items.filter(status__in=OPEN_ITEMS).select_related("session")
    for item in elsewhere:
        raise ActRefused(f"Hồ sơ này đang ở phiên “{item.session}”.")
    if session.items.filter(dossier=dossier).exists():
        raise ActRefused("Hồ sơ này đã qua phiên này rồi; đưa vào một phiên khác.")


def _write_to(members: tuple[SessionMember, ...], session: Session, address: str) -> int:
    """Write to those not written to yet, as far as they have an address; how many that were."""
    mark = f"moi-phien:{session.pk}:"
    written = set(OutgoingMail.objects.filter(once__startswith=mark).values_list("once", flat=True))
    new = [
        each
        for each in members
        if user_of(each).email and f"{mark}{each.member.user_id}" not in written
    ]
    for member in new:
        queue_mail(
            to=user_of(member).email,
            subject=f"Mời họp: {session.title}",
            body=_letter(member, session, address),
            about=f"giấy mời phiên {session.pk}",
            once=f"{mark}{member.member.user_id}",
        )
    return len(new)


def _letter(member: SessionMember, session: Session, address: str) -> str:
    starts = timezone.localtime(session.starts_at)
    place = f"\nĐịa điểm: {session.place}" if session.place else ""
    return (
        f"Kính gửi {user_of(member)}, {member.get_seat_display()} {session.council}.\n\n"
        f"Mời dự phiên “{session.title}”, {session.get_form_display()}.\n"
        f"Bắt đầu: {starts:%H:%M} ngày {starts:%d/%m/%Y}{place}\n\n"
        f"Hồ sơ mở ra sau khi khai xung đột lợi ích, tại:\n{address}\n"
    )


def _warnings(session: Session, members: tuple[SessionMember, ...], at: dt.datetime) -> list[str]:
    said = []
    if late := late_warning(session, timezone.localdate(at)):
        said.append(late)
    silent = [each for each in members if not user_of(each).email]
    if silent:
        said.append(f"Chưa có địa chỉ thư, cần mời cách khác: {names(silent)}.")
    return said
