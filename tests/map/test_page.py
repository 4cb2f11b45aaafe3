"""The page at ``/ban-do/`` without script: list, filters, drawing, links, fragments."""

import datetime as dt
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import localdate

from communes.models import CommuneBoundary
from markets.enums import SalesPointKind
from markets.models import SalesPoint
from producers.enums import PremisesKind
from producers.models import Premises
from products.catalogue import select
from products.filters import parse_query
from tests.factories.communes import make_commune, make_district, make_former_commune
from tests.factories.news import make_event
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_group, make_product, withdraw

pytestmark = pytest.mark.django_db
RECENT = localdate() - dt.timedelta(days=100)
LINE = re.compile(r'<li id="xa-([^"]+)"(?: data-count="(\d+)")?.*?<a [^>]+>([^<]+)</a>')


@pytest.fixture
def ba_be():
    return make_commune("Ba Bể", longitude="105.71", latitude="22.41")


@pytest.fixture
def con_minh():
    return make_commune("Côn Minh", longitude="106.01", latitude="22.17")


def page(client, query=""):
    response = client.get(f"/ban-do/{query}")
    assert response.status_code == 200
    return response.content.decode()


def lines(html):
    """Slug, count and name of each commune of the list."""
    return [(slug, int(count or 0), name) for slug, count, name in LINE.findall(html)]


def draw(commune, west=105.6):
    ring = [[west, 22.3], [west + 0.2, 22.3], [west + 0.2, 22.5], [west, 22.5], [west, 22.3]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    CommuneBoundary.objects.create(commune=commune, geometry=geometry, source="thử")


def test_list_holds_every_commune_those_with_products_first(client, ba_be, con_minh):
    certify(make_product("Miến dong Tài Hoan", commune=con_minh), on=RECENT)
    html = page(client)
    assert lines(html) == [
        (con_minh.slug, 1, "Xã Côn Minh"),
        (ba_be.slug, 0, "Xã Ba Bể"),
    ]
    assert "1 sản phẩm ở 1 xã, phường." in html
    assert "1 xã, phường chưa có sản phẩm" in html
    assert ">Miến dong Tài Hoan</a>" in html


def test_page_says_day_of_the_figures_and_that_boundaries_are_indicative(client):
    html = page(client)
    assert f"tính tại {localdate():%d/%m/%Y}" in html
    assert "Ranh giới chỉ để tham khảo, không phải ranh giới pháp lý." in html


def test_products_without_a_commune_are_counted_and_linked(client, ba_be):
    make_product("Trà", commune=ba_be)
    make_product("Rượu men lá")
    make_product("Bún khô")
    html = page(client, "?sao=chua-co")
    assert "2 sản phẩm chưa rõ xã" in html
    link = re.search(r'href="([^"]+)">xem 2 sản phẩm<', html)[1].replace("&amp;", "&")
    assert urlsplit(link).path == reverse("products:list")
    assert parse_qs(urlsplit(link).query) == {"sao": ["chua-co"], "xa": ["chua-ro"]}


def test_former_division_links_its_unknown_by_the_former_facet(client, ba_be):
    make_former_commune("Nam Mẫu", ba_be)
    make_product("Trà", commune=ba_be)
    html = page(client, "?ranh-gioi=cu")
    assert "1 xã, phường, thị trấn cũ" in html
    assert f"{reverse('products:list')}?xa-cu=chua-ro" in html
    assert "theo xã trước sắp xếp" in html


@pytest.mark.parametrize(
    "query", ["", "sao=4", "sao=4&sao=3", "q=mien+dong", "nhom={group}", "tinh-trang=con-han&sao=3"]
)
def test_counts_are_those_of_the_catalogue_for_the_same_query(client, ba_be, con_minh, query):
    group = make_group("Thực phẩm")
    certify(make_product("Miến dong", commune=con_minh, group=group), stars=4, on=RECENT)
    certify(make_product("Trà hoa vàng", commune=ba_be), stars=3, on=RECENT)
    withdraw(
        certify(make_product("Gạo nếp", commune=ba_be, group=group), stars=3, on=RECENT), on=RECENT
    )
    make_product("Miến dong Nà Giảo", commune=ba_be)
    make_product("Chưa rõ xã", group=group)
    address = query.format(group=group.slug)
    html = page(client, f"?{address}")
    found = re.search(r"(\d+) sản phẩm chưa rõ xã", html)
    unknown = int(found[1]) if found else 0
    selection = select(parse_query(QueryDict(address)), localdate())
    assert sum(count for _, count, _ in lines(html)) + unknown == selection.total
    counts = {slug: count for slug, count, _ in lines(html) if count}
    known = {slug: n for slug, n in selection.counts("xa").items() if n and slug != "chua-ro"}
    assert counts == known
    told = json.loads(client.get(f"/ban-do/so-san-pham.json?{address}").content)
    assert {slug: count for slug, (count, _, _) in told.items()} == known


def test_chosen_commune_is_marked_named_in_full_and_let_go_by_its_link(client, ba_be, con_minh):
    for number in range(9):
        make_product(f"Trà {number}", commune=ba_be)
    html = page(client, f"?chon={ba_be.slug}&ranh-gioi=x")
    assert html.count('aria-current="true"') == page(client).count('aria-current="true"') + 1
    assert all(f">Trà {number}</a>" in html for number in range(9))
    assert ">Trà 8</a>" not in page(client)
    assert ">3 sản phẩm khác</a>" in page(client)
    assert f'<a href="?#xa-{ba_be.slug}"' in html
    assert f'href="?chon={con_minh.slug}#xa-{con_minh.slug}"' in html
    assert f'href="{ba_be.get_absolute_url()}">Xem xã Ba Bể</a>' in html


def test_drawing_shades_each_commune_and_writes_its_number(client, ba_be, con_minh):
    draw(ba_be)
    draw(con_minh, west=105.8)
    for number in range(5):
        certify(make_product(f"Trà {number}", commune=ba_be), on=RECENT)
    html = page(client, f"?chon={con_minh.slug}&q=tra&trang=9")
    start = html.index('<svg class="map')
    drawing = html[start : html.index("</svg>", start)]
    file = "/ban-do/to-nay.svg?q=tra"
    assert re.findall(r'<use class="([^"]+)" href="([^"]+)"', drawing) == [
        *((f"m{step}", f"{file}#m{step}") for step in range(1, 6)),
        ("m5", f"{file}#{ba_be.slug}"),
        ("m1 is-on", f"{file}#{con_minh.slug}"),
        ("map__pin", f"{file}#vong"),
        ("map__n", f"{file}#so"),
    ]
    door = re.search(r'<a href="([^"]+)" tabindex="-1">', drawing)[1].replace("&amp;", "&")
    assert door == f"?q=tra&chon={ba_be.slug}#xa-{ba_be.slug}"
    drawn = client.get(file)
    assert drawn["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert groups(drawn.content.decode()) == {
        "m1": [con_minh.slug],
        **{name: [] for name in ("m2", "m3", "m4")},
        "m5": [ba_be.slug],
        "vong": ["29"],
        "so": ["5"],
    }
    assert groups(client.get("/ban-do/to-nay.svg?sao=3").content.decode())["m5"] == []
    assert groups(client.get("/ban-do/to-cu.svg").content.decode())["m1"] == []
    assert client.get("/ban-do/to-khac.svg").status_code == 404


def groups(svg):
    """Slugs in each shade, radii of the discs and their numbers."""
    found = re.findall(r'<g id="([^"]+)">(.*?)</g>', svg, re.DOTALL)
    marks = r'<path id="([^"]+)" d="M\d|<circle [^>]*r="(\d+)"|<text [^>]*>(\d+)<'
    return {name: ["".join(mark) for mark in re.findall(marks, content)] for name, content in found}


def test_outlines_stand_each_under_its_slug(client, ba_be):
    draw(ba_be)
    svg = client.get("/ban-do/ve-nay.svg")
    assert svg["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert groups(svg.content.decode()) == {"tat-ca": [ba_be.slug]}
    assert client.get("/ban-do/ve-khac.svg").status_code == 404


def test_script_is_told_count_shade_and_words_of_each_commune(client, ba_be, con_minh):
    certify(make_product("Trà", commune=ba_be), stars=4, on=RECENT)
    make_product("Chè", commune=ba_be)
    assert json.loads(client.get("/ban-do/so-san-pham.json").content) == {
        ba_be.slug: [2, 2, "2 sản phẩm, 1 đã được công nhận"]
    }
    answer = client.get("/en/ban-do/so-san-pham.json?sao=4")
    assert json.loads(answer.content) == {ba_be.slug: [1, 2, "1 product"]}
    assert answer["Content-Type"] == "application/json"
    make_product("Miến", commune=con_minh)
    told = json.loads(client.get("/ban-do/so-san-pham.json").content)
    assert told[con_minh.slug] == [1, 1, "1 sản phẩm, 0 đã được công nhận"]
    assert json.loads(client.get("/ban-do/so-san-pham.json?ranh-gioi=cu").content) == {}


def test_form_keeps_filters_it_has_no_control_for(client, ba_be):
    html = page(client, "?huyen=chua-ro&q=tr%C3%A0&sao=4")
    assert '<input type="hidden" name="q" value="trà">' in html
    assert '<option value="4" selected>' in html
    make_product("Trà", commune=ba_be)
    html = page(client, "?huyen=chua-ro&sao=4&sao=5")
    assert '<input type="hidden" name="huyen" value="chua-ro">' in html
    assert 'name="sao" value="5"' in html
    assert 'id="m-sao"' not in html


def test_map_and_catalogue_lead_to_each_other_with_the_same_question(client, ba_be):
    make_product("Trà", commune=ba_be)
    html = page(client, f"?q=tr%C3%A0&sao=chua-co&chon={ba_be.slug}")
    link = re.search(r'<a href="([^"]+)">Xem trong danh mục sản phẩm<', html)[1]
    assert link == "/san-pham/?q=tr%C3%A0&amp;sao=chua-co"
    catalogue = client.get(link.replace("&amp;", "&")).content.decode()
    assert 'href="/ban-do/?q=tr%C3%A0&amp;sao=chua-co"' in catalogue
    assert 'href="/san-pham/">Xem trong danh mục' in page(client)


def test_filters_in_use_can_be_dropped_one_by_one(client, ba_be):
    make_product("Trà", commune=ba_be)
    html = page(client, f"?q=tr%C3%A0&sao=chua-co&ranh-gioi=cu&chon={ba_be.slug}")
    links = re.findall(r'<a class="chip" href="([^"]+)"', html)
    assert [parse_qs(link.replace("&amp;", "&").lstrip("?")) for link in links] == [
        {"sao": ["chua-co"], "ranh-gioi": ["cu"], "chon": [ba_be.slug]},
        {"q": ["trà"], "ranh-gioi": ["cu"], "chon": [ba_be.slug]},
    ]


def test_nothing_found_says_so_and_offers_a_way_out(client, ba_be):
    make_product("Trà", commune=ba_be)
    html = page(client, "?q=khongcogi&chon=x")
    assert "Không có sản phẩm nào như đang lọc." in html
    assert '<a href="?chon=x">Bỏ mọi bộ lọc</a>' in html


def test_strange_words_in_the_address_are_escaped_or_dropped(client, ba_be):
    html = page(client, "?q=%3Cscript%3Ealert(1)%3C/script%3E&chon=%22%3E%3Cb%3E&sao=%3Cb%3E")
    assert "<script>alert" not in html
    assert escape("<script>alert(1)</script>") in html
    assert '"><b>' not in html


def test_page_needs_no_inline_script_or_style(client):
    response = client.get("/ban-do/")
    html = response.content.decode()
    assert not re.findall(r"<script(?![^>]*(?:src=|type=\"application/json\"))", html)
    assert " style=" not in html
    assert "nonce" not in response["Content-Security-Policy"]


def test_fragment_is_the_list_of_the_page(client, ba_be):
    make_product("Trà", commune=ba_be)
    query = f"?chon={ba_be.slug}&q=tra"
    fragment = client.get(f"/ban-do/danh-sach/{query}").content.decode()
    assert fragment.strip()
    assert fragment.strip() in page(client, query)


def test_fragment_of_a_part_of_the_map_lists_what_reaches_into_it(client, ba_be, con_minh):
    draw(ba_be)
    draw(con_minh, west=105.9)
    make_product("Trà", commune=ba_be)
    part = "/ban-do/danh-sach/?khung=105.5,22.2,105.7,22.6"
    response = client.get(part)
    html = response.content.decode()
    assert lines(html) == [(ba_be.slug, 1, "Xã Ba Bể")]
    assert "1 xã, phường đang thấy</h2>" in html
    assert '<a href="?" data-map-whole>Xem toàn địa bàn</a>' in html
    assert response["Cache-Control"] == "no-store"
    seen = lines(client.get(f"{part}&chon={con_minh.slug}").content.decode())
    assert seen == [(ba_be.slug, 1, "Xã Ba Bể"), (con_minh.slug, 0, "Xã Côn Minh")]
    for whole in ("khung=105,22,107,23", "khung=x", "khung=105,22,104,23", "khung=1,2,3"):
        html = client.get(f"/ban-do/danh-sach/?{whole}").content.decode()
        assert len(lines(html)) == 2
        assert "đang thấy" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_fragment_of_a_part_takes_the_same_queries(client, django_assert_num_queries, count):
    for number in range(count):
        draw(commune := make_commune(f"Xã {number}"), west=105.6 + number)
        make_product(commune=commune)
    path = "/ban-do/danh-sach/?khung=105.5,22.2,105.7,22.6"
    client.get(path)
    with django_assert_num_queries(6):
        assert len(lines(client.get(path).content.decode())) == 1


def test_english_page_has_its_own_list_and_the_same_layers(client):
    html = client.get("/en/ban-do/").content.decode()
    assert 'data-list-url="/en/ban-do/danh-sach/"' in html
    assert 'data-products="/ban-do/san-pham.geojson"' in html


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", ["/ban-do/", "/ban-do/?ranh-gioi=cu&q=tra&chon=x"])
def test_page_takes_the_same_queries_however_many_rows(
    client, django_assert_num_queries, path, count
):
    for number in range(count):
        commune = make_commune(f"Xã {number}", longitude="105.7", latitude="22.4")
        draw(commune)
        former = make_former_commune(f"Xã cũ {number}", commune)
        certify(make_product(f"Trà {number}", commune=former), on=RECENT)
        SalesPoint.objects.create(name="Chợ", kind=SalesPointKind.MARKET, commune=commune)
        make_event(commune=commune)
    client.get(path)
    with django_assert_num_queries(10):
        client.get(path, headers={"cookie": "sessionid=x"})


def test_points_of_sale_are_listed_and_say_how_their_place_is_known(client, ba_be):
    shop = {"kind": SalesPointKind.SHOP}
    SalesPoint.objects.create(name="Điểm A", longitude="105.7", latitude="22.4", **shop)
    SalesPoint.objects.create(name="Điểm B", commune=ba_be, **shop)
    SalesPoint.objects.create(name="Điểm C", district=make_district("Huyện Na Rì"), **shop)
    SalesPoint.objects.create(name="Điểm D", is_published=False, **shop)
    html = page(client)
    rows = re.findall(
        r"<li><strong><a href=.*?>(.*?)</a></strong><br><span class=\"muted\">(.*?)</li>", html
    )
    assert [(name, re.sub("<.*?>", "", said).strip()) for name, said in rows] == [
        ("Điểm A", ""),
        ("Điểm B", "Xã Ba Bể. Vị trí theo xã."),
        ("Điểm C", "Huyện Na Rì. Chưa có toạ độ, không có trên bản đồ."),
    ]
    assert "3 điểm bán" in html


def test_beside_the_map_stand_the_first_points_of_sale_and_events_with_a_way_to_all(client, ba_be):
    SalesPoint.objects.bulk_create(
        SalesPoint(name=f"Điểm {number}", kind=SalesPointKind.SHOP) for number in range(13)
    )
    for _ in range(13):
        make_event(commune=ba_be)
    html = page(client)
    assert html.count('<a href="/thi-truong/diem-ban/') == 12
    assert "<summary>13 điểm bán</summary>" in html
    assert '<a href="/thi-truong/">Xem cả 13 điểm bán</a>' in html
    assert len(re.findall(r'<li><strong><a href="/su-kien/[^"]', html)) == 12
    assert "<summary>13 sự kiện sắp tới</summary>" in html
    assert '<a href="/su-kien/">Xem lịch sự kiện</a>' in html


# --- What a point says -------------------------------------------------------------------------


def card(client, layer, pk):
    response = client.get(f"/ban-do/{layer}/{pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_card_of_a_product_says_stars_status_and_how_its_place_is_known(client, ba_be):
    product = make_product("Trà giảo cổ lam", commune=ba_be)
    certify(product, stars=4, on=RECENT)
    html = card(client, "san-pham", product.pk)
    assert f'<a href="{product.get_absolute_url()}">Trà giảo cổ lam</a>' in html
    assert "4 sao" in html
    assert "Còn hạn" in html
    assert "Xã Ba Bể" in html
    assert "Vị trí theo xã, không phải địa chỉ." in html
    Premises.objects.create(
        producer=product.producer, kind=PremisesKind.WORKSHOP, longitude="105.7", latitude="22.4"
    )
    assert "Vị trí theo xã" not in card(client, "san-pham", product.pk)


def test_card_of_a_producer_counts_public_products_and_keeps_its_telephone(client, ba_be):
    producer = make_producer("HTX Nà Giảo", commune=ba_be, phone="0209123456")
    make_product("Trà", producer=producer)
    make_product("Ẩn", producer=producer, is_published=False)
    html = card(client, "chu-the", producer.pk)
    assert "1 sản phẩm" in html
    assert "0209123456" not in html


def test_card_of_a_point_of_sale(client, ba_be):
    point = SalesPoint.objects.create(
        name="Điểm bán Ba Bể", kind=SalesPointKind.SHOP, address="Bến phà", commune=ba_be
    )
    html = card(client, "diem-ban", point.pk)
    assert "Điểm bán Ba Bể" in html
    assert "Bến phà" in html
    assert "Vị trí theo xã" in html


def test_cards_of_what_is_not_public_are_not_found(client):
    hidden = make_product(is_published=False)
    silent = make_producer(is_published=False)
    for layer, pk in [("san-pham", hidden.pk), ("chu-the", silent.pk), ("xe-may", 1)]:
        assert client.get(f"/ban-do/{layer}/{pk}/").status_code == 404
