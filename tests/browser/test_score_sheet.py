"""A council member scores in the browser: by keyboard alone, each answer kept at once."""

import re

import pytest
from playwright.sync_api import expect

from scoring.councils.enums import SheetStatus
from scoring.models import Scoresheet
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.councils import chair_of, hand_in, opened, scoring_members
from tests.scoring.test_council_pages import before_council_with_file


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_scoring_by_keyboard(signed_in, assert_accessible, assert_fits, misdeeds, width):
    session = opened(before_council_with_file())
    item = session.items.select_related("dossier__criteria_set", "session").get()
    member = scoring_members(session)[1].member.user
    page = signed_in(member, f"/quan-tri/scoring/session/{session.pk}/change/", width=width)
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name=item.dossier.product_name).click()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Chấm hồ sơ này").press("Enter")
    saved = page.locator("[data-saved]")
    assert_accessible(page)
    assert_fits(page)

    page.get_by_role("button", name="Chưa chấm tiếp").press("Enter")
    for _ in range(10):  # an arrow chooses, N goes on to the next
        page.keyboard.press("ArrowDown")
        page.keyboard.press("n")
    expect(saved).to_have_text(re.compile(r"Đã lưu \d\d:\d\d|Mọi tiêu chí đã chấm"))
    expect(page.locator("#tong .bar-row__top")).to_contain_text("10 / 10 tiêu chí")
    sheet = Scoresheet.objects.get()
    assert sheet.scores.exclude(points=None).count() == 10
    expect(page.get_by_role("heading", name="Minh chứng của 1.1")).to_be_attached()

    # Without a network the note is kept on the machine, and sent when the page opens again.
    page.context.set_offline(True)
    note = page.locator('textarea[name="ghi-chu:1.1"]')
    page.locator("#tc-1-1 summary", has_text="Ghi chú").click()
    note.fill("Hợp đồng còn hạn")
    expect(saved).to_contain_text("giữ trên máy này")
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(note).to_have_value("Hợp đồng còn hạn")
    expect(saved).to_have_text(re.compile(r"Đã lưu \d\d:\d\d"))
    assert sheet.scores.get(criterion__code="1.1").note == "Hợp đồng còn hạn"
    misdeeds.clear()  # the browser logs the lost connection

    page.get_by_role("button", name="Nộp phiếu").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã nộp phiếu")
    sheet.refresh_from_db()
    assert sheet.status == SheetStatus.SUBMITTED


def test_matrix_and_comparison_of_the_chair(signed_in, assert_accessible, assert_fits):
    session = opened()
    item = session.items.select_related("dossier__criteria_set", "session").get()
    for seat, points in zip(scoring_members(session), (9, 7, 8), strict=True):
        hand_in(item, seat.member.user, points)
    page = signed_in(
        chair_of(session), f"/quan-tri/scoring/session/{session.pk}/change/", width=PHONE
    )
    expect(page.get_by_role("cell", name="20 quá mức")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name=item.dossier.product_name).click()
    expect(page.get_by_text("quá mức 10")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Kết luận").click()
    page.get_by_label("Số tán thành").fill("3")
    page.get_by_role("button", name="Kết luận").click()
    expect(page.get_by_role("alert")).to_contain_text("Mở lần chấm lại")
