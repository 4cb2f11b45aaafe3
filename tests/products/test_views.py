"""The public pages of products: what they say, what they never say, and what they cost."""

import datetime as dt
import json
import re

import pytest
from django.utils import timezone

from products.enums import (
    DocumentKind,
    EndReason,
    GroupBasis,
    IntellectualPropertyKind,
    SourceQuality,
    StandardKind,
    Standing,
)
from products.models import GroupCrosswalk
from tests.factories.communes import make_commune, make_district, make_former_commune
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_group, make_product, withdraw

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = dt.date(2021, 12, 29)
LIST_QUERIES, KEPT_LIST_QUERIES, DETAIL_QUERIES = 16, 1, 33


def html(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<h3 class="card__name"[^>]*><a href="[^"]+">([^<]+)</a>', page)


def text(page: str) -> str:
    """The words of a page, tags and runs of blanks apart."""
    return re.sub(r" ([,.;)])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", page).split()))


# --- The list ------------------------------------------------------------------------------------


def test_empty_register_says_so(client):
    page = html(client, "/san-pham/")
    assert "0 sản phẩm" in page
    assert "Sổ chưa có sản phẩm nào" in page


def test_list_shows_names_in_order_with_stars_and_status(client):
    certify(make_product("Rượu men lá"), stars=4, on=LONG_AGO)
    certify(make_product("Đậu phụ"), stars=5, on=TODAY - dt.timedelta(days=10))
    make_product("Cao gắm", standing=Standing.EVALUATED)
    make_product("Kín đáo", is_published=False)
    page = html(client, "/san-pham/")
    assert names(page) == ["Cao gắm", "Đậu phụ", "Rượu men lá"]
    cards = [text(card) for card in page.split('<article class="card">')[1:]]
    assert "Đã đánh giá cấp huyện" in cards[0]
    assert "sao" not in cards[0]
    assert "5 sao trên 5" in cards[1]
    assert "Còn hạn" in cards[1]
    assert "4 sao trên 5" in cards[2]
    assert "Hết hạn từ 29/12/2024" in cards[2]
    assert "Kín đáo" not in page


def test_card_names_the_commune_of_today(client):
    today = make_commune("Bạch Thông")
    former = make_former_commune("Đồng Thắng", successor=today)
    make_product("Quýt", commune=former)
    make_product("Trà", district=make_district("Huyện Chợ Mới"))
    make_product("Ở đâu")
    page = text(html(client, "/san-pham/"))
    assert "HTX Tài Hoan Xã Bạch Thông" in page
    assert "Huyện Chợ Mới (cũ)" in page
    assert "Chưa rõ nơi làm" in page


def test_facets_narrow_keep_their_choice_and_show_zero(client):
    certify(make_product("A", producer=make_producer("P", kind="htx")), stars=5, on=TODAY)
    certify(make_product("B", producer=make_producer("Q", kind="cong_ty")), stars=4, on=TODAY)
    page = html(client, "/san-pham/?sao=5")
    assert names(page) == ["A"]
    assert re.search(r'name="sao" value="5" checked', page)
    assert re.search(r'name="sao" value="3" disabled', page)
    assert re.search(r'name="loai" value="cong-ty" disabled', page)
    assert "Bỏ lọc này" in page
    assert 'name="robots" content="noindex, follow"' in page


def test_search_finds_without_accents_and_says_what_is_only_near(client):
    make_product("Miến dong")
    make_product("Trà gừng")
    assert names(html(client, "/san-pham/?q=mien+dong")) == ["Miến dong"]
    near = html(client, "/san-pham/?q=mein+dogn")
    assert names(near) == ["Miến dong"]
    assert "Không có tên nào đúng từng chữ" in near
    assert re.search(r'Có phải bạn tìm: <a href="\?q=mi%E1%BA%BFn\+dong"[^>]*>miến dong</a>', near)


def test_nothing_found_offers_ways_out(client):
    certify(make_product("Miến dong"), stars=3, on=TODAY)
    make_product("Trà gừng")
    page = html(client, "/san-pham/?q=miến+dong&sao=chua-co")
    assert names(page) == []
    assert "Bỏ lọc “Hạng sao”" in page
    assert 'href="?q=mi%E1%BA%BFn+dong"' in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sao=9", "Hạng sao không có giá trị “9”."),
        ("xa=khong-co", "Xã, phường không có giá trị “khong-co”."),
        ("xep=la", "Không có cách xếp “la”."),
        ("trang=abc", "Không có trang “abc”."),
        ("trang=99", "Danh sách chỉ có 1 trang."),
        ("sao=%00%3Cscript%3E", "Hạng sao không có giá trị"),
        ("nam=" + "9" * 500, "Năm quyết định không có giá trị"),
    ],
)
def test_bad_address_gets_a_message_and_the_rest_of_the_list(client, query, said):
    make_product("Miến dong")
    page = html(client, f"/san-pham/?{query}")
    assert said in page
    assert names(page) == ["Miến dong"]
    assert "<script>" not in page


@pytest.mark.parametrize("query", ["q=" + "miến " * 200, "q=%F0%9F%8C%B6", "q=%25%5C%27", "q=&q=b"])
def test_odd_words_do_no_harm(client, query):
    make_product("Miến dong")
    html(client, f"/san-pham/?{query}")


def test_pages_and_orders(client):
    for number in range(14):
        certify(make_product(f"Trà {number:02}"), stars=3 + number % 3, on=TODAY)
    page = html(client, "/san-pham/?trang=2")
    assert names(page) == ["Trà 12", "Trà 13"]
    assert 'href="?" rel="prev"' in page
    assert names(html(client, "/san-pham/?xep=sao"))[:2] == ["Trà 02", "Trà 05"]
    assert '<option value="sao" selected>' in html(client, "/san-pham/?xep=sao")


def test_filter_form_keeps_words_and_order_but_not_the_page(client):
    make_product("Miến dong")
    page = html(client, "/san-pham/?q=miến&xep=ten&trang=1")
    form = page[page.index('id="bo-loc"') : page.index("</form>", page.index('id="bo-loc"'))]
    assert re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form) == [
        ("q", "miến"),
        ("xep", "ten"),
    ]


def test_change_is_seen_at_once(client):
    product = make_product("Miến dong")
    assert names(html(client, "/san-pham/")) == ["Miến dong"]
    product.name = "Bún khô"
    product.save()
    assert names(html(client, "/san-pham/")) == ["Bún khô"]
    assert "Bún khô" in html(client, product.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_constant_queries(client, django_assert_num_queries, count):
    _fill(count)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/san-pham/")
    with django_assert_num_queries(KEPT_LIST_QUERIES):
        client.get("/san-pham/?xep=ten")  # another page over the same index and cards


@pytest.mark.parametrize("count", [1, 3])
def test_detail_takes_constant_queries(client, django_assert_num_queries, count):
    product = _fill(count)
    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(product.get_absolute_url())


def _fill(count):
    """So many products and one more in former communes, each with so many of everything."""
    group = make_group("Chế biến", parent=make_group("Thực phẩm"))
    for number in range(count + 1):
        today, district = make_commune(f"Nay {number}"), make_district(str(number))
        former = make_former_commune(f"Cũ {number}", successor=today, district=district)
        product = make_product(f"Trà {number}", group=group, commune=former)
        for year in range(count):
            certify(product, on=dt.date(2010 + 4 * year, 1, 1))
            product.standards.create(kind=StandardKind.ISO_9001)
            product.intellectual_properties.create(kind="trademark", name="Trà")
            product.documents.create(kind="other", title="Giấy", url="https://vi.du.vn/")
    return product


# --- Places to choose from -----------------------------------------------------------------------


def test_places_lists_those_with_products_and_narrows_by_name(client):
    make_product("Miến", commune=make_commune("Côn Minh", slug="con-minh"))
    make_product("Trà", commune=make_commune("Ba Bể", slug="ba-be"))
    make_commune("Trống", slug="trong")
    page = html(client, "/san-pham/noi-lam/?q=mien")
    assert re.findall(r'href="/san-pham/\?(\S+)" lang="vi">Xã', page) == ["q=mien&amp;xa=con-minh"]
    page = html(client, "/san-pham/noi-lam/?tim=ba+be")
    assert "Xã Ba Bể" in page
    assert "Xã Côn Minh" not in page


# --- A product -----------------------------------------------------------------------------------


def test_detail_of_a_product_with_a_history(client):
    today = make_commune("Côn Minh", slug="con-minh")
    former = make_former_commune(
        "Hảo Nghĩa", successor=today, district=make_district("Huyện Na Rì")
    )
    product = make_product(
        "Miến dong Tài Hoan",
        commune=former,
        village="thôn Chè Cọ",
        group=make_group("Thực phẩm"),
        group_basis=GroupBasis.INFERRED,
        register_code="BK-024",
    )
    first = certify(product, stars=4, recognised_year=2018)
    first.end_reason, first.ended_on = EndReason.SUPERSEDED, dt.date(2021, 6, 30)
    first.save()
    newer = TODAY - dt.timedelta(days=100)
    scored = certify(product, stars=5, on=dt.date(2021, 6, 30), score="91.14", issuing_body="Bộ NN")
    scored.end_reason, scored.ended_on = EndReason.SUPERSEDED, newer
    scored.valid_during = (dt.date(2021, 6, 30), newer)
    scored.save()
    certify(product, stars=5, on=newer, decision_number="")
    said = text(html(client, product.get_absolute_url()))
    assert "Thực phẩm (nhóm suy luận)" in said
    assert "Vì sao được 5 sao Theo lần công nhận 30/06/2021" in said
    assert "Tổng điểm 91,14 nằm trong khoảng 5 sao (từ 90 đến 100)." in said
    assert "Bộ tiêu chí khi đó: Quyết định 1048/QĐ-TTg, sửa bởi 781/QĐ-TTg." in said
    assert "Chưa công bố điểm từng phần" in said
    history = said[said.index("Lịch sử chứng nhận") : said.index("Bốn điều kiện cơ bản")]
    assert (
        history.index("Chưa có số quyết định.")
        < history.index("Bộ NN.")
        < history.index("Năm 2018")
    )
    assert history.count("Đã thay thế") == 2
    assert "thôn Chè Cọ, Xã Côn Minh" in said
    assert "Trước 01/07/2025: Xã Hảo Nghĩa, Huyện Na Rì" in said
    assert "BK-024" in said


def test_detail_without_award_shows_no_star_and_says_why(client):
    product = make_product("Cao gắm", standing=Standing.REGISTERED)
    page = html(client, product.get_absolute_url())
    body = page[page.index("<main") :]
    assert 'class="star"' not in body
    assert "Chưa xếp sao" in body
    assert "Vì sao chưa có sao" in body
    assert "Tình trạng trong sổ: <strong>đăng ký tham gia</strong>" in body
    assert "Lịch sử chứng nhận" not in body


def test_detail_of_a_withdrawn_award_names_act_and_reason(client):
    product = make_product()
    award = withdraw(
        certify(product, on=TODAY - dt.timedelta(days=300)), on=TODAY, act="12/QĐ-UBND"
    )
    award.end_note = "Không đánh giá lại."
    award.save()
    said = text(html(client, product.get_absolute_url()))
    assert f"Bị thu hồi từ {TODAY:%d/%m/%Y} theo 12/QĐ-UBND. Không đánh giá lại." in said


def test_detail_of_an_extended_award_says_until_when(client):
    product = make_product()
    award = certify(product, on=LONG_AGO)
    award.extended_to, award.extension_act = dt.date(2025, 3, 1), "7/UBND"
    award.valid_during = (LONG_AGO, award.extended_to)
    award.save()
    assert "Được kéo dài đến trước 01/03/2025 theo 7/UBND." in text(
        html(client, product.get_absolute_url())
    )


def test_detail_links_a_source_only_when_it_can_be_trusted(client):
    good = make_product("A", source_url="https://a.vn/1", source_quality=SourceQuality.HIGH)
    bad = make_product("B", source_url="https://xau.com/1", source_quality=SourceQuality.LOW)
    certify(bad, recognised_year=2020, source_url="https://xau.com/2")
    assert 'href="https://a.vn/1"' in html(client, good.get_absolute_url())
    page = html(client, bad.get_absolute_url())
    assert "xau.com" not in page
    assert "Trang nguồn không đủ tin cậy để dẫn liên kết" in page


def test_detail_shows_conditions_standards_rights_documents_and_where_sold(client):
    product = make_product(raw_material_area="12 ha tại xã", food_safety="")
    product.standards.create(kind=StandardKind.ORGANIC, number="HC-1", valid_to=dt.date(2020, 1, 1))
    product.standards.create(kind=StandardKind.VIETGAP, valid_from=dt.date(2020, 1, 1))
    product.intellectual_properties.create(
        kind=IntellectualPropertyKind.GEOGRAPHICAL_INDICATION, name="Bắc Kạn"
    )
    product.documents.create(
        kind=DocumentKind.DECISION, title="Quyết định 2616", url="https://www.backan.gov.vn/qd"
    )
    said = text(html(client, product.get_absolute_url()))
    assert "Vùng nguyên liệu 12 ha tại xã" in said
    assert "An toàn thực phẩm Chưa có trong sổ" in said
    assert "chỉ dẫn địa lý: Bắc Kạn" in said
    assert "Hữu cơ Số HC-1. Hết hạn từ 01/01/2020." in said
    assert "VietGAP Chưa rõ hạn." in said
    assert "Quyết định 2616 quyết định công nhận, backan.gov.vn" in said
    assert "Chủ thể chưa khai nơi bán của sản phẩm này." in said


def test_detail_shows_published_listings_and_points_of_sale_only(client):
    from markets.models import Listing, SalesChannel, SalesPoint

    product = make_product()
    channel = SalesChannel.objects.create(name="Sàn A", kind="ecommerce")
    for number, shown in [(1, True), (2, False)]:
        url = f"https://san.vn/{number}"
        Listing.objects.create(product=product, channel=channel, url=url, is_published=shown)
        point = SalesPoint.objects.create(name=f"Điểm {number}", kind="shop", is_published=shown)
        point.products.add(product)
    page = html(client, product.get_absolute_url())
    assert "https://san.vn/1" in page
    assert "Điểm 1" in page
    assert "https://san.vn/2" not in page
    assert "Điểm 2" not in page
    assert "Xem nơi bán" in page


def test_unpublished_product_has_no_page(client):
    product = make_product(is_published=False)
    assert client.get(product.get_absolute_url()).status_code == 404
    assert client.get("/san-pham/khong-co/").status_code == 404


def test_detail_of_an_unpublished_producer_does_not_link_to_it(client):
    producer = make_producer("HTX Kín", is_published=False)
    page = html(client, make_product(producer=producer).get_absolute_url())
    assert "HTX Kín" in page
    assert producer.get_absolute_url() not in page


def test_similar_products_come_from_the_same_group_nearest_first(client):
    food = make_group("Thực phẩm")
    commune = make_commune("Côn Minh")
    product = make_product("Miến A", group=food, commune=commune)
    make_product("Bún xa", group=food)
    make_product("Phở gần", group=food, commune=commune)
    make_product("Rượu", group=make_group("Đồ uống"), commune=commune)
    assert names(html(client, product.get_absolute_url())) == ["Phở gần", "Bún xa"]


def test_words_of_the_register_are_escaped(client):
    product = make_product("<b>Miến</b> & </script>", summary="<i>ngon</i>")
    for address in ("/san-pham/", product.get_absolute_url()):
        page = html(client, address)
        assert "<b>Miến" not in page
        assert "</script> " not in page.replace("</script>\n", "")
        assert "<i>ngon" not in page


def test_page_describes_itself_to_machines(client):
    product = make_product("Miến dong & bún", summary="Sợi dai.", register_code="BK-1")
    newer = TODAY - dt.timedelta(days=30)
    certify(product, stars=4, on=newer, issuing_body="UBND tỉnh")
    certify(product, stars=3, recognised_year=2018)
    page = html(client, product.get_absolute_url())
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    data = json.loads(block)
    url = f"http://testserver{product.get_absolute_url()}"
    assert (data["@type"], data["name"], data["url"]) == ("Product", "Miến dong & bún", url)
    assert data["identifier"] == "BK-1"
    current, unknown = data["hasCertification"]
    assert current["certificationStatus"] == "https://schema.org/CertificationActive"
    assert current["certificationRating"]["ratingValue"] == 4
    assert current["certificationIdentification"] == "2616/QĐ-UBND"
    assert current["validFrom"] == newer.isoformat()
    assert current["issuedBy"] == {"@type": "Organization", "name": "UBND tỉnh"}
    assert not {"certificationStatus", "validFrom", "expires"} & unknown.keys()
    assert f'<meta property="og:url" content="{url}">' in page
    assert f'<link rel="canonical" href="{url}">' in page
    assert "og:image" not in page


def test_every_property_said_to_machines_belongs_to_schema_org(client):
    product = make_product(group=make_group(), summary="Sợi dai.", register_code="BK-1")
    certify(product, on=TODAY, issuing_body="UBND tỉnh")
    page = html(client, product.get_absolute_url())
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    known = {
        "Product": "name url manufacturer countryOfOrigin description category identifier image "
        "hasCertification",
        "Certification": "name about certificationRating certificationStatus "
        "certificationIdentification issuedBy datePublished validFrom expires",
        "Organization": "name url",
        "Country": "name",
        "Rating": "ratingValue bestRating worstRating",
        "Thing": "name",
    }

    def walk(thing):
        if isinstance(thing, list):
            return [walk(part) for part in thing]
        if isinstance(thing, dict):
            said = thing.keys() - {"@context", "@type"}
            assert said <= set(known[thing["@type"]].split())
            return [walk(part) for part in thing.values()]
        return None

    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    walk(data)


# --- A group -------------------------------------------------------------------------------------


def test_group_page_lists_subgroups_with_counts_and_products(client):
    food = make_group("Thực phẩm", slug="thuc-pham")
    rice = make_group("Gạo", parent=food, slug="gao")
    make_product("Gạo nếp", group=rice)
    make_product("Muối", group=food)
    make_product("Rượu", group=make_group("Đồ uống"))
    page = html(client, "/nhom-san-pham/thuc-pham/")
    assert sorted(names(page)) == ["Gạo nếp", "Muối"]
    assert "2 sản phẩm" in page
    assert 'href="/san-pham/?nhom=thuc-pham&amp;xep=sao"' in page
    assert re.search(r">Gạo</a> <span[^>]*>1</span>", page)
    assert names(html(client, "/nhom-san-pham/gao/")) == ["Gạo nếp"]


def test_group_of_an_older_decision_leads_to_those_of_today(client):
    older = make_group("Gạo cũ", decision="148/QĐ-TTg", is_current=False, slug="gao-148")
    today = make_group("Gạo, ngũ cốc", slug="gao-nay")
    GroupCrosswalk.objects.create(older=older, current=today)
    page = html(client, "/nhom-san-pham/gao-148/")
    assert "không còn áp dụng" in page
    assert 'href="/nhom-san-pham/gao-nay/"' in page
    assert "Chưa có sản phẩm nào thuộc nhóm này" in page
    assert client.get("/nhom-san-pham/khong-co/").status_code == 404


# --- English -------------------------------------------------------------------------------------

MARKED = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")


@pytest.mark.parametrize("address", ["", "?q=xyz", "?sao=9&trang=7", "noi-lam/"])
def test_english_pages_say_nothing_in_vietnamese_but_names(client, address):
    certify(make_product("Miến dong"), on=TODAY)
    page = html(client, f"/en/san-pham/{address}")
    main = page[page.index("<main") : page.index("</main>")]
    without_names = re.sub(r'<(\w+)[^>]* lang="vi"[^>]*>.*?</\1>', "", main, flags=re.S)
    assert [word for word in text(without_names).split() if MARKED.search(word.lower())] == []


def test_english_page_speaks_english_where_it_is_filled_and_marks_the_rest(client):
    producer = make_producer("HTX Tài Hoan", name_en="Tai Hoan Cooperative")
    told = {"name_en": "Canna vermicelli", "summary": "Sợi dai", "summary_en": "Chewy threads"}
    told |= {"description": "Làm từ củ dong", "story": "Chuyện kể", "story_en": "A story"}
    product = make_product("Miến dong", producer=producer, **told)
    page = html(client, f"/en{product.get_absolute_url()}")
    assert '<h1>Canna vermicelli</h1><p class="muted" lang="vi">Miến dong</p>' in page
    assert '<p class="lead">Chewy threads</p>' in page
    assert '<div lang="vi"><p>Làm từ củ dong</p></div>' in page
    assert "<div><p>A story</p></div>" in page
    assert "<title>Canna vermicelli" in page
    made = re.search(r"<dt>Producer</dt><dd>(.*?)</dd>", page)[1]
    assert "Tai Hoan Cooperative</a>" in made
    assert "<h1>Tai Hoan Cooperative</h1>" in html(client, f"/en{producer.get_absolute_url()}")
    assert "Tai Hoan Cooperative</a></h3>" in html(client, "/en/chu-the/")
    for address in ("/en/san-pham/?q=canna", "/en/tim-kiem/?q=canna+tai+hoan+cooperative"):
        found = html(client, address)
        card = '<h3 class="card__name"><a href="/en/san-pham/mien-dong'
        assert card in found, address
        assert "Canna vermicelli</a></h3>" in found
    [suggested, *_rest] = client.get("/en/tim-kiem/goi-y/?q=canna").json()["items"]
    assert (suggested["label"], suggested["lang"]) == ("Canna vermicelli", "en")
    vietnamese = html(client, product.get_absolute_url()) + html(client, "/san-pham/")
    assert "<h1>Miến dong</h1>" in vietnamese
    assert "Canna" not in vietnamese


def test_no_character_in_a_name_breaks_the_lists(client):
    """Lists keep names packed with a separator nobody means to type."""
    make_product("Miến\x1fdong", producer=make_producer("HTX\x1fTài Hoan"))
    for address in ("/san-pham/", "/tim-kiem/?q=mien", "/chu-the/", "/tim-kiem/?q=htx"):
        assert client.get(address).status_code == 200, address
    assert "Miến dong" in text(html(client, "/san-pham/"))
