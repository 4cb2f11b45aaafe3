"""A unit's own full name, letter for letter, comes before every looser reading of it."""

import datetime as dt

import pytest

from communes.enums import CommuneKind
from communes.models import Commune, Province
from communes.resolution.gazetteer import Gazetteer
from ocop_portal.shared.text import slugify

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 6, 15)
UNITS = [
    ("27445", CommuneKind.PHUONG, "Bình Hưng Hoà"),
    ("27442", CommuneKind.PHUONG, "Bình Hưng"),
    ("31417", CommuneKind.XA, "Phương Bình"),
    ("29302", CommuneKind.XA, "Hùng Hoà"),
    ("30628", CommuneKind.XA, "Mỹ Quí"),
    ("28051", CommuneKind.XA, "Mỹ Quý"),
]


@pytest.fixture
def gazetteer():
    province = Province.objects.create(
        code="79", name="Hồ Chí Minh", full_name="Thành phố Hồ Chí Minh", is_served=True
    )
    for code, kind, name in UNITS:
        Commune.objects.create(
            code=code, kind=kind, name=name, province=province, slug=slugify(f"{name}-{code}")
        )
    return Gazetteer.load()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Phường Bình Hưng Hoà", "27445"),
        ("phường bình hưng hoà, thành phố hồ chí minh", "27445"),
        ("PHƯỜNG BÌNH HƯNG HOÀ - HỒ CHÍ MINH", "27445"),
        ("phuong binh hung hoa", "27445"),
        ("Phường Bình Hưng Thành phố Hồ Chí Minh", "27442"),
        ("Xã Mỹ Quí", "30628"),
        ("Xã Mỹ Quý", "28051"),
    ],
)
def test_own_name_means_the_unit(gazetteer, text, code):
    assert gazetteer.resolve(text, ON).commune.code == code


def test_name_of_two_units_without_accents_stays_open(gazetteer):
    province = Province.objects.get()
    for code, name in (("30001", "Văn Lang"), ("30002", "Văn Lăng")):
        Commune.objects.create(
            code=code, kind=CommuneKind.XA, name=name, province=province, slug=slugify(code)
        )
    answer = Gazetteer.load().resolve("xa van lang", ON)
    assert {c.commune.code for c in answer.candidates} == {"30001", "30002"}
    assert answer.commune is None


def test_name_of_an_ended_unit_is_no_unit_of_today(gazetteer):
    Commune.objects.filter(code="27442").update(valid_to=dt.date(2026, 1, 1))
    assert Gazetteer.load().resolve("Phường Bình Hưng", ON).commune is None
