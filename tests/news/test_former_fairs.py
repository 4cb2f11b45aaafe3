"""Fairs and live sales are events: where they were, where they are told, how they were moved."""

import datetime as dt
import importlib
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from news.enums import EventKind
from news.models import Event
from ocop_portal.shared.versions import content_version
from tests.factories.communes import make_commune
from tests.factories.news import make_event
from tests.factories.products import make_product

VALUES = importlib.import_module("news.migrations.0007_fairs_become_events")._values


def a_fair(**fields):
    """What the former table held of a fair of three days."""
    known = {"kind": "fair", "name": "Hội chợ OCOP", "starts_on": dt.date(2026, 12, 4)}
    known |= {"ends_on": dt.date(2026, 12, 6), "opens_at": dt.time(8), "closes_at": dt.time(21, 30)}
    known |= dict.fromkeys(("commune_id", "latitude", "longitude"))
    known |= dict.fromkeys(("venue", "description", "organiser", "url", "source_url"), "")
    return SimpleNamespace(**known | fields)


def test_days_of_a_fair_are_whole_days_with_their_hours():
    moved = Event(**VALUES(a_fair(), None))
    assert (moved.first_day, moved.last_day) == (dt.date(2026, 12, 4), dt.date(2026, 12, 6))
    assert (moved.is_all_day, moved.daily_hours) == (True, "8:00–21:30")


def test_a_live_sale_of_one_evening_is_told_by_the_clock_with_its_channel():
    day = dt.date(2026, 12, 4)
    evening = {"opens_at": dt.time(19, 30), "closes_at": dt.time(21), "ends_on": day}
    channel = SimpleNamespace(name="Voso", url="https://voso.example/")
    moved = Event(**VALUES(a_fair(kind="live", **evening), channel))
    assert timezone.localtime(moved.starts_at).isoformat() == "2026-12-04T19:30:00+07:00"
    assert timezone.localtime(moved.ends_at).isoformat() == "2026-12-04T21:00:00+07:00"
    assert (moved.kind, moved.online_name) == (EventKind.LIVE_SALE, "Voso")
    assert (moved.online_url, moved.daily_hours) == ("https://voso.example/", "")


def test_what_a_fair_said_is_a_lead_where_short_and_a_safe_body_where_long():
    assert VALUES(a_fair(description="24 gian hàng."), None)["lead"] == "24 gian hàng."
    long = VALUES(a_fair(description="Một <b>\n\nHai"), None)
    assert (long["lead"], long["body"]) == ("", "<p>Một &lt;b&gt;</p>\n\n<p>Hai</p>")


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_former_addresses_lead_to_the_one_calendar(client, prefix):
    make_event("Tuần hàng", slug="tuan-hang")
    make_event("Khác", slug="khac")
    make_event("Đã là sự kiện", slug="khac-hoi-cho")
    make_event("Nháp", slug="nhap", is_published=False)
    former = f"{prefix}/thi-truong/hoi-cho/"
    moved = {
        former: "/su-kien/",
        f"{former}lich.ics": "/su-kien/lich.ics",
        f"{former}tuan-hang/": "/su-kien/tuan-hang/",
        f"{former}tuan-hang/lich.ics": "/su-kien/tuan-hang/lich.ics",
        f"{former}khac/": "/su-kien/khac-hoi-cho/",
        f"{prefix}/ban-do/hoi-cho.geojson": "/su-kien/diem.geojson",
    }
    for path, target in moved.items():
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, f"{prefix}{target}")
    for slug in ("nhap", "khong-co"):
        assert client.get(f"{former}{slug}/").status_code == 404


@pytest.mark.django_db
def test_the_product_says_where_to_meet_it(client):
    product = make_product("Miến dong")
    start = timezone.now() + dt.timedelta(days=5)
    fair = make_event("Tuần hàng ở Hải Phòng", starts_at=start, place="Siêu thị A")
    past = make_event("Phiên cũ", starts_at=start - dt.timedelta(days=30))
    off = make_event("Phiên hủy", starts_at=start, is_cancelled=True)
    draft = make_event("Phiên nháp", starts_at=start, is_published=False)
    before = content_version()
    for event in (fair, past, off, draft):
        event.products.add(product)
    assert content_version() > before
    page = client.get(product.get_absolute_url()).content.decode()
    assert f'<a href="{fair.get_absolute_url()}">Tuần hàng ở Hải Phòng</a>' in page
    assert "Siêu thị A" in page
    assert [title for title in ("Phiên cũ", "Phiên hủy", "Phiên nháp") if title in page] == []
    shown = client.get(fair.get_absolute_url()).content.decode()
    assert "1 sản phẩm có mặt" in shown
    assert f'href="{product.get_absolute_url()}"' in shown


@pytest.mark.django_db
def test_an_event_is_a_point_of_the_map_and_a_line_beside_it(client):
    commune = make_commune("Ba Bể", longitude="105.71", latitude="22.41")
    fair = make_event("Hội chợ xuân", commune=commune)
    make_event("Không rõ nơi")
    layer = client.get("/su-kien/diem.geojson").json()
    [feature] = layer["features"]
    assert (feature["id"], feature["properties"]["at"]) == (fair.pk, "commune")
    assert feature["geometry"]["coordinates"] == [105.71, 22.41]
    assert layer["without_point"] == 1
    page = client.get("/ban-do/?lop=hoi-cho").content.decode()
    assert 'data-events="/su-kien/diem.geojson"' in page
    assert '<details class="place-rest" data-of-layer="su-kien" open>' in page
    assert "2 sự kiện sắp tới" in page
    card = client.get(f"/ban-do/su-kien/{fair.pk}/").content.decode()
    assert "Hội chợ xuân" in card
    assert "Vị trí theo xã, không phải địa chỉ." in card


@pytest.mark.django_db
def test_file_tells_the_hours_of_each_day_and_where_to_watch(client):
    event = make_event(
        kind=EventKind.LIVE_SALE,
        opens_at=dt.time(19, 30),
        closes_at=dt.time(21),
        online_url="https://vi.du/live",
        lead="Bán trực tiếp",
    )
    content = client.get(f"{event.get_absolute_url()}lich.ics").content
    [entry] = Calendar.from_ical(content).walk("VEVENT")
    told = str(entry["description"]).split("\n\n")
    assert told[:3] == ["19:30–21:00", "Bán trực tiếp", "https://vi.du/live"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"closes_at": dt.time(9)}, "Giờ đóng cửa phải sau giờ mở cửa."),
        (
            {"kind": EventKind.LIVE_SALE},
            "Phiên bán trực tuyến cần địa chỉ trên mạng hoặc tên kênh phát.",
        ),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_is_refused_in_words(fields, said):
    now = timezone.now()
    values = {"kind": EventKind.FAIR, "starts_at": now, "is_published": True, "publish_at": now}
    with pytest.raises(ValidationError) as refused:
        Event(title="Hội chợ", slug="hoi-cho", **values | fields).full_clean()
    assert said in refused.value.messages
