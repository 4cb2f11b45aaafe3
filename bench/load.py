"""Requests to one address: ``wrk`` where it is installed, else a client of our own."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

CONNECTIONS = 2
BODIES = 1_000  # different ones our own client posts
ANSWERED = (b"HTTP/1.1 200", b"HTTP/1.1 304")


@dataclass(frozen=True)
class Target:
    """One or more paths of the same kind, asked for in turn, and the headers sent along.

    With a ``body`` it is posted to each, an ``@`` in it being another number each time. Where
    the paths ``never_repeat`` each round asks others.
    """

    paths: tuple[str, ...]
    headers: dict[str, str] = field(default_factory=dict, hash=False)
    body: str = ""
    never_repeat: bool = False

    def part(self, number: int, parts: int) -> Target:
        """What the round ``number`` of so many asks for."""
        if not self.never_repeat:
            return self
        return replace(self, paths=self.paths[number::parts])


class Load(NamedTuple):
    """How many requests were answered, and in how many seconds."""

    requests: int
    seconds: float


def client_name() -> str:
    """Which load generator this machine has."""
    return "wrk" if shutil.which("wrk") else "chương trình riêng (máy không có wrk)"


def put_load(port: int, target: Target, seconds: int, scratch: Path) -> Load:
    """Ask for the target as fast as the server on ``port`` answers, for so many seconds.

    Raises ``RuntimeError`` when an answer is not 200 (or 304).
    """
    if shutil.which("wrk"):
        return _with_wrk(port, target, seconds, scratch)
    return _with_sockets(port, target, seconds)


def get(port: int, path: str, headers: dict[str, str] | None = None, body: str = "") -> bytes:
    """One answer, posting the ``body`` where there is one.

    Raises ``RuntimeError`` on an error: it is never measured as speed.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    method = "POST" if body else "GET"
    connection.request(method, path, body=body or None, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status not in (200, 304):
        raise RuntimeError(f"{path} answered {answer.status}")
    return body


def _with_wrk(port: int, target: Target, seconds: int, scratch: Path) -> Load:
    script = scratch / "paths.lua"
    paths = ", ".join(f'"{path}"' for path in target.paths)
    headers = "\n".join(f'wrk.headers["{k}"] = "{v}"' for k, v in target.headers.items())
    method = "POST" if target.body else "GET"
    script.write_text(
        f"{headers}\nwrk.body = '{target.body}'\nlocal paths = {{{paths}}}\nlocal turn = 0\n"
        "request = function()\n  turn = turn + 1\n"
        "  local body = wrk.body:gsub('@', string.format('%06d', turn))\n"
        f"  return wrk.format('{method}', paths[turn % #paths + 1], nil, body)\nend\n"
    )
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s"]
    answer = subprocess.run(
        [*command, "-s", str(script), f"http://127.0.0.1:{port}"],
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in answer.stdout:
        raise RuntimeError(answer.stdout)
    counted = re.search(r"(\d+) requests in ([\d.]+)s", answer.stdout)
    if counted is None:
        raise RuntimeError(answer.stdout)
    return Load(int(counted[1]), float(counted[2]))


def _with_sockets(port: int, target: Target, seconds: int) -> Load:
    """Plain sockets: a client library would take as much time as the server's hello view."""
    method = "POST" if target.body else "GET"
    bodies = [target.body.replace("@", f"{number:06d}") for number in range(BODIES)]
    headers = target.headers | ({"Content-Length": str(len(bodies[0]))} if target.body else {})
    extra = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    rest = f" HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{extra}\r\n"
    turns = max(len(target.paths), BODIES) if target.body else len(target.paths)
    asked = [
        f"{method} {path}{rest}{body}".encode()
        for path, body, _ in zip(cycle(target.paths), cycle(bodies), range(turns), strict=False)
    ]
    started = time.perf_counter()

    def visit() -> int:
        done = 0
        for request in cycle(asked):
            _exchange(port, request)
            done += 1
            if time.perf_counter() - started >= seconds:
                break
        return done

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        total = sum(pool.map(lambda _: visit(), range(CONNECTIONS)))
    return Load(total, time.perf_counter() - started)


def _exchange(port: int, request: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        begin = connection.recv(65536)
        if not begin.startswith(ANSWERED):
            raise RuntimeError(begin[:200].decode(errors="replace"))
        while connection.recv(65536):
            pass
