"""Rows that wait for somebody: one condition serves the start page and the filter of the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

PARAMETER = "can-lam"


@dataclass(frozen=True, slots=True)
class Attention:
    """A reason why rows wait, and the condition under which one does on a given day.

    ``act`` is what a person must be allowed to do for the row to wait for that person; to
    everybody else who sees the rows it is something to know.
    """

    key: str
    title: str
    hint: str
    condition: Callable[[dt.date], Q]
    act: str = "change"
    is_urgent: bool = False
