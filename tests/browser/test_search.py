"""Suggestions under the search fields, by keyboard alone: an editable combobox."""

import re

from playwright.sync_api import expect

from tests.factories.products import make_product


def test_suggestions_are_chosen_left_and_passed_by_keyboard(
    transactional_db, open_page, assert_accessible
):
    make_product("Chè dây Chợ Đồn")
    product = make_product("Chè đắng")
    page = open_page("/tim-kiem/")
    field = page.locator("#q-tim")
    field.focus()
    page.keyboard.type("che d")
    options = page.locator("#q-tim-goi-y [role=option]")
    expect(options).to_have_count(3)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form:has(#q-tim) [role=status]")).to_have_text(re.compile("^2 gợi ý"))

    page.keyboard.press("ArrowDown")
    chosen = page.locator("#q-tim-goi-y [aria-selected=true]")
    expect(chosen).to_contain_text("Chè đắng")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    assert_accessible(page)
    page.keyboard.press("ArrowUp")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowUp")
    expect(chosen).to_have_text("Tìm “che d” ở mọi phần")

    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("che d")
    page.keyboard.press("ArrowDown")
    expect(options).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{product.get_absolute_url()}")

    page.locator("#q-dau").fill("che d")
    expect(page.locator("#q-dau-goi-y [role=option]")).to_have_count(3)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=che+d")
