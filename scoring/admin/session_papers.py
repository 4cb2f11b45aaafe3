"""Papers of a session: made, kept, handed out, checked against the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from scoring.councils.enums import PaperKind, SessionAct, SessionStatus
from scoring.councils.papers import checked, make_paper
from scoring.councils.permissions import may, sees_papers, sessions_of
from scoring.councils.room import room_of
from scoring.models import SessionPaper

if TYPE_CHECKING:
    from scoring.admin.session import SessionAdmin


class PaperPages:
    """Pages of the papers of a session."""

    def __init__(self, office: SessionAdmin) -> None:
        self.office = office

    def addresses(self) -> list[tuple[str, Any, str]]:
        """Route, view and name of each page."""
        return [
            ("<int:pk>/giay-to/", self.papers_view, "session_papers"),
            ("giay-to/<int:pk>/", self.paper_view, "session_paper"),
        ]

    def papers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show every paper with whether the data still says the same; make a further one."""
        session, room = self.office.seen(request, pk)
        if not sees_papers(request.user, room):
            raise PermissionDenied
        kind = request.POST.get("loai", "")
        if request.method == "POST" and kind in PaperKind.values:
            said = f"Đã lập {PaperKind(kind).label}."
            self.office.done(
                request,
                lambda: make_paper(
                    session=session, kind=PaperKind(kind), by=request.user, at=timezone.now()
                ),
                said,
            )
        context = {
            "title": "Giấy tờ của phiên",
            "session": session,
            "papers": checked(session, timezone.now()),
            "kinds": PaperKind.choices if may(request.user, SessionAct.PAPERS, room) else [],
            "is_closed": session.status == SessionStatus.CLOSED,
        }
        return self.office.page(request, "admin/scoring/session/papers.html", context)

    def paper_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out a paper."""
        rows = SessionPaper.objects.filter(session__in=sessions_of(request.user))
        paper = get_object_or_404(rows.select_related("session__regulation"), pk=pk)
        room = room_of(paper.session, timezone.localdate())
        if not sees_papers(request.user, room):
            raise PermissionDenied
        try:
            file = paper.stored_file.open("rb")
        except FileNotFoundError as error:
            raise Http404("Tệp không còn trên máy chủ.") from error
        name = f"{paper.kind}-{paper.session_id}-{paper.version}.pdf"
        answer = FileResponse(
            file, as_attachment=True, filename=name, content_type="application/pdf"
        )
        answer["Cache-Control"] = "private, no-store"
        return answer
