"""The list of documents and the page of one."""

import datetime as dt

import pytest
from django.urls import reverse

from news.enums import IssuingLevel
from news.views.documents import awards_by
from ocop_portal.kept_pages import kept_pages
from products.enums import CertificationStatus
from tests.factories.news import make_document
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db

DAY = dt.date(2021, 12, 29)


def shown(client, query=""):
    answer = client.get(f"/van-ban/{query}")
    assert answer.status_code == 200
    return [document.number for document in answer.context["documents"]]


@pytest.fixture
def library():
    make_document(
        "148/QĐ-TTg",
        issuer="Thủ tướng Chính phủ",
        level=IssuingLevel.CENTRAL,
        issued_on=dt.date(2023, 2, 24),
        effective_on=dt.date(2023, 2, 24),
    )
    make_document("2616/QĐ-UBND", issued_on=DAY)
    make_document("87/KH-UBND", kind="Kế hoạch", issued_on=dt.date(2023, 2, 15))
    make_document("2166/QĐ-UBND", issued_on=None, issued_text="11/2022")
    make_document("9/QĐ-UBND", is_published=False, issued_on=dt.date(2025, 1, 1))


@pytest.mark.usefixtures("library")
class TestList:
    def test_newest_first_and_only_what_is_published(self, client):
        assert shown(client) == ["148/QĐ-TTg", "87/KH-UBND", "2616/QĐ-UBND", "2166/QĐ-UBND"]

    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ("?cap=trung-uong", ["148/QĐ-TTg"]),
            ("?loai=ke-hoach", ["87/KH-UBND"]),
            ("?nam=2022", ["2166/QĐ-UBND"]),
            ("?nam=2023&nam=2021", ["148/QĐ-TTg", "87/KH-UBND", "2616/QĐ-UBND"]),
            ("?nam=2023&loai=quyet-dinh", ["148/QĐ-TTg"]),
            ("?q=2616", ["2616/QĐ-UBND"]),
            ("?q=9/QĐ-UBND", []),
            ("?cap=khong-co&nam=abc", ["148/QĐ-TTg", "87/KH-UBND", "2616/QĐ-UBND", "2166/QĐ-UBND"]),
            ("?cap=xa", []),
            ("?co-quan=thu-tuong-chinh-phu", ["148/QĐ-TTg"]),
            ("?hieu-luc=con", ["148/QĐ-TTg"]),
            ("?hieu-luc=chua-ro&nam=2021", ["2616/QĐ-UBND"]),
        ],
    )
    def test_address_narrows(self, client, query, numbers):
        assert shown(client, query) == numbers

    def test_no_match_offers_a_way_out(self, client):
        page = client.get("/van-ban/?q=khong-he-co").content.decode()
        assert "Không có văn bản nào khớp" in page
        assert 'href="/van-ban/">Xem tất cả văn bản' in page

    def test_search_keeps_what_is_chosen_and_the_other_way_round(self, client):
        page = client.get("/van-ban/?nam=2023&q=qd").content.decode()
        assert '<input type="hidden" name="nam" value="2023">' in page
        assert '<input type="hidden" name="q" value="qd">' in page

    @pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999999", ""])
    def test_any_page_number_is_answered(self, client, page):
        assert len(shown(client, f"?trang={page}")) == 4

    def test_what_the_reader_typed_is_escaped(self, client):
        page = client.get("/van-ban/", {"q": '"><script>x</script>'}).content.decode()
        assert "<script>x" not in page

    def test_english_page_says_so(self, client):
        page = client.get("/en/van-ban/").content.decode()
        assert "4 documents" in page
        assert "Issuing level" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_questions_for_any_number_of_rows(
    client, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_document()
    client.get("/")
    with django_assert_num_queries(3):  # version of the page; keys with facets; rows of the page
        shown(client)
    kept_pages.clear()
    with django_assert_num_queries(1):  # version of the page: its content is kept
        shown(client)


def test_second_page_continues_the_first(client):
    for number in range(23):
        make_document(f"{number:02}/QĐ", issued_on=DAY)
    first, second = shown(client), shown(client, "?trang=2")
    assert (len(first), len(second)) == (20, 3)
    assert set(first).isdisjoint(second)


class TestDetail:
    def test_says_what_is_known(self, client):
        document = make_document(
            "2166/QĐ-UBND",
            issued_on=None,
            issued_text="11/2022",
            summary="Kết quả đợt 1",
            source="https://backan.example/a; bài báo",
        )
        page = client.get(reverse("news:document", args=[document.slug])).content.decode()
        assert "11/2022" in page
        assert "Kết quả đợt 1" in page
        assert '<a href="https://backan.example/a" rel="nofollow">' in page
        assert "Chưa có tệp văn bản" in page

    def test_day_nobody_knows_is_said(self, client):
        document = make_document(issued_on=None)
        page = client.get(document.get_absolute_url()).content.decode()
        assert "chưa rõ ngày" in page

    def test_unpublished_is_not_there(self, client):
        document = make_document(is_published=False)
        assert client.get(document.get_absolute_url()).status_code == 404

    def test_products_of_the_decision_are_listed(self, client):
        document = make_document("2616/QĐ-UBND", issued_on=DAY)
        certify(make_product("Măng khô"), 3, DAY)
        certify(make_product("Rượu bí mật", is_published=False), 3, DAY)
        certify(make_product("Chè khác"), 3, dt.date(2022, 1, 1))
        page = client.get(document.get_absolute_url()).content.decode()
        assert "Măng khô" in page
        assert "1 sản phẩm trong sổ" in page
        assert "bí mật" not in page
        assert "Chè khác" not in page

    @pytest.mark.parametrize("rows", [1, 3])
    def test_page_asks_the_same_questions_for_any_number_of_products(
        self, client, rows, django_assert_num_queries
    ):
        document = make_document("2616/QĐ-UBND", issued_on=DAY)
        for number in range(rows):
            certify(make_product(f"Chè {number}"), 3, DAY)
            make_document(summary="theo 2616/QĐ-UBND")
        client.get("/")
        # version; document, its files; relations, documents of the chain; awards; related
        with django_assert_num_queries(7):
            client.get(document.get_absolute_url())


class TestAwards:
    def test_best_stars_first_with_the_status_of_the_day(self):
        document = make_document("2616/QĐ-UBND", issued_on=DAY)
        certify(make_product("Chè"), 3, DAY)
        certify(make_product("Măng"), 4, DAY)
        awards = awards_by(document, dt.date(2024, 12, 28))
        assert [(award.certification.stars, award.status, award.end) for award in awards] == [
            (4, CertificationStatus.VALID, dt.date(2024, 12, 29)),
            (3, CertificationStatus.VALID, dt.date(2024, 12, 29)),
        ]
        (first, _) = awards_by(document, dt.date(2024, 12, 29))
        assert first.status == CertificationStatus.EXPIRED

    def test_award_of_unknown_day_with_the_same_number_counts(self):
        document = make_document("2166/QĐ-UBND", issued_on=None, issued_text="11/2022")
        certify(make_product(), 3, decision_number="2166/QĐ-UBND", recognised_year=2022)
        (award,) = awards_by(document, dt.date(2026, 1, 1))
        assert (award.status, award.end) == (CertificationStatus.UNKNOWN, None)
