"""Signing in to the back office: who is let in, and who must wait after too many failures."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

from axes.helpers import get_cool_off, get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import may_enter_office

LONGEST_NAME = 150
INVALID = "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra chữ hoa, chữ thường và bộ gõ."


class OfficeSignInForm(AuthenticationForm):
    """Name and password. Whoever has no role in the office hears the same as a wrong password."""

    error_messages = {"invalid_login": INVALID, "inactive": INVALID}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"

    def confirm_login_allowed(self, user: User) -> None:
        """Raise ``ValidationError`` unless the back office is open to ``user``."""
        if not may_enter_office(user):
            raise ValidationError(INVALID, code="invalid_login")


def attempted_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name under which a failed attempt is counted: one person, however it was typed."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    name = unicodedata.normalize("NFKC", str(typed)).casefold().strip()
    return "".join(char for char in name if char.isprintable())[:LONGEST_NAME]


def client_address(request: HttpRequest) -> str:
    """The caller's address: the one the outermost of our own proxies saw.

    ``TRUSTED_PROXIES`` says how many proxies of ours stand in front; anything further left in
    ``X-Forwarded-For`` could have been written by the caller and is not believed.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies and hops[-proxies]:
        return hops[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def locked_out(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Say that this name must wait at this address, and until when."""
    free_at = _free_at(request, credentials)
    minutes = max(1, -int(-(free_at - timezone.now()).total_seconds() // 60))
    context = {
        "title": "Tạm khóa đăng nhập",
        "failures": get_failure_limit(request, credentials),
        "free_at": free_at,
        "minutes": minutes,
    }
    is_office = request.path.startswith(reverse("admin:index"))
    template = "admin/locked_out.html" if is_office else "accounts/locked_out.html"
    response = render(request, template, context, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def _free_at(request: HttpRequest, credentials: dict[str, Any] | None) -> dt.datetime:
    attempts = AccessAttempt.objects.filter(
        username=attempted_name(request, credentials), ip_address=client_address(request)
    )
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    return (last or timezone.now()) + get_cool_off(request)
