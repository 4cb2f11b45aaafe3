"""The list of units: divisions, districts, counts, order, in constant queries."""

import datetime as dt

import pytest
from django.http import QueryDict

from communes.lineage import Lineage
from communes.listing import Division, ListQuery, Look, Sort, list_units, reformed_on
from communes.models import Commune
from communes.small_map import legend, shade_of
from tests.factories.communes import make_commune, make_district, make_former_commune
from tests.factories.producers import make_producer
from tests.factories.products import make_product

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)


def names(query: str) -> list[str]:
    listed = list_units(ListQuery.parse(QueryDict(query)), TODAY, Lineage.load())
    return [unit.commune.full_name for unit in listed]


@pytest.fixture
def two_districts():
    """Two units of today; three of before, one of them in another district."""
    ba_be = make_commune("Ba Bể")
    chau = make_commune("Á Châu", code="00000")
    district, other = make_district("Huyện Ba Bể"), make_district("Huyện Chợ Đồn")
    make_former_commune("Nam Mẫu", successor=ba_be, district=district)
    make_former_commune("Khang Ninh", successor=ba_be, district=district)
    make_former_commune("Bằng Phúc", successor=chau, district=other)
    return ba_be, chau


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ListQuery(Division.PRESENT, "", Sort.NAME, Look.TABLE, "")),
        ("xem=ban-do", ListQuery(Division.PRESENT, "", Sort.PRODUCTS, Look.MAP, "")),
        (
            "ranh-gioi=cu&huyen=huyen-ba-be&xep=ma&xem=bang&q=%20ba%20%20b%E1%BB%83",
            ListQuery(Division.FORMER, "huyen-ba-be", Sort.CODE, Look.TABLE, "ba bể"),
        ),
        ("ranh-gioi=x&xep=y&xem=z", ListQuery(Division.PRESENT, "", Sort.NAME, Look.TABLE, "")),
    ],
)
def test_the_address_is_the_state(query, expected):
    assert ListQuery.parse(QueryDict(query)) == expected


@pytest.mark.usefixtures("two_districts")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Xã Á Châu", "Xã Ba Bể"]),
        ("ranh-gioi=cu", ["Xã Bằng Phúc", "Xã Khang Ninh", "Xã Nam Mẫu"]),
        ("huyen=huyen-ba-be", ["Xã Ba Bể"]),
        ("ranh-gioi=cu&huyen=huyen-ba-be", ["Xã Khang Ninh", "Xã Nam Mẫu"]),
        ("huyen=khong-co", []),
        ("q=chau", ["Xã Á Châu"]),
        ("q=XA%20BA", ["Xã Ba Bể"]),
        ("xep=ma", ["Xã Á Châu", "Xã Ba Bể"]),
    ],
)
def test_units_of_a_division_a_district_a_name(query, expected):
    assert names(query) == expected


def test_records_of_the_past_count_for_today(two_districts):
    ba_be, _ = two_districts
    former = Commune.objects.get(name="Nam Mẫu")
    make_product("Thịt trâu", commune=former)
    make_product("Chuối sấy", commune=ba_be)
    make_product("Ẩn", commune=former, is_published=False)
    make_producer("HTX Nam Mẫu", commune=former)
    listed = {
        unit.commune.name: (unit.products, unit.producers)
        for query in ("", "ranh-gioi=cu")
        for unit in list_units(ListQuery.parse(QueryDict(query)), TODAY, Lineage.load())
    }
    assert listed["Ba Bể"] == (2, 1)
    assert listed["Nam Mẫu"] == (1, 1)
    assert listed["Khang Ninh"] == listed["Á Châu"] == (0, 0)
    assert names("xep=san-pham") == ["Xã Ba Bể", "Xã Á Châu"]


def test_without_a_past_there_is_one_division(django_assert_num_queries):
    make_commune("Ba Bể")
    assert reformed_on(TODAY) is None
    assert names("ranh-gioi=cu") == ["Xã Ba Bể"]


def test_units_of_provinces_not_served_stay_out(two_districts):
    unit = two_districts[0]
    unit.province._meta.model.objects.update(is_served=False)
    assert names("") == []


@pytest.mark.parametrize(
    ("count", "step"), [(0, 1), (1, 2), (2, 3), (3, 4), (4, 4), (5, 5), (99, 5)]
)
def test_shades(count, step):
    assert shade_of(count) == step


def test_legend_says_what_the_shades_mean():
    assert [shade.words for shade in legend()] == ["Chưa có", "1", "2", "3–4", "5 trở lên"]
