"""A dossier on a session's table: declaring, reading it, its proofs, comparing, concluding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from ocop_portal.shared.private_files import serve, serve_preview
from scoring.admin.session_acts import ITEM_ACTS, Asked
from scoring.councils.enums import ConflictKind, SessionAct
from scoring.councils.errors import ActRefused
from scoring.councils.forms import DeclareForm, ReasonForm
from scoring.councils.item_page import item_page
from scoring.councils.permissions import may, may_open, may_score, sessions_of
from scoring.councils.room import Room, room_of
from scoring.councils.sheet_beside import file_of
from scoring.councils.sheets import start_sheet
from scoring.councils.sitting import declare_conflict, let_score_again
from scoring.models import EvidenceFile, SessionItem, SessionMember

if TYPE_CHECKING:
    from scoring.admin.session import SessionAdmin

FILE = "ho-so/<int:pk>/tep/<int:file>/"


class ItemPages:
    """Pages of one dossier of a session."""

    def __init__(self, office: SessionAdmin) -> None:
        self.office = office

    def addresses(self) -> list[tuple[str, Any, str]]:
        """Route, view and name of each page."""
        return [
            ("ho-so/<int:pk>/", self.item_view, "session_item"),
            ("ho-so/<int:pk>/khai/", self.declare_view, "session_declare"),
            ("ho-so/<int:pk>/cho-cham-lai/<int:member>/", self.lift_view, "session_lift"),
            ("ho-so/<int:pk>/viec/<slug:act>/", self.act_view, "session_item_act"),
            ("ho-so/<int:pk>/phieu/", self.start_view, "session_start_sheet"),
            ("ho-so/<int:pk>/tep/<int:file>/", self.file_view, "session_file"),
            (
                "ho-so/<int:pk>/tep/<int:file>/<int:number>/",
                self.file_page_view,
                "session_file_page",
            ),
        ]

    def item_view(
        self, request: HttpRequest, pk: int, form: DeclareForm | None = None
    ) -> HttpResponse:
        """Show a dossier on the table: to whom it opens all of it, to others where it stands."""
        item, room = self.seen(request, pk)
        user = request.user
        seat = room.seat_of(user)
        acts = [each for each in ITEM_ACTS.values() if may(user, each.act, room, item)]
        declares = may(user, SessionAct.DECLARE, room) and item.is_open
        context = {
            "title": item.dossier.product_name,
            "page": item_page(user, room, item),
            "room": room,
            "item": item,
            "acts": acts if item.is_open else [],
            "seat": seat,
            "conflict": room.conflict(seat, item) if seat else None,
            "declare": (form or DeclareForm()) if declares else None,
            "may_score": may_score(user, room, item),
            "may_lift": may(user, SessionAct.LIFT, room, item) and item.is_open,
        }
        status = 422 if form is not None and form.errors else 200
        return self.office.page(request, "admin/scoring/session/item.html", context, status)

    def declare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what a member declares; the dossier opens, or stays shut."""
        item, _room = self.seen(request, pk)
        if request.method != "POST":
            return self.to(item)
        form = DeclareForm(request.POST)
        if form.is_valid():
            try:
                declare_conflict(
                    item=item,
                    kind=ConflictKind(form.cleaned_data["kind"]),
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                )
            except ActRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Đã ghi lời khai của bạn.")
                return self.to(item)
        return self.item_view(request, pk, form)

    def lift_view(self, request: HttpRequest, pk: int, member: int) -> HttpResponse:
        """Let a member score again who had declared a hard conflict."""
        item, room = self.seen(request, pk)
        if not may(request.user, SessionAct.LIFT, room, item):
            raise PermissionDenied
        seat = get_object_or_404(
            SessionMember.objects.select_related("member__user"), session=room.session, pk=member
        )
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                let_score_again(
                    item=item, member=seat, by=request.user, reason=form.cleaned_data["reason"]
                )
            except ActRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"{seat.member.user} được chấm lại hồ sơ này.")
                return self.to(item)
        return self.office.act_page(
            request,
            form,
            "Cho chấm lại",
            about=f"{seat.member.user} · {item.dossier}",
            warning="Lời khai trước được giữ trong nhật ký; từ nay ghi là có liên quan, vẫn chấm.",
            back=self.address(item),
        )

    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Ask what an act on the dossier needs, then do it."""
        item, room = self.seen(request, pk)
        page = ITEM_ACTS.get(act)
        if page is None:
            raise Http404
        asked = Asked(request.user, timezone.now(), request.build_absolute_uri)
        back = self.office.address(room.session) if act == "lay-ra" else self.address(item)
        return self.office.ask(
            request, page, room, lambda said: page.do(item, said, asked), back, item
        )

    def start_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin the own sheet, or go on with it."""
        item, _room = self.seen(request, pk)
        if request.method != "POST":
            return self.to(item)
        sheet = start_sheet(item=item, by=request.user)
        return HttpResponseRedirect(reverse("admin:sheet", args=[sheet.pk]))

    # --- proofs

    def file_view(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        """Hand out a file of a proof to whom the dossier is open."""
        return serve(self._file(request, pk, file))

    def file_page_view(
        self, request: HttpRequest, pk: int, file: int, number: int
    ) -> HttpResponseBase:
        """Hand out a page of a file as a picture."""
        return serve_preview(self._file(request, pk, file), page=number, width=960)

    def _file(self, request: HttpRequest, pk: int, file: int) -> EvidenceFile:
        item, room = self.seen(request, pk)
        if not may_open(request.user, room, item):
            raise PermissionDenied
        found = file_of(item, file)
        if found is None:
            raise Http404
        return found

    # --- common

    def seen(self, request: HttpRequest, pk: int) -> tuple[SessionItem, Room]:
        """The item of a session this person sees; who sits there. Raises ``Http404``."""
        rows = SessionItem.objects.filter(session__in=sessions_of(request.user))
        item = get_object_or_404(
            rows.select_related(
                "session__council",
                "session__regulation",
                "dossier__producer",
                "dossier__commune",
                "revision",
                "conclusion__concluded_by",
            ),
            pk=pk,
        )
        return item, room_of(item.session, timezone.localdate(), item)

    def address(self, item: SessionItem) -> str:
        """The address of a dossier's page."""
        return reverse("admin:session_item", args=[item.pk])

    def to(self, item: SessionItem) -> HttpResponseRedirect:
        """Go to the page of a dossier."""
        return HttpResponseRedirect(self.address(item))
