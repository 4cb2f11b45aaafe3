"""Following by e-mail: the form, the letter to confirm, what is followed, and leaving."""

import datetime as dt
import re

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from alerts.links import own_key
from alerts.models import Follow, Subscriber
from alerts.services import forget_unconfirmed
from ocop_portal.shared.outbox import send_due_mail
from ocop_portal.shared.outgoing_mail import OutgoingMail
from ocop_portal.shared.proof import new_token
from tests.factories.accounts import make_user
from tests.factories.alerts import make_follow, make_subscriber
from tests.factories.communes import make_commune
from tests.factories.producers import make_producer
from tests.factories.products import make_product

pytestmark = pytest.mark.django_db

MAIL = "lan@vi-du.vn"


def send(client, path="/theo-doi/", **fields):
    proof = new_token(timezone.now() - dt.timedelta(minutes=1))
    return client.post(path, {"email": MAIL, "proof": proof} | fields)


def link_in(letter: OutgoingMail, path: str) -> str:
    return re.search(rf"http://testserver((?:/en)?/theo-doi/{path}/\S+)", letter.body)[1]


def confirmed_by_letter(client, path="/theo-doi/") -> str:
    """Follow and confirm; the address of the page of all that is followed."""
    send(client, path)
    confirm = link_in(OutgoingMail.objects.latest("pk"), "xac-nhan")
    return client.post(confirm).headers["Location"]


@pytest.fixture
def things():
    commune = make_commune("Côn Minh")
    producer = make_producer("HTX Tài Hoan", commune=commune)
    return commune, producer, make_product("Miến dong", producer=producer, commune=commune)


def test_nothing_is_followed_before_a_button_behind_the_letter_is_pressed(client, things):
    _commune, _producer, product = things
    path = f"/theo-doi/san-pham/{product.slug}/"
    assert send(client, path).headers["Location"] == "/theo-doi/da-gui/"
    follow = Follow.objects.get()
    [letter] = OutgoingMail.objects.all()
    assert (letter.recipient, letter.is_confidential) == (MAIL, True)
    assert "theo dõi Miến dong." in letter.body
    page = client.get(link_in(letter, "xac-nhan"))
    follow.refresh_from_db()
    assert (page.status_code, follow.confirmed_at) == (200, None)
    own = client.post(link_in(letter, "xac-nhan"))
    follow.refresh_from_db()
    assert (follow.product, follow.confirmed_at is not None) == (product, True)
    assert "Miến dong</a>" in client.get(own.headers["Location"]).content.decode()


def test_each_kind_is_followed_from_its_own_page(client, things):
    commune, producer, product = things
    pages = {
        product.get_absolute_url(): "product",
        producer.get_absolute_url(): "producer",
        commune.get_absolute_url(): "commune",
        "/san-pham/?q=mien&xep=moi&trang=1": "catalogue",
    }
    for page, kind in pages.items():
        html = client.get(page).content.decode()
        path = re.search(r'href="(/theo-doi/[^"]*)"><svg', html)[1].replace("&amp;", "&")
        assert client.get(path).status_code == 200
        token = new_token(timezone.now() - dt.timedelta(minutes=1))
        send(client, path, email=f"{kind}@vi-du.vn", proof=token, sum=str(sum_of(token)))
        assert Follow.objects.get(subscriber__email=f"{kind}@vi-du.vn").kind == kind
    assert Follow.objects.get(kind="catalogue").query == "q=mien"


@pytest.mark.parametrize("path", ["san-pham/khong-co", "chu-the/an", "bai-viet/x"])
def test_what_is_not_public_cannot_be_followed(client, path):
    make_producer("Ẩn", slug="an", is_published=False)
    assert client.get(f"/theo-doi/{path}/").status_code == 404
    assert client.get(f"/theo-doi/{path}/tin.xml").status_code == 404


def test_page_never_tells_whether_an_address_follows_already(client):
    make_follow(make_subscriber(MAIL))
    known, unknown = send(client), send(client, email="moi@vi-du.vn")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    letter = OutgoingMail.objects.get(recipient=MAIL)
    assert "Bạn đang theo dõi rồi." in letter.body
    assert "xac-nhan" not in letter.body


def test_letter_to_a_stranger_holds_no_word_that_was_typed(client):
    send(client, "/theo-doi/?q=mua+ngay+bit.ly/x")
    [letter] = OutgoingMail.objects.all()
    assert "bit.ly" not in letter.body + letter.subject


def test_one_address_gets_three_letters_a_day_however_many_ask(client):
    for number in range(5):
        product = make_product(f"Chè {number}")
        token = new_token(timezone.now() - dt.timedelta(minutes=1))
        sums = {"email": MAIL.upper(), "proof": token, "sum": str(sum_of(token))}
        answer = client.post(f"/theo-doi/san-pham/{product.slug}/", sums)
        assert answer.headers["Location"] == "/theo-doi/da-gui/"
    assert OutgoingMail.objects.filter(recipient=MAIL).count() == 3
    assert Follow.objects.count() == 3


def sum_of(token: str) -> int:
    one, other, _moment = signing.loads(token, salt="shared.proof")
    return one + other


@pytest.mark.parametrize(
    "fields", [{"proof": ""}, {"website": "https://x.vn"}, {"email": "lan"}, {"email": ""}]
)
def test_machines_and_slips_are_told_and_nothing_is_lost(client, fields):
    answer = send(client, **fields)
    assert answer.status_code == 200
    assert "Chưa gửi được" in answer.content.decode()
    assert not Subscriber.objects.exists()


def test_pages_with_forms_and_keys_are_kept_by_nobody(client):
    own = confirmed_by_letter(client)
    confirm = "/theo-doi/xac-nhan/?khoa=x"
    for path in ("/theo-doi/", own, confirm, "/theo-doi/da-gui/"):
        assert "no-store" in client.get(path)["Cache-Control"], path
    assert client.get(own)["Referrer-Policy"] == "same-origin"


def test_button_behind_the_letter_works_in_a_browser(client):
    """Browsers name the origin of a form, but ``null`` where a page asks for no referrer."""
    send(client)
    link = link_in(OutgoingMail.objects.get(), "xac-nhan")
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(link)
    origin = "null" if page["Referrer-Policy"] == "no-referrer" else "http://testserver"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    answer = browser.post(link, {"csrfmiddlewaretoken": token}, headers={"origin": origin})
    assert (answer.status_code, Follow.objects.confirmed().count()) == (302, 1)


def test_key_that_is_not_ours_or_of_something_gone_opens_nothing(client):
    send(client)
    confirm = link_in(OutgoingMail.objects.get(), "xac-nhan")
    assert client.post(confirm[:-2]).status_code == 410
    assert client.get("/theo-doi/cua-toi/?khoa=1:2:3").status_code == 410
    Follow.objects.all().delete()
    assert client.post(confirm).status_code == 410


# --- Leaving -----------------------------------------------------------------------------------


def test_mail_program_leaves_with_one_click_and_without_our_cookie(client):
    own = confirmed_by_letter(client)
    strict = type(client)(enforce_csrf_checks=True)
    assert "Chưa" not in strict.get(own).content.decode()
    assert Subscriber.objects.count() == 1
    answer = strict.post(own, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Subscriber.objects.exists()
    assert not OutgoingMail.objects.filter(recipient=MAIL).exists()
    assert "Đã thôi theo dõi" in strict.post(own).content.decode()


def test_one_thing_is_left_and_the_address_goes_with_the_last(client, things):
    subscriber = make_subscriber(MAIL)
    first = make_follow(subscriber, product=things[2])
    last = make_follow(subscriber, producer=things[1])
    other = make_follow()
    own = f"/theo-doi/cua-toi/?khoa={own_key(subscriber)}"
    client.post(own, {"bo": str(other.pk)})
    assert Follow.objects.filter(pk=other.pk).exists()
    assert "HTX Tài Hoan" in client.post(own, {"bo": str(first.pk)}).content.decode()
    client.post(own, {"bo": str(last.pk)})
    assert list(Subscriber.objects.all()) == [other.subscriber]


def test_address_nobody_confirms_is_forgotten_with_its_letter(client):
    kept = make_follow()
    send(client)
    now = timezone.now()
    assert forget_unconfirmed(now + dt.timedelta(days=2)) == {
        "địa chỉ theo dõi không xác nhận đã xóa": 0
    }
    forget_unconfirmed(now + dt.timedelta(days=3, minutes=1))
    assert list(Subscriber.objects.all()) == [kept.subscriber]
    assert not OutgoingMail.objects.exists()


def test_outbox_and_trail_forget_whom_a_letter_went_to(client):
    send(client)
    send_due_mail(timezone.now() + dt.timedelta(minutes=1))
    letter = OutgoingMail.objects.get()
    assert (letter.state, letter.recipient, letter.body) == ("sent", "", "")
    events = OutgoingMail.pgh_event_model.objects.all()
    assert events.exists()
    assert MAIL not in str([event.__dict__ for event in events])


# --- The office --------------------------------------------------------------------------------


def test_office_sees_what_is_followed_but_not_by_whom(client):
    subscriber = make_subscriber(MAIL)
    follow = make_follow(subscriber, product=make_product("Miến dong Tài Hoan"))
    client.force_login(make_user(is_superuser=True))
    html = client.get("/quan-tri/alerts/follow/").content.decode()
    html += client.get(f"/quan-tri/alerts/follow/{follow.pk}/change/").content.decode()
    assert "Miến dong Tài Hoan" in html
    assert MAIL not in html
    found = client.get("/quan-tri/alerts/follow/", {"q": MAIL.upper()}).context["cl"]
    assert list(found.result_list) == [follow]
    assert not client.get("/quan-tri/alerts/follow/", {"q": "lan@vi"}).context["cl"].result_list


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_what_is_followed(client, rows, django_assert_num_queries):
    subscriber = make_subscriber()
    for number in range(rows):
        make_follow(subscriber, product=make_product(f"Chè {number}"))
        make_follow(subscriber, producer=make_producer(f"HTX {number}"))
        make_follow(subscriber, commune=make_commune(f"Xã {number}"))
        make_follow(subscriber, query=f"q=che+{number}")
    own = f"/theo-doi/cua-toi/?khoa={own_key(subscriber)}"
    client.get(own)
    with django_assert_num_queries(3):
        assert client.get(own).content.count(b'name="bo"') == rows * 4
