"""Every kind of public page with the real register: light, accessible, as wide as the window."""

import gzip

import pytest
from playwright.sync_api import Response

from tests.browser.conftest import DESKTOP, PHONE
from tests.public_pages import every_kind_of_page, load_portal

FIRST_VIEW = 200 * 1024  # bytes


@pytest.fixture
def portal(transactional_db):
    """What a new portal is set up with."""
    load_portal()


@pytest.mark.usefixtures("portal")
def test_every_kind_of_page_fits_a_phone_and_is_accessible_in_vietnamese(
    open_page, assert_accessible, assert_fits
):
    page = open_page("about:blank", width=PHONE)
    for path in every_kind_of_page():
        page.goto(f"/en{path}")
        assert_fits(page)
        page.goto(path)
        assert_fits(page)
        assert_accessible(page)


@pytest.mark.usefixtures("portal")
def test_every_kind_of_page_is_light_fits_a_desktop_and_is_accessible_in_english(
    open_page, assert_accessible, assert_fits
):
    weights = {}
    for path in every_kind_of_page():
        page = open_page("about:blank", width=DESKTOP)
        answers = []
        page.on("response", lambda answer, answers=answers: answers.append(answer))
        page.goto(path, wait_until="load")
        weights[path] = sum(weight(answer) for answer in answers if not is_layer(answer))
        assert_fits(page)
        page.goto(f"/en{path}")
        assert_fits(page)
        assert_accessible(page)
        page.context.close()
    assert {path: bytes_ for path, bytes_ in weights.items() if bytes_ > FIRST_VIEW} == {}
    assert min(weights.values()) > 10_000


def is_layer(answer: Response) -> bool:
    """Outlines and points of the map come after the first view, which is the drawing."""
    return answer.url.split("?")[0].endswith(".geojson")


def weight(answer: Response) -> int:
    """Bytes of an answer as production sends it: packed, unless that makes it longer."""
    body = answer.body()
    return min(len(body), len(gzip.compress(body)))
