"""A small territory and register for imports."""

import datetime as dt

import pytest

from communes.enums import CommuneKind
from tests.factories.communes import make_commune, make_district, make_former_commune

TODAY = dt.date(2026, 11, 1)


@pytest.fixture
def territory(db):
    """Two former districts, four former communes, and the two units they went into."""
    na_ri, cho_don = make_district("Huyện Na Rì"), make_district("Huyện Chợ Đồn")
    con_minh = make_commune("Côn Minh")
    cho_don_today = make_commune("Chợ Đồn")
    return {
        "con_minh_today": con_minh,
        "cho_don_today": cho_don_today,
        "con_minh": make_former_commune("Côn Minh", con_minh, district=na_ri),
        "quang_phong": make_former_commune("Quang Phong", con_minh, district=na_ri),
        "bang_lung": make_former_commune(
            "Bằng Lũng", cho_don_today, district=cho_don, kind=CommuneKind.THI_TRAN
        ),
        "ngoc_phai": make_former_commune("Ngọc Phái", cho_don_today, district=cho_don),
        "na_ri": na_ri,
        "cho_don": cho_don,
    }
