"""A number for each test run, so that two runs in one clone never share a database."""

import itertools
import os
from pathlib import Path

from ocop_portal.database.locks import open_lock_file, try_lock

VARIABLE = "OCOP_TEST_SLOT"


def test_slot(directory: Path) -> int:
    """Return the lowest number no other run holds; workers inherit their run's.

    The number is held as long as the process that asked first is alive.
    """
    if VARIABLE not in os.environ:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in itertools.count():
            # The descriptor stays open on purpose: the lock lives as long as the process.
            if try_lock(open_lock_file(directory / f"slot-{number}.lock")):
                os.environ[VARIABLE] = str(number)
                break
    return int(os.environ[VARIABLE])
