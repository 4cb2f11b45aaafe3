"""The layers as they are served: packed once, tagged, picked by the catalogue's question."""

import gzip
import json

import brotli
import pytest
from django.urls import reverse

from products.models import Product
from tests.factories.communes import make_commune
from tests.factories.producers import make_producer
from tests.factories.products import make_group, make_product

pytestmark = pytest.mark.django_db
LAYERS = ["map_products", "map_producers", "map_sales"]
PACKINGS = [("br", brotli.decompress), ("gzip", gzip.decompress)]
QUESTIONS = ["?sao=chua-co", "?q=mien+dong", "?nhom={group}", "?xa={commune}"]


@pytest.fixture
def commune():
    return make_commune("Ba Bể", longitude="105.71", latitude="22.41")


def ids(response) -> list[int]:
    return [feature["id"] for feature in json.loads(response.content)["features"]]


def test_addresses_are_the_same_in_every_language():
    assert reverse("map_products") == "/ban-do/san-pham.geojson"
    assert reverse("map_producers") == "/ban-do/chu-the.geojson"
    assert reverse("map_sales") == "/ban-do/diem-ban.geojson"


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize(
    ("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_layer_is_packed_and_unpacks_to_geojson(client, commune, name, encoding, unpack):
    make_product(commune=commune)
    plain = client.get(reverse(name))
    packed = client.get(reverse(name), headers={"accept-encoding": encoding})
    assert packed["Content-Encoding"] == encoding
    assert packed["Content-Type"] == "application/geo+json"
    assert unpack(packed.content) == plain.content
    assert json.loads(plain.content)["type"] == "FeatureCollection"


@pytest.mark.parametrize("name", LAYERS)
def test_known_layer_is_answered_304_until_something_changes(client, commune, name):
    url = reverse(name)
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": tag}).status_code == 304
    product = make_product(commune=commune, producer=make_producer(commune=commune))
    again = client.get(url, headers={"if-none-match": tag})
    if name == "map_sales":
        assert again.status_code == 304
    else:
        assert ids(again) == [product.pk if name == "map_products" else product.producer_id]


def test_change_by_plain_sql_is_seen(client, commune):
    product = make_product(commune=commune)
    assert ids(client.get(reverse("map_products"))) == [product.pk]
    Product.objects.filter(pk=product.pk).update(is_published=False)
    assert ids(client.get(reverse("map_products"))) == []


@pytest.mark.parametrize(
    "query", ["?sao=chua-co", "?q=mien+dong", "?nhom={group}", "?xa={commune}"]
)
def test_part_of_a_layer_is_what_the_catalogue_finds(client, commune, query):
    group = make_group("Thực phẩm")
    found = make_product("Miến dong Nà Giảo", commune=commune, group=group)
    make_product("Rượu men lá", producer=make_producer("HTX Thanh Tâm"))
    address = query.format(group=group.slug, commune=commune.slug)
    part = json.loads(client.get(reverse("map_products") + address).content)
    expected = 1 if query == "?sao=chua-co" else 0  # the other has no place, not no star
    assert [feature["id"] for feature in part["features"]] == [found.pk]
    assert part["without_point"] == expected


def test_producers_of_a_part_are_those_of_its_products(client, commune):
    maker = make_producer("HTX Nà Giảo", commune=commune)
    make_product("Miến dong", producer=maker)
    make_product("Rượu men lá", producer=make_producer("HTX Thanh Tâm", commune=commune))
    assert ids(client.get(reverse("map_producers"), {"q": "mien dong"})) == [maker.pk]


def test_unknown_filters_leave_the_whole_layer(client, commune):
    product = make_product(commune=commune)
    whole = client.get(reverse("map_products"))
    same = client.get(reverse("map_products"), {"la": "x", "trang": "9", "sao": ""})
    assert (ids(whole), same["ETag"]) == ([product.pk], whole["ETag"])


@pytest.mark.parametrize("count", [1, 3])
def test_layer_kept_takes_one_query(client, commune, django_assert_num_queries, count):
    for number in range(count):
        make_product(f"Trà {number}", commune=commune)
    with django_assert_num_queries(5):
        client.get(reverse("map_products"))
    with django_assert_num_queries(1):
        client.get(reverse("map_products"))


def test_only_reading_is_allowed(client):
    assert client.post(reverse("map_products")).status_code == 405
    assert client.head(reverse("map_products")).status_code == 200


def test_whole_layer_is_kept_before_the_portal_is_asked_and_parts_are_not(client, commune):
    product = make_product(commune=commune)
    ask = {"accept-encoding": "gzip"}
    url = reverse("map_products")
    client.get(url, headers=ask)
    kept = client.get(url, headers=ask)
    assert kept.wsgi_request.resolver_match is None
    assert json.loads(gzip.decompress(kept.content))["features"][0]["id"] == product.pk
    known = client.get(url, headers=ask | {"if-none-match": kept["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    client.get(url, {"q": "mien"}, headers=ask)
    assert client.get(url, {"q": "mien"}, headers=ask).wsgi_request.resolver_match is not None
