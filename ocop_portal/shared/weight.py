"""How much memory a thing takes with all it is made of, roughly and quickly enough to be asked."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

BELONGS_TO_ALL = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType)
FRAMEWORK = "django."
PLAIN = (str, bytes, bytearray, int, float, bool, type(None))


def weight(thing: Any) -> int:
    """Bytes of texts, containers and objects of ours, each counted once.

    What belongs to the framework is not looked into: rows lead to their tables, and those to all.
    """
    total, met, waiting = 0, set(), [thing]
    while waiting:
        each = waiting.pop()
        kind = type(each)
        if id(each) in met or issubclass(kind, BELONGS_TO_ALL):
            continue
        met.add(id(each))
        total += sys.getsizeof(each)
        if not issubclass(kind, PLAIN) and not kind.__module__.startswith(FRAMEWORK):
            waiting.extend(_parts(each, kind))
    return total


def _parts(thing: Any, kind: type) -> Iterable[Any]:
    if issubclass(kind, Mapping):
        yield from thing.keys()
        yield from thing.values()
    elif issubclass(kind, (tuple, list, set, frozenset)):
        yield from thing
    if hasattr(thing, "__dict__"):
        yield vars(thing)
    for name in getattr(kind, "__slots__", ()):
        yield getattr(thing, name, None)
