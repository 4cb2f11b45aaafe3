"""What may be done to a session, or to a dossier on its table: the form and words of each act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from scoring.councils.concluding import Votes, conclude_item, open_round
from scoring.councils.enums import SessionAct
from scoring.councils.forms import ConcludeForm, ReasonForm, TextForm
from scoring.councils.planning import cancel_session, invite, take_off_table
from scoring.councils.sitting import (
    close_session,
    defer_item,
    open_session,
    record_discussion,
    record_note,
)
from scoring.models import Session, SessionItem


@dataclass(frozen=True, slots=True)
class Asked:
    """Who acts, when, and how an address of ours is written in full."""

    by: User
    at: dt.datetime
    full_address: Callable[[str], str]

    @property
    def on(self) -> dt.date:
        """The day, in Vietnam."""
        return timezone.localdate(self.at)


def _nothing(_row: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class ActPage:
    """An act: its address, its title, what it does, what it asks, and the act itself.

    ``do`` gets the row, what was typed and who acts, and returns what to say.
    """

    slug: str
    act: SessionAct
    title: str
    warning: str
    do: Callable[[Any, dict[str, Any], Asked], str]
    form: type[forms.Form] = forms.Form
    initial: Callable[[Any], dict[str, Any]] = _nothing
    is_grave: bool = False


def _invite(session: Session, _said: dict[str, Any], asked: Asked) -> str:
    path = reverse("admin:scoring_session_change", args=[session.pk])
    done = invite(session=session, by=asked.by, at=asked.at, address=asked.full_address(path))
    return " ".join([f"Đã mời, {done.letters} thư đã đặt gửi.", *done.warnings])


def _cancel(session: Session, said: dict[str, Any], asked: Asked) -> str:
    cancel_session(session=session, by=asked.by, reason=said["reason"])
    return "Đã hủy phiên; hồ sơ có thể đưa vào phiên khác."


def _open(session: Session, _said: dict[str, Any], asked: Asked) -> str:
    open_session(session=session, by=asked.by, at=asked.at)
    return "Phiên đã khai mạc. Thành viên có mặt nộp phiếu được."


def _note(session: Session, said: dict[str, Any], asked: Asked) -> str:
    record_note(session=session, text=said["text"], by=asked.by)
    return "Đã ghi diễn biến."


def _close(session: Session, _said: dict[str, Any], asked: Asked) -> str:
    close_session(session=session, by=asked.by, at=asked.at)
    return "Phiên đã bế mạc. Lập biên bản, bảng điểm ở mục Giấy tờ."


def _round(item: SessionItem, said: dict[str, Any], asked: Asked) -> str:
    made = open_round(item=item, by=asked.by, reason=said["reason"])
    return f"Đã mở lần chấm {made.round}; mỗi thành viên có bản sao phiếu của mình."


def _conclude(item: SessionItem, said: dict[str, Any], asked: Asked) -> str:
    votes = Votes(said["in_favour"], said["against"] or 0, said["other"] or 0)
    made = conclude_item(
        item=item,
        votes=votes,
        by=asked.by,
        on=asked.on,
        text=said["text"],
        spread_reason=said["spread_reason"],
    )
    return f"Đã kết luận “{item.dossier.product_name}”: {made}."


def _defer(item: SessionItem, said: dict[str, Any], asked: Asked) -> str:
    defer_item(item=item, by=asked.by, reason=said["reason"])
    return "Đã chuyển hồ sơ sang phiên sau."


def _discuss(item: SessionItem, said: dict[str, Any], asked: Asked) -> str:
    record_discussion(item=item, text=said["text"], by=asked.by)
    return "Đã ghi thảo luận."


def _take_off(item: SessionItem, _said: dict[str, Any], asked: Asked) -> str:
    take_off_table(item=item, by=asked.by)
    return "Đã lấy hồ sơ ra khỏi phiên."


SESSION_ACTS: dict[str, ActPage] = {
    each.slug: each
    for each in (
        ActPage(
            "moi",
            SessionAct.PREPARE,
            "Mời họp",
            "Thư mời được đặt gửi cho từng người chưa được mời. Thành viên khai xung đột lợi ích "
            "rồi mới mở được hồ sơ.",
            _invite,
        ),
        ActPage(
            "khai-mac",
            SessionAct.OPEN,
            "Khai mạc",
            "Ghi đủ người có mặt trước. Khai mạc rồi thì không đưa thêm hồ sơ vào phiên.",
            _open,
        ),
        ActPage(
            "dien-bien",
            SessionAct.RECORD,
            "Ghi diễn biến",
            "Vào biên bản của phiên.",
            _note,
            TextForm,
            lambda session: {"text": session.note},
        ),
        ActPage(
            "be-mac",
            SessionAct.CLOSE,
            "Bế mạc",
            "Bế mạc rồi thì không gì của phiên thay đổi được nữa.",
            _close,
        ),
        ActPage(
            "huy",
            SessionAct.PREPARE,
            "Hủy phiên",
            "Phiên đã hủy không mở lại được; hồ sơ chờ phiên khác.",
            _cancel,
            ReasonForm,
            is_grave=True,
        ),
    )
}

ITEM_ACTS: dict[str, ActPage] = {
    each.slug: each
    for each in (
        ActPage(
            "ket-luan",
            SessionAct.CONCLUDE,
            "Kết luận",
            "Điểm và hạng sao do cổng tính từ các phiếu đã nộp, theo quy chế của phiên. Kết luận "
            "rồi thì không sửa phiếu được nữa.",
            _conclude,
            ConcludeForm,
        ),
        ActPage(
            "cham-lai",
            SessionAct.ROUND,
            "Mở lần chấm lại",
            "Chỉ khi các phiếu cách nhau quá mức của quy chế. Phiếu lần trước được giữ nguyên.",
            _round,
            ReasonForm,
        ),
        ActPage(
            "thao-luan",
            SessionAct.RECORD,
            "Ghi thảo luận",
            "Vào biên bản của phiên.",
            _discuss,
            TextForm,
            lambda item: {"text": item.discussion},
        ),
        ActPage(
            "chuyen-phien",
            SessionAct.DEFER,
            "Chuyển phiên sau",
            "Phiếu đã chấm ở phiên này không dùng cho phiên sau.",
            _defer,
            ReasonForm,
            is_grave=True,
        ),
        ActPage(
            "lay-ra",
            SessionAct.PREPARE,
            "Lấy ra khỏi phiên",
            "Chỉ khi chưa ai khai hoặc chấm hồ sơ này.",
            _take_off,
            is_grave=True,
        ),
    )
}
