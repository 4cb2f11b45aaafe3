"""The search over the whole portal, and suggestions while its words are typed."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from ocop_portal.search import Kind, search_portal
from ocop_portal.search.loading import current_indexes
from ocop_portal.shared.versions import content_version
from products.catalogue import current_index
from tests.factories.communes import make_commune, make_former_commune
from tests.factories.dossiers import load_law
from tests.factories.news import make_article, make_document, make_event
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def ask(words: str):
    return search_portal(words, timezone.localdate(), timezone.now(), 0)


def links_of(html: str) -> list[str]:
    main = html[html.index("<main") : html.index("</main>")]
    return re.findall(r'<a (?:class="[^"]*" )?href="(/[^"]+)"', main)


def suggested(client, words: str, prefix: str = "") -> list[dict[str, str]]:
    return client.get(f"{prefix}/tim-kiem/goi-y/", {"q": words}).json()["items"]


def test_one_word_is_asked_of_every_part(client):
    commune = make_commune("Côn Minh")
    producer = make_producer("HTX Côn Minh", commune=commune)
    product = make_product("Miến dong Côn Minh", producer=producer, commune=commune)
    document = make_document("1/QĐ", title="Về miến dong Côn Minh")
    make_product("Rượu men lá", producer=make_producer("HTX Bằng Phúc"))
    make_document("2/QĐ", title="Về rượu men lá")
    fair, article = make_event("Hội chợ Côn Minh"), make_article("Mùa miến ở Côn Minh")
    in_text = make_article("Chuyện làng nghề", body="<p>Đường về Côn Minh.</p>")
    make_event("Hội chợ Bằng Phúc")
    html = client.get("/tim-kiem/", {"q": "con minh"}).content.decode()
    assert links_of(html) == [
        "/san-pham/?q=con%20minh",
        product.get_absolute_url(),
        commune.get_absolute_url(),
        producer.get_absolute_url(),
        article.get_absolute_url(),
        in_text.get_absolute_url(),
        fair.get_absolute_url(),
        document.get_absolute_url(),
    ]
    counts = re.findall(r'class="chip" href="#([a-z-]+)">[^<]+<span class="num">(\d+)<', html)
    assert [f"{kind} {n}" for kind, n in counts] == [
        *("san-pham 1", "xa-phuong 1", "chu-the 1", "tin-tuc 2", "su-kien 1", "van-ban 1"),
    ]


def test_criteria_are_found_in_every_decision():
    row = load_law()
    section = ask("tieu chi 26/2026").of(Kind.CRITERIA)
    assert [(e.name, e.address) for e in section.entries] == [(row.name, row.get_absolute_url())]


@pytest.mark.parametrize(
    "words",
    ["hoi cho xuan", "HỘI CHỢ XUÂN", "xuân hội chợ", "hộ chợ xuân", "hoi ch xua", "hội chợ xuâm"],
)
def test_every_kind_is_as_tolerant_as_the_catalogue(words):
    make_event("Hội chợ Xuân")
    make_article("Hội chợ Xuân")
    make_document(title="Kế hoạch Hội chợ Xuân")
    make_producer("HTX Hội chợ Xuân")
    found = {section.kind for section in ask(words).sections}
    assert {Kind.EVENTS, Kind.ARTICLES, Kind.DOCUMENTS, Kind.PRODUCERS} <= found


def test_right_accents_come_first_and_slips_only_where_nothing_is_as_typed():
    make_article("Đông về")
    make_article("Đồng về")
    make_article("Đồn về")
    names = [entry.name for entry in ask("đông về").of(Kind.ARTICLES).entries]
    assert names == ["Đông về", "Đồng về"]
    near = ask("đônng về")
    assert near.are_near
    assert {entry.name for entry in near.of(Kind.ARTICLES).entries} == {"Đông về", "Đồng về"}


def test_former_name_leads_to_the_former_unit_and_says_where_it_is_now(client):
    successor = make_commune("Văn Lang")
    make_former_commune("Lạng San", successor)
    html = client.get("/tim-kiem/", {"q": "Lạng San"}).content.decode()
    assert re.search(r"không còn từ 01/07/2025, nay thuộc\s+<span[^>]*>Xã Văn Lang<", html)


def test_what_is_not_published_is_neither_found_nor_suggested(client):
    hidden = make_producer("HTX Ẩn", is_published=False)
    make_product("Chè ẩn", producer=hidden, is_published=False)
    make_document("1/QĐ", title="Văn bản ẩn", is_published=False)
    make_article("Bài ẩn", is_published=False)
    make_event("Hội chợ ẩn", publish_at=timezone.now() + dt.timedelta(hours=1))
    assert not ask("ẩn")
    assert suggested(client, "ẩn") == []


def test_nothing_found_offers_fewer_words_and_ways_out(client):
    make_product("Chè dây", producer=make_producer("HTX Ba"))
    html = client.get("/tim-kiem/", {"q": "chè zzzz"}).content.decode()
    assert "Không tìm thấy gì" in html
    assert re.findall(r'<a href="\?q=([^"]+)">[^<]+</a>: ([^<]+)<', html) == [
        ("ch%C3%A8", "1 kết quả")
    ]
    assert links_of(html) == ["/san-pham/", "/xa-phuong/", "/xac-minh/", "/phan-anh/"]


@pytest.mark.parametrize("query", ["", "   ", "\x00", "%", "'\"<b>", "ệ" * 500, "- . /"])
def test_any_words_are_answered_and_escaped(client, query):
    response = client.get("/tim-kiem/", {"q": query})
    assert response.status_code == 200
    assert "<b>" not in response.content.decode()
    assert client.get("/tim-kiem/goi-y/", {"q": query}).json() == {"items": []}


def test_long_sections_are_cut_and_lead_to_all_of_them(client):
    for number in range(22):
        make_article(f"Chè số {number}")
    html = client.get("/tim-kiem/", {"q": "chè"}).content.decode()
    assert len(re.findall(r'href="/tin-tuc/bai-\d', html)) == 5
    assert 'href="?q=ch%C3%A8&amp;phan=tin-tuc"' in html
    second = client.get("/tim-kiem/", {"q": "chè", "phan": "tin-tuc", "trang": "2"})
    assert len(re.findall(r'href="/tin-tuc/bai-\d', second.content.decode())) == 2
    assert client.get("/tim-kiem/", {"q": "chè", "phan": "su-kien"}).context["part"] is None


# --- Codes -----------------------------------------------------------------------------------


def test_code_of_a_label_leads_to_its_answer(client):
    award = certify(make_product(register_code="BK-024"), on=dt.date(2025, 5, 1))
    award.refresh_from_db()
    answer = f"/xac-minh/{award.printed_code}/"
    for typed in (award.printed_code, award.public_code.lower(), "bk-024", "BK 024", "bk024"):
        assert client.get("/tim-kiem/", {"q": typed}).headers.get("Location") == answer, typed
        assert [each["url"] for each in suggested(client, typed)] == [answer]
    assert client.get("/en/tim-kiem/", {"q": "bk-024"}).headers["Location"] == f"/en{answer}"


def test_code_of_a_product_without_a_star_leads_to_the_product(client):
    product = make_product(register_code="BK-7")
    hidden = make_product(register_code="BK-8", is_published=False)
    certify(hidden, on=dt.date(2025, 5, 1))
    assert client.get("/tim-kiem/", {"q": "bk-7"}).headers["Location"] == product.get_absolute_url()
    assert client.get("/tim-kiem/", {"q": "bk-8"}).status_code == 200


# --- Suggestions -------------------------------------------------------------------------------


def test_suggestions_name_each_thing_its_kind_and_its_page(client):
    commune = make_commune("Chè Chua")
    producer = make_producer("HTX Chè", commune=commune)
    product = make_product("Chè dây", producer=producer)
    certify(product, stars=4, on=dt.date(2025, 5, 1))
    article = make_article("Mùa chè", title_en="Tea season chè")
    assert [tuple(each.values()) for each in suggested(client, "chè", "/en")] == [
        ("Products", "Chè dây", "4 stars · HTX Chè", f"/en{product.get_absolute_url()}", "vi"),
        ("Producers", "HTX Chè", "Xã Chè Chua", f"/en{producer.get_absolute_url()}", "vi"),
        ("News", "Tea season chè", "9 May 2024", f"/en{article.get_absolute_url()}", "en"),
    ]


def test_suggestions_are_new_at_once_and_may_be_shown_again_for_minutes(client):
    make_product("Chè dây")
    answer = client.get("/tim-kiem/goi-y/", {"q": "chè d"})
    assert answer["Cache-Control"] == "public, max-age=300"
    make_product("Chè đắng")
    assert len(suggested(client, "chè d")) == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_what_is_found(client, today, rows, django_assert_num_queries):
    for number in range(rows):
        commune = make_commune(f"Chè {number}")
        make_product(f"Chè {number}", producer=make_producer("HTX Chè", commune=commune))
        make_document(f"{number}/QĐ", title="Về chè")
        make_article("Mùa chè")
        make_event("Hội chợ chè")
    version = content_version()
    current_index(today, version)
    current_indexes(today, timezone.now(), version)
    with django_assert_num_queries(13):
        client.get("/tim-kiem/?q=che")
    with django_assert_num_queries(3):
        client.get("/tim-kiem/goi-y/?q=che")
    with django_assert_num_queries(1):
        client.get("/tim-kiem/goi-y/?q=che")


def test_day_of_an_event_is_written_in_the_language_of_the_page(client):
    day = dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC)
    make_event("Hội chợ Côn Minh", starts_at=day)
    for path, said in (("", "02/12/2026"), ("/en", "2 December 2026")):
        for rest in ("", "&phan=su-kien"):
            page = client.get(f"{path}/tim-kiem/?q=hoi+cho{rest}").content.decode()
            assert re.search(rf'<span class="[^"]+">{said}</span>', page), (path, rest)
        told = client.get(f"{path}/tim-kiem/goi-y/?q=hoi+cho").json()
        assert said in str(told)
