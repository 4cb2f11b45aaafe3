"""An officer imports a list in the browser: by eye, by keyboard, on a phone."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from accounts.enums import Role
from products.models import Certification
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune, make_district, make_former_commune
from tests.factories.products import make_product
from tests.scoring.rating_files import annex, xlsx_file

ROWS = [
    ("I", "Sản phẩm 4 sao"),
    (1, "Miến rong Tài Hoan", "HTX Tài Hoan", "Xã Côn Minh, huyện Na Rì", "75"),
    (2, "Bún khô", "HTX Tài Hoan", "Xã Côn Minh, huyện Na Rì", "81,5"),
    (3, "Phở khô", "HTX Tài Hoan", "Xã Côn Minh, huyện Na Rì", "ba lăm"),
]
HEADER = ("STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Điểm")


@pytest.fixture
def signed_in(transactional_db, open_page):
    """Open a page as an officer of the province, with a small register."""
    district = make_district("Huyện Na Rì")
    commune = make_former_commune("Côn Minh", make_commune("Côn Minh"), district=district)
    make_product(commune=commune, standing="recognised")
    client = Client()
    client.force_login(make_user(Role.PROVINCE_OFFICER))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_signed_in(path, **options):
        page = open_page("/quan-tri/login/", **options)
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": session,
                    "domain": urlsplit(page.url).hostname,
                    "path": "/",
                }
            ]
        )
        page.goto(path)
        return page

    return open_signed_in


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_officers_way(signed_in, assert_accessible, assert_fits, tmp_path, width):
    path = tmp_path / "kq.xlsx"
    path.write_bytes(xlsx_file(annex(ROWS, HEADER)))
    page = signed_in("/quan-tri/scoring/ratingimport/add/", width=width)
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Tệp kết quả").set_input_files(path)
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_role("heading", name="kq.xlsx")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("là “Miến dong Tài Hoan").check()
    page.get_by_role("button", name="Ghi các lựa chọn").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi lựa chọn của 1 dòng")
    page.get_by_role("link", name="Xem thay đổi và xác nhận (2 dòng)").click()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Xác nhận ghi 2 dòng").click()
    expect(page.get_by_role("status")).to_contain_text("Đã ghi vào sổ")
    assert Certification.objects.count() == 2
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Hoàn tác lần nhập").click()
    assert_accessible(page)
    page.get_by_role("button", name="Hoàn tác 2 dòng").click()
    expect(page.get_by_role("status")).to_contain_text("sổ trở lại như trước")
    assert Certification.objects.count() == 0


def test_a_picture_is_refused_with_a_sentence(signed_in, assert_accessible, tmp_path, misdeeds):
    path = tmp_path / "anh.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    page = signed_in("/quan-tri/scoring/ratingimport/add/")
    page.get_by_label("Tệp kết quả").set_input_files(path)
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_role("alert")).to_contain_text("ảnh PNG")
    assert_accessible(page)
    misdeeds.clear()  # the browser logs the refusal's status
