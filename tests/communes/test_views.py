"""The public pages of the units."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from communes.enums import CommuneKind
from communes.models import Commune, CommuneName
from tests.factories.communes import REFORM, make_commune, make_district, make_former_commune
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db
MOST_HTML = 60 * 1024  # bytes


@pytest.fixture
def place():
    """A unit of today made of two, one with a product and a producer."""
    today = make_commune("Ba Bể", slug="xa-ba-be")
    district = make_district("Huyện Ba Bể")
    former = make_former_commune(
        "Nam Mẫu", successor=today, district=district, slug="xa-nam-mau-huyen-ba-be"
    )
    make_former_commune("Khang Ninh", successor=today, district=district)
    producer = make_producer("HTX Nam Mẫu", commune=former)
    product = make_product("Thịt trâu khô", commune=former, producer=producer)
    certify(product, 3, timezone.localdate() - dt.timedelta(days=30))
    return today


def text_of(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_list_links_each_unit_with_its_counts(client, place):
    page = text_of(client, "/xa-phuong/")
    assert '<a href="/xa-phuong/xa-ba-be/">Xã Ba Bể</a>' in page
    assert "1 xã, phường" in page
    assert "Nam Mẫu" not in page


def test_list_of_before_the_reform(client, place):
    page = text_of(client, "/xa-phuong/?ranh-gioi=cu")
    assert "2 xã, phường, thị trấn trước sắp xếp" in page
    assert "/xa-phuong/xa-nam-mau-huyen-ba-be/" in page
    assert '<option value="cu" selected>' in page


def test_an_empty_list_says_why_and_offers_a_step(client, place):
    page = text_of(client, "/xa-phuong/?huyen=khong-co")
    assert "Không có xã, phường nào khớp" in page
    assert 'href="/xa-phuong/"' in page


def test_a_map_without_outlines_says_so(client, place):
    page = text_of(client, "/xa-phuong/?xem=ban-do")
    assert "Chưa có ranh giới trong sổ" in page
    assert "Xã Ba Bể" in page


def test_search_beyond_doubt_leads_to_the_page(client, place):
    answer = client.get("/xa-phuong/?q=x%C3%A3+ba+b%E1%BB%83")
    assert (answer.status_code, answer["Location"]) == (302, "/xa-phuong/xa-ba-be/")


def test_search_of_the_past_offers_the_unit_and_says_where_it_is_today(client, place):
    page = text_of(client, "/xa-phuong/?q=nam+mau")
    assert "Có phải nơi này?" in page
    assert "Xã Nam Mẫu, Huyện Ba Bể" in page
    assert "không còn từ 01/07/2025" in page
    assert "Xã Ba Bể" in page


def test_search_of_part_of_a_name_narrows_the_list(client, place):
    make_commune("Phủ Thông")
    page = text_of(client, "/xa-phuong/?q=thong")
    assert "Xã Phủ Thông" in page
    assert "Xã Ba Bể" not in page


@pytest.mark.parametrize("query", ["?q=%00", "?q=" + "x" * 5000, "?trang=99", "?trang=x", "?xep="])
def test_odd_addresses_of_the_list_are_answered(client, place, query):
    assert client.get(f"/xa-phuong/{query}").status_code == 200


def test_a_unit_of_today_shows_what_its_past_brought(client, place):
    page = text_of(client, "/xa-phuong/xa-ba-be/")
    assert "1 sản phẩm" in page
    assert "Thịt trâu khô" in page
    assert "3 sao" in page
    assert "HTX Nam Mẫu" in page
    assert "Gồm cả sản phẩm ghi với các đơn vị trước đây" in page
    assert "1683/NQ-UBTVQH15" in page
    assert "/xa-phuong/xa-nam-mau-huyen-ba-be/" in page


def test_a_former_unit_says_what_became_of_it(client, place):
    page = text_of(client, "/xa-phuong/xa-nam-mau-huyen-ba-be/")
    assert "Đơn vị này không còn từ 01/07/2025" in page
    assert 'href="/xa-phuong/xa-ba-be/"' in page
    assert "Thịt trâu khô" in page
    assert "/xa-phuong/?ranh-gioi=cu&amp;huyen=huyen-ba-be" in page


def test_what_is_not_published_stays_hidden(client, place):
    make_product("Sản phẩm ẩn", commune=place, is_published=False)
    make_producer("HTX ẩn", commune=place, is_published=False)
    page = text_of(client, "/xa-phuong/xa-ba-be/")
    assert "Sản phẩm ẩn" not in page
    assert "HTX ẩn" not in page


def test_an_empty_unit_offers_a_way_on(client):
    make_commune("Vắng", slug="xa-vang")
    page = text_of(client, "/xa-phuong/xa-vang/")
    assert "Chưa có sản phẩm nào ở nơi này trên cổng" in page


def test_old_names_variants_and_codes_lead_to_the_page(client, place):
    former = Commune.objects.get(name="Nam Mẫu")
    CommuneName.objects.create(commune=former, name="Nam Mậu", kind="spelling")
    CommuneName.objects.create(commune=former, name="Cốc Tộc", kind="former")
    for address in ("nam-mau", former.code, "coc-toc", "N%C3%A0m%20M%E1%BA%ADu"):
        answer = client.get(f"/xa-phuong/{address}/")
        assert (answer.status_code, answer["Location"]) == (
            302,
            "/xa-phuong/xa-nam-mau-huyen-ba-be/",
        )


def test_a_code_used_twice_lets_the_reader_choose(client, place):
    other = make_former_commune("Quang Phong", successor=place, code=place.code)
    page = text_of(client, f"/xa-phuong/{place.code}/", status=300)
    assert place.get_absolute_url() in page
    assert other.get_absolute_url() in page
    assert "noindex" in page


def test_a_district_leads_to_its_units(client, place):
    answer = client.get("/xa-phuong/huyen-ba-be/")
    assert answer["Location"] == "/xa-phuong/?ranh-gioi=cu&huyen=huyen-ba-be"


@pytest.mark.parametrize("address", ["khong-co", "99999", "%F0%9F%8D%9C", "a" * 400])
def test_an_unknown_place_is_not_found(client, place, address):
    assert client.get(f"/xa-phuong/{address}/").status_code == 404


def test_list_of_many_units_is_light_and_its_pages_hold_each_once(client, place):
    province = place.province
    Commune.objects.bulk_create(
        Commune(
            code=f"{number}",
            name=f"Thượng Minh Khai {number}",
            kind=CommuneKind.XA,
            slug=f"xa-thuong-minh-khai-{number}",
            province=province,
            valid_from=REFORM,
        )
        for number in range(20_000, 20_400)
    )
    for look in ("bang", "ban-do"):
        found = []
        for page in range(1, 8):
            html = text_of(client, f"/xa-phuong/?xem={look}&trang={page}")
            assert len(html.encode()) < MOST_HTML
            found += re.findall(r'<a href="/xa-phuong/(xa-thuong-[^"/]+)/">', html)
            if 'rel="next"' not in html:
                break
        assert len(found) == len(set(found)) == 400


def test_pages_exist_in_english(client, place):
    assert "products" in text_of(client, "/en/xa-phuong/xa-ba-be/").lower()
    assert "communes" in text_of(client, "/en/xa-phuong/").lower()


LIST_QUERIES, DETAIL_QUERIES = 9, 11


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_constant_queries(client, django_assert_num_queries, count):
    _fill(count)
    client.get("/xa-phuong/")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/xa-phuong/?khac=1")  # a page already kept would need one


@pytest.mark.parametrize("count", [1, 3])
def test_detail_takes_constant_queries(client, django_assert_num_queries, count):
    _fill(count)
    client.get("/xa-phuong/dau-tien/")
    with django_assert_num_queries(DETAIL_QUERIES):
        client.get("/xa-phuong/dau-tien/?khac=1")


def _fill(count):
    """So many units of today, each made of so many, each with so many records."""
    for number in range(count):
        today = make_commune(f"Nay {number}", **({} if number else {"slug": "dau-tien"}))
        for part in range(count):
            district = make_district(f"Huyện {number} {part}")
            former = make_former_commune("Xưa", successor=today, district=district)
            certify(make_product(commune=former), 3, dt.date(2026, 1, 1))
            make_producer(commune=former)


def test_the_real_units_as_a_map(client, mapped):
    page = text_of(client, "/xa-phuong/?xem=ban-do")
    for query in ("", "ranh-gioi=cu", "xem=ban-do", "xem=ban-do&ranh-gioi=cu"):
        for number in (1, 2):
            html = text_of(client, f"/xa-phuong/?{query}&trang={number}")
            assert len(html.encode()) < MOST_HTML
    file = "/xa-phuong/to-mau.svg"
    assert [page.count(f'<use class="m{step}" href="{file}#m{step}"/>') for step in range(7)] == [
        *(0, 1, 1, 1, 1, 1, 0)
    ]
    assert page.count('tabindex="-1"><use class="m1"') == 92
    shape = (
        f'<use class="m1" href="{file}#xa-an-khanh"><title>Xã An Khánh: 0 sản phẩm</title></use>'
    )
    assert f'<a href="/xa-phuong/xa-an-khanh/" tabindex="-1">{shape}</a>' in page
    former = text_of(client, "/xa-phuong/?xem=ban-do&ranh-gioi=cu&trang=2")
    assert former.count('tabindex="-1"><use') == former.count('<li><div class="place">') == 13
    assert client.get(file)["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert text_of(client, file).count('<path id="') == 92
    former = text_of(client, "/xa-phuong/?xem=ban-do&ranh-gioi=cu&huyen=huyen-ngan-son")
    part = f"{file}?ranh-gioi=cu&huyen=huyen-ngan-son"
    assert f'href="{part.replace("&", "&amp;")}#m1"' in former
    assert text_of(client, part).count('<path id="') == former.count('tabindex="-1"><use') == 10
    page = text_of(client, "/xa-phuong/xa-con-minh/")
    assert page.count("map__here") == 1
    assert len(page) < 80_000
