"""``/phan-anh/``: say something, follow it up, read what is kept and for how long."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.sign_in import client_address
from feedback.forms import FollowForm, ReportForm
from feedback.models import Report
from feedback.rules import ANSWER_DAYS, fingerprint, normal_number
from feedback.services import link_of, take_report
from ocop_portal.shared.proof import HOUR, count_form, new_token, read_token
from ocop_portal.shared.text import clean
from ocop_portal.shared.throttling import count_attempt
from producers.models import Producer
from products.models import Product

TRIES = 20  # questions after a number, of one address in an hour
SUBJECTS = {"product": "san-pham", "producer": "chu-the", "code": "ma"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; what is sent is kept and leads to its own page."""
    now, on = timezone.now(), timezone.localdate()
    if request.method != "POST":
        asked = {name: clean(request.GET.get(word, "")[:160]) for name, word in SUBJECTS.items()}
        return _form(request, ReportForm(initial=asked, on=on, now=now), now)
    form = ReportForm(request.POST, request.FILES, on=on, now=now)
    if not form.is_valid():
        return _form(request, form, now)
    freely, at_all = count_form("feedback", client_address(request), now)
    if not at_all:
        form.add_error(None, _("Có quá nhiều phản ánh từ mạng này. Gửi lại sau một giờ."))
        return _form(request, form, now, status=429)
    proof = read_token(form.cleaned_data["proof"], now)
    if not freely and not (proof and proof.is_sum(form.cleaned_data["sum"])):
        form.add_error("sum", _("Làm phép cộng để biết đây không phải máy gửi."))
        return _form(request, form, now, asks_sum=True)
    kept, key = take_report(
        values=form.values(),
        pictures=form.cleaned_data["pictures"],
        language=request.LANGUAGE_CODE,
        now=now,
        absolute=request.build_absolute_uri,
    )
    messages.success(request, _("Cảm ơn bạn. Cơ quan quản lý đã nhận phản ánh."))
    return redirect(link_of(kept, key))


def _form(
    request: HttpRequest,
    form: ReportForm,
    now: dt.datetime,
    *,
    asks_sum: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The form with a token of this moment; pictures chosen before are told to be chosen again."""
    token = new_token(now)
    context = {
        "form": form,
        "token": token,
        "proof": read_token(token, now),
        "asks_sum": asks_sum,
        "product": Product.objects.public().filter(slug=_said(form, "product")).first(),
        "producer": Producer.objects.public().filter(slug=_said(form, "producer")).first(),
        "answer_days": ANSWER_DAYS,
        "had_pictures": bool(request.FILES) and form.is_bound,
    }
    return render(request, "feedback/report.html", context, status=status)


def _said(form: ReportForm, name: str) -> str:
    return clean(str(form[name].value() or ""))


@never_cache
@require_safe
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """A report for whoever has its key; to everybody else it is as if it were not there."""
    found = Report.objects.filter(number=normal_number(number)).first()
    key = request.GET.get("khoa", "")
    if found is None or not constant_time_compare(fingerprint(key), found.key_fingerprint):
        return _ask(request, FollowForm(initial={"number": number[:20]}), status=404)
    return _show(request, found, with_key=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """A report for whoever knows its number and the e-mail address left with it."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form)
    who, now = client_address(request), timezone.now()
    if not count_attempt("feedback-find", who, most=TRIES, within=HOUR, at=now):
        form.add_error(None, _("Thử quá nhiều lần. Đợi một giờ rồi thử lại."))
        return _ask(request, form, status=429)
    found = form.report()
    if found is None:
        form.add_error(None, _("Không có phản ánh nào với mã và địa chỉ thư này."))
        return _ask(request, form)
    return _show(request, found, with_key=False)


def _ask(request: HttpRequest, form: FollowForm, status: int = 200) -> HttpResponse:
    return render(
        request, "feedback/find.html", {"form": form, "is_404": status == 404}, status=status
    )


def _show(request: HttpRequest, found: Report, *, with_key: bool) -> HttpResponse:
    context: dict[str, Any] = {
        "report": found,
        "pictures": found.pictures.count(),
        "is_late": found.is_late(timezone.localdate()),
        "link": request.build_absolute_uri() if with_key else "",
    }
    answer = render(request, "feedback/follow.html", context)
    answer["Referrer-Policy"] = "same-origin"  # no other site learns the key in the address
    return answer


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whoever sends a report, why, how long, and how to have it removed."""
    return render(request, "feedback/privacy.html", {"days": settings.FEEDBACK_KEEPS_DAYS})
