"""The map with script, without it, by keyboard, on a phone; list, map and address in step."""

import datetime as dt
import re

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from communes.enums import CommuneKind
from communes.models import Commune, CommuneBoundary
from markets.enums import SalesPointKind
from markets.models import SalesPoint
from ocop_portal.shared.text import sort_key
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.communes import REFORM, make_commune, make_former_commune
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db(transaction=True)
LATITUDE = 22.0


def make_square(name: str, west: float, *, before=None):
    """A commune, present or former, a quarter of a degree wide, its number in the middle."""
    place = {"longitude": str(west + 0.125), "latitude": str(LATITUDE + 0.125)}
    commune = make_former_commune(name, before, **place) if before else make_commune(name, **place)
    east, south, north = west + 0.25, LATITUDE, LATITUDE + 0.25
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    CommuneBoundary.objects.create(commune=commune, geometry=geometry, source="thử")
    return commune


@pytest.fixture
def ground(transactional_db):
    """Three communes side by side, one of them without products; two former ones."""
    ba_be = make_square("Ba Bể", 105.0)
    con_minh = make_square("Côn Minh", 105.25)
    an_thang = make_square("An Thắng", 105.5)
    make_square("Khang Ninh", 105.0, before=ba_be)
    make_square("Kim Hỷ", 105.25, before=con_minh)
    recent = localdate() - dt.timedelta(days=100)
    for number in range(3):
        certify(make_product(f"Trà giảo cổ lam {number}", commune=ba_be), stars=4, on=recent)
    certify(make_product("Miến dong Tài Hoan", commune=con_minh), stars=5, on=recent)
    make_product("Rượu men lá Bằng Phúc")
    SalesPoint.objects.create(name="Điểm bán", kind=SalesPointKind.SHOP, commune=an_thang)
    return {"ba-be": ba_be, "con-minh": con_minh, "an-thang": an_thang}


@pytest.fixture
def open_map(open_page, ground):
    """Open the map and wait until it shows what its address says."""

    def open_at(query: str = "", **options) -> Page:
        page = open_page(f"/ban-do/{query}", **options)
        settle(page)
        return page

    return open_at


def settle(page: Page) -> None:
    search = page.evaluate("location.search")
    expect(page.locator("[data-map-page]")).to_have_attribute("data-map-shown", search)


def line(page: Page, name: str):
    return page.locator(f"[data-map-list] li:has(h3 a:text-is('{name}'))")


def outline(page: Page, commune):
    return page.locator(f"path[data-place='{commune.slug}']")


def discs(page: Page, kind: str = "san-pham") -> list[str]:
    return sorted(page.locator(f".map-pin--{kind}.leaflet-marker-icon").all_text_contents())


def scale(page: Page) -> tuple[str, float]:
    """What the scale of the map says, and how long it is."""
    bar = page.locator(".leaflet-control-scale-line")
    return bar.inner_text(), bar.bounding_box()["width"]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("query", ["", "?ranh-gioi=cu&o-trong=1&lop=san-pham&lop=diem-ban"])
def test_map_is_accessible_and_fits(open_map, assert_accessible, assert_fits, width, query):
    page = open_map(query, width=width)
    assert_fits(page)
    assert_accessible(page)


def test_map_shades_communes_and_clusters_products_as_the_list_counts(open_map, ground):
    page = open_map()
    expect(page.locator("[data-map-still]")).to_be_hidden()
    expect(outline(page, ground["ba-be"])).to_have_class(re.compile(r"\bm4\b"))
    expect(outline(page, ground["con-minh"])).to_have_class(re.compile(r"\bm2\b"))
    expect(outline(page, ground["an-thang"])).to_have_class(re.compile(r"\bm1\b"))
    assert discs(page) == ["1 sản phẩm", "3 sản phẩm"]
    expect(page.get_by_text("1 sản phẩm chưa rõ xã")).to_be_visible()
    expect(page.get_by_text("Ranh giới chỉ để tham khảo")).to_be_visible()


def test_names_cover_neither_each_other_nor_a_point(open_map):
    make_square("Đồng Phúc", 105.51)  # as good as on top of An Thắng, whose name comes first
    page = open_map()
    names = page.locator(".map-label--fits")
    expect(names).to_have_text(["An Thắng", "Ba Bể", "Côn Minh"])
    boxes = [each.bounding_box() for each in page.locator(".map-label--fits, .map-pin").all()]
    shown = [box for box in boxes if box]
    assert len(shown) == 5
    for at, one in enumerate(shown):
        for other in shown[at + 1 :]:
            beside = abs(one["x"] - other["x"]) >= min(one["width"], other["width"]) - 6
            assert beside or abs(one["y"] - other["y"]) >= 12


def test_filter_narrows_list_map_and_address_together_and_back_widens_them(open_map, ground):
    page = open_map()
    page.get_by_label("Hạng sao").select_option("5")
    expect(page).to_have_url(re.compile(r"\?sao=5"))
    settle(page)
    expect(page.locator("[data-map-live]")).to_have_text("1 sản phẩm ở 1 xã, phường.")
    expect(line(page, "Xã Ba Bể")).not_to_have_attribute("data-count", re.compile(""))
    expect(outline(page, ground["ba-be"])).to_have_class(re.compile(r"\bm1\b"))
    assert discs(page) == ["1 sản phẩm"]
    page.go_back()
    settle(page)
    expect(page.get_by_label("Hạng sao")).to_have_value("")
    expect(line(page, "Xã Ba Bể")).to_have_attribute("data-count", "3")
    assert discs(page) == ["1 sản phẩm", "3 sản phẩm"]


def test_chip_drops_its_filter_without_leaving_the_page(open_map):
    page = open_map("?sao=5&ranh-gioi=cu")
    page.evaluate("window.stayed = true")
    page.get_by_role("link", name="Hạng sao: 5 sao").click()
    expect(page).to_have_url(re.compile(r"\?ranh-gioi=cu(#|$)"))
    settle(page)
    assert page.evaluate("window.stayed") is True
    expect(page.get_by_label("Hạng sao")).to_have_value("")
    expect(page.get_by_label("Ranh giới")).to_have_value("cu")


def test_commune_chosen_on_the_map_is_marked_in_the_list(open_map, ground):
    page = open_map()
    outline(page, ground["an-thang"]).click()
    expect(page).to_have_url(re.compile(f"chon={ground['an-thang'].slug}"))
    settle(page)
    expect(line(page, "Xã An Thắng")).to_have_attribute("aria-current", "true")
    expect(line(page, "Xã An Thắng")).to_be_visible()
    expect(outline(page, ground["an-thang"])).to_have_class(re.compile("is-on"))


def test_commune_chosen_in_the_list_by_keyboard_is_outlined_and_escape_lets_go(open_map, ground):
    page = open_map()
    page.get_by_role("link", name="Xã Côn Minh").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"chon={ground['con-minh'].slug}"))
    settle(page)
    expect(outline(page, ground["con-minh"])).to_have_class(re.compile("is-on"))
    expect(page.get_by_role("link", name="Xã Côn Minh", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("chon="))
    settle(page)
    expect(outline(page, ground["con-minh"])).not_to_have_class(re.compile("is-on"))
    expect(page.get_by_role("link", name="Xã Côn Minh", exact=True)).to_be_focused()


def test_point_opens_by_keyboard_with_what_it_is_and_escape_returns(open_map):
    page = open_map("?sao=5")
    point = page.locator(".map-pin--san-pham.leaflet-marker-icon")
    point.focus()
    page.keyboard.press("Enter")
    card = page.locator(".map-card")
    expect(card.get_by_role("link", name="Miến dong Tài Hoan")).to_be_visible()
    expect(card).to_contain_text("Vị trí theo xã")
    expect(card).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(point).to_be_focused()
    assert "chon=" not in page.url


def test_controls_of_the_map_are_named_in_vietnamese(open_map):
    page = open_map()
    for name in ("Phóng to", "Thu nhỏ", "Xem toàn địa bàn"):
        expect(page.get_by_role("button", name=name)).to_be_visible()


def test_layers_are_switched_and_stand_in_the_address(open_map):
    page = open_map()
    page.get_by_role("checkbox", name="Điểm bán").check()
    expect(page).to_have_url(re.compile("lop=san-pham&lop=diem-ban"))
    settle(page)
    assert discs(page, "diem-ban") == ["1 điểm bán"]
    page.get_by_role("checkbox", name="Sản phẩm").uncheck()
    page.get_by_role("checkbox", name="Điểm bán").uncheck()
    expect(page).to_have_url(re.compile("lop=khong"))
    settle(page)
    assert discs(page) == discs(page, "diem-ban") == []


def test_communes_without_products_are_hatched_when_asked(open_map, ground):
    page = open_map()
    page.get_by_role("checkbox", name="Làm rõ xã chưa có").check()
    expect(page).to_have_url(re.compile("o-trong=1"))
    settle(page)
    expect(outline(page, ground["an-thang"])).to_have_css("fill", 'url("#gach-bd")')
    expect(outline(page, ground["ba-be"])).not_to_have_css("fill", 'url("#gach-bd")')
    assert page.locator("#gach-bd").evaluate("(pattern) => pattern.closest('[hidden]')") is None


def test_list_holds_what_is_in_view_in_pages_that_turn_by_keyboard(open_map, ground):
    many = (
        Commune(
            code=f"{number}",
            name=f"Nà Phặc {number}",
            kind=CommuneKind.XA,
            slug=f"xa-na-phac-{number}",
            sort_key=sort_key(f"Nà Phặc {number}"),
            province=ground["ba-be"].province,
            valid_from=REFORM,
        )
        for number in range(20_000, 20_300)
    )
    Commune.objects.bulk_create(many)
    page = open_map()
    page.evaluate("window.stayed = true")
    heading, live = page.locator("#h-xa"), page.locator("[data-map-live]")
    expect(page.get_by_text("Xã, phường thứ 1 đến 2 trong 303.")).to_be_visible()
    page.get_by_role("link", name="Sau", exact=True).press("Enter")
    expect(page).to_have_url(re.compile(r"\?trang=2(#|$)"))
    expect(live).to_contain_text("Xã, phường thứ 3 đến ")
    expect(heading).to_be_focused()
    expect(line(page, "Xã An Thắng")).to_be_visible()
    page.get_by_role("link", name="Xã An Thắng", exact=True).press("Enter")
    settle(page)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"\?trang=2(#|$)"))
    expect(page.get_by_role("link", name="Xã An Thắng", exact=True)).to_be_focused()
    for _ in range(2):
        page.get_by_role("button", name="Phóng to").press("Enter")
        page.wait_for_timeout(500)
    page.locator("[data-map]").press("ArrowRight")
    expect(heading).to_have_text("2 xã, phường đang thấy")
    assert "trang=" not in page.url
    expect(line(page, "Xã Côn Minh")).to_be_visible()
    expect(line(page, "Xã Ba Bể")).to_have_count(0)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#h-xa")).to_have_text("2 xã, phường đang thấy")
    page.get_by_role("link", name="Xem toàn địa bàn").press("Enter")
    expect(heading).to_have_text("303 xã, phường")
    expect(heading).to_be_focused()
    assert page.evaluate("window.stayed") is True


def test_link_reproduces_the_view(open_map, open_page, ground):
    page = open_map()
    page.get_by_label("Hạng sao").select_option("4")
    page.get_by_role("checkbox", name="Chủ thể").check()
    outline(page, ground["ba-be"]).click(position={"x": 5, "y": 5})
    expect(page).to_have_url(re.compile("chon="))
    settle(page)
    page.get_by_role("button", name="Thu nhỏ").click()
    page.wait_for_url(re.compile("#"))
    other = open_page(page.url.removeprefix(page.evaluate("location.origin")))
    settle(other)
    expect(line(other, "Xã Ba Bể")).to_be_in_viewport()
    for each in (page, other):
        expect(each.get_by_label("Hạng sao")).to_have_value("4")
        expect(each.get_by_role("checkbox", name="Chủ thể")).to_be_checked()
        expect(line(each, "Xã Ba Bể")).to_have_attribute("aria-current", "true")
        expect(outline(each, ground["ba-be"])).to_have_class(re.compile("is-on"))
    assert scale(page) == scale(other)
    assert discs(page, "chu-the") == discs(other, "chu-the")


def test_division_is_switched_with_its_own_communes(open_map, ground):
    page = open_map(f"?chon={ground['ba-be'].slug}")
    page.get_by_label("Ranh giới").select_option("cu")
    expect(page).to_have_url(re.compile(r"\?ranh-gioi=cu(#|$)"))
    settle(page)
    expect(page.get_by_role("heading", name="2 xã, phường, thị trấn cũ")).to_be_visible()
    assert page.locator("path.map-commune").count() == 2
    expect(page.get_by_text("theo xã trước sắp xếp")).to_be_visible()
    expect(page.get_by_text("theo xã hiện nay")).to_be_hidden()


def test_names_are_hidden_on_a_phone(open_map):
    names = "() => [...document.querySelectorAll('.map-label')].map((e) => e.checkVisibility({visibilityProperty: true}))"  # noqa: E501
    assert any(open_map(width=DESKTOP).evaluate(names))
    assert not any(open_map(width=PHONE).evaluate(names))


def test_one_finger_scrolls_the_page_over_the_map(open_map):
    page = open_map(width=PHONE, has_touch=True, is_mobile=True)
    touch = page.locator("[data-map]").evaluate("(box) => getComputedStyle(box).touchAction")
    assert touch == "pan-x pan-y"
    expect(page.get_by_text("Dùng hai ngón tay")).to_be_visible()


def test_wheel_scrolls_the_page_unless_ctrl_is_held(open_map):
    page = open_map()
    before = scale(page)
    page.locator("[data-map]").hover()
    page.mouse.wheel(0, 400)
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()
    assert scale(page) == before
    page.locator("[data-map]").hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_url(re.compile("#"))
    assert scale(page) != before


def test_without_script_list_form_and_drawing_do_the_work(open_page, ground, assert_fits):
    page = open_page("/ban-do/", java_script_enabled=False)
    assert_fits(page)
    assert page.locator("[data-map-list] li h3").count() == 3
    expect(page.locator("[data-map-still] svg")).to_be_visible()
    expect(page.locator("[data-map]")).to_be_hidden()
    expect(page.get_by_role("checkbox", name="Chủ thể")).to_be_hidden()
    page.get_by_label("Hạng sao").select_option("5")
    page.get_by_role("button", name="Xem").click()
    expect(page).to_have_url(re.compile("sao=5"))
    expect(line(page, "Xã Côn Minh")).to_have_attribute("data-count", "1")
    expect(line(page, "Xã Ba Bể")).not_to_have_attribute("data-count", re.compile(""))
    page.get_by_role("link", name="Xã Côn Minh").click()
    expect(line(page, "Xã Côn Minh")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("link", name="Xem xã Côn Minh")).to_be_visible()


def test_list_stays_whole_when_the_map_cannot_be_loaded(open_page, ground, misdeeds):
    page = open_page("about:blank")
    page.route("**/ban-do/ranh-gioi-*.geojson", lambda route: route.abort())
    page.goto("/ban-do/")
    settle(page)
    expect(page.get_by_text("Chưa tải được bản đồ")).to_be_visible()
    expect(line(page, "Xã Ba Bể")).to_be_visible()
    assert misdeeds
    misdeeds.clear()


def test_points_are_shown_where_no_commune_has_an_outline_yet(open_page, ground):
    CommuneBoundary.objects.all().delete()
    page = open_page("/ban-do/")
    settle(page)
    assert discs(page) == ["1 sản phẩm", "3 sản phẩm"]
    expect(page.get_by_role("heading", name="3 xã, phường")).to_be_visible()
