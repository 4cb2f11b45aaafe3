"""Pieces of HTML kept in the memory of a process for as long as they are true.

A piece is kept under whatever its truth depends on, as a rule the content version and the day;
when that changes every piece goes. The number of pieces is bounded, the longest unused goes first.
So is the memory of all stores together, whatever a worker is asked.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from heapq import merge
from itertools import count
from operator import itemgetter
from threading import RLock
from typing import Generic, TypeVar

from django.conf import settings

from ocop_portal.shared.weight import weight

Piece = TypeVar("Piece")

ENVELOPE = 300  # bytes a piece takes besides itself: its key and its place
SPARE = 16  # one part in so many is made free at once: to look for what is oldest takes its time


class Kept(Generic[Piece]):
    """A piece, its bytes, and the time it was last used."""

    __slots__ = ("piece", "size", "used")

    def __init__(self, piece: Piece, used: int) -> None:
        self.piece = piece
        self.size = ENVELOPE + (len(piece) if isinstance(piece, bytes) else weight(piece))
        self.used = used


class Fragments(Generic[Piece]):
    """A bounded store of pieces that all share one truth."""

    _all: list[Fragments] = []
    _times = count()
    _changing = RLock()

    def __init__(self, most: int) -> None:
        """Keep up to ``most`` pieces, and ``PIECE_CACHE_BYTES`` in all stores together."""
        self._most = most
        self._truth: Hashable = None
        self._pieces: OrderedDict[Hashable, Kept[Piece]] = OrderedDict()
        self._size = 0
        Fragments._all.append(self)

    def get(self, truth: Hashable, key: Hashable, make: Callable[[], Piece]) -> Piece:
        """The piece under ``key``, made now if it is not kept; errors of ``make`` pass through."""
        for piece in self.get_many(truth, (key,)).values():
            return piece
        piece = make()
        self.keep_many(truth, {key: piece})
        return piece

    def get_many(self, truth: Hashable, keys: Iterable[Hashable]) -> dict[Hashable, Piece]:
        """Those of the pieces that are kept; when the truth has changed, none."""
        found: dict[Hashable, Piece] = {}
        now = next(self._times)
        with self._changing:
            if truth != self._truth:
                self._begin(truth)
            pieces = self._pieces
            for key in keys:
                kept = pieces.get(key)
                if kept is not None:
                    kept.used = now
                    pieces.move_to_end(key)
                    found[key] = kept.piece
        return found

    def keep_many(self, truth: Hashable, pieces: Mapping[Hashable, Piece]) -> None:
        """Keep pieces, unless the truth they were made from has changed since."""
        now = next(self._times)
        with self._changing:
            if truth != self._truth:
                return
            for key, piece in pieces.items():
                self._drop(key)
                kept = self._pieces[key] = Kept(piece, now)
                self._size += kept.size
            while len(self._pieces) > self._most:
                self._drop(next(iter(self._pieces)))
            self._make_room()

    def _begin(self, truth: Hashable) -> None:
        self._truth, self._pieces, self._size = truth, OrderedDict(), 0

    def _drop(self, key: Hashable) -> None:
        kept = self._pieces.pop(key, None)
        self._size -= kept.size if kept else 0

    def _by_age(self) -> Iterator[tuple[int, int, Fragments, Hashable]]:
        return ((kept.used, kept.size, self, key) for key, kept in self._pieces.items())

    @classmethod
    def _make_room(cls) -> None:
        """Let what was unused longest go, of whichever store, when all together are too large."""
        room = settings.PIECE_CACHE_BYTES
        excess = sum(store._size for store in cls._all) - room
        if excess <= 0:
            return
        excess += room // SPARE
        oldest = merge(*(store._by_age() for store in cls._all), key=itemgetter(0))
        leaving: list[tuple[Fragments, Hashable]] = []
        for _used, size, store, key in oldest:
            leaving.append((store, key))
            excess -= size
            if excess <= 0:
                break
        for store, key in leaving:
            store._drop(key)

    @classmethod
    def forget_all(cls) -> None:
        """Drop everything; tests roll versions back."""
        for fragments in cls._all:
            fragments._begin(None)
