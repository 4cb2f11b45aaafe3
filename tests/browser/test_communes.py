"""The pages of the units, on a phone and on a desk, with the real territory."""

import io

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE


@pytest.fixture
def territory(transactional_db):
    """All units with their outlines."""
    call_command("load_communes", stdout=io.StringIO())


PAGES = [
    "/xa-phuong/",
    "/xa-phuong/?xem=ban-do",
    "/xa-phuong/?ranh-gioi=cu&huyen=huyen-ngan-son",
    "/xa-phuong/?q=van+lang",
    "/xa-phuong/xa-ngan-son/",
    "/xa-phuong/xa-van-tung-huyen-ngan-son/",
    "/xa-phuong/02185/",
    "/en/xa-phuong/xa-tan-cuong/",
]


@pytest.mark.usefixtures("territory")
def test_pages_are_accessible_and_fit(open_page, assert_accessible, assert_fits):
    for path in PAGES:
        page = open_page(path, width=DESKTOP)
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 800})
            assert_fits(page)
            assert_accessible(page)


@pytest.mark.usefixtures("territory")
def test_an_old_name_is_found_and_followed_without_script(open_page):
    page = open_page("/xa-phuong/", width=PHONE, java_script_enabled=False)
    page.get_by_label("Tên hoặc mã xã, phường").fill("si binh")
    page.get_by_role("search").filter(has=page.locator("#q-xa")).get_by_role("button").click()
    page.get_by_role("link", name="Xã Sĩ Bình, Huyện Bạch Thông").click()
    expect(page.get_by_role("heading", name="Xã Sĩ Bình", level=1)).to_be_visible()
    page.get_by_role("link", name="Xã Vĩnh Thông").first.click()
    expect(page.get_by_role("heading", name="Xã Vĩnh Thông", level=1)).to_be_visible()


@pytest.mark.usefixtures("territory")
def test_a_unit_on_the_map_leads_to_its_page(open_page):
    page = open_page("/xa-phuong/?xem=ban-do", width=DESKTOP)
    page.locator("a[href='/xa-phuong/xa-ba-be/'] use").click()
    expect(page.get_by_role("heading", name="Xã Ba Bể", level=1)).to_be_visible()
