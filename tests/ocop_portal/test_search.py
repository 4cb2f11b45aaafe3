"""The search over the whole portal."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from news.enums import IssuingLevel
from news.models import LegalDocument
from ocop_portal.views.search import search_portal
from products.catalogue import current_index
from tests.factories.communes import make_commune, make_former_commune
from tests.factories.news import make_article, make_event
from tests.factories.producers import make_producer
from tests.factories.products import make_product

pytestmark = pytest.mark.django_db


def make_document(number: str, title: str, **fields) -> LegalDocument:
    values = {"slug": f"van-ban-{number[0]}", "kind": "Quyết định", "issuer": "UBND"}
    values |= {"issued_on": dt.date(2024, 1, 1), "level": IssuingLevel.PROVINCE}
    return LegalDocument.objects.create(number=number, title=title, **values | fields)


@pytest.fixture
def today():
    return timezone.localdate()


def links_of(html: str) -> list[str]:
    main = html[html.index("<main") : html.index("</main>")]
    return re.findall(r'<a (?:class="[^"]*" )?href="(/[^"]+)"', main)


def test_one_word_is_asked_of_every_part(client):
    commune = make_commune("Côn Minh")
    producer = make_producer("HTX Côn Minh", commune=commune)
    product = make_product("Miến dong Côn Minh", producer=producer, commune=commune)
    document = make_document("1/QĐ", "Về miến dong Côn Minh")
    make_product("Rượu men lá", producer=make_producer("HTX Bằng Phúc"))
    make_document("2/QĐ", "Về rượu men lá")
    fair, article = make_event("Hội chợ Côn Minh"), make_article("Mùa miến ở Côn Minh")
    make_event("Hội chợ Bằng Phúc")
    html = client.get("/tim-kiem/", {"q": "con minh"}).content.decode()
    assert links_of(html) == [
        "/san-pham/?q=con%20minh",
        product.get_absolute_url(),
        commune.get_absolute_url(),
        producer.get_absolute_url(),
        document.get_absolute_url(),
        fair.get_absolute_url(),
        article.get_absolute_url(),
    ]


def test_former_name_leads_to_the_former_unit_and_says_where_it_is_now(client):
    successor = make_commune("Văn Lang")
    make_former_commune("Lạng San", successor)
    html = client.get("/tim-kiem/", {"q": "Lạng San"}).content.decode()
    assert re.search(r"không còn từ 01/07/2025, nay thuộc\s+<span[^>]*>Xã Văn Lang<", html)


def test_what_is_not_published_is_not_found(today):
    hidden = make_producer("HTX Ẩn", is_published=False)
    make_product("Chè ẩn", producer=hidden, is_published=False)
    make_document("1/QĐ", "Văn bản ẩn", is_published=False)
    make_article("Bài ẩn", is_published=False)
    make_event("Hội chợ ẩn", publish_at=timezone.now() + dt.timedelta(hours=1))
    assert not search_portal("ẩn", today, timezone.now(), 0)


def test_nothing_found_offers_a_way_out(client):
    html = client.get("/tim-kiem/", {"q": "xyzzy"}).content.decode()
    assert "Không tìm thấy gì" in html
    assert links_of(html) == ["/san-pham/"]


@pytest.mark.parametrize("query", ["", "   ", "\x00", "%", "'\"<b>", "ệ" * 500])
def test_any_words_are_answered_and_escaped(client, query):
    response = client.get("/tim-kiem/", {"q": query})
    assert response.status_code == 200
    assert "<b>" not in response.content.decode()


def test_lists_are_cut_and_lead_on(client):
    for number in range(7):
        make_product(f"Chè {number}", producer=make_producer(f"HTX Chè {number}"))
    html = client.get("/tim-kiem/", {"q": "chè"}).content.decode()
    assert len(re.findall(r'href="/san-pham/che-\d', html)) == 6
    assert len(re.findall(r'href="/chu-the/htx-che-\d', html)) == 5
    assert 'href="/chu-the/?q=ch%C3%A8"' in html


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_what_is_found(client, today, rows, django_assert_num_queries):
    for number in range(rows):
        commune = make_commune(f"Chè {number}")
        make_product(f"Chè {number}", producer=make_producer("HTX Chè", commune=commune))
        make_document(f"{number}/QĐ", "Về chè")
        make_article("Mùa chè")
        make_event("Hội chợ chè")
    current_index(today)
    with django_assert_num_queries(17):
        client.get("/tim-kiem/?q=che")
