"""Fairs and live sales: the list, the page, the calendar."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from markets.enums import FairKind
from markets.models import Fair
from ocop_portal.shared.versions import content_version
from tests.factories.markets import make_fair
from tests.factories.products import make_product

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def soon(days=3, **fields):
    """A fair of one day, some days from now; negative days are past."""
    day = timezone.localdate() + days * DAY
    return make_fair(**{"starts_on": day, "ends_on": day} | fields)


def test_list_tells_the_coming_from_the_past(client):
    later, sooner = soon(9, name="Sau"), soon(2, name="Trước")
    today = soon(0, name="Hôm nay")
    older, newer = soon(-9, name="Cũ"), soon(-2, name="Mới qua")
    soon(4, name="Ẩn", is_published=False)
    page = client.get("/thi-truong/hoi-cho/")
    assert list(page.context["to_come"]) == [today, sooner, later]
    assert list(page.context["page"]) == [newer, older]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_questions_for_any_number_of_rows(
    client, rows, django_assert_num_queries
):
    for number in range(rows):
        soon(3, name=f"Hội chợ {number}")
        soon(-3, name=f"Đã qua {number}")
    client.get("/gioi-thieu/")
    with django_assert_num_queries(4):
        client.get("/thi-truong/hoi-cho/")


def test_page_shows_the_published_products_and_the_way(client):
    fair = soon(3, venue="Quảng trường", latitude=Decimal("22.14"), longitude=Decimal("105.83"))
    fair.products.add(make_product("Miến dong"), make_product("Rượu ẩn", is_published=False))
    page = client.get(fair.get_absolute_url()).content.decode()
    assert "1 sản phẩm tham gia" in page
    assert "Miến dong" in page
    assert "Rượu ẩn" not in page
    assert (
        'href="geo:22.14000,105.83000?q=22.14000,105.83000(H%E1%BB%99i%20ch%E1%BB%A3%20OCOP)"'
        in page
    )


def test_hidden_fair_has_no_page_and_no_file(client):
    fair = soon(is_published=False)
    assert client.get(fair.get_absolute_url()).status_code == 404
    assert client.get(f"{fair.get_absolute_url()}lich.ics").status_code == 404


def events(answer):
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_days_without_hours_are_whole_days_the_end_excluded(client):
    fair = make_fair(name="Tuần hàng; có dấu, phẩy", starts_on=dt.date(2030, 12, 4),
                     ends_on=dt.date(2030, 12, 6), venue="Thái Nguyên")  # fmt: skip
    [event] = events(client.get(f"{fair.get_absolute_url()}lich.ics"))
    assert (event["dtstart"].dt, event["dtend"].dt) == (dt.date(2030, 12, 4), dt.date(2030, 12, 7))
    assert (str(event["summary"]), str(event["location"])) == (fair.name, "Thái Nguyên")
    assert str(event["uid"]) == f"hoi-cho-{fair.pk}@testserver"
    assert str(event["url"]) == f"http://testserver{fair.get_absolute_url()}"


def test_one_day_of_known_hours_is_told_by_the_clock(client):
    fair = soon(3, kind=FairKind.LIVE, url="https://vi.du/live",
                opens_at=dt.time(19, 30), closes_at=dt.time(21))  # fmt: skip
    [event] = events(client.get(f"{fair.get_absolute_url()}lich.ics"))
    assert event["dtstart"].dt.isoformat() == f"{fair.starts_on}T19:30:00+07:00"
    assert event["dtend"].dt.isoformat() == f"{fair.starts_on}T21:00:00+07:00"
    assert str(event["description"]) == "19:30–21:00\nhttps://vi.du/live"


def test_calendar_to_subscribe_to_holds_what_is_to_come(client):
    soon(5, name="Sẽ có")
    soon(-5, name="Đã qua")
    soon(5, name="Ẩn", is_published=False)
    found = events(client.get("/thi-truong/hoi-cho/lich.ics"))
    assert [str(event["summary"]) for event in found] == ["Sẽ có"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ends_on": dt.date(2026, 12, 3)}, "Ngày kết thúc không được trước ngày bắt đầu."),
        ({"closes_at": dt.time(9)}, "Giờ kết thúc phải sau giờ bắt đầu."),
        ({"kind": FairKind.LIVE}, "Phiên trực tuyến cần trang xem hoặc kênh phát."),
        ({"latitude": Decimal(22)}, "Ghi cả vĩ độ và kinh độ, hoặc để trống cả hai."),
    ],
)
def test_what_cannot_be_is_refused_in_words(fields, said):
    values = {"kind": FairKind.FAIR, "starts_on": dt.date(2026, 12, 4)}
    values |= {"ends_on": dt.date(2026, 12, 6)} | fields
    with pytest.raises(ValidationError) as refused:
        Fair(name="Hội chợ", slug="hoi-cho", **values).full_clean()
    assert said in refused.value.messages


def test_namesakes_of_two_years_have_addresses_of_their_own():
    slugs = [
        make_fair(starts_on=dt.date(year, 5, 1), ends_on=dt.date(year, 5, 2)).slug
        for year in (2025, 2026)
    ]
    assert slugs == ["hoi-cho-ocop", "hoi-cho-ocop-2026"]


def test_a_product_newly_shown_changes_the_pages(client):
    fair, product = soon(), make_product()
    before = content_version()
    fair.products.add(product)
    assert content_version() > before
    assert fair.name in client.get(product.get_absolute_url()).content.decode()
