"""The product feeds: what is in them, in each form, and what they keep silent about."""

import csv
import datetime as dt
import io
import json
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from products.models import Product, ProductImage
from tests.factories.markets import make_listing, make_point
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_group, make_product, withdraw

pytestmark = pytest.mark.django_db

G = "{http://base.google.com/ns/1.0}"
AGO = timezone.localdate() - dt.timedelta(days=100)


@pytest.fixture
def product():
    """A product with a star in force, a picture and a page on a floor; beside it what is not in."""
    parent = make_group("Thực phẩm")
    product = make_product(
        "Miến dong <ngon> & sạch",
        register_code="TN-1",
        summary="Làm từ củ dong.\nPhơi\tnắng.",
        group=make_group("Chế biến", parent),
        producer=make_producer("HTX Tài Hoan"),
    )
    certify(product, stars=4, on=timezone.localdate() - dt.timedelta(days=900))
    picture = {"base": "products/a", "sizes": [[480, 360]]}
    ProductImage.objects.create(
        product=product, alt="Miến", image="products/a-480.jpg", renditions=picture
    )
    make_listing(product, "https://san.example/mien", price=85000, priced_on=AGO)
    make_listing(product, "https://san.example/mien-to", price=90000, priced_on=AGO)
    make_listing(product, "https://san.example/khong-ghi-gia")
    dead = {"check_result": "dead", "price": 1, "priced_on": AGO}
    make_listing(product, "https://san.example/hong", **dead)
    certify(make_product("Hết hạn"), on=dt.date(2019, 1, 1))
    certify(make_product("Chưa rõ hạn"))
    certify(make_product("Ẩn", is_published=False), on=AGO)
    withdraw(certify(make_product("Thu hồi"), on=AGO), AGO + dt.timedelta(days=9))
    make_product("Không sao")
    return product


def test_table(client, product):
    answer = client.get("/thi-truong/nguon-cap/san-pham.tsv")
    assert answer["Content-Type"] == "text/tab-separated-values; charset=utf-8"
    [row] = csv.DictReader(io.StringIO(answer.content.decode()), dialect="excel-tab")
    until = product.certifications.get().ends_on
    assert row == {
        "id": "TN-1",
        "title": "Miến dong <ngon> & sạch",
        "description": "Làm từ củ dong. Phơi nắng.",
        "link": f"http://testserver{product.get_absolute_url()}",
        "image_link": "http://testserver/media/products/a-480.jpg",
        "additional_image_link": "",
        "availability": "in_stock",
        "price": "85000 VND",
        "condition": "new",
        "brand": "HTX Tài Hoan",
        "identifier_exists": "no",
        "product_type": "Thực phẩm > Chế biến",
        "custom_label_0": "OCOP 4 sao",
        "custom_label_1": f"đến trước {until:%d/%m/%Y}",
        "expiration_date": f"{until}T00:00+0700",
    }


def test_expiry_further_than_google_takes_is_left_out(client):
    certify(make_product("Tên\tcó\n\x01tab"), on=AGO)
    body = client.get("/thi-truong/nguon-cap/san-pham.tsv").content.decode()
    [row] = csv.DictReader(io.StringIO(body), dialect="excel-tab")
    assert (row["title"], row["expiration_date"]) == ("Tên có tab", "")
    assert row["custom_label_1"].startswith("đến trước ")
    assert len(body.splitlines()) == 2
    root = ElementTree.fromstring(client.get("/thi-truong/nguon-cap/san-pham.xml").content)
    assert [name.text for name in root.iter(f"{G}title")] == ["Tên có tab"]


def test_rss_says_the_same(client, product):
    root = ElementTree.fromstring(client.get("/thi-truong/nguon-cap/san-pham.xml").content)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    [item] = root.iter("item")
    assert item.findtext(f"{G}title") == "Miến dong <ngon> & sạch"
    assert item.findtext(f"{G}availability") == "in_stock"
    assert item.findtext(f"{G}price") == "85000 VND"
    assert item.find(f"{G}gtin") is None


def test_feed_in_english_says_what_is_filled(client, product):
    Product.objects.filter(pk=product.pk).update(name_en="Canna vermicelli")
    root = ElementTree.fromstring(client.get("/en/thi-truong/nguon-cap/san-pham.xml").content)
    [item] = root.iter("item")
    assert item.findtext(f"{G}title") == "Canna vermicelli"
    assert item.findtext(f"{G}description") == "Làm từ củ dong. Phơi nắng."
    assert item.findtext(f"{G}link") == f"http://testserver/en{product.get_absolute_url()}"


def test_item_list(client, product):
    data = json.loads(client.get("/thi-truong/nguon-cap/san-pham.json").content)
    assert (data["@type"], data["numberOfItems"]) == ("ItemList", 1)
    item = data["itemListElement"][0]["item"]
    assert item["hasCertification"]["certificationRating"]["ratingValue"] == 4
    assert [(offer["url"][20:], offer.get("price")) for offer in item["offers"]] == [
        ("mien", "85000"),
        ("mien-to", "90000"),
        ("khong-ghi-gia", None),
    ]
    page = client.get(product.get_absolute_url()).content.decode()
    assert f"85.000 đồng, xem ngày {AGO:%d/%m/%Y}" in page


def test_what_nobody_is_known_to_sell_is_not_in_stock(client):
    product = make_product()
    certify(product, on=AGO)
    rows = client.get("/thi-truong/nguon-cap/san-pham.tsv").content.decode()
    assert "out_of_stock" in rows
    make_point().products.add(product)
    rows = client.get("/thi-truong/nguon-cap/san-pham.tsv").content.decode()
    assert "\tin_stock\t" in rows


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_asks_the_same_questions_for_any_number_of_rows(
    client, rows, django_assert_num_queries
):
    for _ in range(rows):
        product = make_product(group=make_group(parent=make_group()))
        certify(product, on=AGO)
        make_listing(product)
        make_point().products.add(product)
    client.get("/gioi-thieu/")
    with django_assert_num_queries(6):
        client.get("/thi-truong/nguon-cap/san-pham.tsv")
    with django_assert_num_queries(1):
        client.get("/thi-truong/nguon-cap/san-pham.tsv")


def test_page_offers_the_three_forms_and_there_is_no_fourth(client, product):
    page = client.get("/thi-truong/nguon-cap/").content.decode()
    assert "có 1 sản phẩm mang sao còn hạn" in page
    for form in ("xml", "tsv", "json"):
        assert f'href="/thi-truong/nguon-cap/san-pham.{form}"' in page
    assert client.get("/thi-truong/nguon-cap/san-pham.pdf").status_code == 404
