"""A code typed on the way in, and its answer, on a phone."""

import datetime as dt

import pytest
from django.utils import timezone

from products.services import withdraw_certification
from tests.browser.conftest import PHONE
from tests.factories.communes import make_commune
from tests.factories.products import certify, make_product


@pytest.fixture
def award(transactional_db):
    product = make_product("Miến dong Tài Hoan", commune=make_commune("Côn Minh"))
    return certify(product, on=timezone.localdate() - dt.timedelta(days=200))


def test_a_code_is_typed_by_keyboard_and_answered(open_page, assert_accessible, assert_fits, award):
    page = open_page("/xac-minh/?ma=ABCD-1234", width=PHONE, java_script_enabled=False)
    field = page.get_by_label("Mã trên nhãn")
    assert field.evaluate("e => getComputedStyle(e).borderTopWidth") == "2px"
    field.fill(award.printed_code.lower().replace("-", " ").replace("0", "o"))
    field.press("Enter")
    assert page.url.endswith(f"/xac-minh/{award.printed_code}/")
    assert page.get_by_role("heading", level=1).inner_text() == "Còn hạn"
    page = open_page(f"/xac-minh/{award.printed_code}/", width=PHONE)
    assert_accessible(page)
    assert_fits(page)
    withdraw_certification(
        certification=award, on=timezone.localdate(), act="9/QĐ-UBND", reason="Thử"
    )
    page.reload()
    assert page.get_by_role("heading", level=1).inner_text() == "Bị thu hồi"
    assert_accessible(page)
    for path in ("/en/xac-minh/7777-7777/", "/xac-minh/ABCD-1234/"):
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)
