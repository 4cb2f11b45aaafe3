"""Signing in: who is let in, who must wait, and that nobody learns which names exist."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.sign_in import INVALID, attempted_name, client_address
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.producers import make_producer

pytestmark = pytest.mark.django_db

DOOR = "/quan-tri/dang-nhap/"
FAILURES = 5


@pytest.fixture
def officer():
    return make_user(Role.PROVINCE_OFFICER, username="lan")


def sign_in(client, username="lan", password=PASSWORD, address="203.0.113.7", **fields):
    return client.post(
        DOOR, {"username": username, "password": password, **fields}, REMOTE_ADDR=address
    )


def fail(client, times, **fields):
    answers = [sign_in(client, password="sai", **fields) for _ in range(times)]
    return answers[-1]


def test_right_password_opens_the_office(client, officer):
    answer = sign_in(client)
    assert (answer.status_code, answer.url) == (302, "/quan-tri/")
    assert client.get("/quan-tri/").status_code == 200


def test_page_asked_for_is_shown_after_signing_in(client, officer):
    asked = client.get("/quan-tri/products/product/")
    assert asked.url == f"{DOOR}?next=/quan-tri/products/product/"
    answer = sign_in(client, next="/quan-tri/products/product/")
    assert answer.url == "/quan-tri/products/product/"


@pytest.mark.parametrize("where", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_signing_in(client, officer, where):
    assert sign_in(client, next=where).url == "/quan-tri/"


def test_wrong_name_and_wrong_password_sound_the_same(client, officer):
    make_user(username="khong-vai-tro")
    make_user(Role.EDITOR, username="nghi-viec", is_active=False)
    producer = make_user(username="chu-the")
    producer.roles.create(
        role=Role.PRODUCER, producer=make_producer(), valid_from=dt.date(2020, 1, 1)
    )
    attempts = [
        ("lan", "sai"),
        ("khong-co-ai", PASSWORD),
        ("khong-vai-tro", PASSWORD),
        ("nghi-viec", PASSWORD),
        ("chu-the", PASSWORD),
    ]
    answers = [sign_in(client, *attempt) for attempt in attempts]
    said = [(each.status_code, each.context["form"].non_field_errors()) for each in answers]
    assert said == [(200, [INVALID])] * len(attempts)
    assert "_auth_user_id" not in client.session


def test_fifth_failure_makes_the_name_wait_at_that_address(client, officer):
    answer = fail(client, FAILURES)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    text = answer.content.decode()
    assert "đã nhập sai 5 lần" in text
    assert "<strong>15 phút</strong>" in text
    assert sign_in(client).status_code == 429


def test_name_nobody_bears_waits_just_the_same(client):
    assert fail(client, FAILURES, username="khong-co-ai").status_code == 429


def test_colleague_behind_the_same_address_signs_in(client, officer):
    make_user(Role.EDITOR, username="minh")
    fail(client, FAILURES)
    assert sign_in(client, "minh").status_code == 302


def test_stranger_elsewhere_does_not_lock_the_officer_out(client, officer):
    fail(client, FAILURES, address="198.51.100.1")
    assert sign_in(client, address="203.0.113.7").status_code == 302


def test_waiting_ends(client, officer):
    fail(client, FAILURES)
    AccessAttempt.objects.update(attempt_time=timezone.now() - dt.timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_trying_while_waiting_does_not_prolong_it(client, officer):
    fail(client, FAILURES)
    before = AccessAttempt.objects.get().attempt_time
    fail(client, 3)
    assert AccessAttempt.objects.get().attempt_time == before


def test_success_forgets_earlier_failures(client, officer):
    fail(client, FAILURES - 1)
    sign_in(client)
    assert fail(client, 1).status_code == 200


@pytest.mark.parametrize("typed", ["LAN", "ｌａｎ", " lan ", "lan\u200b"])
def test_writing_the_name_otherwise_gives_no_further_tries(client, officer, typed):
    fail(client, FAILURES - 1)
    assert fail(client, 1, username=typed).status_code == 429


def test_browsers_are_not_told_apart(client, officer):
    for number in range(FAILURES - 1):
        client.post(DOOR, {"username": "lan", "password": "sai"}, HTTP_USER_AGENT=f"b{number}")
    answer = client.post(DOOR, {"username": "lan", "password": "sai"}, HTTP_USER_AGENT="khac")
    assert answer.status_code == 429


@pytest.mark.parametrize("name", ["", "\x00", "a" * 10_000, "' OR 1=1 --"])
def test_any_name_gets_an_answer(client, name):
    assert fail(client, 1, username=name).status_code == 200


def test_name_is_counted_as_one_however_typed():
    request = RequestFactory().post("/", {"username": "ＬＡＮ\x07 "})
    assert attempted_name(request) == "lan"
    assert attempted_name(request, {"username": "Minh"}) == "minh"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.9", "203.0.113.7"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "10.0.0.1, 198.51.100.9", "198.51.100.9"),
        (2, "10.0.0.1, 198.51.100.9, 192.0.2.1", "198.51.100.9"),
        (2, "198.51.100.9", "203.0.113.7"),
        (1, "", "203.0.113.7"),
    ],
)
def test_address_is_believed_only_from_our_own_proxies(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", headers=headers)
    assert client_address(request) == address


def test_person_whose_role_has_ended_is_told_so_at_the_door(client):
    client.force_login(make_user(username="cu"))
    text = client.get(DOOR).content.decode()
    assert "không có vai trò nào đang hiệu lực" in text


def test_signed_in_officer_need_not_sign_in_again(client, officer):
    client.force_login(officer)
    assert client.get(DOOR).url == "/quan-tri/"


def test_signing_out_takes_a_post_and_ends_the_session(client, officer):
    client.force_login(officer)
    assert client.get("/quan-tri/dang-xuat/").status_code == 405
    assert client.post("/quan-tri/dang-xuat/").url == DOOR
    assert client.get("/quan-tri/").status_code == 302


def test_password_is_changed_and_other_sessions_end(client, officer, django_user_model):
    other = client.__class__()
    other.force_login(officer)
    client.force_login(officer)
    new = "rung-Ba-Be-2040"
    answer = client.post(
        reverse("admin:password_change"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert answer.url == "/quan-tri/doi-mat-khau/xong/"
    officer.refresh_from_db()
    assert officer.check_password(new)
    assert client.get("/quan-tri/").status_code == 200
    assert other.get("/quan-tri/").status_code == 302


@pytest.mark.parametrize("new", ["12345678", "password", "ngan", "20262026202"])
def test_weak_password_is_refused(client, officer, new):
    client.force_login(officer)
    answer = client.post(
        reverse("admin:password_change"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert answer.status_code == 200
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
