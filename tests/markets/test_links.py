"""Links to e-commerce floors: what an answer means, and what a run does to the rows."""

import datetime as dt
import io
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
from django.core.management import call_command

from markets.enums import LinkState
from markets.link_check import Link, look_at
from markets.link_client import LinkClient
from markets.models import Listing
from markets.rules import Found, belongs_to, standing_after, verdict
from markets.services import note_checks
from tests.factories.markets import make_channel, make_listing
from tests.factories.products import make_product

TODAY = dt.date(2026, 11, 23)
PAGE = "http://vi.du/san-pham/1"


@pytest.mark.parametrize(
    ("status", "landed", "state"),
    [
        (200, PAGE, LinkState.ALIVE),
        (200, "http://vi.du/", LinkState.FAILING),
        (200, "http://vi.du/loi/404.html", LinkState.FAILING),
        (204, "http://vi.du/san-pham/2", LinkState.ALIVE),
        (404, PAGE, LinkState.DEAD),
        (410, PAGE, LinkState.DEAD),
        (403, PAGE, LinkState.BARRED),
        (429, PAGE, LinkState.BARRED),
        (500, PAGE, LinkState.FAILING),
        (302, PAGE, LinkState.FAILING),
    ],
)
def test_what_an_answer_means(status, landed, state):
    assert verdict(PAGE, status, landed).state is state


@pytest.mark.parametrize(
    ("state", "before", "after"),
    [
        (LinkState.ALIVE, 2, (LinkState.ALIVE, 0)),
        (LinkState.BARRED, 2, (LinkState.BARRED, 0)),
        (LinkState.FAILING, 0, (LinkState.FAILING, 1)),
        (LinkState.FAILING, 1, (LinkState.FAILING, 2)),
        (LinkState.FAILING, 2, (LinkState.DEAD, 3)),
        (LinkState.DEAD, 0, (LinkState.DEAD, 1)),
    ],
)
def test_a_page_gets_three_chances_unless_it_is_gone(state, before, after):
    assert standing_after(Found(state, ""), before) == after


@pytest.mark.parametrize(
    ("url", "home", "expected"),
    [
        ("https://shopee.vn/mien", "https://shopee.vn/", True),
        ("https://www.shopee.vn/mien", "https://shopee.vn/", True),
        ("https://bac-kan.shopee.vn/mien", "https://www.shopee.vn/", True),
        ("https://shopee.vn.example/mien", "https://shopee.vn/", False),
        ("https://lazada.vn/mien", "https://shopee.vn/", False),
        ("https://bat-ky.vn/", "", True),
    ],
)
def test_a_page_belongs_to_its_channel(url, home, expected):
    assert belongs_to(url, home) is expected


# --- A floor of our own on the loopback ------------------------------------------------------


class Floor(BaseHTTPRequestHandler):
    """A shop with pages of every kind."""

    robots = "User-agent: *\nDisallow: /rieng/\n"

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, time.monotonic()))
        if self.path == "/mo":
            self.answer(200)
        elif self.path == "/khong-head" and self.command == "HEAD":
            self.answer(405)
        elif self.path == "/khong-head":
            self.answer(200)
        elif self.path == "/doi":
            self.answer(301, "/mo")
        elif self.path == "/ve-trang-dau":
            self.answer(302, "/")
        elif self.path == "/mi%E1%BA%BFn%20dong?q=%E1%BA%BF&a=%2F":
            self.answer(200)
        elif self.path == "/doi-co-dau":
            self.answer(301, "/mi\u1ebfn dong?q=\u1ebf&a=%2F".encode().decode("latin-1"))
        elif self.path == "/vong":
            self.answer(302, "/vong")
        elif self.path == "/":
            self.answer(200)
        elif self.path == "/hong":
            self.answer(503)
        elif self.path == "/cham":
            time.sleep(2)
        elif self.path == "/nho-giot":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(20):
                self.wfile.write(b"X-A: b\r\n")
                time.sleep(0.1)
        else:
            self.answer(404)

    def do_GET(self):
        if self.path == "/robots.txt":
            self.answer(200, body=self.robots.encode())
        else:
            self.do_HEAD()

    def answer(self, status, location="", body=b""):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self):
        with suppress(OSError):  # the checker hung up
            super().handle()

    def log_message(self, *args):
        pass


@contextmanager
def floor():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Floor)
    server.asked = []
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def client(**options):
    values = {"pause": 0, "timeout": 0.5, "tries": 1, "allow_private": True}
    return LinkClient(**values | options)


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/mo", LinkState.ALIVE),
        ("/khong-head", LinkState.ALIVE),
        ("/doi", LinkState.ALIVE),
        ("/miến dong?q=ế&a=%2F", LinkState.ALIVE),
        ("/doi-co-dau", LinkState.ALIVE),
        ("/mat", LinkState.DEAD),
        ("/ve-trang-dau", LinkState.FAILING),
        ("/vong", LinkState.FAILING),
        ("/hong", LinkState.FAILING),
        ("/cham", LinkState.FAILING),
        ("/nho-giot", LinkState.FAILING),
        ("/rieng/mien", LinkState.BARRED),
    ],
)
def test_page_of_each_kind(path, state):
    with floor() as (server, home):
        began = time.monotonic()
        assert client().look(home + path).state is state
        assert time.monotonic() - began < 1.5
        if path.startswith("/rieng"):
            assert server.asked == []


def test_a_page_that_fails_is_tried_again():
    with floor() as (server, home):
        client(tries=3).look(home + "/hong")
        assert [path for _, path, _ in server.asked] == ["/hong"] * 3


def test_the_office_s_own_network_is_never_asked():
    with floor() as (server, home):
        found = client(allow_private=False).look(home + "/mo")
        assert (found.state, found.note) == (LinkState.FAILING, "địa chỉ nằm trong mạng nội bộ")
        assert server.asked == []


@pytest.mark.parametrize(
    "url", ["ftp://vi.du/a", "http://", "http://127.0.0.1:1/a", "http://[", ""]
)
def test_addresses_nobody_answers(url):
    assert client().look(url).state is LinkState.FAILING


def test_pages_of_one_host_are_asked_one_by_one_with_a_pause():
    with floor() as (server, home):
        links = [Link(number, f"{home}/mo?{number}") for number in range(3)]
        look_at(links, workers=3, seconds=10, client=lambda: client(pause=0.1))
        times = [moment for _, _, moment in server.asked]
        assert len(times) >= 3
        assert min(b - a for a, b in pairwise(times)) >= 0.09


def test_what_the_time_does_not_suffice_for_is_left_out():
    with floor() as (_server, home):
        links = [Link(number, f"{home}/cham#{number}") for number in range(4)]
        found = look_at(links, workers=1, seconds=0.2, client=client)
        assert len(found) == 1


# --- What a run writes -----------------------------------------------------------------------


@pytest.mark.django_db
def test_command_hides_dead_pages_and_says_so(settings, client):
    settings.LISTING_CHECK_ALLOWS_PRIVATE = True
    product = make_product("Miến dong")
    with floor() as (_server, home):
        channel = make_channel("San", url=home)
        alive = make_listing(product, f"{home}/mo", channel=channel)
        dead = make_listing(product, f"{home}/mat", channel=channel)
        make_listing(product, f"{home}/an", channel=channel, is_published=False)
        out = io.StringIO()
        call_command("check_listings", pause=0, stdout=out)
        assert out.getvalue() == "mở được: 1\nhỏng, đã ẩn: 1\nchưa kịp kiểm tra: 0\n"
        again = io.StringIO()
        call_command("check_listings", pause=0, stdout=again)
        assert again.getvalue() == "chưa kịp kiểm tra: 0\n"
    assert set(Listing.objects.public()) == {alive}
    dead.refresh_from_db()
    assert (dead.check_result, dead.check_note) == ("dead", "HTTP 404")
    page = client.get(product.get_absolute_url()).content.decode()
    assert f"{home}/mo" in page
    assert f"{home}/mat" not in page


@pytest.mark.django_db
def test_row_whose_address_was_mended_meanwhile_keeps_what_it_says():
    listing = make_listing(make_product())
    counts = note_checks(
        found={Link(listing.pk, "https://cu.example/"): Found(LinkState.DEAD, "HTTP 404")}, on=TODAY
    )
    listing.refresh_from_db()
    assert (sum(counts.values()), listing.check_result, listing.checked_on) == (0, "", None)
