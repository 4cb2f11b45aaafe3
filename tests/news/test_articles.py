"""Articles: when they are seen, what stands around them, and their feeds."""

import datetime as dt
import json
import re
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from news.models import Article, ArticleImage, ArticleProduct
from ocop_portal.kept_pages import kept_pages
from products.picture_files import render
from products.pictures import place_picture
from tests.factories.communes import make_commune
from tests.factories.news import LONG_AGO, make_article, make_document, make_section
from tests.factories.producers import make_producer
from tests.factories.products import make_product
from tests.html_validity import assert_valid
from tests.passing_time import let_pass
from tests.products.pictures import picture_bytes

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def give_picture(article, alt="Đồi chè", **fields):
    image = ArticleImage(article=article, alt=alt, **fields)
    place_picture(image, render(picture_bytes(size=(1000, 800))))
    image.save()
    return image


def titles(rows):
    return [row.title for row in rows]


@pytest.mark.django_db
def test_news_are_searched_in_their_list_and_in_a_section(client):
    section = make_section()
    tea = make_article("Mùa chè Shan tuyết", section=section)
    other = make_article("Chè Tân Cương")
    make_article("Miến dong")
    found = client.get("/tin-tuc/", {"q": "che"})
    assert titles(found.context["articles"]) == titles([other, tea])
    assert "2 bài có “che”" in found.content.decode()
    assert titles(client.get(section.get_absolute_url(), {"q": "che"}).context["articles"]) == [
        tea.title
    ]
    nothing = client.get("/tin-tuc/", {"q": "<i>chè & rượu"}).content.decode()
    assert "Không có bài nào có “&lt;i&gt;chè &amp; rượu”" in nothing
    assert 'href="/tim-kiem/?q=%3Ci%3Ech%C3%A8%20%26%20r%C6%B0%E1%BB%A3u"' in nothing
    assert_valid(nothing)


class TestWhen:
    @pytest.mark.parametrize(
        ("fields", "shift", "is_seen"),
        [
            ({}, -HOUR, True),
            ({}, dt.timedelta(0), True),
            ({}, HOUR, False),
            ({"is_published": False}, -HOUR, False),
            ({"is_published": False, "publish_at": None}, -HOUR, False),
        ],
    )
    def test_seen_from_its_hour_on_and_only_when_published(self, fields, shift, is_seen):
        make_article(**{"publish_at": LONG_AGO + shift, **fields})
        assert Article.objects.public(LONG_AGO).exists() is is_seen

    def test_page_kept_before_the_hour_does_not_hide_the_article_after_it(self, client):
        article = make_article("Đến giờ mới hiện", publish_at=timezone.now() + HOUR)
        before = client.get("/tin-tuc/").content.decode()
        assert client.get("/tin-tuc/").content.decode() == before
        assert client.get(article.get_absolute_url()).status_code == 404
        assert "Đến giờ mới hiện" not in before
        let_pass(hours=2)
        assert "Đến giờ mới hiện" in client.get("/tin-tuc/").content.decode()
        assert client.get(article.get_absolute_url()).status_code == 200

    def test_published_without_an_hour_cannot_be_stored(self):
        with pytest.raises(Exception, match="article_published_at_a_time"):
            make_article(publish_at=None)


class TestList:
    def test_newest_first_of_a_section_or_of_all(self, client):
        policy = make_section("Chính sách", slug="chinh-sach")
        for title in ("A", "B"):
            make_article(title, section=policy)
        make_article("C")
        make_article("D", section=policy, is_published=False)
        assert titles(client.get("/tin-tuc/").context["articles"]) == ["C", "B", "A"]
        assert titles(client.get("/tin-tuc/muc/chinh-sach/").context["articles"]) == ["B", "A"]
        assert client.get("/tin-tuc/muc/khong-co/").status_code == 404

    @pytest.mark.parametrize("rows", [1, 3])
    def test_list_asks_the_same_questions_for_any_number_of_rows(
        self, client, rows, django_assert_num_queries
    ):
        for _ in range(rows):
            give_picture(make_article())
        client.get("/van-ban/")
        # version; count, rows, pictures; sections; events beside
        with django_assert_num_queries(6):
            client.get("/tin-tuc/")
        kept_pages.clear()
        with django_assert_num_queries(1):  # version: the content is kept
            client.get("/tin-tuc/")

    def test_empty_section_says_so(self, client):
        section = make_section("Thông báo")
        page = client.get(section.get_absolute_url()).content.decode()
        assert "Chưa có bài nào" in page

    @pytest.mark.parametrize("page", ["0", "abc", "99"])
    def test_any_page_number_is_answered(self, client, page):
        make_article("A")
        assert titles(client.get(f"/tin-tuc/?trang={page}").context["articles"]) == ["A"]

    def test_search_reads_title_lead_and_text_without_markup(self):
        make_article("Chè Shan tuyết", body="<p>Bằng <strong>Phúc</strong></p>")
        rows = Article.objects
        assert titles(rows.saying("che bang phuc")) == ["Chè Shan tuyết"]
        assert titles(rows.saying("strong")) == []


@pytest.fixture
def article():
    """An article with one of everything."""
    made = make_article(
        "Chè Shan tuyết Bằng Phúc",
        title_en="Shan tea of Bằng Phúc",
        slug="che-shan",
        lead="Mùa hái bắt đầu",
        body="<h2>Vùng chè</h2><p>Cây cổ thụ</p>",
        body_en="<p>Old trees</p>",
        source_name="Báo tỉnh",
        source_url="https://bao.example/che",
    )
    give_picture(made, credit="Văn phòng")
    give_picture(made, alt="Nhà xưởng", caption="Nơi sao chè", position=1)
    product = make_product("Chè Shan tuyết", producer=make_producer("HTX Hồng Hà"))
    made.products.add(product, make_product("Chè bí mật", is_published=False))
    made.producers.add(product.producer, make_producer("HTX ẩn", is_published=False))
    made.communes.add(make_commune("Bằng Phúc"))
    made.documents.add(make_document("9/QĐ-UBND"), make_document("8/MẬT", is_published=False))
    return made


class TestDetail:
    def test_everything_that_belongs_to_it_is_there_and_nothing_hidden(self, client, article):
        page = client.get("/tin-tuc/che-shan/").content.decode()
        for said in ("Vùng chè", "Đồi chè", "Nơi sao chè", "HTX Hồng Hà", "9/QĐ-UBND", "Bằng Phúc"):
            assert said in page
        for hidden in ("bí mật", "HTX ẩn", "8/MẬT", "Old trees"):
            assert hidden not in page
        assert '<a href="https://bao.example/che" rel="external noopener" lang="vi">Báo' in page
        assert_valid(page)

    def test_english_where_there_is_and_marked_vietnamese_where_not(self, client, article):
        page = client.get("/en/tin-tuc/che-shan/").content.decode()
        assert "<h1>Shan tea of Bằng Phúc</h1>" in page
        assert '<p class="lead" lang="vi">Mùa hái bắt đầu</p>' in page
        assert '<div class="told"><p>Old trees</p></div>' in page

    def test_machines_are_told_what_it_is(self, client, article):
        page = client.get("/tin-tuc/che-shan/").content.decode()
        block = re.search(r'<script type="application/ld\+json">(.+?)</script>', page)[1]
        data = json.loads(block)
        assert (data["@type"], data["headline"]) == ("NewsArticle", article.title)
        assert data["datePublished"] == timezone.localtime(article.publish_at).isoformat()
        assert len(data["image"]) == 2
        assert '<meta property="og:type" content="article">' in page
        assert f'<meta property="og:image" content="{data["image"][0]}">' in page

    def test_title_cannot_end_the_data_block(self, client):
        made = make_article("</script><script>alert(1)</script>")
        page = client.get(made.get_absolute_url()).content.decode()
        assert "<script>alert(1)" not in page

    def test_same_topic_puts_what_is_shared_before_the_section(self, client, article):
        make_article("Cùng mục", section=article.section)
        shared = make_article("Cùng sản phẩm")
        shared.products.add(article.products.first())
        make_article("Không liên quan")
        alike = Article.objects.public(timezone.now()).alike(article)
        assert titles(alike) == ["Cùng sản phẩm", "Cùng mục"]
        assert "Cùng chủ đề" in client.get("/tin-tuc/che-shan/").content.decode()

    def test_neighbours_follow_the_hour_then_the_number(self):
        first, second, third = (make_article(f"{n}", publish_at=LONG_AGO) for n in range(3))
        rows = Article.objects.public(LONG_AGO)
        assert titles(rows.newer_than(first)) == ["1", "2"]
        assert titles(rows.older_than(third)) == ["1", "0"]
        assert (titles(rows.newer_than(second)), titles(rows.older_than(second))) == (["2"], ["0"])

    @pytest.mark.parametrize("rows", [1, 3])
    def test_page_asks_the_same_questions_for_any_number_of_parts(
        self, client, rows, django_assert_num_queries
    ):
        made = make_article("A", slug="a")
        for number in range(rows):
            give_picture(made, position=number)
            made.products.add(make_product(f"Chè {number}"))
            made.communes.add(make_commune(f"Xã {number}"))
            make_article(section=made.section)
        client.get("/san-pham/")
        # version; article, pictures, files, producers, communes, documents; products, their cards
        # and pictures; same topic, newer, older; no pictures of those
        with django_assert_num_queries(11):
            client.get("/tin-tuc/a/")

    def test_links_to_products_are_in_the_trail_and_announced(self, client, article):
        assert ArticleProduct.pgh_event_model.objects.count() == 2
        before = client.get("/tin-tuc/che-shan/").content.decode()
        assert "Miến mới" not in before
        article.products.add(make_product("Miến mới"))
        assert "Miến mới" in client.get("/tin-tuc/che-shan/").content.decode()


class TestFeeds:
    def test_rss_of_all_and_of_a_section(self, client, article):
        make_article("Bài khác")
        make_article("Chưa tới giờ", publish_at=timezone.now() + HOUR)
        channel = ElementTree.fromstring(client.get("/tin-tuc/rss.xml").content).find("channel")
        assert [item.findtext("title") for item in channel.iter("item")] == [
            "Bài khác",
            "Chè Shan tuyết Bằng Phúc",
        ]
        assert channel.findtext("language") == "vi"
        path = f"{article.section.get_absolute_url()}rss.xml"
        items = list(ElementTree.fromstring(client.get(path).content).iter("item"))
        assert [item.findtext("link") for item in items] == ["http://testserver/tin-tuc/che-shan/"]
        assert items[0].findtext("description") == "Mùa hái bắt đầu"

    def test_atom_in_english(self, client, article):
        feed = ElementTree.fromstring(client.get("/en/tin-tuc/atom.xml").content)
        assert feed.find(f"{ATOM}entry").findtext(f"{ATOM}title") == "Shan tea of Bằng Phúc"
        assert feed.find(f"{ATOM}entry/{ATOM}link").attrib["href"].endswith("/en/tin-tuc/che-shan/")

    @pytest.mark.parametrize("form", ["rss", "atom"])
    def test_character_pasted_from_a_word_processor_breaks_no_feed(self, client, form):
        """A vertical tab stands for a line break there; XML takes none."""
        make_article("Chè\x0bShan\x01", lead="Dòng một\x0b\x0cdòng hai")
        root = ElementTree.fromstring(client.get(f"/tin-tuc/{form}.xml").content)
        said = "".join(root.itertext())
        assert "Chè Shan" in said
        assert "Dòng một dòng hai" in said
        news = client.get("/theo-doi/tin.xml").content
        assert "Chè Shan" in [
            each.text for each in ElementTree.fromstring(news).iter(f"{ATOM}title")
        ]

    @pytest.mark.parametrize("path", ["/tin-tuc/atom.xml", "/theo-doi/tin.xml"])
    def test_atom_names_its_author_and_itself(self, client, article, path):
        feed = ElementTree.fromstring(client.get(path).content)
        assert feed.findtext(f"{ATOM}author/{ATOM}name")
        [itself] = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert itself.get("href") == f"http://testserver{path}"

    def test_feed_of_no_section_is_not_there(self, client):
        assert client.get("/tin-tuc/muc/khong-co/atom.xml").status_code == 404

    @pytest.mark.parametrize("rows", [1, 3])
    def test_feed_takes_the_same_queries(self, client, rows, django_assert_num_queries):
        for _ in range(rows):
            make_article()
        client.get("/van-ban/")
        with django_assert_num_queries(2):  # version; rows
            client.get("/tin-tuc/rss.xml")


@pytest.mark.parametrize("path", ["/tin-tuc/", "/su-kien/", "/van-ban/", "/gioi-thieu/"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_sections_are_valid_html(client, article, path, prefix):
    assert_valid(client.get(f"{prefix}{path}").content.decode())


def test_documents_are_valid_html(client):
    made = make_document(text="Điều 1\n\nĐiều 2", official_url="https://x.vn/?a=1&b=2")
    assert_valid(client.get(made.get_absolute_url()).content.decode())
