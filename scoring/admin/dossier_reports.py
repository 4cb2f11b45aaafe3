"""The pages on which an office writes what it found: components, Mẫu 03, review, advice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from scoring.dossiers.components import components_of
from scoring.dossiers.enums import DossierStatus
from scoring.dossiers.errors import ActRefused
from scoring.dossiers.forms import (
    AdvisoryReportForm,
    CommuneReportForm,
    ComponentsForm,
    ProvinceReviewForm,
    TestFormSet,
    filled,
)
from scoring.dossiers.reporting import (
    check_components,
    save_advisory_report,
    save_commune_report,
    save_province_review,
)
from scoring.models import Dossier
from scoring.permissions import Party, parties_of
from scoring.process.enums import ProcessLevel

if TYPE_CHECKING:
    from scoring.admin.dossier import DossierAdmin

KEPT = "Đã lưu lúc {:%H:%M}."


class Link(NamedTuple):
    """A report that can be written now."""

    label: str
    url: str


class ComponentsPage:
    """Which components are there, which lack something."""

    title = "Kiểm tra thành phần hồ sơ"

    def is_open(self, dossier: Dossier, parties: frozenset[Party]) -> bool:
        """Whether the office holding the dossier checks it now."""
        return dossier.status == DossierStatus.REVIEW and Party.HOLDING in parties

    def respond(self, page: DossierAdmin, request: HttpRequest, dossier: Dossier) -> HttpResponse:
        """Show the components, or keep what was found."""
        form = ComponentsForm(
            request.POST if request.method == "POST" else None,
            components=components_of(dossier),
            initial=_found(dossier),
        )
        if request.method == "POST" and form.is_valid():
            findings = form.findings()
            if _kept(request, form, lambda: self._keep(dossier, request.user, findings)):
                return page.back_to(dossier)
        context = {"title": self.title, "form": form}
        return page.form_page(request, dossier, "admin/scoring/dossier/components.html", context)

    def _keep(self, dossier: Dossier, by: User, findings: dict[str, tuple[str, str]]) -> None:
        check_components(dossier=dossier, findings=findings, by=by)


class ReportPage:
    """A report of one form; subclasses say which."""

    title: str
    form: type[ModelForm]
    template = "admin/scoring/dossier/report.html"

    def is_open(self, dossier: Dossier, parties: frozenset[Party]) -> bool:
        """Whether this report is written now by someone who is ``parties`` to the dossier."""
        raise NotImplementedError

    def rows(self, dossier: Dossier) -> Any:
        """The reports of this kind."""
        raise NotImplementedError

    def keep(self, dossier: Dossier, by: User, values: dict[str, Any]) -> None:
        """Call the service."""
        raise NotImplementedError

    def respond(self, page: DossierAdmin, request: HttpRequest, dossier: Dossier) -> HttpResponse:
        """Show the report as far as it is written, or keep it."""
        open_report = self.rows(dossier).filter(locked_at__isnull=True).first()
        form = self.form(request.POST if request.method == "POST" else None, instance=open_report)
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            if _kept(request, form, lambda: self.keep(dossier, request.user, values)):
                return page.back_to(dossier)
        context = {"title": self.title, "form": form, "tests": None}
        return page.form_page(request, dossier, self.template, context)


class CommunePage(ReportPage):
    """Mẫu số 03."""

    title = "Báo cáo đánh giá của UBND cấp xã (Mẫu số 03)"
    form = CommuneReportForm

    def is_open(self, dossier: Dossier, parties: frozenset[Party]) -> bool:
        at_commune = dossier.level == ProcessLevel.COMMUNE
        return at_commune and dossier.status == DossierStatus.REVIEW and Party.HOLDING in parties

    def rows(self, dossier: Dossier) -> Any:
        return dossier.commune_reports

    def keep(self, dossier: Dossier, by: User, values: dict[str, Any]) -> None:
        save_commune_report(dossier=dossier, values=values, by=by)


class ProvincePage(ReportPage):
    """The province's check of the content."""

    title = "Kiểm tra nội dung hồ sơ"
    form = ProvinceReviewForm

    def is_open(self, dossier: Dossier, parties: frozenset[Party]) -> bool:
        above = dossier.level != ProcessLevel.COMMUNE
        return above and dossier.status == DossierStatus.REVIEW and Party.HOLDING in parties

    def rows(self, dossier: Dossier) -> Any:
        return dossier.province_reviews

    def keep(self, dossier: Dossier, by: User, values: dict[str, Any]) -> None:
        save_province_review(dossier=dossier, values=values, by=by)


class AdvisoryPage(ReportPage):
    """The advisory group's report with its further tests."""

    title = "Báo cáo của tổ tư vấn"
    form = AdvisoryReportForm

    def is_open(self, dossier: Dossier, parties: frozenset[Party]) -> bool:
        writers = {Party.ADVISER, Party.PROVINCE}
        return dossier.status == DossierStatus.ADVISORY and not parties.isdisjoint(writers)

    def rows(self, dossier: Dossier) -> Any:
        return dossier.advisory_reports

    def respond(self, page: DossierAdmin, request: HttpRequest, dossier: Dossier) -> HttpResponse:
        """As any report, with the tests below."""
        report = self.rows(dossier).filter(locked_at__isnull=True).first()
        data = request.POST if request.method == "POST" else None
        known = list(report.tests.values("what", "reason", "outcome", "finding")) if report else []
        form = AdvisoryReportForm(data, instance=report)
        tests = TestFormSet(data, prefix="kn", initial=known)
        if data is not None and form.is_valid() and tests.is_valid():
            values, asked = form.cleaned_data, filled(tests)

            def keep() -> None:
                save_advisory_report(dossier=dossier, values=values, tests=asked, by=request.user)

            if _kept(request, form, keep):
                return page.back_to(dossier)
        context = {"title": self.title, "form": form, "tests": tests}
        return page.form_page(request, dossier, self.template, context)


REPORT_PAGES: dict[str, ComponentsPage | ReportPage] = {
    "thanh-phan": ComponentsPage(),
    "mau-03": CommunePage(),
    "noi-dung": ProvincePage(),
    "to-tu-van": AdvisoryPage(),
}


def offered_reports(user: User, dossier: Dossier) -> list[Link]:
    """The reports ``user`` may write about ``dossier`` now."""
    parties = parties_of(user, dossier)
    return [
        Link(page.title, reverse("admin:dossier_report", args=[dossier.pk, slug]))
        for slug, page in REPORT_PAGES.items()
        if page.is_open(dossier, parties)
    ]


def _found(dossier: Dossier) -> dict[str, str]:
    """What this office found so far; of a later revision, what it found of the one before."""
    found = {}
    for row in dossier.component_checks.filter(level=dossier.level):
        found[row.component], found[f"{row.component}-note"] = row.finding, row.note
    return found


def _kept(request: HttpRequest, form: Form, keep: Callable[[], None]) -> bool:
    try:
        keep()
    except ActRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, KEPT.format(timezone.localtime()))
    return True
