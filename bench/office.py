"""The back office: an officer's list of products, signed in."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from accounts.models import User
from bench.load import Target
from bench.measures import Measure

LIST = "/quan-tri/products/product/"


def office_pages() -> list[Measure]:
    """The list as it opens, page 300 of it, and a search in it."""
    cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={_session()}"}
    return [
        Measure("quản trị: danh sách sản phẩm", Target((LIST,), cookie), 0.03),
        Measure("quản trị: danh sách, trang 300", Target((f"{LIST}?p=300",), cookie), 0.03),
        Measure("quản trị: tìm trong danh sách", Target((f"{LIST}?q=mien+dong",), cookie), 0.03),
    ]


def _session() -> str:
    """The key of a session in which a superuser is signed in."""
    user, _ = User.objects.get_or_create(username="bench", is_superuser=True)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key
