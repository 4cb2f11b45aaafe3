"""Pages of one's own account in the back office: the second step of signing in, and its set-up.

Each takes the admin site it is shown in. The second step and the set-up are for a person who has
given the password but may not enter yet; the other pages are behind the site's own gate.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import django_otp
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.models import Device

from accounts import second_factor
from accounts.forms.office import FiguresForm, TokenForm
from accounts.permissions import may_enter_office, roles_of

WRONG = "Mã không đúng hoặc đã dùng. Xem lại mã đang hiện trên điện thoại rồi nhập lại."


@never_cache
def second_step(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Ask for the second factor of a person whose password was right."""
    if not may_enter_office(request.user) or request.user.is_verified():
        return redirect("admin:login")
    if not second_factor.has_authenticator(request.user):
        return _with_next(request, "admin:second_factor_setup")
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        device = second_factor.verify(user=request.user, typed=form.cleaned_data["token"])
        if device is not None:
            _let_in(request, device)
            return HttpResponseRedirect(_next(request))
        form.add_error("token", _why_not(request))
    return _page(request, site, "admin/second_step.html", "Xác thực bước hai", form=form)


@never_cache
def set_up(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Let a person take a telephone into use; whoever has one must have shown it first."""
    if not may_enter_office(request.user):
        return redirect("admin:login")
    if second_factor.has_authenticator(request.user) and not request.user.is_verified():
        return _with_next(request, "admin:second_factor")
    form = FiguresForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = second_factor.confirm_authenticator(
            user=request.user, figures=form.cleaned_data["token"]
        )
        if done is not None:
            device, codes = done
            _let_in(request, device)
            return _codes(request, site, codes)
        form.add_error("token", _why_not(request))
    device = second_factor.pending_authenticator(request.user)
    return _page(
        request,
        site,
        "admin/second_factor_setup.html",
        "Cài đặt xác thực bước hai",
        form=form,
        qr=second_factor.qr_image(device),
        key=second_factor.readable_key(device),
    )


@never_cache
def account(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show a person's own roles and how the account is secured."""
    return _page(
        request,
        site,
        "admin/account.html",
        "Tài khoản của tôi",
        roles=roles_of(request.user),
        has_authenticator=second_factor.has_authenticator(request.user),
        codes_left=second_factor.codes_left(request.user),
    )


@never_cache
@require_POST
def renew_codes(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Give a verified person fresh codes on paper and show them once."""
    if not request.user.is_verified():
        messages.error(request, "Cài đặt xác thực bước hai trước khi lấy mã dự phòng.")
        return redirect("admin:account")
    return _codes(request, site, second_factor.new_codes(user=request.user))


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, also from half-way through signing in."""
    logout(request)
    return redirect("admin:login")


def _let_in(request: HttpRequest, device: Device) -> None:
    """Remember in a fresh session that the second factor was shown."""
    request.session.cycle_key()
    django_otp.login(request, device)


def _codes(request: HttpRequest, site: AdminSite, codes: list[str]) -> HttpResponse:
    return _page(
        request,
        site,
        "admin/recovery_codes.html",
        "Mã dự phòng",
        codes=codes,
        continue_to=_next(request),
    )


def _why_not(request: HttpRequest) -> str:
    until = second_factor.waits_until(request.user)
    if until is None:
        return WRONG
    seconds = max(1, round((until - timezone.now()).total_seconds()))
    return f"Nhập sai nhiều lần. Đợi {seconds} giây rồi nhập lại."


def _next(request: HttpRequest) -> str:
    """The page asked for before signing in, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else str(redirect("admin:index").url)


def _with_next(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponseRedirect(f"{redirect(name).url}?{urlencode({'next': _next(request)})}")


def _page(
    request: HttpRequest, site: AdminSite, template: str, title: str, **context: Any
) -> HttpResponse:
    if isinstance(form := context.get("form"), Form):
        for bound in form:
            bound.field.widget.attrs["class"] = "input"
    request.current_app = site.name
    return TemplateResponse(
        request,
        template,
        {**site.each_context(request), "title": title, "next": _next(request), **context},
    )
