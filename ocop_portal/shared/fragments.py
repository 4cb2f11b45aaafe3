"""Pieces of HTML kept in the memory of a process for as long as they are true.

A piece is kept under whatever its truth depends on, as a rule the content version and the day;
when that changes every piece goes. The number of pieces is bounded, the longest unused goes first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

Piece = TypeVar("Piece")


class Fragments(Generic[Piece]):
    """A bounded store of pieces that all share one truth."""

    _all: list[Fragments] = []

    def __init__(self, most: int) -> None:
        """Keep up to ``most`` pieces."""
        self._most = most
        self._truth: Hashable = None
        self._pieces: OrderedDict[Hashable, Piece] = OrderedDict()
        Fragments._all.append(self)

    def get(self, truth: Hashable, key: Hashable, make: Callable[[], Piece]) -> Piece:
        """The piece under ``key``, made now if it is not kept; errors of ``make`` pass through."""
        if truth == self._truth and key in self._pieces:
            self._pieces.move_to_end(key)
            return self._pieces[key]
        self.get_many(truth, ())
        piece = make()
        self.keep_many(truth, {key: piece})
        return piece

    def get_many(self, truth: Hashable, keys: Iterable[Hashable]) -> dict[Hashable, Piece]:
        """Those of the pieces that are kept; when the truth has changed, none."""
        if truth != self._truth:
            self._truth, self._pieces = truth, OrderedDict()
        found = {key: self._pieces[key] for key in keys if key in self._pieces}
        for key in found:
            self._pieces.move_to_end(key)
        return found

    def keep_many(self, truth: Hashable, pieces: dict[Hashable, Piece]) -> None:
        """Keep pieces, unless the truth they were made from has changed since."""
        if truth == self._truth:
            self._pieces.update(pieces)
            while len(self._pieces) > self._most:
                self._pieces.popitem(last=False)

    @classmethod
    def forget_all(cls) -> None:
        """Drop everything; tests roll versions back."""
        for fragments in cls._all:
            fragments._truth = None
