"""Documents and points of sale, on a phone and on a desk."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.communes import make_commune, make_former_commune
from tests.factories.markets import make_channel, make_point
from tests.factories.news import make_document
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_product

DAY = dt.date(2021, 12, 29)


@pytest.fixture
def register(transactional_db):
    """A decision with a product, a plan, a point of sale and a channel."""
    document = make_document("2616/QĐ-UBND", slug="2616-qd-ubnd", issued_on=DAY)
    make_document("87/KH-UBND", kind="Kế hoạch", issued_on=dt.date(2023, 2, 15))
    certify(make_product("Măng khô Mảy Puốc"), 3, DAY)
    former = make_former_commune("Vân Tùng", successor=make_commune("Ngân Sơn", slug="ngan-son"))
    point = make_point("Điểm bán Phong Phin", commune=former, producer=make_producer())
    point.products.add(make_product("Miến dong"))
    make_channel()
    return document


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize(
    "path",
    ["/van-ban/", "/van-ban/?q=khong", "/van-ban/2616-qd-ubnd/", "/thi-truong/", "/en/thi-truong/"],
)
def test_page_is_accessible_and_fits(open_page, assert_accessible, assert_fits, path, width):
    page = open_page(path, width=width)
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.usefixtures("register")
def test_filter_opens_chooses_and_clears_on_a_phone_without_script(open_page):
    page = open_page("/van-ban/", width=PHONE, java_script_enabled=False)
    page.get_by_role("link", name="Lọc", exact=True).click()
    filters = page.get_by_role("form", name="Lọc văn bản")
    expect(filters).to_be_visible()
    filters.get_by_label("Kế hoạch").check()
    filters.get_by_role("button", name="Xem văn bản").click()
    expect(page.get_by_role("heading", name="1 văn bản")).to_be_visible()
    expect(filters).to_be_hidden()
    page.get_by_role("link", name="Bỏ lọc này").click()
    expect(page.get_by_role("heading", name="2 văn bản")).to_be_visible()


@pytest.mark.usefixtures("register")
def test_open_filter_is_accessible(open_page, assert_accessible):
    page = open_page("/thi-truong/#bo-loc", width=PHONE)
    expect(page.get_by_role("form", name="Lọc điểm bán")).to_be_visible()
    assert_accessible(page)
