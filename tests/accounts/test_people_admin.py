"""People in the back office: roles given and ended, nobody removed, nobody raised too high."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from accounts import second_factor
from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.permissions import may_enter_office
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.communes import make_commune

pytestmark = pytest.mark.django_db

LIST = reverse("admin:accounts_user_changelist")


@pytest.fixture
def administrator(client):
    user = make_user(Role.ADMINISTRATOR, username="quan-tri")
    client.force_login(user)
    return user


def form_of(user, **fields):
    """What the form of ``user`` sends, with one more role to give when asked."""
    values = {
        "username": user.username,
        "full_name": user.full_name,
        "is_active": "on",
        "roles-INITIAL_FORMS": "0",
        "roles-TOTAL_FORMS": "1",
    }
    return values | fields


def change(client, user, **fields):
    address = reverse("admin:accounts_user_change", args=[user.pk])
    return client.post(address, form_of(user, **fields))


def test_role_is_given_for_a_unit_from_a_day(client, administrator):
    user, commune = make_user(), make_commune()
    role = {
        "roles-0-role": "commune_officer",
        "roles-0-commune": commune.pk,
        "roles-0-valid_from": "01/07/2025",
    }
    assert change(client, user, **role).status_code == 302
    held = RoleAssignment.objects.get(user=user)
    assert (held.role, held.commune, held.valid_from) == (
        Role.COMMUNE_OFFICER,
        commune,
        dt.date(2025, 7, 1),
    )
    assert may_enter_office(User.objects.get(pk=user.pk))


def test_officer_of_a_commune_without_the_commune_is_refused_in_words(client, administrator):
    user = make_user()
    role = {"roles-0-role": "commune_officer", "roles-0-valid_from": "01/07/2025"}
    answer = change(client, user, **role)
    assert answer.status_code == 200
    assert "Chọn xã, phường cho cán bộ xã, phường." in answer.content.decode()


def test_nobody_is_removed(client, administrator):
    user = make_user()
    address = reverse("admin:accounts_user_delete", args=[user.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


def test_administrator_makes_no_superuser(client, administrator):
    user = make_user()
    change(client, user, is_superuser="on", is_staff="on")
    user.refresh_from_db()
    assert not user.is_superuser


def test_superuser_is_out_of_an_administrators_reach(client, administrator):
    chief = make_user(is_superuser=True, username="chi-huy")
    assert change(client, chief, username="khac").status_code == 403
    address = reverse("admin:auth_user_password_change", args=[chief.pk])
    fields = {"usable_password": "true", "password1": "rung-1578-Ba", "password2": "rung-1578-Ba"}
    assert client.post(address, fields).status_code == 403
    address = reverse("admin:second_factor_reset", args=[chief.pk])
    assert client.post(address, {"checked": "on"}).status_code == 403
    chief.refresh_from_db()
    assert chief.check_password(PASSWORD)


def test_new_person_is_made_and_given_a_password(client, administrator):
    fields = {
        "username": "lan",
        "full_name": "Hoàng Thị Lan",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "roles-INITIAL_FORMS": "0",
        "roles-TOTAL_FORMS": "0",
    }
    client.post(reverse("admin:accounts_user_add"), fields)
    user = User.objects.get(username="lan")
    assert user.check_password(PASSWORD)
    assert not may_enter_office(user)


def test_change_of_a_password_is_written_down_without_it(client, administrator):
    user = make_user(username="lan")
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    new = "rung-Ba-Be-2040"
    client.post(address, {"usable_password": "true", "password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    answer = client.get(reverse("admin:accounts_user_history", args=[user.pk]))
    change = answer.context["changes"][0]
    assert (change.kind, change.who, change.fields) == ("đổi mật khẩu", "quan-tri", [])
    assert user.password not in answer.content.decode()


def test_second_factor_is_reset_for_who_lost_it(client, administrator):
    user = make_user(Role.EDITOR)
    device = second_factor.pending_authenticator(user)
    device.confirmed = True
    device.save()
    page = client.get(reverse("admin:accounts_user_change", args=[user.pk]))
    [act] = page.context["acts"]
    assert client.post(act.url).context["form"].errors
    assert second_factor.has_authenticator(user)
    client.post(act.url, {"checked": "on"})
    assert not second_factor.has_authenticator(user)


def test_locked_name_is_let_in_again(client, administrator):
    attempt = AccessAttempt.objects.create(
        username="lan", ip_address="203.0.113.7", failures_since_start=5
    )
    client.post(
        reverse("admin:axes_accessattempt_changelist"),
        {"action": "let_try_again", "_selected_action": [attempt.pk]},
    )
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("editor", {"bien-tap"}),
        ("leader", set()),
        ("khong", {"cu"}),
        ("administrator", {"quan-tri"}),
    ],
)
def test_people_are_found_by_the_role_they_hold_today(client, administrator, role, names):
    make_user(Role.EDITOR, username="bien-tap")
    former = make_user(Role.LEADER, username="cu")
    former.roles.update(valid_to=dt.date(2021, 1, 1))
    listed = client.get(LIST, {"vai-tro": role}).context["cl"].result_list
    assert {user.username for user in listed} == names
