"""Asking one page whether it is there: politely, briefly, and never inside our own network."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from markets.enums import LinkState
from markets.rules import Found, verdict

AGENT = "OCOP-portal-link-check"
MOST_REDIRECTS = 5
MOST_ROBOTS = 200_000  # bytes read of a robots.txt
PAUSE, LONGEST_PAUSE = 1.0, 10.0  # seconds between two requests to one host
WRITTEN = "%/:@!$&'()*+,;=~?"  # stands in an address as it is; the rest is written %XX
REDIRECTS = (301, 302, 303, 307, 308)
UNREACHED = (OSError, http.client.HTTPException, ssl.SSLError, ValueError, UnicodeError)


class Refused(ValueError):
    """An address that is not asked: neither http nor https, or not on the public network."""


class LinkClient:
    """Asks the pages of one host, one after the other.

    ``timeout`` bounds every request, in seconds; ``pause`` lies between two of them, longer where
    the host's ``robots.txt`` asks for it. ``tries`` is how often a page that fails is asked.
    """

    def __init__(
        self,
        *,
        timeout: float = 10.0,
        pause: float = PAUSE,
        tries: int = 2,
        allow_private: bool = False,
    ) -> None:
        self.timeout = timeout
        self.pause = pause
        self.tries = tries
        self.allow_private = allow_private
        self._robots: dict[str, RobotFileParser] = {}
        self._last = 0.0

    def look(self, url: str) -> Found:
        """What became of the page at ``url``; never raises."""
        found = Found(LinkState.FAILING, "")
        for _ in range(self.tries):
            try:
                found = self._look(url)
            except Refused as error:
                return Found(LinkState.FAILING, str(error))
            except UNREACHED as error:
                found = Found(LinkState.FAILING, f"không mở được: {type(error).__name__}")
            if found.state in (LinkState.ALIVE, LinkState.BARRED):
                break
        return found

    def _look(self, url: str) -> Found:
        if not self._may_ask(url):
            return Found(LinkState.BARRED, "robots.txt không cho")
        status, landed = self._follow("HEAD", url)
        if status in (400, 403, 404, 405, 501):  # many shops answer HEAD wrongly
            status, landed = self._follow("GET", url)
        return verdict(url, status, landed)

    def _follow(self, method: str, url: str) -> tuple[int, str]:
        for _ in range(MOST_REDIRECTS + 1):
            status, location, _body = self._ask(method, url)
            if status not in REDIRECTS or not location:
                return status, url
            url = urljoin(url, location)
        return 508, url

    def _may_ask(self, url: str) -> bool:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        return self._robots[site].can_fetch(AGENT, url)

    def _read_robots(self, site: str) -> RobotFileParser:
        """The rules of a site; a site without any allows everything (RFC 9309, 2.3.1)."""
        rules = RobotFileParser()
        url = f"{site}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            status, location, body = self._ask("GET", url, most=MOST_ROBOTS)
            if status not in REDIRECTS or not location:
                break
            url = urljoin(url, location)
        rules.parse(body.decode("utf-8", "replace").splitlines() if status == 200 else [])
        delay = rules.crawl_delay(AGENT)
        if delay:
            self.pause = min(LONGEST_PAUSE, max(self.pause, float(delay)))
        return rules

    def _ask(self, method: str, url: str, most: int = 0) -> tuple[int, str, bytes]:
        """Status, where it leads on to, and the first ``most`` bytes of the answer."""
        time.sleep(max(0.0, self._last + self.pause - time.monotonic()))
        parts = urlsplit(url)
        kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
        if parts.scheme not in kinds or not parts.hostname:
            raise Refused("địa chỉ không phải http, https")
        connection = kinds[parts.scheme](parts.hostname, parts.port, timeout=self.timeout)
        target = target_of(parts)
        try:
            with _cut_off(connection, self.timeout):
                connection.connect()
                self._refuse_our_own(connection.sock)
                connection.request(method, target, headers=_headers())
                answer = connection.getresponse()
                body = answer.read(most) if most else b""
            return answer.status, _as_sent(answer.headers.get("Location", "")), body
        finally:
            connection.close()
            self._last = time.monotonic()

    def _refuse_our_own(self, sock: socket.socket) -> None:
        """Look at who really answered, so that no name can lead into the office's network."""
        peer = ipaddress.ip_address(sock.getpeername()[0].partition("%")[0])
        if not peer.is_global and not self.allow_private:
            raise Refused("địa chỉ nằm trong mạng nội bộ")


def target_of(parts: SplitResult) -> str:
    """What is asked of the host: path and query, letters outside ASCII written as browsers do."""
    path = quote(parts.path or "/", safe=WRITTEN)
    return f"{path}?{quote(parts.query, safe=WRITTEN)}" if parts.query else path


def _as_sent(location: str) -> str:
    """An address in a header as the host meant it: bytes are read as Latin-1, sent as UTF-8."""
    with suppress(UnicodeError):
        return location.strip().encode("latin-1").decode("utf-8")
    return location


def _headers() -> dict[str, str]:
    return {"User-Agent": f"{AGENT}/1.0", "Accept": "text/html,*/*;q=0.5", "Connection": "close"}


@contextmanager
def _cut_off(connection: http.client.HTTPConnection, seconds: float) -> Iterator[None]:
    """Close the line when the time is up: a host may send one byte a second for ever.

    Raises ``TimeoutError`` then, whatever was understood of the answer.
    """
    is_late = threading.Event()

    def cut() -> None:
        is_late.set()
        with suppress(OSError):
            if connection.sock:
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if is_late.is_set():
        raise TimeoutError
