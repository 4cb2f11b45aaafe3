"""The address of the map: read, written, read again."""

import pytest
from django.http import QueryDict

from ocop_portal.map.enums import Division, Layer
from ocop_portal.map.state import parse_state
from products.catalogue import CatalogueQuery


def read(query: str):
    return parse_state(QueryDict(query))


def test_empty_address_is_todays_communes_with_products():
    state = read("")
    assert state.division is Division.PRESENT
    assert state.layers == (Layer.PRODUCTS,)
    assert (state.chosen, state.shows_gaps, state.filters) == ("", False, CatalogueQuery())
    assert state.query == ""


@pytest.mark.parametrize(
    "query",
    [
        "q=mi%E1%BA%BFn+dong&sao=4&sao=5&xa=xa-ba-be",
        "nhom=thuc-pham&ranh-gioi=cu&lop=san-pham&lop=diem-ban&chon=xa-con-minh&o-trong=1",
        "lop=khong",
        "lop=chu-the",
        "sao=4&trang=3",
        "chon=xa-ba-be&trang=1",
    ],
)
def test_address_is_reproduced(query):
    assert read(query).query == query


def test_words_that_make_no_sense_are_as_if_not_there():
    assert read("ranh-gioi=huyen&lop=xe-may&o-trong=co&trang=x&la=1").query == ""


def test_order_means_nothing_here_and_the_first_page_goes_without_saying():
    assert read("sao=4&xep=moi").query == "sao=4"
    assert read("sao=4&trang=1").query == "sao=4"
    assert read("chon=xa-ba-be&trang=0").query == read("chon=xa-ba-be&trang=x").query


def test_choosing_and_filtering_change_one_thing_each():
    state = read("sao=4&ranh-gioi=cu&chon=xa-ba-be")
    assert state.choosing("xa-tan-son").query == "sao=4&ranh-gioi=cu&chon=xa-tan-son"
    assert state.choosing("").query == "sao=4&ranh-gioi=cu"
    assert state.asking(CatalogueQuery()).query == "ranh-gioi=cu&chon=xa-ba-be"


def test_page_of_the_list_is_left_by_choosing_and_filtering_and_kept_by_letting_go():
    state = read("ranh-gioi=cu&chon=xa-ba-be&trang=3")
    assert state.page == 3
    assert state.at_page(2).query == "ranh-gioi=cu&chon=xa-ba-be&trang=2"
    assert state.at_page(0).query == "ranh-gioi=cu&chon=xa-ba-be"
    assert state.choosing("xa-tan-son").query == "ranh-gioi=cu&chon=xa-tan-son"
    assert state.letting_go(3).query == "ranh-gioi=cu&trang=3"
    assert state.asking(CatalogueQuery()).query == "ranh-gioi=cu&chon=xa-ba-be"
    assert state.filters == CatalogueQuery()
