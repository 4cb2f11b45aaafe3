"""An answer sent by a member who was let in before: one statement, and never on memory alone."""

import datetime as dt
import json

import pytest
from django.contrib.sessions.models import Session as SignedIn
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.enums import Role
from accounts.models import RoleAssignment
from scoring.councils.enums import ConflictKind
from scoring.councils.sitting import declare_conflict
from tests.factories.accounts import make_user
from tests.factories.councils import fill_sheet, hand_in, opened, scoring_members

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    session = opened()
    user = scoring_members(session)[1].member.user
    item = session.items.select_related("dossier__criteria_set", "session").get()
    user.sheet = fill_sheet(item, user)
    return user


@pytest.fixture
def inside(client, member):
    """A browser in which the member has answered before, as often as it takes to be known."""
    client.force_login(member)
    for points in "787":
        assert put(client, member, points) == 200
    return client


def put(client, member, points, **sent):
    address = reverse("admin:sheet_answer", args=[member.sheet.pk])
    return client.post(address, {"tieu-chi": "1.1", "phuong-an": points, **sent}).status_code


def kept(member):
    return member.sheet.scores.get(criterion__code="1.1").points


def test_is_kept_by_one_statement_with_who_and_where_in_the_trail(
    inside, member, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert put(inside, member, "9") == 200
    assert kept(member) == 9
    event = member.sheet.scores.get(criterion__code="1.1").events.latest("pgh_id")
    address = reverse("admin:sheet_answer", args=[member.sheet.pk])
    assert event.pgh_context.metadata == {"user": member.pk, "url": address}


def test_first_answer_of_a_criterion_is_kept_at_once_too(inside, member, django_assert_num_queries):
    member.sheet.scores.all().delete()
    put(inside, member, "8")  # the rows are gone: found out, and put there
    assert kept(member) == 8
    address = reverse("admin:sheet_answer", args=[member.sheet.pk])
    with django_assert_num_queries(1):
        inside.post(address, {"tieu-chi": "1.2", "ghi-chu": "Có"})
    with django_assert_num_queries(1):
        inside.post(address, {"tieu-chi": "1.2", "ghi-chu": "Có hợp đồng"})
    assert member.sheet.scores.get(criterion__code="1.2").note == "Có hợp đồng"


def role_ends(member):
    member.roles.update(valid_to=timezone.localdate())


def role_changes(member):
    member.roles.update(role=Role.EDITOR)


def becomes_administrator(member):
    RoleAssignment.objects.create(
        user=member, role=Role.ADMINISTRATOR, valid_from=timezone.localdate()
    )


def account_is_closed(member):
    type(member).objects.filter(pk=member.pk).update(is_active=False)


def password_changes(member):
    member.set_password("mot-mat-khau-khac-han")
    member.save()


def telephone_is_set_up(member):
    TOTPDevice.objects.create(user=member, confirmed=True)


def session_expires(_member):
    SignedIn.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))


def session_ends(_member):
    SignedIn.objects.all().delete()


def session_is_another(_member):
    SignedIn.objects.update(session_data="khong-ai-ky")


@pytest.mark.parametrize(
    ("happens", "answered"),
    [
        *((role_ends, 302), (role_changes, 409), (becomes_administrator, 409)),
        *((account_is_closed, 302), (password_changes, 302), (telephone_is_set_up, 302)),
        *((session_expires, 302), (session_ends, 302), (session_is_another, 302)),
    ],
)
def test_whoever_may_not_any_more_is_turned_away_at_the_next_answer(
    inside, member, happens, answered
):
    happens(member)
    for _ in range(2):
        assert put(inside, member, "9") == answered
    assert kept(member) == 7


def test_role_given_besides_and_a_session_written_anew_keep_nobody_out(inside, member):
    RoleAssignment.objects.create(user=member, role=Role.LEADER, valid_from=timezone.localdate())
    assert put(inside, member, "8") == 200
    session = inside.session
    session["gi-do"] = 1
    session.save()
    assert (put(inside, member, "9"), kept(member)) == (200, 9)


def test_second_factor_taken_away_shuts_the_office(inside, member, settings):
    settings.STAFF_SECOND_FACTOR = True
    device = TOTPDevice.objects.create(user=member, confirmed=True)
    session = inside.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    for points in "898":
        assert put(inside, member, points) == 200
    device.delete()
    assert (put(inside, member, "9"), kept(member)) == (302, 8)


def test_refusals_are_those_of_every_answer(inside, member):
    for sent in ({"phuong-an": "x"}, {"tieu-chi": "9.9"}):
        assert put(inside, member, **{"points": "9", **sent}) == 409
    other = Client()
    other.force_login(make_user(Role.COUNCIL_MEMBER))
    assert put(other, member, "9") == 403
    declare_conflict(item=member.sheet.item, kind=ConflictKind.SOFT, by=member, reason="Quen")
    assert (put(inside, member, "8"), kept(member)) == (200, 8)
    hand_in(member.sheet.item, member)
    address = reverse("admin:sheet_answer", args=[member.sheet.pk])
    answer = inside.post(address, {"tieu-chi": "1.1", "phuong-an": "9"})
    assert "đã khóa" in json.loads(answer.content)["refused"]
    assert kept(member) == 8


def test_form_token_is_asked_for(inside, member):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = inside.cookies
    assert (put(strict, member, "9"), kept(member)) == (403, 7)
    strict.cookies["csrftoken"] = "b" * 32
    address = reverse("admin:sheet_answer", args=[member.sheet.pk])
    sent = {"tieu-chi": "1.1", "phuong-an": "9"}
    assert strict.post(address, sent, headers={"X-CSRFToken": "b" * 32}).status_code == 200
    assert kept(member) == 9
