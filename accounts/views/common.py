"""What the account pages of the public side share: who may see them, and how they answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from accounts.registering import Address

View = Callable[..., HttpResponse]
INVALID = 422  # a form that was sent and could not be taken


def own_page(view: View) -> View:
    """A page for whoever is signed in; kept by no cache and found by no crawler."""
    return personal(login_required(view, login_url="accounts:sign_in"))


def personal(view: View) -> View:
    """A page with a form or a person's own things: kept by no cache, found by no crawler."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return never_cache(answer)


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """The page; a form in it that has errors makes the answer say so."""
    form = context.get("form")
    status = INVALID if form is not None and form.is_bound and form.errors else 200
    return render(request, template, context, status=status)


def address_of(request: HttpRequest) -> Address:
    """Makes absolute addresses on the host the reader came by, for letters."""

    def address(name: str, *args: Any) -> str:
        return request.build_absolute_uri(reverse(name, args=args))

    return address


def wanted(request: HttpRequest, otherwise: str) -> str:
    """The page asked for before signing in, if it is one of ours; else ``otherwise``."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else otherwise


HOUR = dt.timedelta(hours=1)
