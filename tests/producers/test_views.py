"""The public pages of producers: who makes what, where, and nothing they did not agree to show."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from producers.enums import PremisesKind
from tests.factories.communes import make_commune, make_district, make_former_commune
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIST_QUERIES, DETAIL_QUERIES = 10, 26


def html(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def rows(page: str) -> list[str]:
    return re.findall(r'<h3 class="row__name"[^>]*><a href="[^"]+">([^<]+)</a>', page)


def text(page: str) -> str:
    return re.sub(r" ([,.;)])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", page).split()))


def test_list_is_alphabetical_and_public(client):
    for name in ["HTX Đại Hà", "HTX Dung", "Cơ sở Ánh"]:
        make_producer(name)
    make_producer("HTX Kín", is_published=False)
    page = html(client, "/chu-the/")
    assert rows(page) == ["Cơ sở Ánh", "HTX Dung", "HTX Đại Hà"]
    assert "Kín" not in page


def test_list_shows_the_commune_of_today_and_public_products(client):
    today = make_commune("Bạch Thông")
    producer = make_producer(commune=make_former_commune("Lục Bình", successor=today))
    make_product("Nấm", producer=producer)
    make_product("Ẩn", producer=producer, is_published=False)
    make_producer("HTX Xa", district=make_district("Huyện Na Rì"))
    said = text(html(client, "/chu-the/"))
    assert "HTX Tài Hoan Xã Bạch Thông 1 sản phẩm" in said
    assert "Huyện Na Rì (cũ; chưa rõ xã)" in said


def test_facets_count_and_narrow(client):
    place = make_commune("Côn Minh", slug="con-minh")
    make_producer("HTX A", kind="htx", commune=place)
    make_producer("Công ty B", kind="cong_ty", commune=place)
    make_producer("HTX C", kind="htx")
    assert rows(html(client, "/chu-the/?loai=htx")) == ["HTX A", "HTX C"]
    page = html(client, "/chu-the/?xa=con-minh&loai=cong-ty")
    assert rows(page) == ["Công ty B"]
    assert re.search(r'value="htx"><span>Hợp tác xã</span><span class="facet__n">1</span>', page)
    assert rows(html(client, "/chu-the/?loai=la&xa=khong-co")) == ["Công ty B", "HTX A", "HTX C"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tai hoan", ["HTX Tài Hoan"]),
        ("Hoan Tài", ["HTX Tài Hoan"]),
        ("hợp tác xã tài hoan", ["HTX Tài Hoan"]),
        ("con minh", ["HTX Tài Hoan"]),
        ("nha may", ["Công ty CP Curcumin Bắc Hà"]),
        ("curcmin", ["Công ty CP Curcumin Bắc Hà"]),
        ("xyzzy", []),
    ],
)
def test_search(client, words, found):
    make_producer(commune=make_commune("Côn Minh"))
    company = make_producer("Công ty CP Curcumin Bắc Hà", kind="cong_ty")
    company.other_names.create(name="Nhà máy Curcumin")
    assert rows(html(client, f"/chu-the/?q={words}")) == found


def test_near_names_are_said_to_be_near(client):
    make_producer("Công ty CP Curcumin Bắc Hà")
    assert "đây là những tên gần giống" in html(client, "/chu-the/?q=curcmin")
    assert "gần giống" not in html(client, "/chu-the/?q=curcumin")


def test_detail_shows_contacts_only_with_consent(client):
    contacts = {
        "phone": "0209 123",
        "email": "a@b.vn",
        "website": "https://a.vn",
        "representative": "Nguyễn Thị Hoan",
        "address": "Thôn Chè Cọ",
    }
    secret = make_producer("HTX Kín tiếng", **contacts)
    page = html(client, secret.get_absolute_url())
    assert [value for value in contacts.values() if value in page] == []
    assert "Chủ thể chưa đồng ý công khai thông tin liên hệ." in page
    agreed = make_producer(
        "HTX Cởi mở", has_contact_consent=True, contact_consent_on=TODAY, **contacts
    )
    page = html(client, agreed.get_absolute_url())
    assert [value for value in contacts.values() if value not in page] == []


def test_detail_shows_identifiers_other_names_places_and_products(client):
    today = make_commune("Côn Minh")
    former = make_former_commune(
        "Hảo Nghĩa", successor=today, district=make_district("Huyện Na Rì")
    )
    producer = make_producer(tax_code="4700123456", commune=former)
    producer.other_names.create(name="Miến dong Tài Hoan")
    producer.premises.create(kind=PremisesKind.WORKSHOP, commune=former, address="Thôn A")
    producer.premises.create(kind=PremisesKind.SHOP, address="Nhà riêng", is_public=False)
    certify(make_product("Miến dong", producer=producer), stars=5, on=TODAY)
    make_product("Ẩn", producer=producer, is_published=False)
    page = html(client, producer.get_absolute_url())
    said = text(page)
    assert "Mã số thuế 4700123456" in said
    assert "Tên khác Miến dong Tài Hoan" in said
    assert "Xã Côn Minh Lúc ghi sổ: Xã Hảo Nghĩa, Huyện Na Rì" in said
    assert "Cơ sở sản xuất Thôn A, Xã Côn Minh" in said
    assert "Nhà riêng" not in said
    assert re.findall(r'<h3 class="card__name"[^>]*><a[^>]+>([^<]+)', page) == ["Miến dong"]
    assert "5 sao" in said


def test_unpublished_producer_has_no_page(client):
    producer = make_producer(is_published=False)
    assert client.get(producer.get_absolute_url()).status_code == 404


def _fill(count):
    producer = None
    for number in range(count):
        former = make_former_commune(f"Cũ {number}", successor=make_commune(f"Nay {number}"))
        producer = make_producer(f"HTX {number}", commune=former)
        for part in range(count):
            producer.other_names.create(name=f"Tên {part}")
            producer.premises.create(kind=PremisesKind.WORKSHOP, commune=former, address=str(part))
            certify(make_product(producer=producer, commune=former), on=dt.date(2026, 1, 1))
    return producer


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_constant_queries(client, django_assert_num_queries, count):
    _fill(count)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/chu-the/?q=htx")


@pytest.mark.parametrize("count", [1, 3])
def test_detail_takes_constant_queries(client, django_assert_num_queries, count):
    producer = _fill(count)
    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(producer.get_absolute_url())
