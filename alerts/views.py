"""``/theo-doi/``: follow something by e-mail or feed, confirm, see and leave what is followed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.sign_in import client_address
from accounts.views.common import personal
from alerts.feed import CONTENT_TYPE, atom
from alerts.forms import FollowForm
from alerts.letters import KEY
from alerts.links import follow_of, own_key, subscriber_of
from alerts.models import Subscriber
from alerts.rules import HOUR, KEPT
from alerts.services import ask_to_follow, confirm, leave, stop_following
from alerts.subjects import Subject, answerable, named, subject_of
from ocop_portal.shared.proof import count_form, new_token, read_token
from ocop_portal.shared.versions import moment_of, version_of

GONE = 410


def _subject(request: HttpRequest, what: str, slug: str) -> Subject:
    """What the address speaks of; 404 where there is nothing public by that name."""
    if not what:
        return answerable(request.GET, timezone.localdate(), version_of(request))
    found = named(what, slug)
    if found is None:
        raise Http404(_("Không có gì tên như vậy để theo dõi."))
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, what: str = "", slug: str = "") -> HttpResponse:
    """Ask for an address; whatever it follows already, the answer is the same."""
    subject, now = _subject(request, what, slug), timezone.now()
    form = FollowForm(request.POST or None, now=now)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, subject, now)
    freely, at_all = count_form("alerts", client_address(request), now)
    if not at_all:
        form.add_error(None, _("Có quá nhiều yêu cầu từ mạng này. Gửi lại sau một giờ."))
        return _form(request, form, subject, now, status=429)
    proof = read_token(form.cleaned_data["proof"], now)
    if not freely and not (proof and proof.is_sum(form.cleaned_data["sum"])):
        form.add_error("sum", _("Làm phép cộng để biết đây không phải máy gửi."))
        return _form(request, form, subject, now, asks_sum=True)
    ask_to_follow(
        email=form.cleaned_data["email"],
        subject=subject,
        language=request.LANGUAGE_CODE,
        origin=f"{request.scheme}://{request.get_host()}",
        now=now,
    )
    return redirect("alerts:asked")


def _form(
    request: HttpRequest,
    form: FollowForm,
    subject: Subject,
    now: dt.datetime,
    *,
    asks_sum: bool = False,
    status: int = 200,
) -> HttpResponse:
    token = new_token(now)
    context = {
        **_shown(request, subject),
        "form": form,
        "token": token,
        "proof": read_token(token, now),
        "asks_sum": asks_sum,
        "feed": request.build_absolute_uri(subject.feed),
        "hour": HOUR,
        "is_whole": subject.row is None and not subject.query.encode(),
    }
    return render(request, "alerts/follow.html", context, status=status)


def _shown(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    """What is followed, as pages show it."""
    label = subject.label(timezone.localdate(), version_of(request))
    return {"label": label, "page": subject.page, "is_vietnamese": subject.is_vietnamese}


@personal
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What to do next, the same for every address."""
    return render(request, "alerts/asked.html", {"days": KEPT.days})


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_follow(request: HttpRequest) -> HttpResponse:
    """Show what is to be confirmed; a button confirms it, so that no scanner of mail does."""
    found = follow_of(request.GET.get(KEY, ""))
    if found is None:
        return _private(render(request, "alerts/gone.html", {"days": KEPT.days}, status=GONE))
    if request.method == "POST":
        held = confirm(follow=found, language=request.LANGUAGE_CODE, now=timezone.now())
        if held is not None:
            messages.success(request, _("Đã xác nhận. Có gì mới, bạn nhận một thư trong ngày."))
            return _private(redirect(_own(found.subscriber)))
    return _private(render(request, "alerts/confirm.html", _shown(request, subject_of(found))))


def _own(subscriber: Subscriber) -> str:
    """The page of all that is followed, as a path."""
    return f"{reverse('alerts:own')}?{urlencode({KEY: own_key(subscriber)})}"


@csrf_exempt  # the key in the address is the right to act; a mail program has no cookie of ours
@personal
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """All that an address follows, for whoever has its key; leave one thing, or all with one click.

    A ``POST`` of a mail program (RFC 8058) leaves; a ``GET`` never does.
    """
    subscriber, is_ours = subscriber_of(request.GET.get(KEY, ""))
    if not is_ours:
        return _private(render(request, "alerts/gone.html", {"days": KEPT.days}, status=GONE))
    if request.method == "POST" and subscriber is not None:
        chosen = request.POST.get("bo", "")
        if not chosen.isdecimal() or len(chosen) > 18:
            leave(subscriber=subscriber)
            subscriber = None
        elif not stop_following(subscriber=subscriber, follow_id=int(chosen)):
            subscriber = None
    if subscriber is None:
        return _private(render(request, "alerts/left.html"))
    rows = subscriber.follows.confirmed().with_things()
    follows = [(row, _shown(request, subject_of(row))) for row in rows]
    return _private(render(request, "alerts/own.html", {"follows": follows}))


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the key in the address from other sites.

    Not by ``no-referrer``: browsers then send a form without its origin, which is refused.
    """
    response["Referrer-Policy"] = "same-origin"
    return response


@require_safe
def feed(request: HttpRequest, what: str = "", slug: str = "") -> HttpResponse:
    """The last things that happened to what the address speaks of."""
    subject = _subject(request, what, slug)
    body = atom(
        subject,
        timezone.localdate(),
        moment_of(request),
        version_of(request),
        host=request.get_host().partition(":")[0],
        absolute=request.build_absolute_uri,
    )
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-cache"
    return response
