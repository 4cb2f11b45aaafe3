"""The second factor: set-up, the second step, codes on paper, and every way round it."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from accounts.enums import Role
from accounts.models import Authenticator
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db

DOOR, STEP, SET_UP = (
    "/quan-tri/dang-nhap/",
    "/quan-tri/xac-thuc/",
    "/quan-tri/xac-thuc/cai-dat/",
)
OFFICE = "/quan-tri/products/product/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def officer():
    return make_user(Role.PROVINCE_OFFICER, username="lan")


@pytest.fixture
def equipped(officer):
    """The officer with a telephone and codes on paper."""
    device = second_factor.pending_authenticator(officer)
    _, officer.codes = second_factor.confirm_authenticator(user=officer, figures=figures(device))
    rest(officer)
    return officer


def figures(device, step=0):
    return f"{totp(device.bin_key, device.step, device.t0, device.digits, step):06}"


def rest(user):
    """Let time pass: what was shown may be shown anew, wrong tries are forgiven."""
    TOTPDevice.objects.filter(user=user).update(
        last_t=-1, throttling_failure_timestamp=None, throttling_failure_count=0
    )


def wrong(user):
    right = {
        figures(TOTPDevice.objects.get(user=user, confirmed=True), step) for step in (-1, 0, 1)
    }
    return next(f"{number:06}" for number in range(10) if f"{number:06}" not in right)


def give_password(client, **fields):
    return client.post(DOOR, {"username": "lan", "password": PASSWORD, **fields})


def is_inside(client):
    return client.get(OFFICE).status_code == 200


def test_first_sign_in_leads_to_the_set_up_and_then_to_the_page_asked_for(client, officer):
    give_password(client, next=OFFICE)
    answer = client.get(OFFICE, follow=True)
    assert [url for url, _ in answer.redirect_chain] == [
        f"{DOOR}?next={OFFICE}",
        f"{STEP}?next=%2Fquan-tri%2Fproducts%2Fproduct%2F",
        f"{SET_UP}?next=%2Fquan-tri%2Fproducts%2Fproduct%2F",
    ]
    device = TOTPDevice.objects.get(user=officer)
    answer = client.post(SET_UP, {"token": figures(device), "next": OFFICE})
    codes = re.findall(r"<code>(\w{4}) (\w{4})</code>", answer.content.decode())
    assert len(codes) == second_factor.CODES
    assert answer.context["continue_to"] == OFFICE
    assert is_inside(client)


def test_set_up_shows_a_picture_and_a_key_that_hold_the_same_secret(client, officer):
    give_password(client)
    answer = client.get(SET_UP)
    device = TOTPDevice.objects.get(user=officer)
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    assert answer.context["key"].replace(" ", "") == secret
    assert answer.context["qr"].startswith("data:image/svg+xml")
    assert not device.confirmed


def test_wrong_figures_do_not_finish_the_set_up(client, officer):
    give_password(client)
    client.get(SET_UP)
    answer = client.post(SET_UP, {"token": "000000"})
    assert answer.context["form"].errors["token"]
    assert not second_factor.has_authenticator(officer)
    assert not is_inside(client)


@pytest.mark.parametrize("token", ["", "12345", "1234567", "abcdef", "12 34 56 78"])
def test_what_is_no_six_figures_is_refused_at_set_up(client, officer, token):
    give_password(client)
    answer = client.post(SET_UP, {"token": token})
    assert answer.context["form"].errors["token"]


def test_right_figures_open_the_office(client, equipped):
    give_password(client)
    assert not is_inside(client)
    device = TOTPDevice.objects.get(user=equipped)
    answer = client.post(STEP, {"token": figures(device), "next": OFFICE})
    assert (answer.status_code, answer.url) == (302, OFFICE)
    assert is_inside(client)


def test_session_has_a_new_key_after_the_second_step(client, equipped):
    give_password(client)
    before = client.session.session_key
    client.post(STEP, {"token": figures(TOTPDevice.objects.get(user=equipped))})
    assert client.session.session_key != before
    assert is_inside(client)


def test_same_figures_open_only_once(client, equipped):
    give_password(client)
    token = figures(TOTPDevice.objects.get(user=equipped))
    client.post(STEP, {"token": token})
    thief = client.__class__()
    give_password(thief)
    answer = thief.post(STEP, {"token": token})
    assert answer.context["form"].errors["token"]
    assert not is_inside(thief)


def test_code_on_paper_opens_once_however_it_is_typed(client, equipped):
    code = equipped.codes[0]
    give_password(client)
    client.post(STEP, {"token": f" {code[:4].upper()} {code[4:]} "})
    assert is_inside(client)
    assert second_factor.codes_left(equipped) == second_factor.CODES - 1
    thief = client.__class__()
    give_password(thief)
    thief.post(STEP, {"token": code})
    assert not is_inside(thief)


def test_code_of_somebody_else_does_not_open(client, equipped):
    other = make_user(Role.EDITOR)
    codes = second_factor.new_codes(user=other)
    give_password(client)
    client.post(STEP, {"token": codes[0]})
    assert not is_inside(client)
    assert second_factor.codes_left(other) == second_factor.CODES


def test_wrong_try_makes_the_next_wait_even_if_right(client, equipped):
    give_password(client)
    for _ in range(3):
        client.post(STEP, {"token": wrong(equipped)})
    device = TOTPDevice.objects.get(user=equipped)
    answer = client.post(STEP, {"token": figures(device)})
    assert re.match(r"Nhập sai nhiều lần\. Đợi \d+ giây", answer.context["form"].errors["token"][0])
    assert not is_inside(client)
    rest(equipped)
    client.post(STEP, {"token": figures(device)})
    assert is_inside(client)


def test_password_alone_opens_nothing_but_the_second_step(client, equipped):
    give_password(client)
    open_pages = {STEP, DOOR}
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        answer = client.get(reverse(name))
        assert answer.status_code == 302, model_admin
        assert answer.url.startswith(DOOR)
    for name in ("index", "account", "password_change", "journal", "jsi18n", "autocomplete"):
        answer = client.get(reverse(f"admin:{name}"))
        assert answer.status_code == 302, name
        assert answer.url.partition("?")[0] in open_pages


def test_password_alone_does_not_set_up_another_telephone(client, equipped):
    give_password(client)
    answer = client.get(SET_UP)
    assert answer.url.startswith(STEP)
    answer = client.post(SET_UP, {"token": "123456"})
    assert answer.url.startswith(STEP)
    assert TOTPDevice.objects.filter(user=equipped).count() == 1


def test_password_alone_does_not_fetch_new_codes(client, equipped):
    give_password(client)
    assert client.post("/quan-tri/tai-khoan/ma-du-phong/").status_code == 302
    assert second_factor.codes_left(equipped) == second_factor.CODES


def test_telephone_not_yet_confirmed_opens_nothing(client, equipped):
    give_password(client)
    pending = TOTPDevice.objects.create(user=equipped, confirmed=False)
    client.post(STEP, {"token": figures(pending)})
    assert not is_inside(client)


def test_session_that_claims_another_persons_telephone_is_not_believed(client, equipped):
    thief = make_user(Role.PROVINCE_OFFICER, username="ke-gian")
    client.force_login(thief)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.get(user=equipped).persistent_id
    session.save()
    assert not is_inside(client)


def test_signing_out_is_possible_half_way_in(client, equipped):
    give_password(client)
    assert client.post("/quan-tri/dang-xuat/").url == DOOR
    assert "_auth_user_id" not in client.session


def test_signing_in_anew_asks_for_the_second_factor_anew(client, equipped):
    give_password(client)
    client.post(STEP, {"token": equipped.codes[0]})
    client.post("/quan-tri/dang-xuat/")
    give_password(client)
    assert not is_inside(client)


def test_role_that_ended_closes_the_second_step_too(client, equipped):
    give_password(client)
    equipped.roles.update(valid_to=timezone.localdate())
    assert client.get(STEP).url == DOOR
    assert client.get(SET_UP).url == DOOR


@pytest.mark.parametrize("path", [STEP, SET_UP])
def test_stranger_is_sent_to_the_door(client, path):
    assert client.get(path).url == DOOR


def test_new_telephone_takes_the_place_of_the_old(client, equipped):
    give_password(client)
    client.post(STEP, {"token": equipped.codes[0]})
    old = TOTPDevice.objects.get(user=equipped)
    client.get(SET_UP)
    pending = TOTPDevice.objects.get(user=equipped, confirmed=False)
    client.post(SET_UP, {"token": figures(pending)})
    assert list(TOTPDevice.objects.filter(user=equipped)) == [pending]
    assert old != pending
    assert is_inside(client)
    assert not StaticToken.objects.filter(token=equipped.codes[1]).exists()


def test_new_codes_end_the_old(client, equipped):
    give_password(client)
    client.post(STEP, {"token": equipped.codes[0]})
    answer = client.post("/quan-tri/tai-khoan/ma-du-phong/")
    shown = set(answer.context["codes"])
    assert shown == set(StaticToken.objects.values_list("token", flat=True))
    assert shown.isdisjoint(equipped.codes)


def test_nobody_is_sent_elsewhere_after_the_second_step(client, equipped):
    give_password(client)
    answer = client.post(STEP, {"token": equipped.codes[0], "next": "https://example.com/"})
    assert answer.url == "/quan-tri/"


def test_where_it_is_not_required_whoever_has_one_shows_it_all_the_same(client, equipped, settings):
    settings.STAFF_SECOND_FACTOR = False
    give_password(client)
    assert not is_inside(client)
    colleague = make_user(Role.EDITOR)
    client.force_login(colleague)
    assert is_inside(client)


def test_trail_tells_of_the_telephone_and_keeps_its_secret(equipped):
    events = Authenticator.pgh_event_model.objects.filter(user=equipped)
    assert list(events.values_list("pgh_label", "confirmed")) == [
        ("insert", False),
        ("update", True),
    ]
    columns = {field.name for field in Authenticator.pgh_event_model._meta.fields}
    assert columns.isdisjoint({"key", "last_t", "drift"})


def test_reset_makes_the_person_set_up_anew(client, equipped):
    second_factor.reset(user=equipped)
    give_password(client)
    assert client.get(STEP).url.startswith(SET_UP)
