"""Events: which ones come, the calendar of a month, files for calendars, points for the map."""

import datetime as dt
import json
import re

import pytest
from django.utils import timezone
from icalendar import Calendar

from news.models import Event
from news.periods import Month, start_of
from news.templatetags.news import when
from news.views.events import calendar_of
from tests.factories.communes import make_commune
from tests.factories.news import make_event
from tests.factories.products import make_product
from tests.html_validity import assert_valid

DAY = dt.date(2026, 11, 26)


def at(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def titles(rows):
    return [row.title for row in rows]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-11", Month(2026, 11)),
        (" 2026-1 ", Month(2026, 1)),
        ("2026-13", None),
        ("2026-0", None),
        ("1999-01", None),
        ("2026", None),
        ("abc", None),
        ("２０２６-11", Month(2026, 11)),
    ],
)
def test_month_of_an_address(text, month):
    assert Month.read(text) == month


def test_months_follow_each_other_over_the_year():
    assert (Month(2026, 12).next, Month(2027, 1).previous) == (Month(2027, 1), Month(2026, 12))
    assert {len(week) for week in Month(2026, 11).weeks()} == {7}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"starts_at": "2026-11-26T08:00"}, "08:00, 26/11/2026"),
        (
            {"starts_at": "2026-11-26T08:00", "ends_at": "2026-11-26T17:30"},
            "08:00–17:30, 26/11/2026",
        ),
        (
            {"starts_at": "2026-11-26T08:00", "ends_at": "2026-11-28T17:00"},
            "26/11/2026 – 28/11/2026",
        ),
        ({"starts_at": "2026-11-26T00:00", "is_all_day": True}, "26/11/2026"),
    ],
)
def test_time_in_words(fields, said):
    times = {name: at(value) if name.endswith("_at") else value for name, value in fields.items()}
    assert when(Event(**times)) == said


@pytest.mark.django_db
class TestWhich:
    @pytest.fixture(autouse=True)
    def _events(self):
        make_event("qua", starts_at=at("2026-11-25T08:00"), ends_at=at("2026-11-25T23:59"))
        make_event("đang", starts_at=at("2026-11-20T08:00"), ends_at=at("2026-11-26T00:00"))
        make_event("nay", starts_at=at("2026-11-26T00:00"))
        make_event("mai", starts_at=at("2026-12-01T00:00"))
        make_event("nháp", starts_at=at("2026-11-27T00:00"), is_published=False)

    def test_to_come_and_over_part_at_the_start_of_the_day(self):
        rows = Event.objects.public(timezone.now())
        assert titles(rows.to_come(start_of(DAY))) == ["đang", "nay", "mai"]
        assert titles(rows.over(start_of(DAY))) == ["qua"]

    def test_month_is_half_open(self):
        month = Month(2026, 11)
        rows = Event.objects.public(timezone.now())
        inside = rows.between(start_of(month.first), start_of(month.next.first))
        assert set(titles(inside)) == {"qua", "đang", "nay"}

    def test_calendar_marks_every_day_of_an_event(self):
        events = list(Event.objects.filter(title="đang"))
        weeks = calendar_of(Month(2026, 11), events, DAY)
        marked = [cell.day.day for week in weeks for cell in week if cell.events]
        assert marked == list(range(20, 27))
        assert [cell.day for week in weeks for cell in week if cell.is_today] == [DAY]


@pytest.mark.django_db
class TestPages:
    def test_month_of_the_address_with_links_around(self, client):
        make_event("Hội chợ", starts_at=at("2026-12-30T08:00"), commune=make_commune("Ba Bể"))
        page = client.get("/su-kien/?thang=2026-12").content.decode()
        assert 'href="?thang=2026-11" rel="prev"' in page
        assert 'href="?thang=2027-01" rel="next"' in page
        event = Event.objects.get()
        assert re.search(rf'<a href="#sk-{event.pk}">.+?Ngày 30, 1 sự kiện</span>', page)
        assert f'id="sk-{event.pk}"' in page
        assert_valid(page)

    def test_month_nobody_knows_is_said(self, client):
        page = client.get("/su-kien/", {"thang": "<b>13"}).content.decode()
        assert "Không có tháng “&lt;b&gt;13”" in page

    def test_without_events_it_says_so(self, client):
        assert "Chưa có sự kiện nào sắp tới" in client.get("/su-kien/").content.decode()

    @pytest.mark.parametrize("rows", [1, 3])
    def test_list_takes_the_same_queries(self, client, rows, django_assert_num_queries):
        for number in range(rows):
            make_event(commune=make_commune(f"Xã {number}"))
        client.get("/van-ban/")
        with django_assert_num_queries(4):  # version; of the month; to come; over
            client.get("/su-kien/")

    def test_event_says_when_where_and_what(self, client):
        event = make_event(
            "Hội chợ xuân",
            starts_at=at("2026-12-30T08:00"),
            commune=make_commune("Ba Bể"),
            latitude="22.40000",
            longitude="105.60000",
            is_demo=True,
            online_url="https://ban.example/phien",
            body="<p>Gian hàng</p>",
        )
        event.products.add(make_product("Miến dong"), make_product("Ẩn", is_published=False))
        page = client.get(event.get_absolute_url()).content.decode()
        for said in ("08:00, 30/12/2026", "Ba Bể", "minh họa", "geo:22.40000,105.60000", "Gian"):
            assert said in page
        assert "Miến dong" in page
        assert ">Ẩn<" not in page
        data = json.loads(re.search(r"ld\+json\">(.+?)</script>", page)[1])
        assert data["startDate"] == "2026-12-30T08:00:00+07:00"
        assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]
        assert_valid(page)

    def test_draft_is_not_there(self, client):
        event = make_event(is_published=False)
        for path in ("", "lich.ics"):
            assert client.get(f"{event.get_absolute_url()}{path}").status_code == 404


@pytest.mark.django_db
class TestFiles:
    def test_calendar_of_an_event_can_be_read(self, client):
        event = make_event(
            "Hội chợ, lần 1; Ba Bể",
            starts_at=at("2026-12-30T08:00"),
            ends_at=at("2026-12-30T17:00"),
            place="Sân vận động",
            commune=make_commune("Ba Bể"),
            latitude="22.40000",
            longitude="105.60000",
        )
        answer = client.get(f"{event.get_absolute_url()}lich.ics")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        [entry] = Calendar.from_ical(answer.content).walk("VEVENT")
        assert entry["summary"] == event.title
        assert entry.decoded("dtstart") == event.starts_at
        assert entry.decoded("dtend") == event.ends_at
        assert entry["uid"] == f"su-kien-{event.pk}@testserver"
        assert entry["location"].startswith("Sân vận động, ")
        assert entry["url"] == f"http://testserver{event.get_absolute_url()}"
        assert entry["status"] == "CONFIRMED"

    def test_whole_days_end_on_the_day_after(self, client):
        event = make_event(
            "Hạn\x0bnộp",
            starts_at=at("2026-12-30T00:00"),
            ends_at=at("2026-12-31T00:00"),
            is_all_day=True,
            is_cancelled=True,
        )
        content = client.get(f"{event.get_absolute_url()}lich.ics").content
        [entry] = Calendar.from_ical(content).walk("VEVENT")
        assert entry.decoded("dtstart") == dt.date(2026, 12, 30)
        assert entry.decoded("dtend") == dt.date(2027, 1, 1)
        assert (entry["status"], entry["summary"]) == ("CANCELLED", "Hạn nộp")

    def test_feed_holds_what_comes_and_what_was_lately(self, client):
        now = timezone.now()
        make_event("tới")
        make_event("vừa qua", starts_at=now - dt.timedelta(days=30))
        make_event("lâu rồi", starts_at=now - dt.timedelta(days=200))
        make_event("nháp", is_published=False)
        entries = Calendar.from_ical(client.get("/su-kien/lich.ics").content).walk("VEVENT")
        assert [str(entry["summary"]) for entry in entries] == ["vừa qua", "tới"]

    def test_points_are_those_to_come_with_a_place(self, client):
        place = {"latitude": "22.40000", "longitude": "105.60000"}
        make_event("tới", **place)
        make_event("không rõ nơi")
        make_event("hủy", is_cancelled=True, **place)
        make_event("qua", starts_at=timezone.now() - dt.timedelta(days=2), **place)
        answer = client.get("/su-kien/diem.geojson")
        [feature] = answer.json()["features"]
        assert feature["properties"]["title"] == "tới"
        assert feature["geometry"]["coordinates"] == [105.6, 22.4]
