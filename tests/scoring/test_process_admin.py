"""Processes and holidays in the back office."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from scoring.models import PublicHoliday
from scoring.process.enums import HolidayBasis
from scoring.process.storage import load_processes
from tests.factories.accounts import make_user
from tests.factories.process import make_holiday, make_version
from tests.project_files import ROOT

pytestmark = pytest.mark.django_db

LIST = reverse("admin:scoring_publicholiday_changelist")


@pytest.fixture(autouse=True)
def officer(client):
    client.force_login(make_user(Role.PROVINCE_OFFICER))


def test_a_process_is_told_in_words_and_cannot_be_changed(client):
    for decision in ("1048", "148", "26/2026"):
        make_version(decision)
    load_processes(ROOT / "fixtures/process", at=timezone.now())
    rows = client.get(reverse("admin:scoring_assessmentprocess_changelist"))
    kept = {row.slug: row for row in rows.context["cl"].result_list}
    text = rows.content.decode()
    assert "từ 22/05/2026, đang áp dụng" in text
    assert "21/06/2026 (đánh giá lại)" in text
    address = reverse("admin:scoring_assessmentprocess_change", args=[kept["26-2026"].pk])
    page = client.get(address).content.decode()
    for said in ("15 ngày làm việc", "45 ngày (đánh giá lại)", "3, 4 sao", "90 điểm", "30/04"):
        assert said in page
    assert "không sớm hơn 180 ngày" in page
    assert client.post(address, {"name": "Khác"}).status_code == 403


def test_a_holiday_is_added_mended_and_taken_away(client):
    form = {
        "day": "08/02/2027",
        "name": "Tết Âm lịch, mùng 3",
        "basis": HolidayBasis.NOTICE,
        "source": "Thông báo của năm",
    }
    add = reverse("admin:scoring_publicholiday_add")
    assert client.post(add, form).status_code == 302
    kept = PublicHoliday.objects.get(day=dt.date(2027, 2, 8))
    worked = client.post(add, form | {"day": "09/02/2027", "is_working_day": "on"})
    assert "thứ Bảy hoặc Chủ nhật" in worked.content.decode()
    assert "đã tồn tại" in client.post(add, form).content.decode().lower()
    change = reverse("admin:scoring_publicholiday_change", args=[kept.pk])
    assert client.post(change, form | {"name": "Mùng 3"}).status_code == 302
    kept.refresh_from_db()
    assert kept.name == "Mùng 3"
    client.post(reverse("admin:scoring_publicholiday_delete", args=[kept.pk]), {"post": "yes"})
    assert not PublicHoliday.objects.exists()


def test_the_list_says_which_year_waits_for_its_notice(client):
    this_year = timezone.localdate().year
    assert f"Năm {this_year}, {this_year + 1} chưa có" in client.get(LIST).content.decode()
    for year in (this_year, this_year + 1):
        make_holiday()
        PublicHoliday.objects.create(
            day=dt.date(year, 9, 1), name="Liền kề", basis=HolidayBasis.NOTICE, source="TB"
        )
    assert "chưa có ngày nghỉ theo thông báo" not in client.get(LIST).content.decode()


def test_others_only_look(client):
    kept = make_holiday()
    client.force_login(make_user(Role.LEADER))
    assert client.get(LIST).status_code == 200
    change = reverse("admin:scoring_publicholiday_change", args=[kept.pk])
    assert client.post(change, {"name": "Khác"}).status_code == 403
