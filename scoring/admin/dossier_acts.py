"""The page of each act on a dossier: a form, one service, and back to the dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.forms import BaseFormSet, Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from accounts.models import User
from scoring.decisions.referring import score_again
from scoring.dossiers.checking import (
    accept_dossier,
    fits_step,
    forward_dossier,
    give_to_advisers,
    give_to_council,
    refuse_dossier,
    request_supplement,
    return_dossier,
    send_back_dossier,
)
from scoring.dossiers.components import parts_of
from scoring.dossiers.enums import DossierAct
from scoring.dossiers.errors import ActRefused, NotYours
from scoring.dossiers.forms import ItemFormSet, NoteForm, ReasonForm, filled
from scoring.models import Dossier
from scoring.permissions import may, may_write
from scoring.process.storage import definition_of

if TYPE_CHECKING:
    from scoring.admin.dossier import DossierAdmin


class Offer(NamedTuple):
    """An act that can be done now: a link to its page."""

    label: str
    url: str
    is_main: bool
    is_grave: bool


@dataclass(frozen=True)
class ActPage:
    """One act: its service, what it asks for, what it warns of."""

    act: DossierAct
    do: Callable[..., Any]
    warning: str
    needs_reason: bool = False
    asks_items: bool = False
    is_grave: bool = False
    is_main: bool = False

    @property
    def title(self) -> str:
        """The act as a button says it."""
        return capfirst(str(self.act.label))

    def respond(self, page: DossierAdmin, request: HttpRequest, dossier: Dossier) -> HttpResponse:
        """Show the form, or do the act and go back; what stands against it is said on the form."""
        if request.method == "GET" and not may(request.user, self.act, dossier):
            raise NotYours(f"Bạn không được {self.act.label} hồ sơ này lúc này.")
        data = request.POST if request.method == "POST" else None
        form: Form = ReasonForm(data) if self.needs_reason else NoteForm(data)
        items = _items(data, dossier) if self.asks_items else None
        is_sent = data is not None and form.is_valid() and (items is None or items.is_valid())
        if is_sent and self._done(request, dossier, form, items):
            messages.success(request, f"Đã {self.act.label}: {dossier.product_name}.")
            return page.back_to(dossier)
        context = {"title": self.title, "form": form, "items": items, "page": self}
        return page.form_page(request, dossier, "admin/scoring/dossier/act.html", context)

    def _done(
        self, request: HttpRequest, dossier: Dossier, form: Form, items: BaseFormSet | None
    ) -> bool:
        said: dict[str, Any] = {}
        if self.needs_reason:
            said["reason"] = form.cleaned_data["reason"]
        elif self.act != DossierAct.ACCEPT:
            said["note"] = form.cleaned_data["reason"]
        if items is not None:
            said["items"] = filled(items)
        try:
            self._call(dossier, request.user, timezone.localdate(), said)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
            return False
        return True

    def _call(self, dossier: Dossier, by: User, on: dt.date, said: dict[str, Any]) -> None:
        self.do(dossier=dossier, by=by, on=on, **said)


def _items(data: Any, dossier: Dossier) -> BaseFormSet:
    return ItemFormSet(data, prefix="muc", form_kwargs={"parts": parts_of(dossier)})


ACT_PAGES: dict[str, ActPage] = {
    "tiep-nhan": ActPage(
        DossierAct.ACCEPT,
        accept_dossier,
        "Thời hạn 15 ngày làm việc tính từ ngày chủ thể nộp.",
        is_main=True,
    ),
    "tra-lai": ActPage(
        DossierAct.RETURN,
        return_dossier,
        "Hồ sơ trở về bản đang soạn của chủ thể; chủ thể sửa rồi nộp lại.",
        needs_reason=True,
        asks_items=True,
    ),
    "yeu-cau-bo-sung": ActPage(
        DossierAct.REQUEST,
        request_supplement,
        "Đồng hồ dừng cho đến khi chủ thể nộp bổ sung.",
        asks_items=True,
    ),
    "chuyen-cap-tren": ActPage(
        DossierAct.FORWARD,
        forward_dossier,
        "Báo cáo của cấp này bị khóa, không sửa được nữa.",
        is_main=True,
    ),
    "chuyen-lai-cap-duoi": ActPage(
        DossierAct.SEND_BACK,
        send_back_dossier,
        "Cấp dưới kiểm tra lại và lập báo cáo mới.",
        needs_reason=True,
    ),
    "giao-to-tu-van": ActPage(
        DossierAct.ADVISE,
        give_to_advisers,
        "Kết quả kiểm tra của tỉnh bị khóa.",
        is_main=True,
    ),
    "trinh-hoi-dong": ActPage(
        DossierAct.TO_COUNCIL,
        give_to_council,
        "Báo cáo tổ tư vấn bị khóa; hồ sơ chờ đưa vào phiên họp.",
        is_main=True,
    ),
    "dua-lai-hoi-dong": ActPage(
        DossierAct.SCORE_AGAIN,
        score_again,
        "Kết luận trước vẫn lưu; hội đồng chấm lại ở một phiên khác.",
        needs_reason=True,
    ),
    "tu-choi": ActPage(
        DossierAct.REFUSE,
        refuse_dossier,
        "Hồ sơ kết thúc; chủ thể có thể khiếu nại.",
        needs_reason=True,
        is_grave=True,
    ),
}


def offered_acts(user: User, dossier: Dossier) -> list[Offer]:
    """The acts ``user`` may do to ``dossier`` now, the usual next step first.

    Whoever entered it for the producer is led to the pages where it is filled and handed in.
    """
    if may_write(user, dossier):
        return [Offer("Điền hồ sơ", reverse("scoring:dossier", args=[dossier.pk]), True, False)]
    allowed = {slug: page for slug, page in ACT_PAGES.items() if may(user, page.act, dossier)}
    if not allowed:
        return []
    process = definition_of(dossier.process)
    offers = [
        Offer(
            page.title,
            reverse("admin:dossier_act", args=[dossier.pk, slug]),
            page.is_main,
            page.is_grave,
        )
        for slug, page in allowed.items()
        if fits_step(page.act, dossier, process)
    ]
    return sorted(offers, key=lambda offer: (not offer.is_main, offer.is_grave))
