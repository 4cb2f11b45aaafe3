"""The criteria, on a phone and on a desk."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from products.importers.groups import load_groups
from scoring.criteria.storage import load_criteria
from scoring.models import CriteriaSection
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD, make_user
from tests.scoring.criteria_sets import DIRECTORY


@pytest.fixture
def criteria(transactional_db):
    load_groups(DIRECTORY.parent / "groups")
    load_criteria(DIRECTORY, at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))


@pytest.mark.usefixtures("criteria")
def test_pages_are_accessible_and_fit(open_page, assert_accessible, assert_fits):
    for path, heading in (
        ("/bo-tieu-chi/", "Bộ tiêu chí"),
        ("/bo-tieu-chi/26-2026/7/", "Bộ 7 Chế biến từ rau, củ, quả, hạt"),
        ("/bo-tieu-chi/26-2026/6/so-voi/148/6/", "Tiêu chí đổi gì: Chế biến từ gạo, ngũ cốc"),
        ("/bo-tieu-chi/148/11/", "Bộ 11 Chè tươi, chè chế biến"),
        ("/en/bo-tieu-chi/1048/10/", "Set 10 Gạo, ngũ cốc"),
    ):
        page = open_page(path, width=DESKTOP)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 800})
            assert_fits(page)
            assert_accessible(page)


@pytest.mark.usefixtures("criteria")
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_sums_follow_what_an_officer_types(open_page, assert_accessible, assert_fits, width):
    make_user(Role.PROVINCE_OFFICER, username="lan")
    section = CriteriaSection.objects.select_related("part").get(
        part__criteria_set__version__slug="148", part__criteria_set__number=7, number="6"
    )
    page = open_page("/quan-tri/dang-nhap/", width=width)
    page.fill("[name=username]", "lan")
    page.fill("[name=password]", PASSWORD)
    page.click("text=Đăng nhập >> nth=-1")
    page.goto(f"/quan-tri/scoring/criteriaset/{section.part.criteria_set_id}/muc/{section.pk}/")
    assert_fits(page)
    assert_accessible(page)
    sums = page.get_by_role("status", name="Điểm cộng được")
    expect(sums).to_contain_text("Mục 6: 16 / 16 điểm")
    smell = page.locator("[data-criterion]", has_text="6.d Mùi")
    expect(smell.get_by_text("chưa khớp điểm tối đa")).to_be_visible()
    smell.get_by_label("Điểm tối đa").fill("3")
    expect(smell.get_by_text("chưa khớp điểm tối đa")).to_be_hidden()
    expect(sums).to_contain_text("Mục 6: 15 / 16 điểm chưa khớp")
    page.locator('[name="muc-max_points"]').fill("15,5")
    expect(sums).to_contain_text("Phần C: 34,5 / 35 điểm chưa khớp")
