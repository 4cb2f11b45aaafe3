"""Councils and their seats (Điều 7.3b of 26/2026/QĐ-TTg), set up by a decision."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.db import transaction

from accounts.enums import Act, Area
from accounts.models import User
from accounts.permissions import can
from scoring.councils.enums import Seat
from scoring.councils.errors import ActRefused, NotYours
from scoring.councils.permissions import may_sit
from scoring.models import Council, CouncilMember
from scoring.process.enums import ProcessLevel


def set_up_council(
    *,
    name: str,
    decision_number: str,
    decision_on: dt.date,
    by: User,
    level: ProcessLevel = ProcessLevel.PROVINCE,
    is_demo: bool = False,
) -> Council:
    """Keep a council as its decision sets it up."""
    _ask(by)
    with transaction.atomic(), pghistory.context(user=by.pk):
        return Council.objects.create(
            name=name.strip(),
            level=level,
            decision_number=decision_number.strip(),
            decision_on=decision_on,
            is_demo=is_demo,
        )


def give_seat(
    *, council: Council, user: User, by: User, seat: Seat = Seat.MEMBER, organisation: str = ""
) -> CouncilMember:
    """Seat a person. ``ActRefused`` for one who may not sit, sits already, or a second chair."""
    _ask(by)
    problem = seat_problem(user)
    if problem:
        raise ActRefused(problem)
    with transaction.atomic(), pghistory.context(user=by.pk):
        Council.objects.select_for_update().get(pk=council.pk)
        if council.members.filter(user=user).exists():
            raise ActRefused(f"{user} đã có trong hội đồng.")
        is_chair = seat == Seat.CHAIR
        if is_chair and council.members.filter(seat=seat, left_on__isnull=True).exists():
            raise ActRefused("Hội đồng đã có chủ tịch.")
        return council.members.create(user=user, seat=seat, organisation=organisation.strip())


def leave_seat(*, member: CouncilMember, on: dt.date, by: User) -> None:
    """Note that a person left the council; the sessions the person sat in stay as they were."""
    _ask(by)
    with transaction.atomic(), pghistory.context(user=by.pk):
        member.left_on = on
        member.save(update_fields=["left_on"])


def seat_problem(user: User) -> str:
    """Why ``user`` may not be given a seat; empty when they may."""
    if may_sit(user):
        return ""
    return (
        f"{user} chưa ngồi hội đồng được: cần vai trò thư ký hoặc thành viên hội đồng, và không "
        "phải người quản trị hệ thống. Nhờ quản trị hệ thống cấp vai trò trước."
    )


def _ask(by: User) -> None:
    if not can(by, Act.CHANGE, Area.COUNCIL):
        raise NotYours("Bạn không được lập, sửa hội đồng.")
