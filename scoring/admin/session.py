"""Sessions in the back office: the list, the plan, the page of one, and every act on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.enums import Act, Area
from accounts.permissions import can
from ocop_portal.shared.admin import OfficeAdmin
from scoring.admin.session_acts import SESSION_ACTS, Asked
from scoring.admin.session_concluding import ConcludingPage
from scoring.admin.session_items import ItemPages
from scoring.admin.session_papers import PaperPages
from scoring.admin.sheets import SheetPages
from scoring.councils.attention import SESSION_ATTENTION, with_waiting
from scoring.councils.enums import Attendance, SessionAct
from scoring.councils.errors import ActRefused
from scoring.councils.forms import PlanForm
from scoring.councils.matrix import matrix_of
from scoring.councils.permissions import may, sees_session, sessions_of
from scoring.councils.planning import change_plan, late_warning, plan_session, put_on_table
from scoring.councils.room import Room, room_with
from scoring.councils.sitting import record_attendance
from scoring.dossiers.enums import DossierStatus
from scoring.models import Dossier, Session

View = Callable[..., HttpResponseBase]


@admin.register(Session)
class SessionAdmin(OfficeAdmin):
    """Phiên họp: whoever is invited sees the own sessions, the office all of them."""

    list_display = ("title", "council", "starts_at", "status", "dossiers")
    list_filter = ("status", "form")
    list_select_related = ("council",)
    search_fields = ("title", "council__name")
    attention = SESSION_ATTENTION
    demo_path = "council__is_demo"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The sessions this person sees, with what each asks of them."""
        rows = super().get_queryset(request).filter(pk__in=sessions_of(request.user).values("pk"))
        return with_waiting(rows, request.user)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Count the dossiers of the rows shown."""
        changelist = super().get_changelist_instance(request)
        keys = [row.pk for row in changelist.result_list]
        counts = dict(
            Session.objects.filter(pk__in=keys)
            .annotate(n=Count("items"))
            .order_by()
            .values_list("pk", "n")
        )
        for row in changelist.result_list:
            row.dossiers_on_table = counts.get(row.pk, 0)
        return changelist

    @admin.display(description="số hồ sơ")
    def dossiers(self, obj: Any) -> int:
        """How many dossiers are on its table."""
        return obj.dossiers_on_table

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a session is called off, with a reason."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the page of the plan, the acts, and the pages of dossiers, sheets and papers."""
        gate = self.admin_site.admin_view
        own: list[tuple[str, View, str]] = [
            ("<int:pk>/ke-hoach/", self.plan_view, "session_plan"),
            ("<int:pk>/dua-ho-so/", self.table_view, "session_table"),
            ("<int:pk>/co-mat/", self.attendance_view, "session_attendance"),
            ("<int:pk>/viec/<slug:act>/", self.act_view, "session_act"),
        ]
        sheets = SheetPages(self)
        parts = (ItemPages(self), sheets, PaperPages(self), ConcludingPage(self))
        own += [address for part in parts for address in part.addresses()]
        return [
            # Asked with every click, so tried first; it goes through the gate itself.
            path("phieu/<int:pk>/tra-loi/", sheets.answer_view, name="sheet_answer"),
            *(path(route, gate(view), name=name) for route, view, name in own),
            *super().get_urls(),
        ]

    # --- the plan

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Plan a session."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PlanForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            said = dict(form.cleaned_data)
            try:
                made = plan_session(by=request.user, **said)
            except ActRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Đã lập phiên. Đưa hồ sơ vào phiên rồi mời thành viên.")
                return self.to(made)
        return self._plan_page(request, form, "Lập phiên họp", "admin:scoring_session_changelist")

    def plan_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change what was planned."""
        session, room = self.seen(request, pk)
        if not may(request.user, SessionAct.PREPARE, room):
            raise PermissionDenied
        initial = {name: getattr(session, name) for name in ("title", "starts_at", "form", "place")}
        form = PlanForm(request.POST or None, initial=initial)
        del form.fields["council"]
        if request.method == "POST" and form.is_valid():
            try:
                change_plan(session=session, by=request.user, **form.cleaned_data)
            except ActRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Đã ghi kế hoạch.")
                return self.to(session)
        return self._plan_page(request, form, "Sửa kế hoạch", "", session)

    def _plan_page(
        self,
        request: HttpRequest,
        form: PlanForm,
        title: str,
        back: str,
        session: Session | None = None,
    ) -> HttpResponse:
        address = self.address(session) if session else reverse(back)
        return self.act_page(
            request,
            form,
            title,
            about=str(session or ""),
            warning="Quy chế áp dụng là quy chế có hiệu lực vào ngày họp.",
            back=address,
        )

    # --- the page of a session

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show the session: what to do now, the dossiers against the members, the papers."""
        key = int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0
        if not self.has_view_permission(request):
            raise PermissionDenied
        room = self.find(request, key)
        if room is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        user, session = request.user, room.session
        matrix = matrix_of(user, room)
        context = {
            "title": session.title,
            "session": session,
            "room": room,
            "matrix": matrix,
            "rows": matrix.rows_drawn,
            "acts": [each for each in SESSION_ACTS.values() if may(user, each.act, room)],
            "may_conclude": may(user, SessionAct.CONCLUDE, room),
            "may_prepare": may(user, SessionAct.PREPARE, room),
            "may_attend": may(user, SessionAct.ATTEND, room),
            "may_paper": may(user, SessionAct.PAPERS, room),
            "waiting": self._waiting(user, session, room),
            "attendance": Attendance.choices,
            "seat": room.seat_of(user),
            "late": late_warning(session, timezone.localdate()) if not session.opened_at else "",
        }
        template = "admin/scoring/session/page.html"
        if context["may_prepare"]:
            return self.page(request, template, context)
        asked = [context[name] for name in ("may_conclude", "may_attend", "may_paper", "late")]
        acts = [each.slug for each in context["acts"]]
        key = repr([room.read_as, acts, asked, context["seat"] and context["seat"].pk])
        request.current_app = self.admin_site.name
        return self.admin_site.kept_page(
            request, template, (key, len(matrix.rows)), lambda: context, rows=context["rows"]
        )

    def _waiting(self, user: Any, session: Session, room: Room) -> list[Dossier]:
        """Dossiers that may be put on this table."""
        if not may(user, SessionAct.PREPARE, room):
            return []
        rows = Dossier.objects.filter(
            status=DossierStatus.COUNCIL,
            level=session.council.level,
            is_demo=session.council.is_demo,
        ).exclude(session_items__status__in=["waiting", "scoring"])
        return list(rows.exclude(session_items__session=session).select_related("producer")[:200])

    # --- acts

    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Ask what an act needs, then do it; what is refused is said on its form."""
        session, room = self.seen(request, pk)
        page = SESSION_ACTS.get(act)
        if page is None:
            raise Http404
        asked = Asked(request.user, timezone.now(), request.build_absolute_uri)
        return self.ask(
            request, page, room, lambda said: page.do(session, said, asked), self.address(session)
        )

    def ask(
        self,
        request: HttpRequest,
        page: Any,
        room: Room,
        do: Callable[[dict[str, Any]], str],
        back: str,
        item: Any = None,
    ) -> HttpResponse:
        """The form of an act: shown, refused with words, or done."""
        if not may(request.user, page.act, room, item) and request.method != "POST":
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else None
        form = page.form(posted, initial=page.initial(item or room.session))
        if request.method == "POST" and form.is_valid():
            try:
                messages.success(request, do(form.cleaned_data))
            except ActRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                return HttpResponseRedirect(back)
        about = f"{item.dossier} · {room.session}" if item else str(room.session)
        return self.act_page(
            request, form, page.title, about=about, warning=page.warning, back=back
        )

    def table_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put the chosen dossiers on the table."""
        session, _room = self.seen(request, pk)
        chosen = [int(key) for key in request.POST.getlist("ho-so") if key.isdecimal()]
        if request.method == "POST" and not chosen:
            messages.error(request, "Chọn ít nhất một hồ sơ.")
        for dossier in Dossier.objects.filter(pk__in=chosen[:200]).order_by("pk"):
            self.done(
                request,
                lambda dossier=dossier: put_on_table(
                    session=session, dossier=dossier, by=request.user
                ),
                f"Đã đưa “{dossier.product_name}” vào phiên.",
            )
        return self.to(session, "#bang")

    def attendance_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note who came."""
        session, room = self.seen(request, pk)
        said = {
            member.pk: (Attendance(value), request.POST.get(f"ghi-chu-{member.pk}", "")[:255])
            for member in room.members
            if (value := request.POST.get(f"co-mat-{member.pk}", "")) in Attendance.values
        }
        if request.method == "POST":
            self.done(
                request,
                lambda: record_attendance(session=session, attendance=said, by=request.user),
                "Đã ghi người có mặt.",
            )
        return self.to(session, "#co-mat")

    # --- common

    def seen(self, request: HttpRequest, pk: int) -> tuple[Session, Room]:
        """The session with that key, if this person sees it; who sits in it. Raises ``Http404``."""
        room = self.find(request, pk)
        if room is None:
            raise Http404
        return room.session, room

    def find(self, request: HttpRequest, pk: int) -> Room | None:
        """The session with that key and who sits in it; none where this person does not see it."""
        if not can(request.user, Act.VIEW, Area.COUNCIL):
            raise PermissionDenied
        room = room_with(pk, timezone.localdate())
        return room if room and sees_session(request.user, room) else None

    def done(self, request: HttpRequest, act: Callable[[], Any], said: str) -> bool:
        """Do something and say so, or say why it is refused."""
        try:
            act()
        except ActRefused as refusal:
            messages.error(request, str(refusal))
            return False
        messages.success(request, said)
        return True

    def address(self, session: Session) -> str:
        """The address of the page of a session."""
        return reverse("admin:scoring_session_change", args=[session.pk])

    def to(self, session: Session, place: str = "") -> HttpResponseRedirect:
        """Go to the page of a session."""
        return HttpResponseRedirect(f"{self.address(session)}{place}")

    def page(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> TemplateResponse:
        """A page of the office."""
        request.current_app = self.admin_site.name
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, whole, status=status)
