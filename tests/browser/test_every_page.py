"""Every kind of public page with the real register: light, accessible, as wide as the window."""

import gzip
import io

import pytest
from django.core.management import call_command
from playwright.sync_api import Response

from alerts.links import own_key
from ocop_portal.menu import section_links
from ocop_portal.sitemaps import SITEMAPS
from products.models import Product
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.alerts import make_follow

FIRST_VIEW = 200 * 1024  # bytes


@pytest.fixture
def portal(transactional_db):
    """What a new portal is set up with."""
    for command in ("load_site_profile", "load_reference", "load_register", "load_news"):
        call_command(command, stdout=io.StringIO())


def every_kind_of_page() -> list[str]:
    """The sections, one page of each kind, and products with a star in force, past and without."""
    paths = [*(link.url for link in section_links().values()), "/tim-kiem/?q=ba+be"]
    kinds = (
        "nhom",
        "chu-the",
        "xa-phuong",
        "van-ban",
        "muc-tin",
        "tin-tuc",
        "su-kien",
        "gioi-thieu",
    )
    for section in kinds:
        paths.append(SITEMAPS[section]().items()[0].get_absolute_url())
    for slug in ("mien-dong-tai-hoan", "banh-troi", "banh-gio-bac-kan"):
        paths.append(Product.objects.get(slug=slug).get_absolute_url())
    paths += ["/tim-kiem/?q=che&phan=chu-the", "/tim-kiem/?q=khong+co+gi", "/theo-doi/da-gui/"]
    paths += ["/theo-doi/san-pham/mien-dong-tai-hoan/", own_page()]
    return paths


def own_page() -> str:
    """Where somebody sees what is followed."""
    follow = make_follow(product=Product.objects.get(slug="banh-troi"))
    return f"/theo-doi/cua-toi/?khoa={own_key(follow.subscriber)}"


@pytest.mark.usefixtures("portal")
def test_every_kind_of_page_fits_a_phone_and_is_accessible(
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
def test_every_kind_of_page_is_light_fits_a_desktop_and_is_accessible(
    open_page, assert_accessible, assert_fits
):
    weights = {}
    for path in every_kind_of_page():
        page = open_page("about:blank", width=DESKTOP)
        answers = []
        page.on("response", lambda answer, answers=answers: answers.append(answer))
        page.goto(path, wait_until="networkidle")
        weights[path] = sum(weight(answer) for answer in answers if not is_layer(answer))
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
