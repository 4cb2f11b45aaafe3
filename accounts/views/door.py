"""Getting an account, signing in and out, finding back in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import registering
from accounts.forms.door import (
    ForgotForm,
    NewPasswordForm,
    PasswordForm,
    RegisterForm,
    SignInForm,
)
from accounts.links import LinkError
from accounts.models import User
from accounts.registering import AccountError
from accounts.sign_in import client_address
from accounts.views.common import HOUR, address_of, page, personal, wanted
from ocop_portal.shared.throttling import count_attempt

BACKEND = "accounts.backends.PortalBackend"
MOST_LETTERS = 3  # an hour to one address
MOST_TRIES = 20  # an hour from one caller
MOST_PASSWORDS = 10  # an hour for one registration


@sensitive_post_parameters("password")
@personal
def register(request: HttpRequest) -> HttpResponse:
    """Ask who the person is; the answer is the same whoever has the address."""
    if request.user.is_authenticated:
        return redirect("accounts:overview")
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _may_try(request, "register"):
            return too_many(request)
        typed = form.cleaned_data
        if _may_write_to(typed["email"]):
            registering.register(
                email=typed["email"],
                full_name=typed["full_name"],
                phone=typed["phone"],
                password=typed["password"],
                now=timezone.now(),
                address=address_of(request),
            )
        return redirect("accounts:registered")
    return page(request, "accounts/register.html", form=form)


@personal
def registered(request: HttpRequest) -> HttpResponse:
    """Say where the letter went and what to do with it."""
    days = registering.KEPT.days
    return page(request, "accounts/registered.html", days=days)


@sensitive_post_parameters("password")
@personal
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Take the account into use: the letter is at hand, the password is asked for."""
    try:
        registration = registering.registration_of(token)
        form = PasswordForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            if not _may_try(request, f"confirm-{registration.pk}", most=MOST_PASSWORDS):
                return too_many(request)
            user = registering.confirm_registration(
                registration=registration,
                password=form.cleaned_data["password"],
                now=timezone.now(),
            )
            login(request, user, backend=BACKEND)
            messages.success(request, _("Tài khoản đã sẵn sàng."))
            return redirect("accounts:overview")
    except LinkError as error:
        return bad_link(request, error)
    except AccountError:
        form.add_error("password", _("Mật khẩu không đúng với mật khẩu bạn đặt khi đăng ký."))
    return page(request, "accounts/confirm.html", form=form, email=registration.email)


@sensitive_post_parameters("password")
@personal
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let a person in; too many failures are answered by `accounts.sign_in.locked_out`."""
    target = wanted(request, reverse("accounts:overview"))
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return HttpResponseRedirect(target)
    return page(request, "accounts/sign_in.html", form=form, next=wanted(request, ""))


@require_POST
@personal
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, _("Đã đăng xuất."))
    return redirect("home")


@personal
def forgot(request: HttpRequest) -> HttpResponse:
    """Ask where to send a letter; the answer is the same whoever has the address."""
    form = ForgotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _may_try(request, "forgot"):
            return too_many(request)
        email = form.cleaned_data["email"]
        if _may_write_to(email):
            registering.ask_for_reset(email=email, address=address_of(request))
        return redirect("accounts:forgot_sent")
    return page(request, "accounts/forgot.html", form=form)


@personal
def forgot_sent(request: HttpRequest) -> HttpResponse:
    """Say what to expect."""
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return page(request, "accounts/forgot_sent.html", hours=hours)


@sensitive_post_parameters("new_password")
@personal
def reset(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Set a new password by a letter; the link opens once."""
    user = _owner(uid, token)
    if user is None:
        return bad_link(request, LinkError(_("Liên kết này đã được dùng hoặc quá hạn.")))
    form = NewPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        registering.set_password(user=user, password=form.cleaned_data["new_password"])
        messages.success(request, _("Đã đổi mật khẩu. Đăng nhập bằng mật khẩu mới."))
        return redirect("accounts:sign_in")
    return page(request, "accounts/reset.html", form=form)


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people who have an account, why, how long, and their rights."""
    return render(request, "accounts/privacy.html", {"days": registering.KEPT.days})


def bad_link(request: HttpRequest, error: LinkError) -> HttpResponse:
    """A link that opens nothing, and why."""
    return render(request, "accounts/bad_link.html", {"said": str(error)}, status=410)


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody tried too often."""
    response = render(request, "accounts/too_many.html", status=429)
    response["Retry-After"] = str(int(HOUR.total_seconds()))
    return response


def _may_try(request: HttpRequest, act: str, most: int = MOST_TRIES) -> bool:
    caller = client_address(request)
    return count_attempt(act, caller, most=most, within=HOUR, at=timezone.now())


def _may_write_to(email: str) -> bool:
    """Whether another letter may go to this address; a stranger cannot flood it through us."""
    return count_attempt("letter", email, most=MOST_LETTERS, within=HOUR, at=timezone.now())


def _owner(uid: str, token: str) -> User | None:
    try:
        pk = int(urlsafe_base64_decode(uid))
    except (ValueError, TypeError, OverflowError):
        return None
    user = User.objects.filter(pk=pk, is_active=True, is_demo=False).first() if pk < 2**63 else None
    return user if user and default_token_generator.check_token(user, token) else None
