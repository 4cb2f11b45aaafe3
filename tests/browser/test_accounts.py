"""A producer's way in: register, confirm, claim with papers; the officer approves. With axe."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import ProducerRequest, User
from accounts.permissions import acts_for
from ocop_portal.shared.outbox import send_due_mail
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.communes import make_commune
from tests.factories.private_files import pdf_bytes
from tests.factories.producers import make_producer

pytestmark = pytest.mark.django_db(transaction=True)


def last_link():
    mail.outbox.clear()
    send_due_mail(timezone.now())
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_producers_way(open_page, assert_accessible, assert_fits, misdeeds, width):
    make_user(Role.PROVINCE_OFFICER, username="lan", full_name="Hoàng Thị Lan")
    producer = make_producer(commune=make_commune("Côn Minh"))

    def is_in_order(page, heading=None):
        if heading:  # the page that follows has come
            expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        assert_accessible(page)
        assert_fits(page)

    page = open_page("/tai-khoan/dang-ky/", width=width)
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa đăng ký được")
    is_in_order(page)
    misdeeds.clear()  # the browser logs the refusal's status
    page.get_by_label("Họ và tên").fill("Nông Văn Tài")
    page.get_by_label("Thư điện tử").fill("tai@vi.du")
    page.get_by_label("Điện thoại").fill("0912 345 678")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_label("Tôi đã đọc lời").check()
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.get_by_role("heading", name="Xem thư của bạn")).to_be_visible()
    is_in_order(page)
    page.goto(last_link())
    page.get_by_label("Mật khẩu bạn đã đặt").fill(PASSWORD)
    is_in_order(page)
    page.get_by_role("button", name="Xác nhận và đăng nhập").click()
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("Tài khoản đã sẵn sàng")
    is_in_order(page)
    page.get_by_role("link", name="Tìm chủ thể của tôi").click()
    page.get_by_label("Tên chủ thể, xã").fill("tai hoan")
    page.get_by_label("Tên chủ thể, xã").press("Enter")
    expect(page.get_by_role("heading", name="1 chủ thể")).to_be_visible()
    is_in_order(page)
    page.get_by_role("link", name=producer.name).click()
    page.get_by_label("Bạn giữ việc gì").fill("Giám đốc")
    file = {"name": "giay-phep.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes(2)}
    page.get_by_label("Giấy tờ chứng minh").set_input_files(file)
    is_in_order(page)
    page.get_by_role("button", name="Gửi yêu cầu").click()
    expect(page.get_by_role("link", name="giay-phep.pdf")).to_be_visible()
    is_in_order(page)

    office = open_page("/quan-tri/dang-nhap/", width=width)
    office.fill("[name=username]", "lan")
    office.fill("[name=password]", PASSWORD)
    office.press("[name=password]", "Enter")
    office.get_by_role("link", name=re.compile("Người xin nhận chủ thể")).click()
    office.get_by_role("link", name=re.compile(producer.name)).first.click()
    is_in_order(office, re.compile(producer.name))
    office.get_by_role("link", name="Chấp nhận").click()
    office.get_by_label("Tôi đã đối chiếu").check()
    is_in_order(office, "Chấp nhận")
    office.get_by_role("button", name="Chấp nhận").click()
    expect(office.get_by_role("status")).to_contain_text("Đã chấp nhận")
    assert ProducerRequest.objects.get().state == "approved"
    assert acts_for(User.objects.get(username="tai@vi.du"), producer)

    page.goto("/tai-khoan/")
    page.get_by_role("link", name=producer.name).first.click()
    expect(page.get_by_role("heading", name=producer.name)).to_be_visible()
    is_in_order(page)
    for path in ("sua/", "dia-diem/moi/", "moi-nguoi/", "de-nghi-sua/"):
        page.goto(f"/tai-khoan/chu-the/{producer.slug}/{path}")
        is_in_order(page)
    page.goto("/tai-khoan/chu-the-moi/")
    is_in_order(page)
