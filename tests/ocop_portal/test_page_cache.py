"""Kept pages answer anonymous readers, and a change is seen at once."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from ocop_portal.kept_pages import KeptPage, KeptPages, kept_pages
from ocop_portal.page_cache import PageCacheMiddleware
from ocop_portal.shared.models import SiteProfile

pytestmark = pytest.mark.django_db


class CountingView:
    """Answers with what ``make`` gives and counts how often it was asked."""

    def __init__(self, make=lambda request: HttpResponse("trang")) -> None:
        self.asked = 0
        self.make = make

    def __call__(self, request):
        self.asked += 1
        return self.make(request)


def visit(view, path="/san-pham/", **extra):
    return PageCacheMiddleware(view)(RequestFactory().get(path, **extra))


def test_second_reader_is_answered_without_the_view():
    view = CountingView()
    first, second = visit(view), visit(view)
    assert (view.asked, second.content, second["ETag"]) == (1, b"trang", first["ETag"])


def test_a_kept_page_costs_one_query(django_assert_num_queries):
    view = CountingView()
    visit(view)
    with django_assert_num_queries(1):
        visit(view)


def test_a_changed_row_is_seen_at_once():
    view = CountingView()
    visit(view)
    SiteProfile(title="Cổng khác").save()
    visit(view)
    assert view.asked == 2


def test_another_query_string_is_another_page():
    view = CountingView()
    visit(view, "/san-pham/?sao=3")
    visit(view, "/san-pham/?sao=4")
    assert view.asked == 2


def test_another_display_choice_is_another_page():
    view = CountingView()
    visit(view)
    visit(view, HTTP_COOKIE="co-chu=lon")
    assert view.asked == 2


def test_a_reader_with_a_session_is_never_answered_from_the_cache():
    view = CountingView()
    visit(view)
    visit(view, HTTP_COOKIE="sessionid=abc")
    assert view.asked == 2


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Cache-Control", "private"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "script-src 'nonce-abc'"),
        ("Content-Type", "application/json"),
    ],
)
def test_a_page_that_must_not_be_kept_is_made_anew(header, value):
    view = CountingView(lambda request: HttpResponse("trang", headers={header: value}))
    visit(view)
    visit(view)
    assert view.asked == 2


def test_a_page_with_a_cookie_is_made_anew():
    def make(request):
        response = HttpResponse("trang")
        response.set_cookie("csrftoken", "x")
        return response

    view = CountingView(make)
    visit(view)
    visit(view)
    assert view.asked == 2


def test_an_error_is_not_kept():
    view = CountingView(lambda request: HttpResponse("không có", status=404))
    visit(view)
    visit(view)
    assert view.asked == 2


@pytest.mark.parametrize(
    ("accepts", "encoding", "unpack"),
    [("gzip", "gzip", gzip.decompress), ("gzip, br", "br", brotli.decompress)],
)
def test_a_reader_gets_the_page_in_the_encoding_it_takes(accepts, encoding, unpack):
    view = CountingView(lambda request: HttpResponse("trang " * 1000))
    visit(view)
    packed = visit(view, HTTP_ACCEPT_ENCODING=accepts)
    assert packed["Content-Encoding"] == encoding
    assert unpack(packed.content) == b"trang " * 1000
    assert set(packed["Vary"].split(", ")) >= {"Cookie", "Accept-Encoding"}


def test_a_reader_who_has_the_page_is_told_so():
    view = CountingView()
    etag = visit(view)["ETag"]
    again = visit(view, HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_the_back_office_is_never_kept():
    view = CountingView()
    visit(view, "/quan-tri/")
    visit(view, "/quan-tri/")
    assert view.asked == 2


def test_a_kept_page_tells_its_length():
    view = CountingView(lambda request: HttpResponse("trang " * 1000))
    visit(view, HTTP_ACCEPT_ENCODING="gzip")
    packed = visit(view, HTTP_ACCEPT_ENCODING="gzip")
    assert packed["Content-Length"] == str(len(packed.content))


def test_what_one_reader_is_told_besides_reaches_no_other():
    view = CountingView()
    visit(view)
    visit(view).headers["Set-Cookie"] = "sessionid=abc"
    assert "Set-Cookie" not in visit(view)


def test_pages_asked_for_longest_ago_give_way(settings):
    pages, page = KeptPages(), KeptPage((1,), b"x" * 1000, "", {})
    settings.PAGE_CACHE_BYTES = 2 * page.size
    pages.keep("a", page)
    pages.keep("b", page)
    pages.get("a", (1,))
    pages.keep("c", page)
    pages.keep("c", page)
    assert [pages.get(name, (1,)) for name in "abc"] == [page, None, page]


def test_the_home_page_is_kept(client):
    client.get(reverse("home"))
    assert len(kept_pages) == 1
