"""Text size and contrast: a link sets a cookie and comes back to the same address."""

import pytest
from django.http import HttpResponse

from ocop_portal.shared.display import Display, DisplayMiddleware, display_key, display_of

through = DisplayMiddleware(lambda request: HttpResponse("page"))


@pytest.mark.parametrize(
    ("address", "back", "cookies"),
    [
        ("/san-pham/?co-chu=lon", "/san-pham/", {"co-chu": "lon"}),
        ("/san-pham/?q=a%26b&co-chu=rat-lon&trang=2", "/san-pham/?q=a%26b&trang=2", None),
        ("/?tuong-phan=cao&co-chu=lon", "/", {"co-chu": "lon", "tuong-phan": "cao"}),
        ("/?co-chu=khong-lo", "/", {}),
        ("//evil.example/?co-chu=lon", "/%2Fevil.example/", {"co-chu": "lon"}),
    ],
)
def test_link_sets_the_cookie_and_returns(rf, address, back, cookies):
    request = rf.get("/")
    request.path, _, query = address.partition("?")
    request.META["QUERY_STRING"] = query
    response = through(request)
    assert (response.status_code, response["Location"]) == (302, back)
    assert response["Cache-Control"] == "no-store"
    if cookies is not None:
        assert {name: cookie.value for name, cookie in response.cookies.items()} == cookies


def test_other_requests_pass(rf):
    assert through(rf.get("/?q=co-chu")).content == b"page"
    assert through(rf.post("/?co-chu=lon")).content == b"page"


@pytest.mark.parametrize(
    ("cookies", "display", "key"),
    [
        ({}, Display(), "thuong."),
        ({"co-chu": "lon", "tuong-phan": "cao"}, Display("lon", "cao"), "lon.cao"),
        ({"co-chu": "<b>", "tuong-phan": "x"}, Display(), "thuong."),
    ],
)
def test_cookies_are_read_and_nonsense_is_none(rf, cookies, display, key):
    request = rf.get("/")
    request.COOKIES = cookies
    assert display_of(request) == display
    assert display_key(request) == key
