"""Accounts on the public side: register, confirm, sign in, recover, change, close."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.enums import RequestState, Role
from accounts.links import EMAIL, sign
from accounts.models import Registration, User
from accounts.registering import KEPT, forget_registrations
from ocop_portal.shared.models import OutgoingMail
from ocop_portal.shared.outbox import send_due_mail
from tests.factories.accounts import (
    PASSWORD,
    give_role,
    make_owner,
    make_person,
    make_request,
    make_user,
)
from tests.factories.producers import make_producer

pytestmark = pytest.mark.django_db

REGISTER, SIGN_IN, FORGOT = (
    "/tai-khoan/dang-ky/",
    "/tai-khoan/dang-nhap/",
    "/tai-khoan/quen-mat-khau/",
)
TYPED = {
    "full_name": "Nông Văn Tài",
    "email": "Tai@Vi.du",
    "phone": "0912 345 678",
    "password": PASSWORD,
    "consent": "on",
}
NEW = "rung-Ba-Be-2040"


def post(client, **changed):
    return client.post(REGISTER, TYPED | changed)


def deliver():
    """Send what waits; the letters sent now."""
    mail.outbox.clear()
    send_due_mail(timezone.now() + dt.timedelta(seconds=1))
    return mail.outbox


def link_in(letter):
    return re.search(r"http://testserver(/\S+)", letter.body)[1]


def sign_in(client, username, password=PASSWORD, **fields):
    return client.post(SIGN_IN, {"username": username, "password": password, **fields})


def is_in(client):
    return "_auth_user_id" in client.session


def test_person_registers_confirms_and_is_in(client):
    assert post(client).url == "/tai-khoan/dang-ky/da-gui/"
    assert not User.objects.exists()
    [letter] = deliver()
    assert letter.to == ["tai@vi.du"]
    link = link_in(letter)
    assert "tai@vi.du" in client.get(link).content.decode()
    assert not User.objects.exists()  # a scanner of mail opens links, it presses nothing
    answer = client.post(link, {"password": PASSWORD})
    assert answer.url == "/tai-khoan/"
    user = User.objects.get()
    assert (user.username, user.full_name, user.is_staff) == ("tai@vi.du", "Nông Văn Tài", False)
    assert user.consented_at
    assert user.consent_text
    assert is_in(client)
    assert not Registration.objects.exists()


def test_link_of_a_registration_opens_once_and_not_when_tampered_with(client):
    post(client)
    link = link_in(deliver()[0])
    stranger = client.__class__()
    broken = link[:-3] + ("AA/" if link[-3:] != "AA/" else "BB/")
    assert client.get(broken).status_code == 410
    client.post(link, {"password": PASSWORD})
    answer = stranger.post(link, {"password": PASSWORD})
    assert answer.status_code == 410
    assert "đã được dùng" in answer.content.decode()
    assert not is_in(stranger)


def test_link_of_a_registration_grows_old(client, monkeypatch):
    post(client)
    link = link_in(deliver()[0])
    later = timezone.now() + KEPT + dt.timedelta(minutes=1)
    monkeypatch.setattr("django.core.signing.time.time", later.timestamp)
    assert "quá hạn" in client.get(link).content.decode()
    assert forget_registrations(later) == {"đăng ký quá hạn đã xóa": 1}


def test_owner_of_an_address_does_not_open_what_a_stranger_registered_with_it(client):
    post(client, password="mat-khau-ke-gian-9")
    link = link_in(deliver()[0])
    answer = client.post(link, {"password": PASSWORD})
    assert answer.status_code == 422
    assert not User.objects.exists()
    assert not is_in(client)


def test_nobody_learns_which_addresses_have_an_account(client):
    make_person(email="co@vi.du")
    known, unknown = post(client, email="co@vi.du"), post(client, email="moi@vi.du")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    letters = {letter.to[0]: letter for letter in deliver()}
    assert "đã có tài khoản" in letters["co@vi.du"].subject
    assert Registration.objects.count() == 1
    known = client.post(FORGOT, {"email": "co@vi.du"})
    unknown = client.post(FORGOT, {"email": "khong@vi.du"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "khong-phai", "Ghi đủ địa chỉ"),
        ("full_name", "Xem http://xau.vn", "bằng chữ"),
        ("phone", "abc", "bằng chữ số"),
        ("password", "12345678", "quá"),
        ("consent", "", "Cần bạn đồng ý"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, field, value, said):
    answer = post(client, **{field: value})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors[field])
    assert f'href="#id_{field}"' in text
    assert ('value="Nông Văn Tài"' in text) == (field != "full_name")
    assert not OutgoingMail.objects.exists()


def test_registering_is_throttled_by_caller_and_by_address(client):
    for number in range(20):
        assert post(client, email=f"n{number % 2}@vi.du").status_code == 302
    assert OutgoingMail.objects.count() == 6  # three letters an hour to each address
    answer = post(client, email="khac@vi.du")
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


def test_pages_with_a_form_are_kept_by_nobody(client):
    for path in (REGISTER, SIGN_IN, FORGOT, "/en/tai-khoan/dang-nhap/"):
        for _ in range(2):
            answer = client.get(path)
            assert "no-store" in answer["Cache-Control"]
            assert answer["X-Robots-Tag"] == "noindex"
            assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_person_signs_in_by_address_however_typed_and_is_sent_on(client):
    make_person(email="tai@vi.du")
    answer = sign_in(client, " Tai@VI.du ", next="/tai-khoan/tim-chu-the/")
    assert answer.url == "/tai-khoan/tim-chu-the/"
    assert client.post("/tai-khoan/dang-xuat/").url == "/"
    assert not is_in(client)
    assert client.get("/tai-khoan/dang-xuat/").status_code == 405


@pytest.mark.parametrize("where", ["https://xau.vn/", "//xau.vn", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(client, where):
    make_person(email="tai@vi.du")
    assert sign_in(client, "tai@vi.du", next=where).url == "/tai-khoan/"


def test_fifth_failure_makes_the_name_wait_in_words_of_the_public_side(client):
    make_person(email="tai@vi.du")
    for _ in range(5):
        answer = sign_in(client, "tai@vi.du", "sai")
    assert answer.status_code == 429
    assert "Tạm khóa đăng nhập" in answer.content.decode()
    assert "accounts/locked_out.html" in [each.name for each in answer.templates]
    assert sign_in(client, "tai@vi.du").status_code == 429


def test_officer_who_signs_in_here_still_shows_the_second_factor_there(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    make_user(Role.PROVINCE_OFFICER, username="lan")
    assert sign_in(client, "lan").url == "/tai-khoan/"
    assert client.get("/quan-tri/").url.startswith("/quan-tri/dang-nhap/")
    assert client.get("/quan-tri/dang-nhap/").url.startswith("/quan-tri/xac-thuc/")


def test_header_names_the_reader_and_kept_pages_stay_anonymous(client):
    reader = client.__class__()
    assert "Đăng nhập" in reader.get("/gioi-thieu/").content.decode()
    client.force_login(make_person("Hoàng Thị Lan"))
    own = client.get("/gioi-thieu/")
    assert "Hoàng Thị Lan" in own.content.decode()
    assert own["Cache-Control"] == "private, no-cache"
    anonymous = reader.get("/gioi-thieu/")
    assert "Hoàng Thị Lan" not in anonymous.content.decode()
    assert "Set-Cookie" not in anonymous


def test_forgotten_password_is_set_anew_once(client):
    user = make_person(email="tai@vi.du")
    client.post(FORGOT, {"email": "tai@vi.du"})
    link = link_in(deliver()[0])
    assert client.post(link, {"new_password": "12345678"}).status_code == 422
    assert client.post(link, {"new_password": NEW}).url == SIGN_IN
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.get(link).status_code == 410
    assert "Mật khẩu đã đổi" in deliver()[0].subject


@pytest.mark.parametrize("uid", ["x", "MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_made_up_link_sets_no_password(client, uid):
    make_person()
    assert client.post(f"/tai-khoan/dat-lai-mat-khau/{uid}/a-b/", {}).status_code == 410


def test_password_of_an_officer_is_not_set_by_a_letter(client):
    make_user(Role.PROVINCE_OFFICER, username="lan", email="lan@vi.du")
    client.post(FORGOT, {"email": "lan@vi.du"})
    [letter] = deliver()
    assert "quản trị hệ thống" in letter.body
    assert "dat-lai-mat-khau" not in letter.body


def test_address_changes_once_its_new_owner_has_answered(client):
    user = make_person(email="cu@vi.du")
    client.force_login(user)
    assert (
        client.post("/tai-khoan/thu-dien-tu/", {"email": "moi@vi.du", "current": "sai"}).status_code
        == 422
    )
    client.post("/tai-khoan/thu-dien-tu/", {"email": "moi@vi.du", "current": PASSWORD})
    user.refresh_from_db()
    assert user.email == "cu@vi.du"
    [letter] = deliver()
    assert letter.to == ["moi@vi.du"]
    link = link_in(letter)
    client.get(link)
    client.post(link)
    user.refresh_from_db()
    assert (user.email, user.username) == ("moi@vi.du", "moi@vi.du")
    assert deliver()[0].to == ["cu@vi.du"]
    assert client.post(link).status_code == 410


def test_address_of_somebody_else_is_not_taken(client):
    make_person(email="khac@vi.du")
    user = make_person(email="cu@vi.du")
    link = reverse(
        "accounts:email_confirm", args=[sign(EMAIL, u=user.pk, old="cu@vi.du", new="khac@vi.du")]
    )
    assert client.post(link).status_code == 410
    user.refresh_from_db()
    assert user.email == "cu@vi.du"


def test_password_is_changed_with_the_one_in_use_and_other_sessions_end(client):
    user = make_person()
    other = client.__class__()
    other.force_login(user)
    client.force_login(user)
    page = "/tai-khoan/mat-khau/"
    assert client.post(page, {"current": "sai", "new_password": NEW}).status_code == 422
    assert client.post(page, {"current": PASSWORD, "new_password": NEW}).url == "/tai-khoan/"
    assert client.get("/tai-khoan/").status_code == 200
    assert other.get("/tai-khoan/").status_code == 302


def test_guessing_at_the_password_of_an_open_session_is_throttled(client):
    client.force_login(make_person())
    page = "/tai-khoan/mat-khau/"
    answers = [client.post(page, {"current": "sai", "new_password": NEW}) for _ in range(11)]
    assert [answer.status_code for answer in answers[-2:]] == [422, 429]


def test_name_and_telephone_are_changed_and_nothing_else(client):
    user = make_person()
    client.force_login(user)
    client.post(
        "/tai-khoan/thong-tin/",
        {
            "full_name": "Lý Thị Mai",
            "phone": "0987 654 321",
            "is_superuser": "1",
            "email": "x@vi.du",
        },
    )
    changed = User.objects.get(pk=user.pk)
    assert (changed.full_name, changed.email, changed.is_superuser) == (
        "Lý Thị Mai",
        user.email,
        False,
    )


def test_closed_account_keeps_the_name_alone(client):
    producer = make_producer()
    user = make_owner(producer, name="Lý Thị Mai", email="mai@vi.du")
    asked = make_request(producer=make_producer("HTX Hai"), person=user)
    client.force_login(user)
    assert producer.name in client.get("/tai-khoan/dong/").content.decode()
    assert client.post("/tai-khoan/dong/", {"current": PASSWORD}).status_code == 422
    assert client.post("/tai-khoan/dong/", {"current": PASSWORD, "checked": "on"}).url == "/"
    user.refresh_from_db()
    asked.refresh_from_db()
    assert (user.email, user.phone, user.full_name, user.is_active) == ("", "", "Lý Thị Mai", False)
    assert not user.roles.held(timezone.localdate()).exists()
    assert asked.state == RequestState.WITHDRAWN
    assert sign_in(client, "mai@vi.du").status_code == 422
    assert deliver()[0].to == ["mai@vi.du"]


def test_officers_account_is_not_closed_here(client):
    user = make_user(Role.EDITOR)
    give_role(user, Role.PRODUCER, producer=make_producer())
    client.force_login(user)
    client.post("/tai-khoan/dong/", {"current": PASSWORD, "checked": "on"})
    user.refresh_from_db()
    assert user.is_active


def test_page_on_personal_data_is_public(client):
    text = client.get("/tai-khoan/du-lieu-ca-nhan/").content.decode()
    assert "91/2025/QH15" in text
    assert "noindex" not in text
