"""Processor time the server and its database have used: a busy machine does not blur it."""

from __future__ import annotations

import os
from pathlib import Path

from django.db import connection

PARENT, USER, SYSTEM, USER_OF_CHILDREN, SYSTEM_OF_CHILDREN = 1, 11, 12, 13, 14  # after the name


def cpu_seconds(*masters: int) -> float:
    """Seconds of the processes, their children, and children they have outlived; else 0.

    Zero where the system has no ``/proc``. Exact to a hundredth of a second.
    """
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # ended meanwhile: its parent has the sum
        is_master = int(stat.parent.name) in masters
        if is_master or int(fields[PARENT]) in masters:
            ticks += int(fields[USER]) + int(fields[SYSTEM])
        if is_master:
            ticks += int(fields[USER_OF_CHILDREN]) + int(fields[SYSTEM_OF_CHILDREN])
    return ticks / os.sysconf("SC_CLK_TCK")


def database_master() -> int:
    """Process number of the PostgreSQL server; 0 where it cannot be told."""
    connection.ensure_connection()
    try:
        stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[PARENT])
