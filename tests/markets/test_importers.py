"""Points of sale and channels from their files."""

import datetime as dt

import pytest
from django.conf import settings

from communes.models import Commune, District, Province
from markets.importers import load_markets
from markets.models import SalesChannel, SalesPoint
from producers.models import Producer

MARKETS = settings.BASE_DIR / "fixtures/markets"
DIVISION_ON = dt.date(2025, 6, 30)

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    """Vân Tùng in both its lives."""
    province = Province.objects.create(
        code="06", name="Bắc Kạn", full_name="Tỉnh Bắc Kạn", is_served=True
    )
    district = District.objects.create(code="062", name="Huyện Ngân Sơn", province=province)
    Commune.objects.create(
        code="01966",
        name="Vân Tùng",
        kind="xa",
        slug="xa-van-tung",
        province=province,
        district=district,
        valid_to=dt.date(2023, 4, 10),
    )
    return Commune.objects.create(
        code="01966",
        name="Vân Tùng",
        kind="thi_tran",
        slug="thi-tran-van-tung",
        province=province,
        district=district,
        valid_from=dt.date(2023, 4, 10),
        valid_to=dt.date(2025, 7, 1),
    )


def load():
    return [str(tally) for tally in load_markets(MARKETS, DIVISION_ON)]


def test_points_and_channels_are_added_once():
    assert load() == [
        "điểm bán: thêm 3, đổi 0, giữ nguyên 0",
        "kênh bán hàng: thêm 5, đổi 0, giữ nguyên 0",
    ]
    assert load() == [
        "điểm bán: thêm 0, đổi 0, giữ nguyên 3",
        "kênh bán hàng: thêm 0, đổi 0, giữ nguyên 5",
    ]


def test_point_lies_in_the_unit_of_its_day(commune):
    load()
    point = SalesPoint.objects.get(operator="Hộ kinh doanh Phong Phin")
    assert (point.commune, point.district) == (commune, None)


def test_point_of_which_only_the_district_is_known(commune):
    district = District.objects.create(
        code="066", name="Huyện Na Rì", province=commune.province, slug="huyen-na-ri"
    )
    load()
    point = SalesPoint.objects.get(name="Gian hàng OCOP tại Na Rì")
    assert (point.commune, point.district) == (None, district)


def test_point_of_a_known_producer_is_bound_to_it():
    producer = Producer.objects.create(name="Công ty TNHH Hà Diệp", slug="ha-diep", kind="cong_ty")
    load()
    assert SalesPoint.objects.get(producer=producer).kind == "showroom"


def test_channel_an_officer_hid_stays_hidden():
    load()
    SalesChannel.objects.filter(name="Sendo").update(is_published=False)
    load()
    assert not SalesChannel.objects.get(name="Sendo").is_published
