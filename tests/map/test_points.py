"""Points of the map: where each row is, how that is known, what its GeoJSON says."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from markets.enums import SalesPointKind
from markets.models import SalesPoint
from ocop_portal.map.points import producer_points, product_points, sales_points
from producers.enums import PremisesKind
from producers.models import Premises
from tests.factories.communes import make_commune
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_product, withdraw

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
LON, LAT = Decimal("105.83000"), Decimal("22.14057")


def decode(points, only=None):
    """The collection as a reader of GeoJSON gets it."""
    return json.loads(points.collection(only))


def make_premises(producer, longitude, latitude=LAT, kind=PremisesKind.WORKSHOP, **fields):
    return Premises.objects.create(
        producer=producer, kind=kind, longitude=Decimal(longitude), latitude=latitude, **fields
    )


def test_product_with_premises_is_a_feature_there():
    product = make_product()
    make_premises(product.producer, "105.83")
    certify(product, stars=4, on=dt.date(2025, 1, 2))
    assert decode(product_points(TODAY)) == {
        "type": "FeatureCollection",
        "without_point": 0,
        "features": [
            {
                "type": "Feature",
                "id": product.pk,
                "geometry": {"type": "Point", "coordinates": [105.83, 22.14057]},
                "properties": {"at": "premises", "stars": 4},
            }
        ],
    }


def test_product_without_premises_is_at_the_middle_of_its_commune_and_says_so():
    commune = make_commune(longitude=LON, latitude=LAT)
    product = make_product(commune=commune)
    make_premises(product.producer, "106.5", is_public=False)
    (feature,) = decode(product_points(TODAY))["features"]
    assert feature["geometry"]["coordinates"] == [105.83, 22.14057]
    assert feature["properties"] == {"at": "commune", "stars": None}


def test_premises_in_the_products_commune_and_then_workshops_come_first():
    producer, here = make_producer(), make_commune("Côn Minh")
    make_premises(producer, "105.1", kind=PremisesKind.OFFICE)
    make_premises(producer, "105.2", kind=PremisesKind.WORKSHOP)
    make_premises(producer, "105.3", kind=PremisesKind.SHOP, commune=here)
    elsewhere = make_product("Bún khô", producer=producer)
    at_home = make_product("Miến dong", producer=producer, commune=here)
    places = {
        feature["id"]: feature["geometry"]["coordinates"][0]
        for feature in decode(product_points(TODAY))["features"]
    }
    assert places == {elsewhere.pk: 105.2, at_home.pk: 105.3}


def test_stars_are_those_in_force_on_the_day():
    withdrawn, expired, unknown = make_product("A"), make_product("B"), make_product("C")
    for product in (withdrawn, expired, unknown):
        make_premises(product.producer, "105.83")
    withdraw(certify(withdrawn, on=dt.date(2025, 1, 2)), on=dt.date(2026, 1, 1))
    certify(expired, on=dt.date(2020, 1, 2))
    certify(unknown)
    features = decode(product_points(TODAY))["features"]
    assert [feature["properties"]["stars"] for feature in features] == [None, None, None]
    features = decode(product_points(dt.date(2025, 6, 1)))["features"]
    assert [feature["properties"]["stars"] for feature in features] == [4, None, None]


def test_product_of_unknown_place_is_counted_and_unpublished_one_is_not():
    make_product("Chưa rõ nơi")
    make_product("Xã chưa có điểm", commune=make_commune())
    make_product("Chưa đăng", is_published=False, commune=make_commune(longitude=LON, latitude=LAT))
    assert decode(product_points(TODAY)) == {
        "type": "FeatureCollection",
        "without_point": 2,
        "features": [],
    }


def test_part_of_a_layer_holds_what_was_asked_and_counts_what_has_no_place():
    commune = make_commune(longitude=LON, latitude=LAT)
    first, second = make_product("A", commune=commune), make_product("B", commune=commune)
    lost = make_product("C")
    part = decode(product_points(TODAY), only=[second.pk, lost.pk])
    assert [feature["id"] for feature in part["features"]] == [second.pk]
    assert part["without_point"] == 1
    whole = decode(product_points(TODAY))
    assert [feature["id"] for feature in whole["features"]] == [first.pk, second.pk]


def test_producers_carry_the_number_of_their_public_products():
    commune = make_commune(longitude=LON, latitude=LAT)
    producer = make_producer(commune=commune)
    make_producer("HTX ẩn", commune=commune, is_published=False)
    make_product("A", producer=producer)
    make_product("B", producer=producer, is_published=False)
    (feature,) = decode(producer_points())["features"]
    assert (feature["id"], feature["properties"]) == (producer.pk, {"at": "commune", "products": 1})


def test_sales_points_stand_at_their_address_else_at_their_commune():
    commune = make_commune(longitude=LON, latitude=LAT)
    shop = SalesPoint.objects.create(
        name="Điểm bán Ba Bể",
        kind=SalesPointKind.SHOP,
        longitude=Decimal("105.71"),
        latitude=LAT,
        commune=commune,
    )
    market = SalesPoint.objects.create(name="Chợ", kind=SalesPointKind.MARKET, commune=commune)
    SalesPoint.objects.create(name="Không rõ", kind=SalesPointKind.SHOP)
    SalesPoint.objects.create(
        name="Đã đóng", kind=SalesPointKind.SHOP, commune=commune, is_published=False
    )
    found = decode(sales_points())
    assert {feature["id"]: feature["properties"] for feature in found["features"]} == {
        shop.pk: {"at": "premises", "name": "Điểm bán Ba Bể", "kind": "shop"},
        market.pk: {"at": "commune", "name": "Chợ", "kind": "market"},
    }
    assert found["without_point"] == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_layers_take_the_same_queries_however_many_rows(django_assert_num_queries, rows):
    commune = make_commune(longitude=LON, latitude=LAT)
    for number in range(rows):
        product = make_product(f"Sản phẩm {number}", commune=commune)
        make_premises(product.producer, "105.83", commune=commune)
        certify(product, on=dt.date(2025, 1, 2))
        SalesPoint.objects.create(name=f"Chợ {number}", kind=SalesPointKind.MARKET)
    with django_assert_num_queries(4):
        assert len(product_points(TODAY).ids) == rows
    with django_assert_num_queries(3):
        assert len(producer_points().ids) == rows
    with django_assert_num_queries(2):
        sales_points()
