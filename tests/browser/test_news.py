"""News at the editor's desk and without script on a phone."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.enums import Role
from news.models import Article, ArticleImage
from products.picture_files import render
from products.pictures import place_picture
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.news import make_article, make_event, make_section
from tests.products.pictures import picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_editor_writes_under_the_policy_and_page_is_in_order(
    open_page, assert_accessible, assert_fits, width
):
    make_user(Role.EDITOR, username="bien-tap")
    make_section("Tin hoạt động")
    page = open_page("/quan-tri/dang-nhap/", width=width)
    page.fill("[name=username]", "bien-tap")
    page.fill("[name=password]", PASSWORD)
    page.click("text=Đăng nhập >> nth=-1")
    page.goto("/quan-tri/news/article/add/")
    page.select_option("[name=section]", label="Tin hoạt động")
    page.fill("[name=title]", "Mùa chè")
    text = page.locator(".tiptap").first
    expect(text).to_be_visible()
    text.click()
    page.keyboard.type("Vùng chè Bằng Phúc")
    assert_fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="Lưu lại", exact=True).click()
    expect(page.get_by_text("Mùa chè").first).to_be_visible()
    assert Article.objects.get().body == "<p>Vùng chè Bằng Phúc</p>"


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_article_with_pictures_is_accessible_and_fits(
    open_page, assert_accessible, assert_fits, width
):
    rows = "".join(f"<td>Cột {number} dài và dài</td>" for number in range(8))
    article = make_article(
        "Một tiêu đề rất dài để xem nó xuống dòng ra sao trên màn hình hẹp của điện thoại",
        body=f"<h2>Bảng</h2><table><tbody><tr>{rows}</tr></tbody></table><p>{'a' * 90}</p>",
    )
    for position in range(2):
        image = ArticleImage(article=article, alt="Đồi chè", position=position)
        place_picture(image, render(picture_bytes(size=(640, 480))))
        image.save()
    for path in (article.get_absolute_url(), "/tin-tuc/"):
        page = open_page(path, width=width)
        assert_fits(page)
        assert_accessible(page)


def test_calendar_leads_to_the_event_without_script(open_page):
    start = timezone.make_aware(dt.datetime(2030, 3, 12, 8))
    make_event("Hội chợ xuân", starts_at=start)
    page = open_page("/su-kien/?thang=2030-02", width=PHONE, java_script_enabled=False)
    page.get_by_role("link", name="Tháng 3/2030").click()
    page.get_by_role("link", name="Ngày 12, 1 sự kiện").click()
    page.get_by_role("link", name="Hội chợ xuân").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hội chợ xuân")
