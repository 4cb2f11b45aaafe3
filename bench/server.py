"""The portal under gunicorn, as production runs it: two sync workers on loopback."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

WORKERS = 2
START_SECONDS = 60


class Served(NamedTuple):
    """Where a server listens, and the number of its first process."""

    port: int
    master: int


@contextmanager
def serving(database: str, log: Path, **environment: str) -> Iterator[Served]:
    """Serve ``database`` for as long as the context lasts.

    Raises ``RuntimeError`` when the server does not answer in time.
    """
    port = _free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "ocop_portal.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--timeout", "120"),
        *("--graceful-timeout", "5"),  # a worker told to end while it starts may miss it
    ]
    settings = {"DJANGO_SETTINGS_MODULE": "bench.settings", "BENCH_DATABASE": database}
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, env=os.environ | settings | environment, stdout=output, stderr=output
        )
    try:
        _wait(port, process)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)


class Memory(NamedTuple):
    """Of one worker, in MB (10^6 bytes).

    ``resident`` counts what the processes have in common for each anew (RSS), as ``ps`` does;
    ``own`` once, in equal parts (PSS): all of them add up to what the machine gives.
    """

    resident: float
    own: float


def worker_memory(master: int) -> Memory:
    """The largest worker of all."""
    return max(_memory(pid) for pid in _children(master))


def _children(master: int) -> list[int]:
    children = Path(f"/proc/{master}/task/{master}/children").read_text()
    return [int(pid) for pid in children.split()]


def _memory(pid: int) -> Memory:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return Memory(kilobytes["Rss"] * 1024 / 1e6, kilobytes["Pss"] * 1024 / 1e6)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/hello/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start; see var/bench/server.log")
