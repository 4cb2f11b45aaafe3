"""Rating in the back office: lists of results from the upload to the confirmation, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ocop_portal.shared.admin import OfficeAdmin
from ocop_portal.shared.templatetags.ui import number
from scoring.attention import IMPORT_ATTENTION
from scoring.enums import ImportStatus
from scoring.forms import RatingUploadForm, answers_in
from scoring.models import RatingImport
from scoring.rating_import.error_sheet import as_csv, as_xlsx, error_sheets
from scoring.rating_import.errors import FileRefused
from scoring.rating_import.preview import answer_alike, preview_page
from scoring.rating_import.services import (
    RegisterMoved,
    WrongStatus,
    answer_rows,
    apply_import,
    discard_import,
    refresh_import,
    upload_ratings,
)
from scoring.rating_import.summary import summary_of
from scoring.rating_import.undoing import UndoRefused, reasons_against, undo_import
from scoring.rating_import.writing import RegisterBusy

LOST = "Tệp gốc không còn trên máy chủ nên không làm tiếp được. Tải tệp lên lại."
MOVED = (
    "Sổ đã thay đổi sau khi xem trước nên chưa ghi gì. Kết quả dưới đây là mới; xem lại rồi xác "
    "nhận lần nữa."
)
Page = Callable[[HttpRequest, int], HttpResponseBase]


@admin.register(RatingImport)
class RatingImportAdmin(OfficeAdmin):
    """Nhập kết quả đánh giá: upload, preview, choices, confirmation, undoing."""

    list_display = ("file_name", "status", "shown_counts", "uploaded_by", "created_at")
    list_filter = ("status",)
    list_select_related = ("uploaded_by",)
    search_fields = ("file_name", "decision_number")
    attention = IMPORT_ATTENTION
    not_exported = frozenset({"stored_file", "remarks", "trail"})

    @admin.display(description="số dòng")
    def shown_counts(self, obj: RatingImport) -> SafeString:
        """Say how many rows there are, and how many write, wait or are refused."""
        parts = [f"{number(obj.total)} dòng", f"ghi {number(obj.to_write)}"]
        if obj.waiting:
            parts.append(f"chờ chọn {number(obj.waiting)}")
        if obj.rejected:
            parts.append(f"không nhận {number(obj.rejected)}")
        return format_html("{}", " · ".join(parts))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may(request, "import")

    def get_urls(self) -> list[URLPattern]:
        """Add the pages and acts of an import."""
        gate = self.admin_site.admin_view
        acts: list[tuple[str, Page, str]] = [
            ("tra-loi", self.answer_view, "answer"),
            ("tra-loi-chung", self.answer_alike_view, "answer_alike"),
            ("xac-nhan", self.confirm_view, "confirm"),
            ("hoan-tac", self.undo_view, "undo"),
            ("bo", self.discard_view, "discard"),
            ("xem-lai", self.refresh_view, "refresh"),
            ("tep-goc", self.original_view, "original"),
        ]
        pages = [
            path(f"<int:pk>/{address}/", gate(view), name=f"rating_import_{name}")
            for address, view, name in acts
        ]
        errors = path(
            "<int:pk>/dong-loi.<str:kind>", gate(self.errors_view), name="rating_import_errors"
        )
        return [*pages, errors, *super().get_urls()]

    # --- upload

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Take a file and show what importing it would do."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = RatingUploadForm(request.POST, request.FILES) if is_sent else RatingUploadForm()
        if is_sent and form.is_valid():
            made = self._upload(request, form)
            if made is not None:
                return self._to(made)
        status = 422 if form.errors else 200
        context = {"title": "Nhập kết quả đánh giá", "form": form}
        return self._page(request, "admin/scoring/ratingimport/upload.html", context, status=status)

    def _upload(self, request: HttpRequest, form: RatingUploadForm) -> RatingImport | None:
        upload = form.cleaned_data["file"]
        try:
            return upload_ratings(
                content=upload.read(),
                filename=upload.name,
                by=request.user,
                today=timezone.localdate(),
                decision=form.decision,
            )
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
            return None

    # --- preview and choices

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show every row with its verdict, and ask what only a person can decide."""
        rating_import = self._seen(request, object_id)
        context = {
            "title": rating_import.file_name,
            "import": rating_import,
            "preview": preview_page(rating_import, request.GET),
            "may_answer": self._is_open(rating_import) and self.may(request, "import"),
            "may_decide": self.may(request, "decide"),
            "is_open": self._is_open(rating_import),
            "is_applied": rating_import.status == ImportStatus.APPLIED,
        }
        return self._page(request, "admin/scoring/ratingimport/preview.html", context)

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the choices of one page of rows."""
        rating_import = self._act(request, pk, "import")
        answers = answers_in(request.POST, rating_import)
        return self._answer(request, rating_import, answers)

    def answer_alike_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give one answer to all rows that ask the same."""
        rating_import = self._act(request, pk, "import")
        topic, answer = request.POST.get("topic", ""), request.POST.get("answer", "")
        return self._answer(request, rating_import, answer_alike(rating_import, topic, answer))

    def _answer(
        self, request: HttpRequest, rating_import: RatingImport, answers: dict[int, dict[str, str]]
    ) -> HttpResponse:
        if answers:
            self._do(
                request,
                lambda: answer_rows(
                    rating_import=rating_import,
                    answers=answers,
                    by=request.user,
                    today=timezone.localdate(),
                ),
                f"Đã ghi lựa chọn của {number(len(answers))} dòng.",
            )
        else:
            messages.info(request, "Chưa có lựa chọn nào mới.")
        return self._to(rating_import, request.POST.get("query", ""))

    def refresh_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Judge the rows anew on the register as it is now."""
        rating_import = self._act(request, pk, "import")
        today = timezone.localdate()
        self._do(
            request,
            lambda: refresh_import(rating_import=rating_import, today=today),
            "Đã so lại với sổ.",
        )
        return self._to(rating_import)

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put an import aside unwritten."""
        rating_import = self._act(request, pk, "import")
        self._do(
            request,
            lambda: discard_import(rating_import=rating_import),
            "Đã bỏ lần nhập này; không có gì được ghi.",
        )
        return self._to(rating_import)

    # --- confirmation and undoing

    def confirm_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what changes in the register; then write it."""
        if request.method == "POST":
            rating_import = self._act(request, pk, "decide")
            today = timezone.localdate()
            self._do(
                request,
                lambda: apply_import(rating_import=rating_import, by=request.user, today=today),
                "Đã ghi vào sổ.",
            )
            return self._to(rating_import)
        rating_import = self._decidable(request, pk)
        if not self._is_open(rating_import) or not rating_import.to_write:
            return self._to(rating_import)
        context = {
            "title": "Xác nhận ghi vào sổ",
            "import": rating_import,
            "summary": summary_of(rating_import),
        }
        return self._page(request, "admin/scoring/ratingimport/confirm.html", context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what stands in the way; then bring the register back to what it was."""
        if request.method == "POST":
            rating_import = self._act(request, pk, "decide")
            self._do(
                request,
                lambda: undo_import(
                    rating_import=rating_import, by=request.user, today=timezone.localdate()
                ),
                "Đã hoàn tác: sổ trở lại như trước lần nhập này.",
            )
            return self._to(rating_import)
        rating_import = self._decidable(request, pk)
        context = {
            "title": "Hoàn tác lần nhập",
            "import": rating_import,
            "reasons": reasons_against(rating_import),
            "summary": summary_of(rating_import),
        }
        return self._page(request, "admin/scoring/ratingimport/undo.html", context)

    # --- files

    def errors_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """Hand out the sheet with a column of reasons: rows to mend, or all with ``?tat-ca=1``."""
        rating_import = self._with_file(request, pk)
        sheets = error_sheets(rating_import, is_whole="tat-ca" in request.GET)
        if kind == "csv":
            content, media = as_csv(sheets), "text/csv; charset=utf-8"
        else:
            kind, content = "xlsx", as_xlsx(sheets)
            media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        answer = HttpResponse(content, content_type=media)
        name = f"dong-loi-{rating_import.pk}.{kind}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def original_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Hand out the file as it was sent, never to be opened in the browser."""
        rating_import = self._with_file(request, pk)
        return FileResponse(
            rating_import.stored_file.open("rb"),
            as_attachment=True,
            filename=rating_import.file_name,
            content_type="application/octet-stream",
        )

    # --- common

    def _seen(self, request: HttpRequest, pk: int | str) -> RatingImport:
        if not self.has_view_permission(request):
            raise PermissionDenied
        number_of = int(pk) if str(pk).isdecimal() and len(str(pk)) < 19 else 0
        return get_object_or_404(self.get_queryset(request), pk=number_of)

    def _with_file(self, request: HttpRequest, pk: int) -> RatingImport:
        rating_import = self._seen(request, pk)
        stored = rating_import.stored_file
        if not stored.storage.exists(stored.name):
            raise Http404(LOST)
        return rating_import

    def _decidable(self, request: HttpRequest, pk: int) -> RatingImport:
        if not self.may(request, "decide"):
            raise PermissionDenied
        return self._seen(request, pk)

    def _act(self, request: HttpRequest, pk: int, act: str) -> RatingImport:
        """The import, if the person may do this to it and asks by POST."""
        if request.method != "POST" or not self.may(request, act):
            raise PermissionDenied
        return self._seen(request, pk)

    def _do(self, request: HttpRequest, act: Callable[[], None], said: str) -> None:
        """Do it and say so, or say why not."""
        try:
            act()
        except RegisterMoved:
            messages.warning(request, MOVED)
        except (WrongStatus, UndoRefused, RegisterBusy, FileRefused) as refusal:
            messages.error(request, str(refusal))
        except FileNotFoundError:
            messages.error(request, LOST)
        else:
            messages.success(request, said)

    @staticmethod
    def _is_open(rating_import: RatingImport) -> bool:
        return rating_import.status == ImportStatus.PREVIEWED

    def _to(self, rating_import: RatingImport, query: str = "") -> HttpResponse:
        address = reverse("admin:scoring_ratingimport_change", args=[rating_import.pk])
        safe = query if query.startswith("?") and "\n" not in query else ""
        return HttpResponseRedirect(f"{address}{safe[:300]}")

    def _page(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, whole, status=status)
