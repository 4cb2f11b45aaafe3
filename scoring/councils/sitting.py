"""While a session sits: who came, what is declared, the opening, what is put off, the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from accounts.models import User
from scoring.councils.counting import session_quorum_problem
from scoring.councils.enums import (
    OPEN_ITEMS,
    Attendance,
    ConflictKind,
    ItemStatus,
    SessionAct,
    SessionStatus,
)
from scoring.councils.errors import ActRefused, NotYours
from scoring.councils.holding import holding_item, holding_session, require
from scoring.councils.room import LETS_IN, room_of
from scoring.dossiers.moving import need_reason
from scoring.models import ConflictDeclaration, Session, SessionItem, SessionMember


def record_attendance(
    *, session: Session, attendance: Mapping[int, tuple[Attendance, str]], by: User
) -> None:
    """Note who came, by the key of each `SessionMember`, with a remark.

    A member who leaves during the session is noted absent from then on: sheets handed in before
    count on, no more are owed.
    """
    with holding_session(session, by):
        room = room_of(session, timezone.localdate())
        require(by, SessionAct.ATTEND, room)
        changed = []
        for member in room.members:
            if member.pk in attendance:
                member.attendance, member.note = attendance[member.pk]
                changed.append(member)
        SessionMember.objects.bulk_update(changed, ["attendance", "note"])


def open_session(*, session: Session, by: User, at: dt.datetime) -> None:
    """Open the session. ``ActRefused`` for want of quorum, or of the chair where it must be."""
    with holding_session(session, by):
        room = room_of(session, timezone.localdate(at))
        problem = session_quorum_problem(room)
        if problem and session.status == SessionStatus.INVITED:
            raise ActRefused(problem)
        require(by, SessionAct.OPEN, room)
        session.status, session.opened_at = SessionStatus.OPEN, at
        session.save(update_fields=["status", "opened_at", "updated_at"])
        waiting = session.items.filter(status=ItemStatus.WAITING)
        waiting.update(status=ItemStatus.SCORING)


def declare_conflict(
    *, item: SessionItem, kind: ConflictKind, by: User, reason: str = ""
) -> ConflictDeclaration:
    """Say what ties ``by`` to a dossier, before it opens to them; saying so again replaces it.

    A conflict needs its reason. Nobody takes back a hard one by themselves (`let_score_again`),
    and whoever acts for the producer has one whatever they say.
    """
    with holding_item(item, by) as (_held, room):
        require(by, SessionAct.DECLARE, room)
        _refuse_closed(item)
        seat = room.seat_of(by)
        if seat is None:
            raise NotYours("Bạn không dự phiên này.")
        if room.is_automatic(seat, item) and kind != ConflictKind.HARD:
            raise ActRefused("Bạn là người của chủ thể này nên không chấm hồ sơ này.")
        said = "" if kind == ConflictKind.NONE else need_reason(reason, "liên quan thế nào")
        if room.conflict(seat, item) == ConflictKind.HARD and kind in LETS_IN:
            raise ActRefused(
                "Đã khai không chấm hồ sơ này. Muốn chấm lại, chủ trì hoặc thư ký phiên cho phép."
            )
        return item.declarations.create(member=seat, kind=kind, reason=said, declared_by=by)


def let_score_again(
    *, item: SessionItem, member: SessionMember, by: User, reason: str
) -> ConflictDeclaration:
    """Turn a member's hard conflict into a noted one, with the reason; not one by law."""
    with holding_item(item, by) as (_held, room):
        require(by, SessionAct.LIFT, room, item)
        if room.is_automatic(member, item):
            raise ActRefused("Người của chủ thể không chấm hồ sơ của mình.")
        if room.conflict(member, item) != ConflictKind.HARD:
            raise ActRefused("Thành viên này không khai là không chấm.")
        if member == room.seat_of(by):
            raise NotYours("Không tự cho mình chấm lại được.")
        said = need_reason(reason, "lý do")
        return item.declarations.create(
            member=member, kind=ConflictKind.SOFT, reason=said, declared_by=by
        )


def record_discussion(*, item: SessionItem, text: str, by: User) -> None:
    """Keep what was discussed about a dossier, for the minutes."""
    with holding_item(item, by) as (_held, room):
        require(by, SessionAct.RECORD, room)
        item.discussion = text.strip()
        item.save(update_fields=["discussion"])


def record_note(*, session: Session, text: str, by: User) -> None:
    """Keep what else happened in the session, for the minutes."""
    with holding_session(session, by):
        require(by, SessionAct.RECORD, room_of(session, timezone.localdate()))
        session.note = text.strip()
        session.save(update_fields=["note", "updated_at"])


def defer_item(*, item: SessionItem, by: User, reason: str) -> None:
    """Put a dossier off; it waits for the council and may go before another session."""
    with holding_item(item, by) as (_held, room):
        require(by, SessionAct.DEFER, room, item)
        item.deferred_reason = need_reason(reason, "lý do chuyển phiên sau")
        item.status = ItemStatus.DEFERRED
        item.save(update_fields=["status", "deferred_reason"])


def close_session(*, session: Session, by: User, at: dt.datetime) -> None:
    """End the session, once every dossier is concluded or put off; nothing of it changes then."""
    with holding_session(session, by):
        require(by, SessionAct.CLOSE, room_of(session, timezone.localdate(at)))
        items = list(session.items.select_for_update().order_by("pk"))
        left = sum(item.status in OPEN_ITEMS for item in items)
        if left:
            raise ActRefused(f"Còn {left} hồ sơ chưa kết luận; kết luận hoặc chuyển phiên sau.")
        session.status, session.closed_at = SessionStatus.CLOSED, at
        session.save(update_fields=["status", "closed_at", "updated_at"])


def _refuse_closed(item: SessionItem) -> None:
    if item.status not in OPEN_ITEMS:
        raise ActRefused(f"Hồ sơ {item.get_status_display()} ở phiên này, không khai thêm được.")
