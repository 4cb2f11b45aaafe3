"""The back office in a browser: it fits, axe finds nothing, no policy is broken, the map picks."""

import datetime as dt

import pytest

from accounts.enums import Role
from markets.models import SalesPoint
from producers.models import Producer
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.communes import make_commune
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_group, make_product

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])


@pytest.fixture
def product():
    make_user(Role.PROVINCE_OFFICER, username="lan", full_name="Hoàng Thị Lan")
    commune = make_commune("Côn Minh")
    producer = make_producer(commune=commune, phone="0209 123 456")
    product = make_product(
        producer=producer, commune=commune, group=make_group("Chè", make_group())
    )
    certify(product, stars=4, on=dt.date(2025, 1, 1))
    certify(make_product("Chè Shan tuyết", producer=producer), stars=3)
    return product


@pytest.fixture
def enter(open_page):
    """Sign in by the door and open a page of the office."""

    def go(path, width=DESKTOP):
        page = open_page("/quan-tri/dang-nhap/", width=width)
        page.fill("[name=username]", "lan")
        page.fill("[name=password]", PASSWORD)
        page.click("text=Đăng nhập >> nth=-1")
        page.goto(path)
        return page

    return go


@WIDTHS
def test_door_is_in_order(open_page, assert_accessible, assert_fits, width):
    page = open_page("/quan-tri/dang-nhap/", width=width)
    assert_accessible(page)
    assert_fits(page)


@WIDTHS
def test_pages_of_the_office_are_in_order(enter, product, assert_accessible, assert_fits, width):
    page = enter("/quan-tri/", width)
    award = product.certifications.get()
    for path in (
        "/quan-tri/",
        "/quan-tri/products/product/?can-lam=thieu-anh",
        f"/quan-tri/products/product/{product.pk}/change/",
        f"/quan-tri/products/product/{product.pk}/history/",
        f"/quan-tri/products/product/{product.pk}/delete/",
        "/quan-tri/products/product/export/",
        "/quan-tri/products/certification/add/",
        f"/quan-tri/products/certification/{award.pk}/change/",
        f"/quan-tri/products/certification/{award.pk}/thu-hoi/",
        f"/quan-tri/producers/producer/{product.producer_id}/change/",
        "/quan-tri/nhat-ky/",
        "/quan-tri/tai-khoan/",
        "/quan-tri/xac-thuc/cai-dat/",
        "/quan-tri/doi-mat-khau/",
    ):
        page.goto(path)
        assert_fits(page)
        assert_accessible(page)


@WIDTHS
def test_preview_of_an_import_is_in_order(enter, product, assert_accessible, assert_fits, width):
    page = enter("/quan-tri/producers/producer/import/", width)
    assert_accessible(page)
    table = f"Đường dẫn,Tên chủ thể,Loại hình\n{product.producer.slug},HTX Mới,htx\n,HTX Hai,htx\n"
    upload = {"name": "bang.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.set_input_files("[name=import_file]", upload)
    page.click("text=Xem trước")
    assert page.locator(".change").count() == 2
    assert_accessible(page)
    assert_fits(page)
    page.click("text=Ghi vào sổ")
    assert page.locator(".messagelist").inner_text().startswith("Đã nhập: 1 dòng mới, 1 dòng sửa")
    assert Producer.objects.filter(name__in=["HTX Mới", "HTX Hai"]).count() == 2


def test_menu_opens_on_a_phone_without_script(chromium, live_server, product):
    context = chromium.new_context(
        viewport={"width": PHONE, "height": 800},
        base_url=live_server.url,
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto("/quan-tri/dang-nhap/")
    page.fill("[name=username]", "lan")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    assert not page.locator("#trinh-don").is_visible()
    page.click("text=Trình đơn")
    page.click("#trinh-don >> text=Chứng nhận OCOP")
    assert page.locator("h1").inner_text() == "Chứng nhận OCOP"
    context.close()


def test_point_is_picked_on_the_map_and_moved_by_typing(enter, product):
    point = SalesPoint.objects.create(name="Cửa hàng", kind="shop")
    page = enter(f"/quan-tri/markets/salespoint/{point.pk}/change/")
    page.click(".point-picker summary")
    page.locator(".point-picker__map").click(position={"x": 200, "y": 150})
    typed = page.input_value("[name=latitude]")
    assert "," in typed
    assert page.locator(".point-picker__pin").count() == 1
    page.fill("[name=latitude]", "22,14600")
    page.fill("[name=longitude]", "105,83500")
    page.press("[name=longitude]", "Tab")
    page.click("[name=_save]")
    point.refresh_from_db()
    assert (str(point.latitude), str(point.longitude)) == ("22.14600", "105.83500")
