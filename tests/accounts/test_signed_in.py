"""Who is signed in: read in one query, and anew for each request."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.enums import Role
from accounts.models import RoleAssignment
from accounts.permissions import roles_of
from accounts.second_factor import is_required
from accounts.signed_in import person_signed_in
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)


def office_pages(client):
    return client.get(reverse("admin:index")).status_code


def test_person_comes_with_the_roles_of_the_day(django_assert_num_queries):
    user = make_user(Role.EDITOR)
    for role, since, until in (
        (Role.LEADER, dt.date(2026, 1, 1), TODAY),
        (Role.ADVISER, TODAY, None),
        (Role.SECRETARY, TODAY + dt.timedelta(1), None),
    ):
        RoleAssignment.objects.create(user=user, role=role, valid_from=since, valid_to=until)
    held = list(user.roles.held(TODAY))
    with django_assert_num_queries(1):
        found = person_signed_in(user.pk, TODAY)
        assert roles_of(found) == held
        assert not is_required(found)
    assert (found, found.full_name) == (user, user.full_name)
    assert person_signed_in(user.pk + 1000, TODAY) is None


def test_role_taken_away_and_account_closed_count_from_the_next_request(client):
    user = make_user(Role.EDITOR)
    client.force_login(user)
    assert office_pages(client) == 200
    user.roles.update(valid_to=user.roles.get().valid_from)
    assert office_pages(client) == 302
    user.roles.update(valid_to=None)
    user.is_active = False
    user.save()
    assert office_pages(client) == 302


def test_expired_session_is_nobody(client):
    client.force_login(make_user(Role.EDITOR))
    Session.objects.update(expire_date=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    answer = client.get(reverse("admin:index"))
    assert answer.status_code == 302
    assert isinstance(answer.wsgi_request.user, AnonymousUser)


def test_session_signed_by_nobody_is_nobody_though_its_like_was_read_before(client):
    client.force_login(make_user(Role.EDITOR))
    assert office_pages(client) == 200
    row = Session.objects.get()
    words, _, signature = row.session_data.rpartition(":")
    for forged in (f"{words}:{signature[::-1]}", f"x{row.session_data}", ""):
        Session.objects.update(session_data=forged)
        client.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
        assert office_pages(client) == 302, forged
    Session.objects.update(session_data=row.session_data)
    client.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    assert office_pages(client) == 200
