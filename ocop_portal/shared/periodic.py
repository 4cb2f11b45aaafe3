"""Jobs done every minute or so by ``manage.py tick``, named in the setting ``PORTAL_TICK_JOBS``.

A job is a function ``job(now: datetime) -> dict[str, int]``, given by its dotted path: it does
what is due at ``now`` and returns what it did as counts with Vietnamese words ("tin đã đăng": 3).
It must be harmless to run again and beside itself on another machine: take rows with
``select_for_update(skip_locked=True)`` and check again what is still to be done. Mail comes last
in the list, so that letters written by the other jobs go out in the same run.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

Job = Callable[[dt.datetime], dict[str, int]]


@dataclass(frozen=True, slots=True)
class JobReport:
    """What one job did, or how it failed."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)
    error: str = ""

    def __str__(self) -> str:
        if self.error:
            return f"{self.name}: LỖI {self.error}"
        done = ", ".join(f"{what} {count}" for what, count in self.counts.items())
        return f"{self.name}: {done or 'không có việc'}"


def run_jobs(names: Sequence[str], now: dt.datetime) -> list[JobReport]:
    """Run each job; one that fails is reported and does not keep the others from their work."""
    return [_run(name, now) for name in names]


def _run(name: str, now: dt.datetime) -> JobReport:
    try:
        job: Job = import_string(name)
        return JobReport(name, job(now))
    except Exception as error:  # a job's failure is its own
        logger.exception("job %s failed", name)
        return JobReport(name, error=f"{type(error).__name__}: {error}"[:300])
