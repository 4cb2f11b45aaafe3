"""A headless Chromium on the test server, which fails the test when a page misbehaves.

``open_page("/san-pham/", width=360)`` gives a Playwright page. Whatever page it opened, the
test fails at its end if the page asked another host for anything, broke the content security
policy, logged an error or raised one. ``assert_accessible(page)`` runs axe.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from accounts.models import User

# Playwright's event loop runs in the thread of the test, where Django's ORM is used as well.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE, DESKTOP = 360, 1280
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Without preload axe adds no style of its own, which the policy would report; what it finds in
# order is not told, which takes it two thirds of the time.
AXE_OPTIONS = {"preload": False, "resultTypes": ["violations"]}
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this directory as a browser test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium_path() -> str | None:
    """Return ``$CHROMIUM``, else the first Chromium or Chrome on PATH."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; absent, they are skipped, or fail where ``CI=true``."""
    path = chromium_path()
    if path is None:
        message = "No Chromium: set $CHROMIUM or install chromium. BROWSER TESTS DID NOT RUN."
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def misdeeds() -> list[str]:
    """What the pages of this test did wrong; a test that means to provoke one empties it."""
    return []


@pytest.fixture
def open_page(
    chromium: Browser, live_server: Any, misdeeds: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open an address of the test server in a window of its own and watch what it does."""
    contexts: list[BrowserContext] = []

    def open_at(path: str = "/", *, width: int = DESKTOP, **options: Any) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            base_url=live_server.url,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        _watch(page, urlsplit(live_server.url).netloc, misdeeds)
        page.goto(path)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert misdeeds == []


def _watch(page: Page, host: str, misdeeds: list[str]) -> None:
    def let_through(route: Route) -> None:
        if urlsplit(route.request.url).netloc in ("", host):
            route.continue_()
        else:
            misdeeds.append(f"asked another host: {route.request.url}")
            route.abort()

    page.context.route("**/*", let_through)
    page.on("pageerror", lambda error: misdeeds.append(f"script error: {error}"))
    page.on(
        "console",
        lambda message: (
            misdeeds.append(f"console: {message.text} ({message.location.get('url')})")
            if message.type == "error" and not _is_the_page_itself(message.location, page)
            else None
        ),
    )


def _is_the_page_itself(location: dict[str, Any], page: Page) -> bool:
    """Chromium logs an error page's own status; that is what the test came to see."""
    return location.get("url") == page.url and not location.get("lineNumber")


@pytest.fixture
def signed_in(transactional_db: None, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page as somebody: ``signed_in(user, "/ho-so/", width=360)``."""

    def open_as(user: User, path: str, **options: Any) -> Page:
        client = Client()
        client.force_login(user)
        page = open_page("/quan-tri/dang-nhap/", **options)
        cookie = {
            "name": settings.SESSION_COOKIE_NAME,
            "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
            "domain": urlsplit(page.url).hostname,
            "path": "/",
        }
        page.context.add_cookies([cookie])
        page.goto(path)
        return page

    return open_as


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fail with axe's report if it finds a violation on the page once it has loaded.

    A click that leads to another page returns before that page has its style sheets.
    """

    def check(page: Page) -> None:
        page.wait_for_load_state("load")
        results = Axe().run(page, options=AXE_OPTIONS)
        assert results.violations_count == 0, results.generate_report()

    return check


@pytest.fixture
def assert_fits() -> Callable[[Page], None]:
    """Fail if the page must be scrolled sideways."""

    def check(page: Page) -> None:
        page.wait_for_load_state("load")
        wide, window = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= window, f"{page.url} is {wide} px wide in a window of {window} px"

    return check
