"""Pages against the hello view, sizes against the small register, memory of a worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from bench.council import council_pages
from bench.load import Target, client_name, get
from bench.measures import (
    HELLO,
    LIST,
    PACKED,
    Measure,
    cold_pages,
    kept_pages,
    other_pages,
    points_path,
    public_pages,
)
from bench.office import office_pages
from bench.ratio import Side, compare
from bench.result import Result
from bench.server import Memory, Served, serving, worker_memory

MOST_MEGABYTES = 140
MOST_KILOBYTES = 400
LEAST_OF_SMALL = 0.7
WORKER = "một tiến trình phục vụ"


@dataclass(frozen=True)
class Plan:
    """How to measure: rounds of each page, where to scribble, and which pages alone."""

    rounds: int
    directory: Path
    only: str = ""

    @property
    def log(self) -> Path:
        """What the servers have to say."""
        return self.directory / "server.log"

    def pages(self, server: Served, measures: Iterable[Measure]) -> Iterator[Result]:
        """Each page against the hello view of the same server."""
        for item in measures:
            if self.only in item.name:
                page, hello = Side(server, item.target), Side(server, HELLO)
                ratio = compare(page, hello, self.rounds, self.directory)
                yield Result(item.name, ratio.answered, item.bound, note=ratio.note)


def measure(plan: Plan) -> Iterator[Result]:
    """Yield every measure of the web pages."""
    print(f"Đo bằng {client_name()}, gunicorn 2 tiến trình sync, xen kẽ với trang “Xin chào”.")
    with serving("bench", plan.log, BENCH_COLD="1") as server:
        yield from plan.pages(server, cold_pages())
    made_anew = [*public_pages(), *office_pages(), *council_pages()]
    memories = []
    with serving("bench", plan.log) as server:
        yield from plan.pages(server, made_anew)
        if plan.only in WORKER:
            memories.append(_memory_after_all(server, made_anew))
    with serving("bench", plan.log, BENCH_PAGES="kept") as server:
        yield from plan.pages(server, kept_pages())
        if plan.only in WORKER:
            memories.append(_memory_after_all(server, made_anew))
        if not plan.only:
            yield _size_of_points(server)
    if memories:
        yield _larger(memories)
    if not plan.only:
        yield _big_against_small(plan)


def _memory_after_all(server: Served, measures: Iterable[Measure]) -> Memory:
    """Of the largest worker, when each has answered every kind of page."""
    for item in measures:
        Side(server, item.target).warm()
    Side(server, Target((*other_pages(), points_path()), PACKED)).warm()
    return worker_memory(server.master)


def _larger(memories: Iterable[Memory]) -> Result:
    """With pages kept, or after a long load without."""
    memory = max(memories, key=attrgetter("resident"))
    note = f"(RSS, như ps; PSS, phần dùng chung chia đều: {memory.own:.1f} MB)"
    return Result(WORKER, memory.resident, MOST_MEGABYTES, False, "MB", note)


def _size_of_points(server: Served) -> Result:
    size = len(get(server.port, points_path(), PACKED)) / 1000
    return Result("GeoJSON 20.000 điểm, đã nén", size, MOST_KILOBYTES, False, "kB")


def _big_against_small(plan: Plan) -> Result:
    with serving("bench", plan.log) as big, serving("bench_small", plan.log) as small:
        ratio = compare(Side(big, LIST), Side(small, LIST), plan.rounds, plan.directory)
    name = "danh mục 20.000 so với 200 sản phẩm"
    return Result(name, ratio.answered, LEAST_OF_SMALL, note=ratio.note)
