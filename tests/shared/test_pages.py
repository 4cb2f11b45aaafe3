"""Pages filled into kept text are what the template engine would have made of them anew."""

import re

import pytest
from django.contrib.messages import add_message, constants
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.utils.safestring import mark_safe

from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.pages import fill_page
from products.views import ProductListView
from tests.factories.products import make_product

pytestmark = pytest.mark.django_db
VALUES = ("title", "description", "head", "above_map", "map", "below_map")


def page(request, **values) -> str:
    said = dict.fromkeys(VALUES, "") | values
    response = fill_page(request, "products/product_detail.html", {}, **said)
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def test_values_are_escaped_unless_they_are_finished(rf):
    html = page(rf.get("/"), title="a<b", above_map=mark_safe("<i>an</i>"), map="é<".encode())
    assert "<title>a&lt;b ·" in html
    assert "<i>an</i>é<" in html


def test_a_value_that_looks_like_a_mark_stays_what_it_is(rf):
    assert "\ue000\ue010|" in page(rf.get("/"), above_map="\ue000\ue010|", title="b")


def test_each_page_of_the_same_kept_text_has_its_own_addresses(rf):
    first, second = page(rf.get("/san-pham/a/?x=1&y=2")), page(rf.get("/san-pham/b/"))
    assert 'rel="canonical" href="http://testserver/san-pham/a/"' in first
    assert 'href="?x=1&amp;y=2&amp;co-chu=lon"' in first
    assert 'rel="canonical" href="http://testserver/san-pham/b/"' in second
    assert 'href="?co-chu=lon"' in second
    assert re.search("[\ue000-\ue030]", first + second) is None


def test_display_choice_and_name_of_the_portal_are_followed(rf):
    assert 'data-text="thuong"' in page(rf.get("/"))
    request = rf.get("/")
    request.COOKIES["co-chu"] = "lon"
    assert 'data-text="lon"' in page(request)
    SiteProfile(short_title="Cổng đổi tên").save()
    assert "Cổng đổi tên</title>" in page(rf.get("/"))


def test_what_the_last_act_said_is_shown_once_and_to_nobody_else(rf):
    make_product()
    request = rf.get("/san-pham/")
    request.session = {}
    request._messages = FallbackStorage(request)
    add_message(request, constants.SUCCESS, "Đã <lưu>")
    answers = [ProductListView.as_view()(asked) for asked in (request, rf.get("/san-pham/"))]
    assert ["Đã &lt;lưu&gt;" in answer.content.decode() for answer in answers] == [True, False]
