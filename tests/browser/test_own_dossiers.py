"""A producer on a telephone: begins a dossier, fills, proves, scores, hands in. With axe."""

import re

from playwright.sync_api import expect

from scoring.dossiers.enums import DossierStatus
from scoring.dossiers.registration import fields_for
from scoring.dossiers.writing import save_registration
from scoring.models import Dossier
from tests.browser.conftest import PHONE
from tests.factories.communes import make_commune
from tests.factories.dossiers import law_group, load_law, make_producer_person, picture


def test_from_nothing_to_a_receipt_number(signed_in, assert_accessible, assert_fits):
    def is_in_order():
        assert_accessible(page)
        assert_fits(page)

    load_law()
    group = law_group()
    person = make_producer_person()
    make_commune("Côn Minh")
    page = signed_in(person, "/ho-so/", width=PHONE)
    is_in_order()
    page.get_by_role("link", name="Lập hồ sơ mới").click()
    page.get_by_label("Tên sản phẩm").fill("Miến dong")
    page.get_by_label("Phân nhóm").select_option(str(group.pk))
    page.get_by_label("Xã, phường nhận hồ sơ").select_option(label="Xã Côn Minh")
    is_in_order()
    page.get_by_role("button", name="Lập hồ sơ").click()
    expect(page.get_by_role("heading", name="Miến dong", level=1)).to_be_visible()
    is_in_order()

    page.get_by_role("link", name="Kế hoạch").click()
    page.get_by_label("Kế hoạch phát triển sản phẩm").fill("Mở rộng vùng trồng")
    is_in_order()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("lưu")
    dossier = Dossier.objects.get()
    assert dossier.registration["plan"] == "Mở rộng vùng trồng"
    _fill_the_other_pages(dossier)

    page.goto(f"/ho-so/{dossier.pk}/minh-chung/")
    page.get_by_label("Loại minh chứng").select_option(label="Đăng ký kinh doanh")
    page.get_by_label("Tên giấy tờ").fill("Giấy đăng ký hộ kinh doanh")
    file = {"name": "giay.png", "mimeType": "image/png", "buffer": picture()}
    page.locator("[type=file]").set_input_files(file)
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.get_by_role("link", name="Giấy đăng ký hộ kinh doanh")).to_be_visible()
    is_in_order()

    page.goto(f"/ho-so/{dossier.pk}/tu-cham/")
    total = page.locator("#thanh-tong")
    for code in [row.code for row in dossier.criteria_set.criteria.all()]:
        page.locator(f"[name='{code}'][value='8']").check()
    expect(total).to_contain_text("80 / 100")  # of itself, nothing was pressed
    expect(page.locator("#tong")).to_contain_text("4 sao")
    is_in_order()
    page.get_by_role("button", name="Lưu và sang phần sau").click()
    page.goto(f"/ho-so/{dossier.pk}/kiem-tra/")
    is_in_order()
    page.get_by_label("Chủ thể cam kết").check()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.locator(".receipt__number")).to_have_text(re.compile(r"^01/PĐK-19-\d{5}-\d{4}$"))
    is_in_order()
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.SUBMITTED
    assert dossier.evidence.get().files.count() == 1


def _fill_the_other_pages(dossier: Dossier) -> None:
    """What further steps ask for; one was filled by hand."""
    missing = {
        field.key: "1" if field.kind in ("number", "money") else "Có"
        for _section, field in fields_for(dossier.kind)
        if field.is_required and not dossier.registration.get(field.key)
    }
    save_registration(dossier=dossier, values=missing, by=dossier.created_by)
