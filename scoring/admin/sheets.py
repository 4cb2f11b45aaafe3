"""A member's score sheet: the form, answers kept one by one, handing in, reading, correcting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.remembered import Versions, remember, remembered, versions_before
from accounts.signed_in import ask_who, asks_late
from scoring.councils.concluding import sheets_of
from scoring.councils.enums import SessionStatus, SheetStatus
from scoring.councils.errors import ActRefused, SheetIncomplete, SheetLack
from scoring.councils.fingerprints import short
from scoring.councils.forms import ReasonForm
from scoring.councils.permissions import refusal_to_write, sees_points, sees_session
from scoring.councils.posted import answer_at_once, answers_of, one_answer
from scoring.councils.room import room_of
from scoring.councils.sheet_beside import beside_of
from scoring.councils.sheet_drawn import drawn, pieces_of
from scoring.councils.sheet_lacks import places_of, refusal_words
from scoring.councils.sheet_page import page_of
from scoring.councils.sheet_reading import SheetRead, sheet_for_page
from scoring.councils.sheets import correct_sheet, save_sheet, submit_sheet
from scoring.models import Scoresheet

if TYPE_CHECKING:
    from scoring.admin.session import SessionAdmin

HAND_IN = "nop"


class SheetPages:
    """Pages of one sheet."""

    def __init__(self, office: SessionAdmin) -> None:
        self.office = office
        # Nobody keeps what is answered to a POST anyway.
        self._gated_answer = office.admin_site.admin_view(self._answer, cacheable=True)

    def addresses(self) -> list[tuple[str, Any, str]]:
        """Route, view and name of each page; the answers' is with those of the session."""
        return [
            ("phieu/<int:pk>/", self.sheet_view, "sheet"),
            ("phieu/<int:pk>/manh/", self.pieces_view, "sheet_pieces"),
            ("phieu/<int:pk>/sua/", self.correct_view, "sheet_correct"),
        ]

    def sheet_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The own draft as a form; a sheet handed in to be read, by those who may."""
        found = self.seen(request, pk)
        if request.method == "POST":
            return self._save(request, found.sheet)
        return self._form(request, found)

    @asks_late
    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep one answer, gates or the comment, and say when; refusals as words with 409.

        Asked with every click of a member. So whoever was let in for the answer before is not
        asked for first: the statement that keeps it finds out. Where it keeps nothing, the page
        is behind the gate of the office like any other.
        """
        known = remembered(request) if request.method == "POST" else None
        if known is not None and answer_at_once(request.POST, sheet_id=pk, by=known):
            return _saved()
        before = versions_before(request)
        ask_who(request)
        return self._gated_answer(request, pk, before)

    def _answer(self, request: HttpRequest, pk: int, before: Versions | None) -> HttpResponse:
        if request.method != "POST":
            raise PermissionDenied
        try:
            one_answer(request.POST, sheet_id=pk, by=request.user)
        except ActRefused as refusal:
            return JsonResponse({"refused": str(refusal)}, status=409)
        remember(request, before)
        return _saved()

    def pieces_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changes on the page with an answer."""
        page = page_of(self.seen(request, pk).sheet)
        if page.sheet.status != SheetStatus.DRAFT:
            raise PermissionDenied
        pieces = render_to_string(
            "admin/scoring/session/sheet_pieces.html", {"pieces": pieces_of(page)}
        )
        return HttpResponse(pieces)

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask why, then open a further version of the own sheet."""
        sheet = self.seen(request, pk).sheet
        if sheet.member.member.user_id != request.user.pk:
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = correct_sheet(
                    sheet=sheet, by=request.user, reason=form.cleaned_data["reason"]
                )
            except ActRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.info(request, "Đây là phiên bản mới. Sửa xong thì nộp lại.")
                return HttpResponseRedirect(reverse("admin:sheet", args=[made.pk]))
        return self.office.act_page(
            request,
            form,
            "Sửa phiếu đã nộp",
            about=str(sheet.item.dossier),
            warning="Phiếu cũ được giữ cùng lý do sửa; phiếu mới phải nộp lại mới được tính.",
            back=reverse("admin:sheet", args=[pk]),
        )

    def _save(self, request: HttpRequest, sheet: Scoresheet) -> HttpResponse:
        """Keep the whole form; hand the sheet in when asked to."""
        answers, unread = answers_of(request.POST, sheet.item.dossier.criteria_set_id)
        try:
            save_sheet(
                sheet_id=sheet.pk,
                answers=answers,
                gates=request.POST.getlist("loai"),
                comment=request.POST.get("nhan-xet", "").replace("\0", ""),
                by=request.user,
            )
            if request.POST.get("viec") == HAND_IN and not unread:
                submit_sheet(sheet=sheet, by=request.user, at=timezone.now())
        except SheetIncomplete as incomplete:
            return self._form(request, self.seen(request, sheet.pk), incomplete.lacks)
        except ActRefused as refusal:
            lacks = (SheetLack("", str(refusal)),)
            return self._form(request, self.seen(request, sheet.pk), lacks)
        if unread:
            return self._form(request, self.seen(request, sheet.pk), unread)
        if request.POST.get("viec") == HAND_IN:
            messages.success(request, "Đã nộp phiếu. Phiếu đã khóa.")
            item = reverse("admin:session_item", args=[sheet.item_id])
            return HttpResponseRedirect(item)
        messages.success(request, "Đã lưu phiếu nháp.")
        return HttpResponseRedirect(reverse("admin:sheet", args=[sheet.pk]))

    def _form(
        self, request: HttpRequest, found: SheetRead, lacks: tuple[SheetLack, ...] = ()
    ) -> HttpResponse:
        sheet, template = found.sheet, "admin/scoring/session/sheet.html"
        if sheet.status != SheetStatus.DRAFT:
            for lack in lacks:
                messages.error(request, lack.words)
            return self._reading(request, sheet)
        page, beside = page_of(sheet), beside_of(sheet.item)
        parts = drawn(page)
        context = {
            "title": f"Phiếu chấm: {sheet.item.dossier.product_name}",
            "page": page,
            "lacks": places_of(page.definition, lacks) if lacks else [],
            "refusal": refusal_words(lacks),
            "is_open": sheet.item.session.status == SessionStatus.OPEN,
        }
        criteria = parts.filled(page.notes, beside)
        if lacks:
            whole = {**context, "drawn": parts, "criteria": criteria, "beside": beside}
            return self.office.page(request, template, whole, 422)
        return self.office.admin_site.kept_page(
            request,
            template,
            repr(found.read_as),
            lambda: context,
            criteria=criteria,
            drawn__nav=parts.nav,
            drawn__rejections=parts.rejections,
            drawn__tally=parts.tally,
            drawn__bar=parts.bar,
            beside__panel=beside.panel,
        )

    def _reading(self, request: HttpRequest, sheet: Scoresheet) -> HttpResponse:
        is_mine = sheet.member.member.user_id == request.user.pk
        stands = sheet.status == SheetStatus.SUBMITTED and sheet.round == sheet.item.round
        page = page_of(sheet)
        context = {
            "title": f"Phiếu chấm: {sheet.item.dossier.product_name}",
            "page": page,
            "answers": [(each, page.notes.get(each.criterion.code, "")) for each in page.leaves()],
            "fingerprint": short(sheet.sha256),
            "versions": sheet.item.sheets.filter(member=sheet.member).order_by("round", "version"),
            "may_correct": is_mine and stands and sheet.item.is_open,
        }
        return self.office.page(request, "admin/scoring/session/sheet_read.html", context)

    def seen(self, request: HttpRequest, pk: int) -> SheetRead:
        """The sheet with that key, if this person may open it.

        The own one while the dossier may be scored, and once handed in; somebody else's handed-in
        one when their points may be seen. Everything else is as if it were not there.
        """
        found = sheet_for_page(pk)
        if found is None:
            raise Http404
        user, (sheet, conflict, _read_as) = request.user, found
        is_mine, is_draft = (
            sheet.member.member.user_id == user.pk,
            sheet.status == SheetStatus.DRAFT,
        )
        if is_mine and is_draft and not refusal_to_write(user, sheet, conflict):
            return found
        room = room_of(sheet.item.session, timezone.localdate(), sheet.item)
        if not sees_session(user, room):
            raise Http404
        if is_draft:
            raise PermissionDenied
        if not (is_mine or sees_points(user, room, sheet.item, sheets_of(sheet.item))):
            raise PermissionDenied
        return found


def _saved() -> HttpResponse:
    """The hour as `JsonResponse` would have it: putting its encoder up for one takes longer."""
    now = timezone.localtime()
    body = b'{"saved": "%02d:%02d"}' % (now.hour, now.minute)
    return HttpResponse(body, content_type="application/json")
