"""The frame of every page: menu, skip link, display tools, languages, error pages."""

import re

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE

PAGES = ["/", "/en/", "/gioi-thieu/", "/en/gioi-thieu/", "/khong-co/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_page_is_accessible_and_fits(open_page, assert_accessible, assert_fits, path, width):
    page = open_page(path, width=width)
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize("text", ["lon", "rat-lon"])
def test_large_text_still_fits_a_phone(open_page, assert_fits, text):
    page = open_page(f"/gioi-thieu/?co-chu={text}", width=PHONE)
    expect(page.locator("html")).to_have_attribute("data-text", text)
    assert_fits(page)


def test_high_contrast_is_accessible(open_page, assert_accessible):
    page = open_page("/?tuong-phan=cao")
    expect(page.locator("html")).to_have_attribute("data-contrast", "cao")
    assert_accessible(page)


def test_menu_opens_and_closes_by_keyboard_without_script(open_page, assert_accessible):
    page = open_page("/", width=PHONE, java_script_enabled=True)
    menu = page.get_by_role("navigation", name="Trình đơn chính")
    expect(menu).to_be_hidden()
    page.get_by_role("link", name="Trình đơn").press("Enter")
    expect(menu).to_be_visible()
    assert_accessible(page)
    menu.get_by_role("link", name="Đóng").press("Enter")
    expect(menu).to_be_hidden()


def test_skip_link_is_first_and_moves_focus(open_page):
    page = open_page("/gioi-thieu/")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text("Đến nội dung chính")
    expect(focused).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_language_switch_leads_to_the_same_page(open_page):
    page = open_page("/gioi-thieu/?a=1")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/en/gioi-thieu/\?a=1$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page).to_have_url(re.compile(r"[^n]/gioi-thieu/\?a=1$"))


def test_text_size_is_chosen_without_script_and_kept(open_page):
    page = open_page("/gioi-thieu/?a=1", java_script_enabled=False)
    page.get_by_role("link", name="Cỡ chữ rất lớn").click()
    expect(page).to_have_url(re.compile(r"/gioi-thieu/\?a=1$"))
    expect(page.locator("html")).to_have_attribute("data-text", "rat-lon")
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-text", "rat-lon")


def test_first_view_is_light(open_page):
    page = open_page("about:blank")
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/", wait_until="networkidle")
    assert len(sizes) > 5
    assert sum(sizes) <= 200 * 1024


@pytest.mark.parametrize("template", ["400.html", "403_csrf.html", "500.html"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_plain_error_pages_are_accessible_and_fit(
    open_page, assert_accessible, assert_fits, template, width
):
    page = open_page("/", width=width)
    page.set_content(render_to_string(template), wait_until="networkidle")
    expect(page.locator("main h1")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
