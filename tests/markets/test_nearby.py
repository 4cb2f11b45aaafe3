"""What is near: distances, places, the position of the reader, which nobody keeps."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.navigation import ways_to
from markets.nearby import Kind, nearest
from markets.nearby_views import position_in
from markets.rules import distance_km
from markets.templatetags.near import distance
from ocop_portal.shared.versions import content_version
from producers.enums import PremisesKind
from producers.models import Premises
from tests.factories.communes import make_commune
from tests.factories.markets import make_point
from tests.factories.producers import make_producer
from tests.factories.products import make_group, make_product
from tests.markets.test_links import TODAY

HANOI, HO_CHI_MINH = (21.0278, 105.8342), (10.8231, 106.6297)


def test_distance_is_along_the_great_circle():
    assert distance_km(HANOI, HO_CHI_MINH) == pytest.approx(1138, abs=2)
    assert distance_km(HANOI, HANOI) == 0
    assert distance_km((0, 0), (0, 180)) == pytest.approx(20015, abs=1)


@pytest.mark.parametrize(
    ("km", "words"),
    [(0.01, "50 m"), (0.36, "350 m"), (0.99, "1000 m"), (2.44, "2,4 km"), (37.4, "37 km")],
)
def test_distance_in_words(km, words):
    assert distance(km) == words


def at(latitude, longitude):
    return {"latitude": Decimal(latitude), "longitude": Decimal(longitude)}


@pytest.fixture
def ground(db):
    """A commune with a shop of known place, one of unknown place, a maker, a homestay."""
    commune = make_commune("Ba Bể", slug="xa-ba-be", **at("22.40", "105.60"))
    make_point("Gần", commune=commune, **at("22.41", "105.60"))
    make_point("Giữa xã", commune=commune)
    make_point("Xa", **at("21.59", "105.84"))
    make_point("Ẩn", is_published=False, **at("22.40", "105.60"))
    make_point("Không rõ nơi")
    producer = make_producer("HTX Hoàng Huynh", commune=commune, phone="0912")
    Premises.objects.create(producer=producer, kind=PremisesKind.SHOP, **at("22.39", "105.61"))
    tourism = make_group("Du lịch", code="VI")
    stay = make_group("Lưu trú", tourism, code="VI.1")
    make_product("Homestay Quỳnh Mai", group=stay, producer=producer, commune=commune)
    make_product("Miến dong", group=make_group(), producer=producer, commune=commune)
    return commune


@pytest.mark.usefixtures("ground")
def test_nearest_of_each_kind_in_order():
    found = nearest((22.40, 105.60), TODAY, content_version())
    names = {kind: [near.neighbour.name for near in places] for kind, places in found.items()}
    assert names == {
        Kind.SALE: ["Giữa xã", "Gần", "Xa"],
        Kind.PRODUCER: ["HTX Hoàng Huynh"],
        Kind.TOURISM: ["Homestay Quỳnh Mai"],
    }
    assert [near.neighbour.is_exact for near in found[Kind.SALE]] == [False, True, True]
    assert found[Kind.SALE][1].km == pytest.approx(1.11, abs=0.01)
    assert found[Kind.PRODUCER][0].neighbour.phone == ""  # no consent, no telephone


@pytest.mark.usefixtures("ground")
def test_places_are_read_once_for_each_version(django_assert_num_queries):
    version = content_version()
    nearest((22.4, 105.6), TODAY, version)
    with django_assert_num_queries(0):
        nearest((21.0, 105.0), TODAY, version)


@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize("query", ["?xa=xa-ba-be", "?noi=ba+be"])
def test_page_around_a_commune(client, query):
    answer = client.get(f"/gan-toi/{query}")
    page = answer.content.decode()
    assert "<h1>Gần xã Ba Bể</h1>" in page
    assert [near.neighbour.name for near in answer.context["found"][Kind.SALE]] == [
        "Giữa xã", "Gần", "Xa",
    ]  # fmt: skip
    assert "1,1 km" in page
    assert "https://www.openstreetmap.org/directions?to=22.41000,105.60000" in page


@pytest.mark.parametrize("query", ["?xa=khong-co", "?xa=a%00b", "?noi=khong+dau"])
@pytest.mark.django_db
def test_unknown_place_is_said_beside_what_was_typed(client, query):
    page = client.get(f"/gan-toi/{query}").content.decode()
    assert "Không tìm thấy xã, phường nào tên như vậy." in page
    assert 'aria-invalid="true"' in page


@pytest.mark.django_db
def test_commune_without_a_point_says_so(client):
    make_commune("Ba Bể", slug="xa-ba-be")
    page = client.get("/gan-toi/?xa=xa-ba-be").content.decode()
    assert "Chưa có tọa độ của xã này" in page


@pytest.mark.usefixtures("ground")
def test_position_is_answered_once_and_kept_nowhere(client):
    client.get("/gan-toi/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.post("/gan-toi/", {"lat": "22.4123456", "lng": "105.6012345"})
    assert answer.context["found"][Kind.SALE][0].neighbour.name == "Gần"
    assert answer["Cache-Control"] == "no-store"
    assert "22.412" not in answer.content.decode()
    writing = ("INSERT", "UPDATE", "DELETE")
    assert [each["sql"] for each in asked if each["sql"].startswith(writing)] == []
    assert "22.412" not in str([each["sql"] for each in asked])
    assert answer.cookies == {}


def test_position_is_rounded_to_about_a_hundred_metres():
    assert position_in({"lat": "22.4123456", "lng": "105.6017"}) == (22.412, 105.602)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"lat": "a", "lng": "b"},
        {"lat": "nan", "lng": "105"},
        {"lat": "inf", "lng": "105"},
        {"lat": "91", "lng": "105"},
        {"lat": "22", "lng": "181"},
    ],
)
@pytest.mark.django_db
def test_position_that_is_none_is_told_in_words(client, data):
    assert position_in(data) is None
    answer = client.post("/gan-toi/", data)
    assert answer.status_code == 200
    assert "Không đọc được vị trí trình duyệt gửi." in answer.content.decode()


def test_the_browser_may_ask_for_the_position_here_alone(client, db):
    assert "geolocation=(self)" in client.get("/gan-toi/")["Permissions-Policy"]


@pytest.mark.django_db
def test_way_by_words_names_the_commune_once():
    commune = make_commune("Ngân Sơn")
    [osm, google, apple] = ways_to("A", None, None, "Thôn 1, Ngân Sơn", commune).sites
    assert osm.url == "https://www.openstreetmap.org/search?query=Th%C3%B4n+1%2C+Ng%C3%A2n+S%C6%A1n"
    assert google.name == "Google Maps"
    assert apple.url == "https://maps.apple.com/?q=Th%C3%B4n+1%2C+Ng%C3%A2n+S%C6%A1n"
    assert ways_to("A", Decimal("22.1"), Decimal("105.8"), "", None).sites[2].url == (
        "https://maps.apple.com/?daddr=22.1,105.8"
    )
    assert ways_to("A", None, None, "", commune).app.startswith("geo:0,0?q=X%C3%A3%20Ng%C3%A2n")
    assert ways_to("A", None, None, "", None) is None
