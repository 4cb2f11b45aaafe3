"""The home page: everything on it comes from the register, in constant queries."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from communes.models import CommuneBoundary
from news.enums import IssuingLevel
from news.models import LegalDocument
from ocop_portal.shared.models import SiteProfile
from ocop_portal.views.home import RegisterFigures
from products.catalogue import current_index
from tests.factories.communes import make_commune
from tests.factories.news import make_article, make_event
from tests.factories.products import certify, make_group, make_product

pytestmark = pytest.mark.django_db


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def today():
    return timezone.localdate()


def make_document(number: str, issued_on: dt.date | None, **fields) -> LegalDocument:
    values = {"slug": f"van-ban-{number[0]}", "title": f"Về {number}"}
    values |= {"kind": "Quyết định", "issuer": "UBND", "level": IssuingLevel.PROVINCE}
    return LegalDocument.objects.create(number=number, issued_on=issued_on, **values | fields)


def test_figures_count_products_by_what_they_are_today(today):
    year = dt.timedelta(days=366)
    for name in ("còn 1", "còn 2"):
        certify(make_product(name), stars=4, on=today - year)
    expired = make_product("hết hạn")
    certify(expired, stars=3, on=today - 5 * year)
    certify(make_product("chưa rõ"), stars=3, on=None)
    make_product("chưa có sao")
    certify(make_product("ẩn", is_published=False), stars=5, on=today - year)
    assert RegisterFigures.of(current_index(today)) == RegisterFigures(
        products=5, recognised=4, valid=2, expired=1, unknown=1
    )


def test_groups_in_force_are_listed_with_their_products(client):
    food = make_group("Thực phẩm", position=1, is_current=True)
    make_group("Đồ uống", position=2, is_current=True)
    make_group("Thảo dược cũ", position=3, is_current=False)
    make_product("Miến dong", group=food)
    html = client.get("/").content.decode()
    section = html[html.index('class="groups"') : html.index("</ul>", html.index('class="groups"'))]
    assert text_of(section[section.index(">") + 1 :]) == "Thực phẩm 1 sản phẩm Đồ uống 0 sản phẩm"
    assert f'href="{food.get_absolute_url()}"' in section


def test_new_certifications_come_newest_first_whatever_their_rank(client, today):
    for age in range(6):
        day = today - dt.timedelta(days=30 * age)
        certify(make_product(f"Trà {age}"), stars=3 + age % 3, on=day)
    make_product("Trà chưa có sao")
    html = client.get("/").content.decode()
    assert re.findall(r">(Trà [^<]+)</a>", html) == [f"Trà {n}" for n in range(4)]


def test_without_certifications_the_section_is_absent(client):
    make_product("Miến dong")
    assert "Mới được công nhận" not in client.get("/").content.decode()


def test_communes_of_the_day_with_most_recognised_products_are_named(client, today):
    busy, less = make_commune("Côn Minh"), make_commune("Ba Bể")
    for number in range(3):
        certify(make_product(f"Miến {number}", commune=busy), stars=3, on=today)
    certify(make_product("Trà", commune=less), stars=3, on=today)
    make_product("Chưa có sao", commune=make_commune("Nghiên Loan"))
    html = client.get("/").content.decode()
    shown = html[html.index('class="busy"') : html.index("</ul>", html.index('class="busy"'))]
    assert re.findall(r'href="([^"]+)"', shown) == [
        each.get_absolute_url() for each in (busy, less)
    ]
    assert "3 được công nhận" in shown


def test_producers_find_their_ways_in(client):
    html = client.get("/").content.decode()
    ways = html[html.index('class="ways-in"') :]
    assert re.findall(r'href="([^"]+)"', ways)[:3] == ["/tu-danh-gia/", "/ho-so/", "/bo-tieu-chi/"]


def test_latest_published_documents_are_shown(client):
    make_document("1/QĐ", dt.date(2020, 1, 1))
    make_document("4/QĐ", dt.date(2024, 1, 1))
    make_document("2/QĐ", dt.date(2022, 1, 1))
    make_document("3/QĐ", None, issued_text="11/2023")
    make_document("9/QĐ", dt.date(2026, 1, 1), is_published=False)
    html = client.get("/").content.decode()
    assert re.findall(r">Về (\S+)</a>", html) == ["4/QĐ", "2/QĐ", "1/QĐ"]


def test_map_draws_the_communes_of_the_day_darker_where_products_are_recognised(client, today):
    busy, quiet = make_commune("Côn Minh"), make_commune("Ba Bể")
    former = make_commune("Hảo Nghĩa", valid_to=dt.date(2025, 7, 1))
    for place, commune in enumerate((busy, quiet, former)):
        west = 105 + place
        ring = [[west, 22], [west + 1, 22], [west + 1, 23], [west, 23], [west, 22]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        CommuneBoundary.objects.create(commune=commune, geometry=geometry, source="thử")
    for number in range(3):
        product = make_product(f"Sản phẩm {number}", commune=busy)
        certify(product, stars=3, on=today)
    make_product("Chưa có sao", commune=quiet)
    html = client.get("/").content.decode()
    drawing = html[html.index("map--small") :]
    assert re.findall(r'<use class="(m\d)" href="/ban-do/ve-nay.svg#([^"]+)"', drawing) == [
        ("m1", "tat-ca"),
        ("m4", busy.slug),
    ]
    assert "2 xã, phường; màu đậm là nhiều sản phẩm. Ranh giới chỉ để tham khảo." in text_of(html)


def test_examples_of_the_office_lead_to_the_catalogue(client):
    SiteProfile(search_examples="miến dong, , Ba Bể").save()
    html = client.get("/").content.decode()
    examples = html[html.index("hero__links") : html.index("hero__art")]
    assert re.findall(r'href="([^"]+)"', examples) == [
        "/san-pham/?q=mi%E1%BA%BFn%20dong",
        "/san-pham/?q=Ba%20B%E1%BB%83",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_register(client, today, rows, django_assert_num_queries):
    for number in range(rows):
        group = make_group(f"Nhóm {number}", is_current=True)
        product = make_product(
            f"Năm sao {number}", group=group, commune=make_commune(f"Xã {number}")
        )
        certify(product, stars=5, on=today)
        make_document(f"{number}/QĐ", today)
        make_article(f"Bài {number}")
        make_event(f"Hội chợ {number}")
    current_index(today)
    # One tells whether the outlines have changed; three are news, their pictures and events.
    with django_assert_num_queries(11):
        client.get("/")


def test_newest_articles_and_next_events_are_shown(client):
    for number in range(4):
        make_article(f"Bài thứ {number}")
    make_article("Bản nháp", is_published=False)
    make_event("Hội chợ tới")
    make_event("Đã hủy rồi", is_cancelled=True)
    make_event("Đã qua", starts_at=timezone.now() - dt.timedelta(days=2))
    html = client.get("/").content.decode()
    assert re.findall(r">(Bài thứ \d|Bản nháp)</a>", html) == [f"Bài thứ {n}" for n in (3, 2, 1)]
    assert re.findall(r">(Hội chợ tới|Đã hủy rồi|Đã qua)</a>", html) == ["Hội chợ tới"]


def test_without_news_and_events_there_is_no_empty_block(client):
    assert "Tin mới" not in client.get("/").content.decode()
