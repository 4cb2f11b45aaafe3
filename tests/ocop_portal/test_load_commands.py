"""``load_reference`` and ``load_register``: one after the other, twice."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from products.models import Product
from tests.products.register_ground import make_territory

pytestmark = pytest.mark.django_db


def run(command):
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue().splitlines()


def test_register_needs_its_reference_data_first():
    make_territory()
    with pytest.raises(CommandError, match="chưa có nhóm sản phẩm"):
        run("load_register")
    assert Product.objects.count() == 0


def test_reference_twice_changes_nothing():
    assert "nhóm sản phẩm: thêm 96, sửa 0, giữ nguyên 0" in run("load_reference")
    assert "nhóm sản phẩm: thêm 0, sửa 0, giữ nguyên 96" in run("load_reference")
