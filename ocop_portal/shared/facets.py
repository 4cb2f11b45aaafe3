"""Narrowing a short list by what its rows have in common, with honest counts.

For lists of some hundreds of rows held in memory: documents, points of sale. Knows nothing of them.
A count says how many rows one would see on choosing that value with all other facets as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class FacetKind:
    """One thing to narrow by: its name in the address, its title, its values in order."""

    name: str
    title: str
    labels: Mapping[str, str]
    """Value in the address → words; also the order."""
    values: Mapping[int, str]
    """Key of a row → its value; a row without one belongs to no choice."""
    is_vietnamese: bool = False
    """Whether the words are Vietnamese whatever the language of the page."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet as the reader sees it."""

    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def is_empty(self) -> bool:
        """Whether choosing it would show nothing; it stays visible all the same."""
        return self.count == 0 and not self.is_chosen


@dataclass(frozen=True, slots=True)
class Facet:
    """A titled group of choices; ``name`` is the parameter of the address."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    is_vietnamese: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Keys of the rows that match, the facets, and what is chosen."""

    keys: list[int]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]


def narrow(keys: Sequence[int], kinds: Sequence[FacetKind], query: QueryDict) -> Narrowed:
    """Narrow ``keys`` by what ``query`` chooses; values nobody offered are ignored."""
    chosen = {kind.name: _chosen(kind, query) for kind in kinds}
    return Narrowed(
        keys=_matching(keys, kinds, chosen),
        facets=tuple(_facet(kind, keys, kinds, chosen) for kind in kinds),
        chips=tuple(
            Chip(kind.labels[value], without(query, kind.name, value))
            for kind in kinds
            for value in chosen[kind.name]
        ),
    )


def without(query: QueryDict, name: str, value: str) -> str:
    """The address's query string without one choice, from the first page on."""
    rest = query.copy()
    rest.setlist(name, [other for other in query.getlist(name) if other != value])
    rest.pop("trang", None)
    return f"?{rest.urlencode()}"


def _chosen(kind: FacetKind, query: QueryDict) -> list[str]:
    wanted = query.getlist(kind.name)
    return [value for value in kind.labels if value in wanted]


def _matching(
    keys: Iterable[int], kinds: Iterable[FacetKind], chosen: Mapping[str, list[str]]
) -> list[int]:
    tests = [(kind.values, set(chosen[kind.name])) for kind in kinds if chosen[kind.name]]
    return [key for key in keys if all(values.get(key) in wanted for values, wanted in tests)]


def _facet(
    kind: FacetKind,
    keys: Sequence[int],
    kinds: Sequence[FacetKind],
    chosen: Mapping[str, list[str]],
) -> Facet:
    others = [other for other in kinds if other is not kind]
    counts = dict.fromkeys(kind.labels, 0)
    for key in _matching(keys, others, chosen):
        if (value := kind.values.get(key)) in counts:
            counts[value] += 1
    return Facet(
        kind.name,
        kind.title,
        tuple(
            Choice(value, label, counts[value], value in chosen[kind.name])
            for value, label in kind.labels.items()
        ),
        kind.is_vietnamese,
    )
