"""What a management command changes is written down as that command's doing."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pghistory

LONGEST = 300  # characters of a command line that are kept

# Commands that change the shape of the database, or that serve people who have names of their own.
UNRECORDED = frozenset({"migrate", "runserver", "serve", "test", "testserver", "shell"})


@contextmanager
def recorded(arguments: Sequence[str]) -> Iterator[None]:
    """Write the command line beside every change made inside; ``arguments`` as in ``sys.argv``.

    Values given by ``--name=value`` are left out: one may be a secret.
    """
    name = arguments[1] if len(arguments) > 1 else ""
    if not name or name in UNRECORDED:
        with nullcontext():
            yield
        return
    with pghistory.context(url=_line(arguments), by=f"lệnh trên máy chủ ({_account()})"):
        yield


def _line(arguments: Sequence[str]) -> str:
    words = [Path(arguments[0]).name]
    words += [word.partition("=")[0] if word.startswith("-") else word for word in arguments[1:]]
    return " ".join(words)[:LONGEST]


def _account() -> str:
    """The account of the machine the command runs under."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "không rõ"
