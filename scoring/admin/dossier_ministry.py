"""The pages of a dossier sent up: its package, the sending, what came back from the ministry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act, Area
from accounts.models import User
from accounts.permissions import can
from ocop_portal.shared.private_files import serve_open
from scoring.admin.dossier_acts import Offer
from scoring.decisions.enums import ReferralStatus
from scoring.decisions.forms import RecognisedForm, ReturnedForm, SentForm
from scoring.decisions.package import package_of
from scoring.decisions.referring import record_recognition, record_return, refer_to_ministry
from scoring.dossiers.enums import DossierAct
from scoring.dossiers.errors import ActRefused, NotYours
from scoring.models import Dossier, MinistryReferral
from scoring.permissions import WHO, may, parties_of

if TYPE_CHECKING:
    from scoring.admin.dossier import DossierAdmin

ARCHIVE = "application/zip"


@dataclass(frozen=True)
class MinistryPage:
    """One thing to record about a dossier at the ministry."""

    title: str
    act: DossierAct
    """Whoever may do this act may open the page."""
    form: type[Form]
    template: str
    warning: str
    is_after_sending: bool

    def respond(self, page: DossierAdmin, request: HttpRequest, dossier: Dossier) -> HttpResponse:
        """Show the form, or record and go back; what stands against it is said on the form."""
        if WHO[self.act].isdisjoint(parties_of(request.user, dossier)):
            raise NotYours("Bạn không được ghi việc trình Bộ của hồ sơ này.")
        if not may(request.user, self.act, dossier):
            stands = dossier.get_status_display()
            messages.error(request, f"Hồ sơ {stands}, không còn ghi việc này. Xem Diễn biến.")
            return page.back_to(dossier)
        referral = open_referral(dossier)
        if (referral is not None) != self.is_after_sending:
            messages.error(request, WHEN[self.is_after_sending])
            return page.back_to(dossier)
        form = self.form(request.POST or None)
        is_sent = request.method == "POST" and form.is_valid()
        if is_sent and self._recorded(request, dossier, referral, form):
            messages.success(request, f"Đã ghi: {self.title}.")
            return page.back_to(dossier)
        context: dict[str, Any] = {"title": self.title, "form": form, "page": self, "items": None}
        context |= {"referral": referral, "package": None, "refusal": ""}
        if not self.is_after_sending:
            context |= _looked_at(dossier)
        return page.form_page(request, dossier, self.template, context)

    def _recorded(
        self,
        request: HttpRequest,
        dossier: Dossier,
        referral: MinistryReferral | None,
        form: Form,
    ) -> bool:
        said = {"by": request.user, "today": timezone.localdate(), **form.cleaned_data}
        try:
            if referral is None:
                refer_to_ministry(dossier=dossier, **said)
            elif self.act == DossierAct.RECOGNISE:
                record_recognition(referral=referral, **said)
            else:
                record_return(referral=referral, **said)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
            return False
        return True

    @property
    def is_grave(self) -> bool:
        """Recording changes what the register says."""
        return self.is_after_sending


WHEN = {
    True: "Hồ sơ chưa gửi Bộ; ghi ngày gửi trước.",
    False: "Hồ sơ đã gửi Bộ và đang chờ kết quả.",
}

MINISTRY_PAGES: dict[str, MinistryPage] = {
    "gui-bo": MinistryPage(
        "Gửi bộ hồ sơ cho Bộ",
        DossierAct.COME_BACK,
        SentForm,
        "admin/scoring/dossier/send.html",
        "Tải bộ hồ sơ, gửi kèm tờ trình, rồi ghi số và ngày. Bộ hồ sơ đúng như lúc gửi được lưu "
        "cùng dấu vân tay.",
        is_after_sending=False,
    ),
    "bo-cong-nhan": MinistryPage(
        "Ghi Bộ công nhận 5 sao",
        DossierAct.RECOGNISE,
        RecognisedForm,
        "admin/scoring/dossier/result.html",
        "Chứng nhận 5 sao được cấp từ ngày của quyết định, sản phẩm hiện trên trang công khai; "
        "không lùi được.",
        is_after_sending=True,
    ),
    "bo-tra-ve": MinistryPage(
        "Ghi kết quả dưới 90 điểm",
        DossierAct.COME_BACK,
        ReturnedForm,
        "admin/scoring/dossier/result.html",
        "Hồ sơ trở về tỉnh: đưa vào một quyết định để công nhận theo điểm của Bộ, hoặc đưa lại "
        "hội đồng.",
        is_after_sending=True,
    ),
}


def open_referral(dossier: Dossier) -> MinistryReferral | None:
    """The sending that waits for a result."""
    return dossier.referrals.filter(status=ReferralStatus.SENT).first()


def offered_at_ministry(user: User, dossier: Dossier) -> list[Offer]:
    """What may be recorded now about the dossier at the ministry."""
    pages = {slug: page for slug, page in MINISTRY_PAGES.items() if may(user, page.act, dossier)}
    if not may(user, DossierAct.COME_BACK, dossier):
        return []
    is_sent = open_referral(dossier) is not None
    return [
        Offer(
            page.title,
            reverse("admin:dossier_act", args=[dossier.pk, slug]),
            page.act == DossierAct.RECOGNISE or not page.is_after_sending,
            False,
        )
        for slug, page in pages.items()
        if page.is_after_sending == is_sent
    ]


def _looked_at(dossier: Dossier) -> dict[str, Any]:
    """The contents of the package, or why it cannot be made."""
    try:
        package = package_of(dossier)
    except ActRefused as refusal:
        return {"refusal": str(refusal)}
    package.file.close()
    return {"package": package}


def package_to_send(user: User, dossier: Dossier) -> HttpResponseBase:
    """The package as it would be sent now, to be saved."""
    if not may(user, DossierAct.COME_BACK, dossier):
        raise NotYours("Bạn không được tải bộ hồ sơ trình Bộ của hồ sơ này.")
    try:
        package = package_of(dossier)
    except ActRefused as refusal:
        raise Http404(str(refusal)) from refusal
    return serve_open(package.file, package.name, ARCHIVE)


def may_take_package(user: User) -> bool:
    """Whether ``user`` may have what went to the ministry: the whole council's points are in it."""
    return can(user, Act.DECIDE, Area.DOSSIER)


def package_sent(user: User, referral: MinistryReferral) -> HttpResponseBase:
    """The package as it was sent, to be saved."""
    if not may_take_package(user):
        raise NotYours("Bạn không được tải bộ hồ sơ trình Bộ của hồ sơ này.")
    try:
        file = referral.package.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404("Bộ hồ sơ không còn trên máy chủ.") from error
    return serve_open(file, f"ho-so-trinh-bo-{referral.dossier_id}.zip", ARCHIVE)
