"""Today's unit of any unit, and back."""

import datetime as dt

import pytest
from django.db import connection, transaction

from communes import stamp
from communes.lineage import Lineage
from communes.models import Commune, CommuneSuccession

TODAY = dt.date(2026, 11, 22)
THEN = dt.date(2021, 12, 31)


@pytest.fixture
def unit(units):
    """Look a unit up by its address."""
    return lambda slug: Commune.objects.get(slug=slug).pk


def test_a_former_unit_leads_to_the_one_it_went_into(unit):
    lineage = Lineage.load()
    assert lineage.today(unit("xa-si-binh-huyen-bach-thong"), TODAY) == unit("xa-vinh-thong")


def test_two_changes_are_followed_to_the_end(unit):
    lineage = Lineage.load()
    van_tung = unit("xa-van-tung-huyen-ngan-son")
    assert lineage.on(van_tung, TODAY) == (unit("xa-ngan-son"),)
    assert lineage.on(van_tung, dt.date(2024, 1, 1)) == (unit("thi-tran-van-tung-huyen-ngan-son"),)
    assert lineage.on(van_tung, THEN) == (van_tung,)


def test_a_unit_of_today_stood_where_several_did(unit):
    lineage = Lineage.load()
    vinh_thong = unit("xa-vinh-thong")
    parts = {unit(f"xa-{name}-huyen-bach-thong") for name in ("si-binh", "vu-muon", "cao-son")}
    assert set(lineage.on(vinh_thong, THEN)) == parts
    assert lineage.today(vinh_thong, THEN) is None
    assert lineage.today(unit("xa-thuong-quan"), THEN) == unit("xa-thuong-quan-huyen-ngan-son")
    assert set(lineage.family(vinh_thong)) == {vinh_thong, *parts}


def test_a_unit_without_a_known_past_stood_nowhere(unit):
    assert Lineage.load().on(unit("xa-dinh-hoa"), THEN) == ()


def test_family_holds_both_lives_of_van_tung(unit):
    lineage = Lineage.load()
    lives = {unit("xa-van-tung-huyen-ngan-son"), unit("thi-tran-van-tung-huyen-ngan-son")}
    assert lives < set(lineage.family(unit("xa-ngan-son")))
    assert lineage.are_related(*lives)
    assert not lineage.are_related(unit("xa-ba-be"), unit("xa-ngan-son"))


def test_it_is_read_again_when_a_succession_changes(units, django_assert_num_queries):
    first = Lineage.current()
    with django_assert_num_queries(1):
        assert Lineage.current() is first
    CommuneSuccession.objects.filter(successor__slug="xa-ba-be").delete()
    assert Lineage.current() is not first


@pytest.mark.django_db(transaction=True)
def test_the_stamp_follows_the_data_and_nothing_else():
    first = stamp.territory_stamp()
    assert stamp.territory_stamp() == first
    with transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO communes_province (code, name, full_name, name_en, is_served)"
            " VALUES ('77', 'Thử', 'Tỉnh Thử', '', false)"
        )
        inside = stamp.territory_stamp()
        transaction.set_rollback(True)
    assert inside != first
    assert stamp.territory_stamp() == first
