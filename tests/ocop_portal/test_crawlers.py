"""What search engines are told: which pages there are, and which to leave alone."""

import re

import pytest
from django.conf import settings
from django.utils import timezone

from ocop_portal.menu import section_links
from tests.factories.communes import make_commune, make_former_commune
from tests.factories.producers import make_producer
from tests.factories.products import make_group, make_product

pytestmark = pytest.mark.django_db


def locations(client, section: str) -> list[str]:
    xml = client.get(f"/sitemap-{section}.xml").content.decode()
    return [url.removeprefix("http://testserver") for url in re.findall(r"<loc>([^<]+)</loc>", xml)]


def test_robots_keep_off_the_back_office_and_display_links_and_name_the_sitemap(client):
    text = client.get("/robots.txt").content.decode()
    assert text.splitlines() == [
        "User-agent: *",
        "Disallow: /quan-tri/",
        "Disallow: /*?*co-chu=",
        "Disallow: /*?*tuong-phan=",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_icon_is_found_at_its_old_address(client):
    assert client.get("/favicon.ico")["Location"] == "/static/img/favicon.svg"
    assert (settings.BASE_DIR / "static/img/favicon.svg").is_file()


def test_index_names_every_section(client):
    xml = client.get("/sitemap.xml").content.decode()
    assert re.findall(r"/sitemap-([\w-]+)\.xml", xml) == [
        "trang",
        "nhom",
        "san-pham",
        "chu-the",
        "xa-phuong",
        "van-ban",
        "bo-tieu-chi",
        "diem-ban",
        "muc-tin",
        "tin-tuc",
        "su-kien",
        "gioi-thieu",
    ]


def test_every_section_is_listed_in_both_languages(client):
    paths = [link.url for link in section_links().values()]
    assert sorted(locations(client, "trang")) == sorted([*paths, *(f"/en{path}" for path in paths)])


def test_only_what_is_published_is_listed_each_page_naming_its_twin(client):
    shown = make_product("Miến dong", group=make_group())
    make_product("Ẩn", producer=make_producer(is_published=False), is_published=False)
    path = shown.get_absolute_url()
    assert locations(client, "san-pham") == [path, f"/en{path}"]
    assert locations(client, "chu-the") == [
        shown.producer.get_absolute_url(),
        f"/en{shown.producer.get_absolute_url()}",
    ]
    xml = client.get("/sitemap-san-pham.xml").content.decode()
    assert f'hreflang="en" href="http://testserver/en{path}"' in xml
    assert f"<lastmod>{timezone.localdate():%Y-%m-%d}</lastmod>" in xml


def test_communes_of_today_and_before_are_listed(client):
    today = make_commune("Côn Minh")
    former = make_former_commune("Quang Phong", today)
    assert sorted(locations(client, "xa-phuong")[::2]) == sorted(
        [today.get_absolute_url(), former.get_absolute_url()]
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_pages(client, rows, django_assert_num_queries):
    for number in range(rows):
        make_product(f"Sản phẩm {number}")
    with django_assert_num_queries(2):
        client.get("/sitemap-san-pham.xml")
