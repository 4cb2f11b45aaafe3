"""A person's own account: what it holds, changing it, closing it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import colleagues, registering
from accounts.colleagues import ColleagueError
from accounts.forms.door import ChangeEmailForm, ChangePasswordForm, CloseForm, DetailsForm
from accounts.links import LinkError
from accounts.models import ProducerRequest
from accounts.permissions import may_enter_office, may_join_producers, producers_of
from accounts.views.common import HOUR, address_of, own_page, page, personal
from accounts.views.door import bad_link, too_many
from ocop_portal.shared.throttling import count_attempt
from producers.models import Producer

MOST_PASSWORDS = 10  # an hour for one person


@own_page
def overview(request: HttpRequest) -> HttpResponse:
    """The producers a person acts for, what they asked the office, and the account itself."""
    producers = Producer.objects.filter(pk__in=producers_of(request.user))
    return page(
        request,
        "accounts/overview.html",
        producers=producers.select_related("commune").alphabetical(),
        requests=ProducerRequest.objects.of(request.user),
        may_join=may_join_producers(request.user),
        is_office=may_enter_office(request.user),
    )


@own_page
def details(request: HttpRequest) -> HttpResponse:
    """Change the name and the telephone."""
    form = DetailsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã ghi thông tin của bạn."))
        return redirect("accounts:overview")
    return page(request, "accounts/details.html", form=form)


@sensitive_post_parameters("current")
@own_page
def email(request: HttpRequest) -> HttpResponse:
    """Ask for the new address; it counts once its owner has answered."""
    if _tries_too_often(request):
        return too_many(request)
    form = ChangeEmailForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        registering.ask_for_email(user=request.user, email=address, address=address_of(request))
        said = _("Đã gửi thư tới %(email)s. Mở liên kết trong thư để đổi.") % {"email": address}
        messages.success(request, said)
        return redirect("accounts:overview")
    return page(request, "accounts/email.html", form=form)


@personal
def email_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Take the new address into use; the letter is at hand."""
    try:
        user, address = registering.email_change_of(token)
        if request.method == "POST":
            registering.change_email(user=user, email=address)
            messages.success(request, _("Đã đổi địa chỉ thư. Từ nay đăng nhập bằng địa chỉ mới."))
            return redirect("accounts:overview")
    except LinkError as error:
        return bad_link(request, error)
    return page(request, "accounts/email_confirm.html", email=address)


@sensitive_post_parameters("current", "new_password")
@own_page
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; other sessions of the person end."""
    if _tries_too_often(request):
        return too_many(request)
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        registering.set_password(user=request.user, password=form.cleaned_data["new_password"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Đã đổi mật khẩu."))
        return redirect("accounts:overview")
    return page(request, "accounts/password.html", form=form)


@sensitive_post_parameters("current")
@own_page
def close(request: HttpRequest) -> HttpResponse:
    """Close the account, after saying what that means."""
    if _tries_too_often(request):
        return too_many(request)
    now, today = timezone.now(), timezone.localdate()
    form = CloseForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            colleagues.close_account(user=request.user, now=now, on=today)
        except ColleagueError as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            messages.success(request, _("Tài khoản đã đóng."))
            return redirect("home")
    return page(
        request,
        "accounts/close.html",
        form=form,
        left_alone=colleagues.sole_producers(request.user, today),
        is_office=may_enter_office(request.user),
    )


def _tries_too_often(request: HttpRequest) -> bool:
    """Whether somebody at an open session guesses at its owner's password."""
    if request.method != "POST":
        return False
    who = str(request.user.pk)
    return not count_attempt(
        "own-password", who, most=MOST_PASSWORDS, within=HOUR, at=timezone.now()
    )
