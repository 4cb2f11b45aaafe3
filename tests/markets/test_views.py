"""The page of points of sale and channels."""

import datetime as dt
import re

import pytest
from html5lib import HTMLParser

from communes.models import Commune
from markets.enums import SalesPointKind
from markets.models import ProductMarket, SalesPoint
from markets.places import places_of
from ocop_portal.shared.versions import content_version
from tests.factories.communes import make_commune, make_district, make_former_commune
from tests.factories.markets import make_channel, make_point
from tests.factories.producers import make_producer
from tests.factories.products import make_product

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)


def shown(client, query=""):
    answer = client.get(f"/thi-truong/{query}")
    assert answer.status_code == 200
    return [point.name for point, _place in answer.context["points"]]


@pytest.fixture
def points():
    today = make_commune("Ngân Sơn", slug="xa-ngan-son")
    former = make_former_commune("Vân Tùng", successor=today)
    make_point("Cửa hàng A", commune=former)
    make_point("Cửa hàng B", commune=today, kind=SalesPointKind.SHOWROOM)
    make_point("Cửa hàng C", district=make_district("Huyện Na Rì", slug="huyen-na-ri"))
    make_point("Cửa hàng D")
    make_point("Cửa hàng ẩn", commune=today, is_published=False)


@pytest.mark.usefixtures("points")
class TestList:
    def test_all_published_by_name(self, client):
        assert shown(client) == ["Cửa hàng A", "Cửa hàng B", "Cửa hàng C", "Cửa hàng D"]

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("?loai=trung-bay", ["Cửa hàng B"]),
            ("?xa=xa-ngan-son", ["Cửa hàng A", "Cửa hàng B"]),
            ("?xa=huyen-na-ri", ["Cửa hàng C"]),
            ("?xa=xa-ngan-son&loai=diem-ban", ["Cửa hàng A"]),
            ("?xa=khong-co", ["Cửa hàng A", "Cửa hàng B", "Cửa hàng C", "Cửa hàng D"]),
            ("?loai=cho", []),
        ],
    )
    def test_address_narrows(self, client, query, names):
        assert shown(client, query) == names

    def test_no_match_offers_a_way_out(self, client):
        page = client.get("/thi-truong/?loai=cho").content.decode()
        assert "Chưa có điểm bán nào khớp" in page
        assert 'href="/thi-truong/">Xem tất cả điểm bán' in page

    def test_former_unit_is_shown_beside_today_s(self, client):
        page = re.sub("<.*?>", "", client.get("/thi-truong/?loai=diem-ban").content.decode())
        assert "lúc ghi: Xã Vân Tùng" in page
        assert "Huyện Na Rì (cũ), chưa rõ xã" in page
        assert "Cửa hàng ẩn" not in page

    def test_facet_orders_communes_before_former_districts(self, client):
        *_, place = client.get("/thi-truong/").context["narrowed"].facets
        assert [(choice.label, choice.count) for choice in place.choices] == [
            ("Xã Ngân Sơn", 2),
            ("Huyện Na Rì (cũ)", 1),
        ]


def test_place_of_each_day():
    today = make_commune("Ngân Sơn")
    former = make_former_commune("Vân Tùng", successor=today)
    point = make_point(commune=former)
    rows = SalesPoint.objects.select_related("commune", "district")
    (place,) = places_of(rows, TODAY).values()
    assert (place.commune, place.recorded) == (today, former)
    (place,) = places_of(rows, dt.date(2025, 6, 30)).values()
    assert (place.commune, place.recorded) == (former, None)
    assert point.commune == former


def test_entry_names_producer_products_and_source(client):
    producer = make_producer("HTX Tài Hoan", slug="htx-tai-hoan")
    point = make_point(producer=producer, source_url="https://congthuong.example/a", note="Từ 2023")
    point.products.add(make_product("Miến dong"), make_product("Rượu ẩn", is_published=False))
    page = client.get("/thi-truong/").content.decode()
    assert "HTX Tài Hoan" in page
    assert "Miến dong" in page
    assert "Rượu ẩn" not in page
    assert 'href="https://congthuong.example/a" rel="nofollow noopener"' in page


def test_channels_stand_below_and_hidden_ones_do_not(client):
    make_channel("Voso", note="Từ 2021", source="Cổng tỉnh")
    make_channel("Tiki", is_published=False)
    page = client.get("/thi-truong/").content.decode()
    assert 'href="https://voso.example/" rel="nofollow noopener"' in page
    assert "Tiki" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_questions_for_any_number_of_rows(
    client, rows, django_assert_num_queries
):
    today = make_commune("Ngân Sơn")
    for number in range(rows):
        former = make_former_commune(f"Vân Tùng {number}", successor=today)
        point = make_point(f"Cửa hàng {number}", commune=former, producer=make_producer())
        point.products.add(make_product())
        make_channel(f"Kênh {number}")
    client.get("/gioi-thieu/")
    with django_assert_num_queries(8):
        shown(client)


def test_page_of_a_point_says_what_is_known(client):
    commune = make_commune("Ngân Sơn", slug="xa-ngan-son")
    point = make_point(
        commune=commune,
        setting="tourism",
        opening_hours="7:30–18:00",
        phone="0209 3870 123",
        decision_number="12/QĐ-SCT",
        recognised_until=dt.date(2020, 1, 1),
        checked_on=dt.date(2026, 11, 1),
    )
    point.products.add(make_product("Miến dong"), make_product("Rượu ẩn", is_published=False))
    page = client.get(point.get_absolute_url()).content.decode()
    assert "1 sản phẩm có bán" in page
    assert "Rượu ẩn" not in page
    assert 'href="tel:02093870123"' in page
    assert "12/QĐ-SCT; hết hạn công nhận từ 01/01/2020" in page
    assert 'href="/gan-toi/?xa=xa-ngan-son"' in page
    assert client.get("/thi-truong/?dat-tai=khu-du-lich").context["points"][0][0] == point


def test_hidden_point_has_no_page(client):
    point = make_point(is_published=False)
    assert client.get(point.get_absolute_url()).status_code == 404


def test_product_added_to_a_point_changes_the_pages(client):
    point, product = make_point(), make_product()
    before = content_version()
    point.products.add(product)
    assert content_version() > before
    assert point.name in client.get(product.get_absolute_url()).content.decode()


def test_product_page_names_its_markets(client):
    product = make_product()
    ProductMarket.objects.create(product=product, kind="export", place="Nhật Bản", since_year=2024)
    ProductMarket.objects.create(product=product, kind="export", place="Ẩn", is_published=False)
    page = client.get(product.get_absolute_url()).content.decode()
    assert 'Xuất khẩu: <span lang="vi">Nhật Bản</span>, từ 2024' in page
    assert "Ẩn" not in page


# --- English ---------------------------------------------------------------------------------

VIETNAMESE = re.compile(
    "[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.I
)

WITH_A_NAME = {  # an English sentence may name a place
    "Near xã Ngân Sơn",
    "The present name or the one before July 2025, for example: Ba Bể.",
}


def unmarked(element, language="en"):
    """Vietnamese words that no ``lang`` around them announces."""
    language = element.get("lang", language)
    texts = [element.text] if isinstance(element.tag, str) and language == "en" else []
    for child in element:
        yield from unmarked(child, language)
        texts += [child.tail] if language == "en" else []
    yield from (text.strip() for text in texts if text and VIETNAMESE.search(text))


@pytest.mark.usefixtures("points")
@pytest.mark.parametrize(
    "path",
    [
        "thi-truong/",
        "thi-truong/?xa=huyen-na-ri",
        "thi-truong/diem-ban/{pk}/",
        "gan-toi/?xa=xa-ngan-son",
    ],
)
def test_vietnamese_names_on_english_pages_are_marked(client, path):
    SalesPoint.objects.update(
        operator="Hộ Lý", address="Tổ 3", opening_hours="Sáng", note="Gọi trước"
    )
    Commune.objects.update(latitude=22, longitude=105)
    pk = SalesPoint.objects.get(name="Cửa hàng C").pk
    page = client.get(f"/en/{path.format(pk=pk)}").content.decode()
    tree = HTMLParser(namespaceHTMLElements=False).parse(page)
    for part in (tree.find(".//main"), tree.find(".//nav[@class='crumbs wrap']")):
        assert [text for text in unmarked(part) if text not in WITH_A_NAME] == []
    assert "Cửa hàng" in page or "Ngân Sơn" in page
