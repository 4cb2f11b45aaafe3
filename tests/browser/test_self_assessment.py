"""Chấm thử by keyboard alone on a phone, with script and without."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from products.importers.groups import load_groups
from scoring.criteria.storage import load_criteria
from tests.browser.conftest import DESKTOP, PHONE
from tests.scoring.criteria_sets import DIRECTORY

UNDER_THE_BAR = """() => document.activeElement.getBoundingClientRect().bottom
  > document.querySelector(".tally-bar").getBoundingClientRect().top + 1"""


@pytest.fixture
def criteria(transactional_db):
    load_groups(DIRECTORY.parent / "groups")
    load_criteria(DIRECTORY, at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))


@pytest.mark.usefixtures("criteria")
def test_from_the_kind_to_the_link_by_keyboard_on_a_phone(
    open_page, assert_accessible, assert_fits
):
    page = open_page("/tu-danh-gia/", width=PHONE)
    assert_fits(page)
    assert_accessible(page)
    page.get_by_role("link", name="Chế biến từ gạo, ngũ cốc").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Tự đánh giá: Chế biến từ gạo, ngũ cốc"
    )
    assert_fits(page)
    page.locator('input[name="1.1"]').first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    bar = page.locator(".tally-bar")
    expect(bar).to_contain_text("3 / 100")
    expect(page.locator("#tc-1-1-m")).to_have_text("3, 4, 5 sao: đạt")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("3 / 100")
    assert page.url.endswith("/tu-danh-gia/26-2026/6/?1.1=3")
    page.keyboard.press("Tab")  # the proofs of 1.1
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(bar).to_contain_text("3 / 100 đã chọn 2/32")
    page.locator('input[name="loai"]').first.focus()
    page.keyboard.press("Space")
    expect(page.locator("#tong")).to_contain_text("Bị dừng hoặc loại")
    assert page.url.endswith("?1.1=3&1.2=0&loai=2.1")
    for language in page.locator(".site-tools a[hreflang]").all():
        assert language.get_attribute("href").endswith("?1.1=3&1.2=0&loai=2.1")
    assert_accessible(page)
    page.reload()
    expect(page.locator("#tong")).to_contain_text("Bị dừng hoặc loại")
    page.emulate_media(reduced_motion="reduce")
    page.locator('input[name="1.1"]').first.focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert not page.evaluate(UNDER_THE_BAR)


@pytest.mark.usefixtures("criteria")
def test_without_script_the_button_gives_the_same(open_page, assert_fits):
    page = open_page("/tu-danh-gia/26-2026/26/", width=DESKTOP, java_script_enabled=False)
    page.locator('input[name="8"][value="b:3"]').check()
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.locator("#tong")).to_contain_text("3 / 100")
    assert page.url.endswith("/tu-danh-gia/26-2026/26/?8=b%3A3#tong")
    expect(page.locator('input[name="8"][value="b:3"]')).to_be_checked()
    page.get_by_role("link", name="Chấm lại từ đầu").click()
    expect(page.locator("#tong")).to_contain_text("0 / 100")
