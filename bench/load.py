"""Requests per second of one address: ``wrk`` where it is installed, else a client of our own."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

CONNECTIONS = 2


@dataclass(frozen=True)
class Target:
    """One or more paths of the same kind, asked for in turn, and the headers sent along."""

    paths: tuple[str, ...]
    headers: dict[str, str] = field(default_factory=dict, hash=False)


def client_name() -> str:
    """Which load generator this machine has."""
    return "wrk" if shutil.which("wrk") else "http.client"


def requests_per_second(port: int, target: Target, seconds: float, scratch: Path) -> float:
    """Mean requests answered per second by the server on ``port``.

    Raises ``RuntimeError`` when an answer is not 200 (or 304).
    """
    check(port, target)
    if shutil.which("wrk"):
        return _with_wrk(port, target, seconds, scratch)
    return _with_http_client(port, target, seconds)


def check(port: int, target: Target) -> None:
    """Ask once for each path, so that an error is never measured as speed."""
    for path in target.paths:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers=target.headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status not in (200, 304):
            raise RuntimeError(f"{path} answered {answer.status}")


def _with_wrk(port: int, target: Target, seconds: float, scratch: Path) -> float:
    script = scratch / "paths.lua"
    paths = ", ".join(f'"{path}"' for path in target.paths)
    headers = "\n".join(f'wrk.headers["{k}"] = "{v}"' for k, v in target.headers.items())
    script.write_text(
        f"{headers}\nlocal paths = {{{paths}}}\nlocal turn = 0\n"
        "request = function()\n  turn = turn % #paths + 1\n"
        "  return wrk.format('GET', paths[turn])\nend\n"
    )
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
    answer = subprocess.run(
        [*command, "-s", str(script), f"http://127.0.0.1:{port}"],
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in answer.stdout:
        raise RuntimeError(answer.stdout)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", answer.stdout)[1])


def _with_http_client(port: int, target: Target, seconds: float) -> float:
    deadline = time.perf_counter() + seconds

    def visit() -> int:
        done = 0
        for path in cycle(target.paths):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", path, headers=target.headers)
            connection.getresponse().read()
            connection.close()
            done += 1
            if time.perf_counter() >= deadline:
                return done
        return done

    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        total = sum(pool.map(lambda _: visit(), range(CONNECTIONS)))
    return total / (time.perf_counter() - started)
