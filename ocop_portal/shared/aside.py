"""Large things made in a process of their own, which leaves nothing behind but the result.

Reading 20,000 rows takes several times the memory of what is made of them, and the interpreter
hands back little of it: what stays is scattered all over. So a copy of this process reads, sends
the finished thing and ends; a worker of the portal keeps 20 MB less for each index it holds.
"""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn, TypeVar

from django.db import connections
from django.utils.functional import Promise, lazy

from ocop_portal.shared.memory import give_back_memory

Thing = TypeVar("Thing")

TASKS = "/proc/self/task"  # a folder for each thread


def made_aside(make: Callable[[], Thing]) -> Thing:
    """What ``make`` returns, made by a copy of this process; it must be of a kind to be pickled.

    Made here after all where a copy would not see the same rows (a transaction is open), could not
    be made safely (other threads run, or the system cannot tell), or did not succeed: then whoever
    asks meets the error itself.
    """
    try:
        return _received(make) if _may_part() else make()
    finally:
        give_back_memory()


def _received(make: Callable[[], Thing]) -> Thing:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _send(make, writing)
    os.close(writing)
    try:
        with open(reading, "rb") as answer:
            return pickle.load(answer)  # noqa: S301 - our own copy wrote it
    except (EOFError, pickle.UnpicklingError):
        return make()
    finally:
        os.waitpid(child, 0)


def _may_part() -> bool:
    if any(link.in_atomic_block for link in connections.all(initialized_only=True)):
        return False
    try:
        return len(os.listdir(TASKS)) == 1
    except OSError:
        return False


def _send(make: Callable[[], object], writing: int) -> NoReturn:
    """Make the thing, write it, and end without any of the farewells of a worker."""
    code = 1
    try:
        gc.disable()  # nothing here lives long enough to be searched
        parents = [(link, link.connection) for link in connections.all(initialized_only=True)]
        for link, _held in parents:  # held, for to let go of one is to close it
            link.connection = None
        with open(writing, "wb") as answer:
            _Sender(answer, pickle.HIGHEST_PROTOCOL).dump(make())
        code = 0
    finally:
        os._exit(code)


class _Sender(pickle.Pickler):
    """Sends words that are said in the reader's language as the few kinds of them there are.

    Django would make a class of a hundred methods anew for each word that arrives.
    """

    def reducer_override(self, thing: Any) -> Any:
        """How such a word is made again; all else goes the usual way."""
        if issubclass(type(thing), Promise):
            _their_own_way, told = thing.__reduce__()
            return _to_be_said, told
        return NotImplemented


def _to_be_said(
    function: Callable[..., Any], args: tuple, kwargs: dict[str, Any], *kinds: type
) -> Any:
    return _saying(function, *kinds)(*args, **kwargs)


@cache
def _saying(function: Callable[..., Any], *kinds: type) -> Callable[..., Any]:
    return lazy(function, *kinds)
