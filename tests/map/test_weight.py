"""The page stays light with any register, and every commune is reached by following its links."""

import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from communes.enums import CommuneKind
from communes.models import Commune, CommuneBoundary
from ocop_portal.shared.text import slugify
from products.enums import Standing
from products.models import Product
from tests.factories.communes import REFORM, make_commune, make_former_commune, make_province
from tests.factories.producers import make_producer

pytestmark = pytest.mark.django_db

MOST_HTML = 60 * 1024  # bytes
COMMUNES, PEOPLED, PRODUCTS_OF_EACH = 600, 250, 8
LINE = re.compile(r'<li id="xa-([^"]+)"(?: data-count="(\d+)")?')
NAME = "Thuốc tắm thảo dược dành cho người lớn, phụ nữ sau sinh"  # as long as those of the register


@pytest.fixture
def ground():
    """Many communes before and after a reform, those before it with many products."""
    make_former_commune("Trước", make_commune("Sau"))
    province, producer = make_province(), make_producer()
    former = Commune.objects.bulk_create(
        Commune(
            code=f"{number:05}",
            name=f"Thượng Minh {number}",
            kind=CommuneKind.XA,
            province=province,
            slug=f"xa-thuong-minh-huyen-cho-moi-{number}",
            valid_to=REFORM,
            longitude="105.7",
            latitude="22.4",
        )
        for number in range(10_000, 10_000 + COMMUNES)
    )
    ring = [[105.6, 22.3], [105.8, 22.3], [105.8, 22.5], [105.6, 22.3]]
    CommuneBoundary.objects.bulk_create(
        CommuneBoundary(
            commune=commune, geometry={"type": "Polygon", "coordinates": [ring]}, source="thử"
        )
        for commune in former
    )
    Product.objects.bulk_create(
        Product(
            name=f"{NAME} {number}",
            slug=f"{slugify(NAME)}-{number}",
            standing=Standing.REGISTERED,
            producer=producer,
            commune=former[number % PEOPLED],
        )
        for number in range(PEOPLED * PRODUCTS_OF_EACH)
    )


def follow(client, path):
    """Every page of the list, from the first by the link to the next."""
    while path:
        html = client.get(path).content.decode()
        yield path, html
        link = re.search(r'<a href="([^"]+)#h-xa" rel="next">', html)
        path = link and urlsplit(path)._replace(query=unescape(link[1])[1:]).geturl()


@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_are_light_and_lead_to_every_commune_with_the_view_kept(client, prefix):
    view = {"q": "thuoc tam", "ranh-gioi": "cu", "lop": ["san-pham", "diem-ban"], "o-trong": "1"}
    pages = list(follow(client, f"{prefix}/ban-do/?{urlencode(view, doseq=True)}"))
    assert {
        path: len(html.encode()) for path, html in pages if len(html.encode()) > MOST_HTML
    } == {}
    assert len(pages) > 5
    found = [line for _path, html in pages for line in LINE.findall(html)]
    assert len({slug for slug, _count in found}) == len(found) == COMMUNES + 1
    counts = [int(count or 0) for _slug, count in found]
    assert counts == [PRODUCTS_OF_EACH] * PEOPLED + [0] * (COMMUNES + 1 - PEOPLED)
    kept = parse_qs(urlencode(view, doseq=True))
    for number, (path, _html) in enumerate(pages[1:], 2):
        assert parse_qs(urlsplit(path).query) == {**kept, "trang": [str(number)]}


@pytest.mark.usefixtures("ground")
def test_line_far_down_the_list_is_chosen_and_let_go_on_its_own_page(client):
    html = client.get("/ban-do/?ranh-gioi=cu&trang=2").content.decode()
    slug = LINE.findall(html)[3][0]
    choose = re.search(rf'<a href="([^"]+)#xa-{slug}" lang="vi">', html)[1]
    assert choose == f"?ranh-gioi=cu&amp;chon={slug}"
    chosen = client.get(f"/ban-do/{unescape(choose)}").content.decode()
    assert f'<li id="xa-{slug}" data-count="8" aria-current="true">' in chosen
    assert [each for each, _ in LINE.findall(chosen)] == [each for each, _ in LINE.findall(html)]
    assert f'<a href="?ranh-gioi=cu&amp;trang=2#xa-{slug}" lang="vi">' in chosen
    assert f'href="?ranh-gioi=cu&amp;chon={slug}&amp;trang=1#h-xa" rel="prev"' in chosen
    first = client.get(f"/ban-do/?ranh-gioi=cu&chon={slug}&trang=1").content.decode()
    assert LINE.findall(first)[0] != LINE.findall(html)[0]
    assert f'is-on" href="/ban-do/to-cu.svg#{slug}"' in first


@pytest.mark.usefixtures("ground")
def test_first_page_leads_straight_to_communes_without_products(client):
    html = client.get("/ban-do/?ranh-gioi=cu").content.decode()
    link = re.search(r'<a href="([^"]+)#h-xa">351 xã, phường chưa có sản phẩm</a>', html)
    there = client.get(f"/ban-do/{unescape(link[1])}").content.decode()
    assert {count for _slug, count in LINE.findall(there)} == {""}
    assert '<details class="place-rest" open>' in there
    assert re.search(r"Xã, phường thứ 251 đến \d+ trong 601\.", there)


@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize(("page", "queries"), [("", 10), ("&trang=2", 10), ("&trang=99", 9)])
def test_every_page_takes_the_same_queries(client, django_assert_num_queries, page, queries):
    """The last page holds no commune with products to be named."""
    path = f"/ban-do/?ranh-gioi=cu{page}"
    client.get(path)
    with django_assert_num_queries(queries):
        client.get(path, headers={"cookie": "sessionid=x"})
