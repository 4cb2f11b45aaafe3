"""The list beside the map: its counts are the catalogue's, it holds every commune."""

import datetime as dt

import pytest

from ocop_portal.map.divisions import divisions
from ocop_portal.map.enums import Division, Step
from ocop_portal.map.places import counted, list_places, name_products
from products.catalogue import CatalogueQuery, select
from tests.factories.communes import REFORM, make_commune, make_former_commune, make_province
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def list_of(division=Division.PRESENT, at="", **asked):
    query = CatalogueQuery(**asked)
    units = divisions(TODAY).units(division)
    return list_places(select(query, TODAY), division, units, at)


def rows(found):
    return [(place.name, place.count, place.certified) for place in found.places]


@pytest.mark.parametrize(
    ("count", "step"),
    [(0, Step.NONE), (1, Step.ONE), (2, Step.TWO), (3, Step.FEW), (4, Step.FEW), (5, Step.MANY)],
)
def test_step_at_each_edge(count, step):
    assert Step.of(count) is step
    assert Step.of(count + 100) is Step.MANY


def test_divisions_are_those_of_the_day_and_those_the_reform_ended():
    present = make_commune("Côn Minh")
    former = make_former_commune("Kim Hỷ", present)
    make_commune("Tân Lập", valid_from=dt.date(2020, 2, 1), valid_to=dt.date(2023, 4, 10))
    make_commune("Xã tỉnh khác", province=make_province(code="04", is_served=False))
    found = divisions(TODAY)
    assert found.reformed_on == REFORM
    assert found.present == (present.slug,)
    assert found.former == (former.slug,)


def test_territory_without_a_past_has_one_division():
    present = make_commune("Côn Minh")
    found = divisions(TODAY)
    assert (found.reformed_on, found.present, found.former) == (None, (present.slug,), ())


def test_every_commune_is_listed_with_products_and_with_certified_ones():
    con_minh, ba_be = make_commune("Côn Minh"), make_commune("Ba Bể")
    make_commune("An Thắng")
    old = make_former_commune("Khang Ninh", ba_be)
    certify(make_product("Miến dong", commune=con_minh), on=dt.date(2025, 1, 2))
    certify(make_product("Trà giảo cổ lam", commune=old))
    certify(make_product("Đã hết hạn", commune=old), on=dt.date(2019, 1, 2))
    certify(make_product("Chưa hiệu lực", commune=old), on=dt.date(2027, 1, 2))
    make_product("Thịt trâu khô", commune=old)
    make_product("Không đăng", commune=old, is_published=False)
    make_product("Chưa rõ xã")
    found = list_of()
    assert rows(found) == [("Xã Ba Bể", 4, 2), ("Xã Côn Minh", 1, 1), ("Xã An Thắng", 0, 0)]
    assert (found.total, found.unknown, found.certified) == (6, 1, 3)
    assert found.summary == "5 sản phẩm, 3 đã được công nhận ở 2 xã, phường."
    assert [place.step for place in found.places] == [Step.TWO, Step.ONE, Step.NONE]
    assert counted(4, 2) == "4 sản phẩm, 2 đã được công nhận"
    assert counted(1, 1) == "1 sản phẩm"


def test_former_division_counts_by_the_unit_of_the_register():
    present = make_commune("Ba Bể")
    old = make_former_commune("Khang Ninh", present)
    make_former_commune("Nam Mẫu", present)
    make_product("Trà", commune=old)
    make_product("Mới ghi sổ", commune=present)
    found = list_of(Division.FORMER)
    assert rows(found) == [("Xã Khang Ninh", 1, 0), ("Xã Nam Mẫu", 0, 0)]
    assert (found.total, found.unknown) == (2, 1)


def test_filters_count_as_in_the_catalogue():
    commune = make_commune("Ba Bể")
    certify(make_product("Miến dong", commune=commune), stars=4, on=dt.date(2025, 1, 2))
    certify(make_product("Trà", commune=commune), stars=3, on=dt.date(2025, 1, 2))
    assert rows(list_of(**chosen_facets(sao="4")))[0][1:] == (1, 1)
    assert rows(list_of(words="mien dong"))[0][1:] == (1, 1)
    assert rows(list_of(words="khongco"))[0][1:] == (0, 0)


def chosen_facets(**values):
    return {"chosen": tuple((name, (value,)) for name, value in values.items())}


def test_commune_outside_the_division_that_made_something_is_listed():
    elsewhere = make_commune("Vạn Phúc", province=make_province(code="01", is_served=False))
    make_product("Lụa", commune=elsewhere)
    assert rows(list_of()) == [("Xã Vạn Phúc", 1, 0)]


def test_part_in_view_lists_and_counts_what_is_seen_and_the_chosen_one():
    con_minh, ba_be, an_thang = map(make_commune, ("Côn Minh", "Ba Bể", "An Thắng"))
    certify(make_product("Miến dong", commune=con_minh), on=dt.date(2025, 1, 2))
    make_product("Trà giảo cổ lam", commune=ba_be)
    make_product("Chưa rõ xã")
    selection = select(CatalogueQuery(), TODAY)
    units = divisions(TODAY).units(Division.PRESENT)
    found = list_places(selection, Division.PRESENT, units, an_thang.slug, {con_minh.slug})
    assert rows(found) == [("Xã Côn Minh", 1, 1), ("Xã An Thắng", 0, 0)]
    assert (found.is_part, found.units, found.unknown) == (True, 3, 1)
    assert found.summary == "1 sản phẩm ở 1 xã, phường."
    assert not list_places(selection, Division.PRESENT, units, "", set(units)).is_part


def test_first_products_are_named_and_more_of_the_chosen_commune():
    commune, other = make_commune("Ba Bể"), make_commune("Côn Minh")
    for number in range(42):
        make_product(f"Trà {number:02}", commune=commune)
    make_product("Miến", commune=other)
    selection = select(CatalogueQuery(), TODAY)
    first, second = named(selection, list_of())
    assert [product.name for product in first.products] == [f"Trà 0{n}" for n in range(6)]
    assert (first.unnamed, second.unnamed, first.is_chosen) == (36, 0, False)
    chosen = named(selection, list_of(at=commune.slug))[0]
    assert (len(chosen.products), chosen.unnamed, chosen.is_chosen) == (40, 2, True)


def named(selection, found):
    name_products(selection, Division.PRESENT, found.places)
    return found.places


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_however_many_rows(django_assert_num_queries, count):
    for number in range(count):
        commune = make_commune(f"Xã {number}")
        certify(make_product(f"Trà {number}", commune=commune))
        make_former_commune(f"Xã cũ {number}", commune)
    selection = select(CatalogueQuery(), TODAY)
    with django_assert_num_queries(4):
        units = divisions(TODAY).units(Division.PRESENT)
        assert len(named(selection, list_places(selection, Division.PRESENT, units))) == count
