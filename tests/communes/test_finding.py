"""Old names, variants and codes in an address lead to the right units."""

import datetime as dt

import pytest

from communes.finding import find_units
from communes.lineage import Lineage

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def find(units):
    """The addresses of the units found."""
    return lambda place: [unit.slug for unit in find_units(place, TODAY, Lineage.current())]


@pytest.mark.parametrize(
    ("place", "slugs"),
    [
        # one
        ("con-minh", ["xa-con-minh"]),
        ("xa-sy-binh", ["xa-si-binh-huyen-bach-thong"]),
        ("Sĩ Bình", ["xa-si-binh-huyen-bach-thong"]),
        ("ra-ban", ["xa-dong-thang-huyen-cho-don"]),
        ("phuong-xuat-hoa", ["phuong-xuat-hoa-thanh-pho-bac-kan"]),
        ("bach-thong", ["xa-bach-thong"]),
        ("tuc-duyen", ["phuong-phan-dinh-phung"]),
        ("van-tung", ["thi-tran-van-tung-huyen-ngan-son"]),
        # several
        ("phong-huan", ["xa-yen-phong-huyen-cho-don", "xa-bang-lang-huyen-cho-don"]),
        ("van-lang", ["xa-van-lang", "xa-van-lang-05665"]),
        # none
        ("thanh-pho-bac-kan", []),
        ("khong-co-noi-nay", []),
        # codes
        ("01978", ["xa-si-binh-huyen-bach-thong"]),
        ("1978", ["xa-si-binh-huyen-bach-thong"]),
        ("01840", ["phuong-duc-xuan"]),
        ("02185", ["xa-con-minh", "xa-quang-phong-huyen-na-ri"]),
        ("02134", ["thi-tran-yen-lac-huyen-na-ri"]),
        ("05437", ["phuong-phan-dinh-phung"]),
        ("05932", ["xa-diem-thuy", "xa-phu-binh"]),
        (
            "01954",
            [
                "xa-ngan-son",
                "xa-van-tung-huyen-ngan-son",
                "thi-tran-van-tung-huyen-ngan-son",
            ],
        ),
        ("99999", []),
    ],
)
def test_find_units(find, place, slugs):
    assert find(place) == slugs
