"""How many times as often one page is answered as another, both asked for in turn.

Rounds of a second alternate and each page is held against the rounds just before and after it,
so that whatever else the machine does hits both; the median forgets a round that was disturbed.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.cpu import cpu_seconds, database_master
from bench.load import Load, Target, get, put_load
from bench.server import WORKERS, Served

SECONDS = 1  # of one round
MOST_WARMED = 300  # paths


@dataclass(frozen=True)
class Side:
    """A page and the server that answers it."""

    server: Served
    target: Target

    def warm(self) -> None:
        """Let every worker meet each page: they are asked at once, for one alone takes both."""
        ask = partial(get, self.server.port, headers=self.target.headers, body=self.target.body)
        with ThreadPoolExecutor(WORKERS) as pool:
            for path in self.target.paths[:MOST_WARMED] * 2:
                list(pool.map(ask, [path] * WORKERS))

    def part(self, number: int, parts: int) -> Side:
        """The same with what one of so many rounds asks for."""
        return replace(self, target=self.target.part(number, parts))


class Ratio(NamedTuple):
    """Of requests answered in the same time, and in the same processor time."""

    answered: float
    processor: float

    @property
    def note(self) -> str:
        """The second one in words; empty where it could not be measured."""
        return f"(theo thời gian CPU {self.processor:.3f})" if self.processor else ""


class Round(NamedTuple):
    """One round: requests a second, and seconds of processor time a request."""

    rate: float
    cost: float


def compare(page: Side, other: Side, rounds: int, scratch: Path) -> Ratio:
    """``page`` against ``other``: the median of so many rounds."""
    page.part(rounds, rounds + 1).warm()  # with other paths, where they never repeat
    other.warm()
    before, pairs = _round(other, scratch), []
    for number in range(rounds):
        part = page.part(number, rounds + 1)
        here, after = _round(part, scratch), _round(other, scratch)
        pairs.append((here, Round((before.rate + after.rate) / 2, (before.cost + after.cost) / 2)))
        before = after
    return Ratio(
        answered=median(here.rate / there.rate for here, there in pairs),
        processor=median(there.cost / here.cost if here.cost else 0 for here, there in pairs),
    )


def _round(side: Side, scratch: Path) -> Round:
    masters = (side.server.master, database_master())
    before = cpu_seconds(*masters)
    load: Load = put_load(side.server.port, side.target, SECONDS, scratch)
    return Round(load.requests / load.seconds, (cpu_seconds(*masters) - before) / load.requests)
