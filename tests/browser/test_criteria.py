"""The criteria, on a phone and on a desk."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from products.importers.groups import load_groups
from scoring.criteria.storage import load_criteria
from tests.browser.conftest import DESKTOP, PHONE
from tests.scoring.criteria_sets import DIRECTORY


@pytest.fixture
def criteria(transactional_db):
    load_groups(DIRECTORY.parent / "groups")
    load_criteria(DIRECTORY, at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))


@pytest.mark.usefixtures("criteria")
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_pages_are_accessible_and_fit(open_page, assert_accessible, assert_fits, width):
    for path, heading in (
        ("/bo-tieu-chi/", "Bộ tiêu chí"),
        ("/bo-tieu-chi/26-2026/7/", "Bộ 7 Chế biến từ rau, củ, quả, hạt"),
        ("/bo-tieu-chi/26-2026/6/so-voi/148/6/", "Tiêu chí đổi gì: Chế biến từ gạo, ngũ cốc"),
        ("/bo-tieu-chi/148/11/", "Bộ 11 Chè tươi, chè chế biến"),
        ("/en/bo-tieu-chi/1048/10/", "Set 10 Gạo, ngũ cốc"),
    ):
        page = open_page(path, width=width)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert_fits(page)
        assert_accessible(page)
