"""Stars, badges, dates and numbers as the reader's language prints them."""

import re
from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.utils.translation import override

from ocop_portal.shared.icons import ICONS
from ocop_portal.shared.templatetags.ui import STATUS_WORDS, badge, day, notice_kind, number, stars


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.mark.parametrize("count", [1, 3, 5])
def test_stars_draw_the_earned_ones_filled_and_say_how_many(count):
    drawn = stars(count)
    assert drawn.count('class="star"') == count
    assert drawn.count('class="star star--off"') == 5 - count
    assert words(drawn) == f"{count} sao trên 5"


def test_stars_without_a_star_say_so():
    assert stars(None) == '<span class="stars stars--none">Chưa xếp sao</span>'


@pytest.mark.parametrize("count", [0, 6])
def test_stars_outside_the_scale_are_refused(count):
    with pytest.raises(ValueError, match="no such star"):
        stars(count)


def test_stars_follow_the_language_although_cached():
    assert words(stars(4, "lg")) == "4 sao trên 5"
    with override("en"):
        assert words(stars(4, "lg")) == "4 stars out of 5"
        assert words(stars(1)) == "1 star out of 5"
    assert words(stars(4, "lg")) == "4 sao trên 5"


def test_each_status_has_its_own_word_and_shape():
    printed = {badge(status).split("badge--", 1)[1] for status in STATUS_WORDS}
    shapes = {re.search(r"<svg.*</svg>", badge(status))[0] for status in STATUS_WORDS}
    assert len(printed) == len(shapes) == len(STATUS_WORDS)


@pytest.mark.parametrize(
    ("status", "bare", "said"),
    [
        ("valid", False, "Còn hạn đến 25/06/2027"),
        ("valid", True, "Còn hạn đến 25/06/2027"),
        ("expired", False, "Hết hạn từ 25/06/2027"),
        ("withdrawn", False, "Bị thu hồi"),
        ("superseded", True, "Đã thay thế"),
        ("unknown", False, "Chưa rõ hạn"),
    ],
)
def test_badge_says_until_when(status, bare, said):
    assert words(badge(status, date(2027, 6, 25), bare=bare)) == said


def test_bare_badge_keeps_the_day_outside_the_frame():
    assert badge("valid", date(2027, 6, 25), bare=True).endswith(
        '</span><span class="card__facts">đến 25/06/2027</span>'
    )


def test_unknown_status_is_an_error():
    with pytest.raises(KeyError):
        badge("sold out")


def test_dates_and_numbers_read_in_each_language():
    assert (day(date(2027, 6, 5)), number(12345)) == ("05/06/2027", "12.345")
    with override("en"):
        assert (day(date(2027, 6, 5)), number(12345)) == ("5 June 2027", "12,345")
    assert day(None) == ""


def test_every_kind_of_notice_has_a_drawing():
    levels = ["", "info", "ok", "warn", "error", "debug", "success", "warning"]
    assert {notice_kind(level) for level in levels} <= set(ICONS)


def test_pagination_keeps_the_filters_and_leaves_out_the_middle(rf):
    page = Paginator(range(100), 5).page(9)
    request = rf.get("/", {"nhom": "do-uong", "trang": "9"})
    html = Template('{% include "components/_pagination.html" with page=page only %}').render(
        RequestContext(request, {"page": page})
    )
    assert re.findall(r'href="([^"]+)"', html) == [
        f"?nhom=do-uong&amp;trang={n}" for n in (8, 1, 8, 10, 20, 10)
    ]
    assert words(html) == "Trước 1 … 8 9 10 … 20 Sau"
