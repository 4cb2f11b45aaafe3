"""The page at ``/ban-do/`` without script: list, filters, drawing, links, fragments."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
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
LINE = re.compile(
    r'data-place="([^"]+)" data-count="(\d+)"(?: data-step="(\d)" data-label="([^"]+)")?'
    r"(?:.*?<a [^>]+>([^<]+)</a>)"
)


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
    """Slug, count, shade and words of each; what has no product says its name alone."""
    return [
        (slug, int(count), int(step or 1), label or f"{name}: 0 sản phẩm")
        for slug, count, step, label, name in LINE.findall(html)
    ]


def draw(commune, west=105.6):
    ring = [[west, 22.3], [west + 0.2, 22.3], [west + 0.2, 22.5], [west, 22.5], [west, 22.3]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    CommuneBoundary.objects.create(commune=commune, geometry=geometry, source="thử")


def test_list_holds_every_commune_those_with_products_first(client, ba_be, con_minh):
    certify(make_product("Miến dong Tài Hoan", commune=con_minh), on=RECENT)
    html = page(client)
    assert lines(html) == [
        (con_minh.slug, 1, 2, "Xã Côn Minh: 1 sản phẩm"),
        (ba_be.slug, 0, 1, "Xã Ba Bể: 0 sản phẩm"),
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
    selection = select(parse_query(client.get(f"/?{address}").wsgi_request.GET), localdate())
    assert sum(count for _, count, _, _ in lines(html)) + unknown == selection.total
    counts = {slug: count for slug, count, _, _ in lines(html) if count}
    known = {slug: n for slug, n in selection.counts("xa").items() if n and slug != "chua-ro"}
    assert counts == known


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
    html = page(client, f"?chon={con_minh.slug}")
    drawing = html[
        html.index('<svg class="map') : html.index("</svg>", html.index('<svg class="map'))
    ]
    shaded = re.findall(r'<use class="(m\d[^"]*)" href="/ban-do/ve-nay.svg#([^"]+)"', drawing)
    assert shaded == [
        ("m1", "tat-ca"),
        ("m5", ba_be.slug),
        ("m1 is-on", con_minh.slug),
    ]
    outlines = client.get("/ban-do/ve-nay.svg")
    assert outlines["Content-Type"] == "image/svg+xml; charset=utf-8"
    drawn = re.findall(r'<path id="([^"]+)" d="M\d', outlines.content.decode())
    assert drawn == [ba_be.slug, con_minh.slug]
    assert client.get("/ban-do/ve-khac.svg").status_code == 404
    assert re.findall(r'class="map__n"[^>]*>(\d+)<', drawing) == ["5"]


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
    with django_assert_num_queries(9):
        client.get(path, headers={"cookie": "sessionid=x"})


def test_points_of_sale_are_listed_and_say_how_their_place_is_known(client, ba_be):
    shop = {"kind": SalesPointKind.SHOP}
    SalesPoint.objects.create(name="Điểm A", longitude="105.7", latitude="22.4", **shop)
    SalesPoint.objects.create(name="Điểm B", commune=ba_be, **shop)
    SalesPoint.objects.create(name="Điểm C", district=make_district("Huyện Na Rì"), **shop)
    SalesPoint.objects.create(name="Điểm D", is_published=False, **shop)
    html = page(client)
    rows = re.findall(
        r"<li><strong><a href=.*?>(.*?)</a></strong><br><span class=\"muted\">(.*?)</span>", html
    )
    assert [(name, said.strip()) for name, said in rows] == [
        ("Điểm A", ""),
        ("Điểm B", "Xã Ba Bể. Vị trí theo xã."),
        ("Điểm C", "Huyện Na Rì. Chưa có toạ độ, không có trên bản đồ."),
    ]
    assert "3 điểm bán" in html


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
