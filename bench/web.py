"""Pages against the hello view, sizes against the small register, memory of a worker."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

from bench.__main__ import Result
from bench.load import Target, client_name, requests_per_second
from bench.measures import PACKED, Measure, kept_pages, points_path, public_pages
from bench.office import office_pages
from bench.server import serving, worker_megabytes

HELLO = Target(("/hello/",))
LIST = Target(("/san-pham/",))
MOST_MEGABYTES = 140
MOST_KILOBYTES = 400


def measure(seconds: float, directory: Path) -> Iterator[Result]:
    """Yield every measure of the web pages."""
    log = directory / "server.log"
    print(f"Đo bằng {client_name()}, gunicorn 2 tiến trình sync.")
    with serving("bench", log, BENCH_COLD="1") as (port, _):
        cold = _ratio(port, Measure("", LIST, 0), seconds, directory)
        yield Result("danh mục, không giữ sẵn gì", cold, 0.08)
    with serving("bench", log) as (port, master):
        ratios = {item: _ratio(port, item, seconds, directory) for item in public_pages()}
        yield from (Result(item.name, ratio, item.bound) for item, ratio in ratios.items())
        for item in office_pages():
            yield Result(item.name, _ratio(port, item, seconds, directory), item.bound)
        yield _size_of_points(port)
        memory = worker_megabytes(master)
        yield Result("một tiến trình phục vụ", memory, MOST_MEGABYTES, False, "MB")
    with serving("bench", log, BENCH_PAGES="kept") as (port, _):
        for item in kept_pages():
            yield Result(item.name, _ratio(port, item, seconds, directory), item.bound)
    with serving("bench_small", log) as (port, _):
        small = _ratio(port, Measure("", LIST, 0), seconds, directory)
        big = next(iter(ratios.values()))
        yield Result("danh mục 20.000 so với 200 sản phẩm", big / small, 0.7)


def _ratio(port: int, item: Measure, seconds: float, directory: Path) -> float:
    """Mean of the page between two measures of hello, so that drift of the machine cancels."""
    _warm(port, item.target)
    before = requests_per_second(port, HELLO, seconds / 2, directory)
    page = requests_per_second(port, item.target, seconds, directory)
    after = requests_per_second(port, HELLO, seconds / 2, directory)
    return page / ((before + after) / 2)


def _warm(port: int, target: Target) -> None:
    """Let both workers meet each page once."""
    for path in target.paths * 4:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", path, headers=target.headers)
        connection.getresponse().read()
        connection.close()


def _size_of_points(port: int) -> Result:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", points_path(), headers=PACKED)
    size = len(connection.getresponse().read()) / 1000
    return Result("GeoJSON 20.000 điểm, đã nén", size, MOST_KILOBYTES, False, "kB")
