"""``/xac-minh/``: ask about the code of a label, and the page that answers.

The answers stand alone: no sign-in, no script, one small style sheet, none of the portal's frame.
When the register cannot be asked the page says so with 503; that is no answer about the star.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ocop_portal.shared.languages import address_in
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.versions import version_of
from products.public_codes import LENGTH, LONGEST_TYPED, normalise, slip_in
from products.verification import OF_REAL_LABELS, SAID, code_meant, verify

View = Callable[..., HttpResponse]
RETRY_SECONDS = 120
PARAMETER = "ma"


def told_when_down(view: View) -> View:
    """Say that nothing could be found out, when the database does not answer."""

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except DatabaseTrouble:
            response = _alone(request, "scan/down.html", {"site": SiteProfile.last_known()})
            response.status_code = 503
            response.headers["Retry-After"] = str(RETRY_SECONDS)
            return response

    return answered


@never_cache
@require_safe
@told_when_down
def ask(request: HttpRequest) -> HttpResponse:
    """Take a code typed by hand; go to its answer, or say what is wrong with it."""
    typed = request.GET.get(PARAMETER, "").strip()
    if code := code_meant(typed):
        return redirect("products:verified", code=code)
    context = {
        "typed": typed[:LONGEST_TYPED],
        "slip": slip_in(normalise(typed)) if typed else None,
        "seen": len(normalise(typed)),
        "length": LENGTH,
        "answers": [(answer, SAID[answer]) for answer in OF_REAL_LABELS],
    }
    return render(request, "products/verify.html", context)


@never_cache
@require_safe
@told_when_down
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Answer about a code: what the certification is today, or that there is none."""
    now = timezone.localtime()
    context = {
        "found": verify(code, now.date()),
        "now": now,
        "site": SiteProfile.load(version_of(request)),
        "length": LENGTH,
    }
    return _alone(request, "scan/answer.html", context)


@require_safe
def short_address(request: HttpRequest, code: str) -> HttpResponseRedirect:
    """Go from the short address in a QR code to the answer; asks nothing of the database."""
    typed = code.strip("/")
    meant = code_meant(typed) or normalise(typed) or "-"
    return redirect("products:verified", code=meant)


def _alone(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page without the portal's frame."""
    language = get_language() or "vi"
    other = "en" if language == "vi" else "vi"
    frame = {
        "language": language,
        "other": other,
        "other_address": address_in(other, request.path),
        "title": context["site"].said("title"),
    }
    return HttpResponse(render_to_string(template, {**frame, **context}))
