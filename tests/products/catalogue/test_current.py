"""The index says what the register says, at once, and for the day asked."""

import datetime as dt

import pytest
from django.db import connection
from django.http import QueryDict

from communes.models import CommuneName
from products.catalogue import current_index, select
from products.enums import EndReason, StandardKind
from products.filters import parse_query
from products.models import Product, ProductStandard
from tests.factories.communes import make_commune, make_district, make_former_commune
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_group, make_product, withdraw

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


def ask(address: str = "", on: dt.date = TODAY):
    return select(parse_query(QueryDict(address)), on)


def names(address: str = "", on: dt.date = TODAY) -> list[str]:
    ids = list(ask(address, on)[:])
    found = Product.objects.in_bulk(ids)
    return [found[pk].name for pk in ids]


def counts(facet: str, address: str = "", on: dt.date = TODAY) -> dict[str, int]:
    return {value: number for value, number in ask(address, on).counts(facet).items() if number}


def test_empty_register_answers_nothing():
    assert list(ask()[:]) == []
    assert ask("q=mien&sao=5&xep=moi").total == 0


def test_products_stand_in_the_order_of_the_alphabet():
    for name in ["Đậu phụ", "Dầu lạc", "Ổi", "Bánh gio"]:
        make_product(name)
    assert names() == ["Bánh gio", "Dầu lạc", "Đậu phụ", "Ổi"]


def test_unpublished_product_is_nowhere():
    make_product("Miến dong kín", is_published=False)
    assert names() == []
    assert names("q=mien+dong") == []
    assert counts("sao") == {}


def test_stars_are_found_by_their_words():
    for name, stars in (("Miến dong A", 5), ("Miến dong B", 4), ("Rượu 5 năm", 4)):
        certify(make_product(name), stars=stars, on=TODAY - dt.timedelta(days=9))
    make_product("Miến dong chưa xếp sao 500g")
    assert names("q=mi%E1%BA%BFn+dong+5+sao")[0] == "Miến dong A"
    assert names("q=4+SAO+mien")[0] == "Miến dong B"
    assert set(names("q=5+sao")) == {"Miến dong A", "Rượu 5 năm"}


def test_change_is_seen_at_once_whoever_makes_it():
    product = make_product("Miến dong")
    assert names() == ["Miến dong"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE products_product SET name = 'Bún khô' WHERE id = %s", [product.pk])
    assert names("q=bun") == ["Bún khô"]
    assert names("q=mien") == []


def test_unchanged_register_costs_one_query(django_assert_num_queries):
    make_product()
    current_index(TODAY)
    with django_assert_num_queries(1):
        current_index(TODAY)


@pytest.mark.parametrize("products", [1, 3])
def test_reading_the_register_takes_the_same_queries_however_long_it_is(
    products, django_assert_num_queries
):
    for number in range(products):
        certify(make_product(f"Miến {number}", commune=make_commune()), on=TODAY)
    with django_assert_num_queries(14):
        current_index(TODAY)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (dt.date(2024, 6, 24), "chua-hieu-luc"),
        (dt.date(2024, 6, 25), "con-han"),
        (dt.date(2027, 6, 24), "con-han"),
        (dt.date(2027, 6, 25), "het-han"),
    ],
)
def test_status_is_that_of_the_day(on, status):
    certify(make_product(), stars=5, on=dt.date(2024, 6, 25))
    assert counts("tinh-trang", on=on) == {status: 1}
    assert counts("sao", on=on) == {"5": 1}


def test_status_of_a_product_without_award_without_term_and_withdrawn():
    make_product("Chưa")
    certify(make_product("Không rõ"), stars=3, recognised_year=2018)
    withdraw(certify(make_product("Thu"), on=dt.date(2025, 1, 1)), on=dt.date(2026, 1, 1))
    assert counts("tinh-trang") == {"chua-co": 1, "chua-ro-han": 1, "thu-hoi": 1}
    assert names("tinh-trang=thu-hoi&tinh-trang=chua-co") == ["Chưa", "Thu"]
    assert counts("nam") == {"2018": 1, "2025": 1}


def test_stars_are_those_of_the_award_in_force_not_of_an_older_one():
    product = make_product()
    newer = dt.date(2025, 3, 1)
    older = certify(product, stars=3, on=dt.date(2022, 5, 1))
    older.end_reason, older.ended_on = EndReason.SUPERSEDED, newer
    older.valid_during = (older.valid_during.lower, newer)
    older.save()
    certify(product, stars=4, on=newer)
    assert counts("sao") == {"4": 1}
    assert counts("sao", on=dt.date(2024, 1, 1)) == {"3": 1}
    assert counts("nam") == {"2025": 1}


def test_group_counts_its_subgroups_and_the_ungrouped():
    food, drink = make_group("Thực phẩm", slug="thuc-pham"), make_group("Đồ uống", slug="do-uong")
    noodles = make_group("Chế biến từ gạo", parent=food, slug="gao")
    make_product("Miến", group=noodles)
    make_product("Muối", group=food)
    make_product("Lạ")
    assert dict(ask().counts("nhom")) == {"thuc-pham": 2, "do-uong": 0, "chua-ro": 1}
    assert dict(ask().counts("phan-nhom")) == {"gao": 1}
    assert names("nhom=thuc-pham&phan-nhom=gao") == ["Miến"]
    assert drink.slug in current_index(TODAY).labels["nhom"]


def test_former_commune_leads_to_that_of_today():
    district = make_district("Huyện Na Rì", slug="na-ri")
    today = make_commune("Văn Lang", slug="van-lang-nay")
    former = make_former_commune("Kim Hỷ", successor=today, slug="kim-hy", district=district)
    make_product("Trà", commune=former)
    make_product("Quế", commune=today)
    assert names("xa=van-lang-nay") == ["Quế", "Trà"]
    assert names("xa-cu=kim-hy") == ["Trà"]
    assert names("huyen=na-ri") == ["Quế", "Trà"]
    assert names("q=kim+hi") == ["Trà"]
    assert counts("xa", on=dt.date(2025, 6, 30)) == {"kim-hy": 2}


def test_divided_commune_leaves_the_commune_of_today_unknown():
    one, other = make_commune("Một", slug="mot"), make_commune("Hai", slug="hai")
    former = make_former_commune("Cũ", successor=one, slug="cu")
    former.successions.create(
        successor=other, kind="split", effective_on=dt.date(2025, 7, 1), legal_act="1683"
    )
    make_product("Trà", commune=former)
    assert counts("xa") == {"chua-ro": 1}
    assert counts("xa-cu") == {"cu": 1}


def test_district_alone_is_kept_when_the_commune_is_not_known():
    make_product("Trà", district=make_district("Huyện Chợ Mới", slug="cho-moi"))
    assert names("huyen=cho-moi") == ["Trà"]
    assert names("q=tra+cho+moi") == ["Trà"]
    assert counts("xa") == {"chua-ro": 1}


def test_served_communes_are_offered_even_when_empty():
    make_commune("Trống", slug="trong")
    make_product()
    assert ask().counts("xa")["trong"] == 0


def test_producer_kind_and_other_names():
    producer = make_producer("Công ty CP Curcumin Bắc Hà", kind="cong_ty")
    producer.other_names.create(name="Nhà máy Curcumin")
    make_product("Nano", producer=producer)
    make_product("Miến", producer=make_producer("HTX Tài Hoan"))
    assert counts("loai") == {"cong-ty": 1, "htx": 1}
    assert names("q=nha+may") == ["Nano"]
    assert names("q=hợp+tác+xã+tài+hoan") == ["Miến"]


def test_other_name_of_a_commune_finds_its_products():
    commune = make_commune("Sĩ Bình")
    CommuneName.objects.create(commune=commune, name="Rã Bản", kind="former")
    make_product("Quýt", commune=commune)
    assert names("q=quyt+ra+ban") == ["Quýt"]
    assert names("q=sỹ+bình") == ["Quýt"]


def test_standard_counts_only_while_in_force():
    product = make_product()
    for kind, until in [
        (StandardKind.VIETGAP, None),
        (StandardKind.ORGANIC, TODAY),
        (StandardKind.GACP_WHO, TODAY + dt.timedelta(days=1)),
    ]:
        ProductStandard.objects.create(product=product, kind=kind, valid_to=until)
    assert counts("tieu-chuan") == {"vietgap": 1, "gacp-who": 1}
    assert names("tieu-chuan=organic") == []


def test_orders():
    certify(make_product("A cũ"), stars=3, on=dt.date(2024, 1, 1))
    certify(make_product("B hết"), stars=5, on=dt.date(2020, 1, 1))
    certify(make_product("C còn"), stars=5, on=dt.date(2025, 1, 1))
    certify(make_product("D năm"), stars=4, recognised_year=2024)
    make_product("E không")
    assert names("xep=sao") == ["C còn", "B hết", "D năm", "A cũ", "E không"]
    assert names("xep=moi") == ["C còn", "A cũ", "D năm", "B hết", "E không"]
    assert names("xep=phu-hop") == ["A cũ", "B hết", "C còn", "D năm", "E không"]


def test_counts_of_a_facet_leave_its_own_choice_out():
    for stars, kind in [(3, "htx"), (3, "cong_ty"), (4, "htx"), (5, "ho_kd")]:
        product = make_product(producer=make_producer(f"P {stars} {kind}", kind=kind))
        certify(product, stars=stars, on=dt.date(2025, 1, 1))
    assert counts("sao", "sao=3&loai=htx&loai=cong-ty") == {"3": 2, "4": 1}
    assert counts("loai", "sao=3&loai=htx") == {"htx": 1, "cong-ty": 1}
    assert ask("sao=3&sao=4&loai=htx").total == 2


def test_unknown_value_is_reported_and_left_out():
    make_product("Miến")
    answer = ask("sao=9&xa=khong-co&xep=la&trang=0")
    assert [(problem.parameter, problem.value) for problem in answer.query.problems] == [
        ("xep", "la"),
        ("trang", "0"),
        ("sao", "9"),
        ("xa", "khong-co"),
    ]
    assert answer.total == 1
