"""``load_reference`` and ``load_register``: one after the other, twice."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from markets.models import SalesPoint
from products.models import Product
from tests.products.register_ground import REGISTER, make_territory

pytestmark = pytest.mark.django_db


def gathered_rows():
    with (REGISTER / "products.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(command):
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue().splitlines()


def test_register_needs_its_reference_data_first():
    make_territory()
    with pytest.raises(CommandError, match="chưa có nhóm sản phẩm"):
        run("load_register")
    assert Product.objects.count() == 0


def test_reference_then_register_twice_changes_nothing():
    first = run("load_reference") + run("load_register")
    assert "sản phẩm: thêm 95, đổi 0, giữ nguyên 0" in first
    assert "văn bản: thêm 39, đổi 0, giữ nguyên 0" in first
    again = run("load_reference") + run("load_register")
    assert len(again) == len(first)
    assert [line for line in again if ": thêm 0, đổi 0, giữ nguyên " not in line] == []


def test_every_row_finds_its_place():
    run("load_reference")
    run("load_register")
    nowhere = Product.objects.filter(commune__isnull=True, district__isnull=True)
    assert sorted(nowhere.values_list("register_code", flat=True)) == ["BK-021", "BK-022"]
    names = Product.objects.exclude(commune=None).values_list("register_code", "commune__name")
    gathered = {row["id"]: row["commune"] for row in gathered_rows() if row["commune"]}
    assert dict(names) == gathered
    point = SalesPoint.objects.get(operator="Hộ kinh doanh Phong Phin")
    assert (point.commune.name, point.commune.kind) == ("Vân Tùng", "thi_tran")
