"""Processes, to be read, and the days on which offices are closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from ocop_portal.shared.admin import (
    OfficeAdmin,
    OfficeStackedInline,
    OfficeTabularInline,
    ShownOnly,
)
from ocop_portal.shared.templatetags.ui import day
from scoring.models import AssessmentProcess, ProcessRound, ProcessStep, PublicHoliday
from scoring.process.storage import work_calendar

BASES = {
    "certificate_months": "Thời hạn giấy chứng nhận",
    "window": "Thời gian nộp hồ sơ đánh giá lại",
    "withdrawal_days": "Thu hồi",
    "extension_days": "Kéo dài giấy chứng nhận",
    "finish_by": "Chuyển tiếp",
}
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def _lines(texts: Iterable[str]) -> SafeString | str:
    return format_html_join("\n", "<div>{}</div>", ((text,) for text in texts)) or "–"


class StepInline(ShownOnly, OfficeStackedInline):
    """The levels, from below."""

    model = ProcessStep
    fields = (
        ("receives", "checks"),
        ("scores", "decides"),
        ("stars", "sends_up", "time"),
        "tasks",
        "basis",
    )
    readonly_fields = ("stars", "sends_up", "time", "tasks")
    verbose_name_plural = "các cấp, từ dưới lên"

    @admin.display(description="công nhận")
    def stars(self, obj: ProcessStep) -> str:
        """Say which stars the level awards."""
        return f"{', '.join(map(str, obj.awards))} sao" if obj.awards else "–"

    @admin.display(description="chuyển lên từ")
    def sends_up(self, obj: ProcessStep) -> str:
        """Say from how many points the dossier goes on."""
        return f"{obj.sends_up_from:.0f} điểm" if obj.sends_up_from is not None else "–"

    @admin.display(description="thời hạn")
    def time(self, obj: ProcessStep) -> SafeString | str:
        """Say how many days the level has."""
        working = {True: "ngày làm việc", False: "ngày"}
        terms = [
            (obj.term_days, obj.term_is_working, ""),
            (obj.reevaluation_days, obj.reevaluation_is_working, " (đánh giá lại)"),
        ]
        return _lines(
            f"{days} {working[is_working]}{for_}" for days, is_working, for_ in terms if days
        )

    @admin.display(description="nội dung đánh giá")
    def tasks(self, obj: ProcessStep) -> SafeString | str:
        """List what the level assesses without giving points."""
        return _lines(obj.contents)


class RoundInline(ShownOnly, OfficeTabularInline):
    """The rounds of a year."""

    model = ProcessRound
    fields = ("level", "number", "proposed", "assessed", "basis")
    readonly_fields = ("proposed", "assessed")
    verbose_name_plural = "đợt đánh giá hằng năm"

    @admin.display(description="đề nghị trước ngày")
    def proposed(self, obj: ProcessRound) -> str:
        """Write the day without a year."""
        return f"{obj.proposed_day:02}/{obj.proposed_month:02}"

    @admin.display(description="đánh giá trước ngày")
    def assessed(self, obj: ProcessRound) -> str:
        """Write the day without a year."""
        return f"{obj.assessed_day:02}/{obj.assessed_month:02}"


@admin.register(AssessmentProcess)
class AssessmentProcessAdmin(ShownOnly, OfficeAdmin):
    """Quy trình: loaded with the decisions, to be read; a published one never changes."""

    list_display = ("name", "filed", "criteria_version", "finish")
    list_select_related = ("criteria_version",)
    search_fields = ("name", "citation")
    inlines = (StepInline, RoundInline)
    fieldsets = (
        (None, {"fields": ("name", "citation", "criteria_version", "filed", "finish")}),
        (
            "Thời hạn",
            {
                "fields": (
                    "certificate_months",
                    ("window_opens_days", "window_closes_days"),
                    "withdrawal_days",
                    "extension_days",
                    "grounds",
                )
            },
        ),
        ("Nguồn", {"fields": ("unsaid", "source", "published_at")}),
    )
    readonly_fields = ("filed", "finish", "grounds", "unsaid")

    @admin.display(description="hồ sơ nộp", ordering="filed_from")
    def filed(self, obj: AssessmentProcess) -> str:
        """Say which dossiers it governs."""
        until = f" đến hết {day(obj.filed_to)}" if obj.filed_to else ", đang áp dụng"
        return f"từ {day(obj.filed_from)}{until}"

    @admin.display(description="phải xong chậm nhất")
    def finish(self, obj: AssessmentProcess) -> SafeString | str:
        """Say until when what was filed under it may still be finished."""
        found = [("lần đầu, nâng hạng", obj.finish_first_by)]
        found.append(("đánh giá lại", obj.finish_reevaluation_by))
        return _lines(f"{day(by)} ({kind})" for kind, by in found if by)

    @admin.display(description="căn cứ")
    def grounds(self, obj: AssessmentProcess) -> SafeString | str:
        """Name the article of each time limit."""
        return _lines(
            f"{said}: {obj.bases[name]}" for name, said in BASES.items() if name in obj.bases
        )

    @admin.display(description="điều nguồn không nói")
    def unsaid(self, obj: AssessmentProcess) -> SafeString | str:
        """Say what is not known."""
        return _lines(obj.gaps)


@admin.register(PublicHoliday)
class PublicHolidayAdmin(OfficeAdmin):
    """Ngày nghỉ lễ: what the clocks of dossiers leave out, or count though it is a weekend."""

    list_display = ("day", "weekday", "name", "effect", "basis", "source")
    list_filter = ("is_working_day", "basis")
    date_hierarchy = "day"
    search_fields = ("name", "source")
    fields = ("day", "name", "is_working_day", "basis", "source", ("created_at", "updated_at"))
    readonly_fields = ("created_at", "updated_at")

    @admin.display(description="thứ")
    def weekday(self, obj: PublicHoliday) -> str:
        """Name the day of the week."""
        return WEEKDAYS[obj.day.weekday()]

    @admin.display(description="tính là", ordering="is_working_day")
    def effect(self, obj: PublicHoliday) -> str:
        """Say what the day is to a clock."""
        return "đi làm bù" if obj.is_working_day else "nghỉ"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say which of this year and the next still wait for their notice."""
        this_year = timezone.localdate().year
        noticed = work_calendar().noticed
        missing = [str(year) for year in (this_year, this_year + 1) if year not in noticed]
        if missing and request.method == "GET":
            messages.warning(
                request,
                f"Năm {', '.join(missing)} chưa có ngày nghỉ theo thông báo (Tết, ngày liền kề "
                "Quốc khánh, ngày hoán đổi): thời hạn rơi vào năm đó là tạm tính. Khi có thông "
                "báo, thêm từng ngày ở đây.",
            )
        return super().changelist_view(request, extra_context)
