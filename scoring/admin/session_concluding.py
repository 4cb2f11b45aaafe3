"""A whole session concluded on one page: each dossier, its outcome, votes, what is in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from scoring.councils.concluding import Votes
from scoring.councils.concluding_together import (
    Prospect,
    conclude_together,
    dossiers_of,
    prospects,
)
from scoring.councils.enums import SessionAct
from scoring.councils.errors import ActRefused
from scoring.councils.permissions import may
from scoring.councils.room import Room

if TYPE_CHECKING:
    from scoring.admin.session import SessionAdmin

CHOSEN, SEEN, WORDS = "ho-so", "phieu", "noi-dung"
VOTES = ("tan-thanh", "khong", "khac")
MOST_VOTES = 99


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier on the page: what it comes to, and the votes as they stand in its boxes."""

    prospect: Prospect
    is_chosen: bool
    votes: tuple[str, ...]

    @property
    def boxes(self) -> list[tuple[str, str, str]]:
        """Name, label and content of each box for votes."""
        labels = ("Tán thành", "Không tán thành", "Ý kiến khác")
        names = (f"{name}-{self.prospect.item.pk}" for name in VOTES)
        return list(zip(names, labels, self.votes, strict=True))


class ConcludingPage:
    """The page and its one act."""

    def __init__(self, office: SessionAdmin) -> None:
        self.office = office

    def addresses(self) -> list[tuple[str, Any, str]]:
        """Route, view and name of the page."""
        return [("<int:pk>/ket-luan/", self.view, "session_conclude")]

    def view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what each dossier comes to; conclude on those chosen."""
        session, room = self.office.seen(request, pk)
        if not may(request.user, SessionAct.CONCLUDE, room):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, room)
        try:
            made = conclude_together(
                session=session,
                votes=_votes(request.POST),
                by=request.user,
                on=timezone.localdate(),
                text=request.POST.get(WORDS, ""),
                seen=_seen(request.POST),
            )
        except ActRefused as refusal:
            return self._page(request, room, str(refusal))
        messages.success(request, f"Đã kết luận {len(made)} hồ sơ.")
        return self.office.to(session, "#bang")

    def _page(self, request: HttpRequest, room: Room, refusal: str = "") -> HttpResponse:
        found = prospects(request.user, room, dossiers_of(room.session))
        posted = request.POST if request.method == "POST" else None
        lines = [_line(each, posted) for each in found]
        context = {
            "title": "Kết luận cả phiên",
            "session": room.session,
            "ready": [line for line in lines if line.prospect.is_ready],
            "waiting": [line.prospect for line in lines if not line.prospect.is_ready],
            "refusal": refusal,
            "words": request.POST.get(WORDS, ""),
        }
        template = "admin/scoring/session/conclude.html"
        return self.office.page(request, template, context, 422 if refusal else 200)


def _line(prospect: Prospect, posted: QueryDict | None) -> Line:
    """A line as it was sent, or with everybody in favour."""
    key = prospect.item.pk
    if posted is None:
        return Line(prospect, True, (str(prospect.voters), "0", "0"))
    is_chosen = str(key) in posted.getlist(CHOSEN)
    return Line(prospect, is_chosen, tuple(posted.get(f"{name}-{key}", "") for name in VOTES))


def _votes(posted: QueryDict) -> dict[int, Votes]:
    """The votes on each dossier chosen. ``ActRefused`` for what is no number."""
    found = {}
    for key in posted.getlist(CHOSEN):
        typed = [posted.get(f"{name}-{key}", "").strip() or "0" for name in VOTES]
        is_key = key.isascii() and key.isdecimal() and len(key) < 19
        if not is_key or not all(_is_count(each) for each in typed):
            raise ActRefused("Chưa kết luận hồ sơ nào. Số ý kiến là số từ 0 đến 99.")
        found[int(key)] = Votes(*map(int, typed))
    return found


def _is_count(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) <= len(str(MOST_VOTES))


def _seen(posted: QueryDict) -> dict[int, str]:
    """The fingerprints of the sheets each dossier was shown with."""
    return {
        int(key): posted.get(f"{SEEN}-{key}", "")
        for key in posted.getlist(CHOSEN)
        if key.isascii() and key.isdecimal() and len(key) < 19
    }
