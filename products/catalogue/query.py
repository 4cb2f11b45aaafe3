"""What a visitor asked of the catalogue: words, facet values, order and page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from products.catalogue.parameters import FACETS, PAGE, SORT, WORDS, Sort

Chosen = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the address that cannot be followed and was left out."""

    parameter: str
    value: str


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """A question to the catalogue, always well-formed; equal questions are equal and hash so.

    ``chosen`` holds, in the order of ``FACETS``, each facet with the values chosen in it.
    ``problems`` tells what of the address was left out.
    """

    words: str = ""
    chosen: Chosen = ()
    sort: Sort | None = None
    page: int = 1
    problems: tuple[Problem, ...] = ()

    @property
    def order(self) -> Sort:
        """The order asked for, else by relevance when there are words and by name when not."""
        if self.sort is Sort.RELEVANCE and not self.words:
            return Sort.NAME
        return self.sort or (Sort.RELEVANCE if self.words else Sort.NAME)

    @property
    def question(self) -> tuple[str, Chosen, Sort | None]:
        """What was asked, whichever page of the answer is shown."""
        return self.words, self.chosen, self.sort

    def values(self, facet: str) -> tuple[str, ...]:
        """The values chosen in ``facet``."""
        return dict(self.chosen).get(facet, ())

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Facet and value of everything chosen."""
        return ((facet, value) for facet, values in self.chosen for value in values)

    def choosing(self, facet: str, values: Iterable[str]) -> CatalogueQuery:
        """The same question from its first page, with these values in ``facet``."""
        chosen = {**dict(self.chosen), facet: tuple(values)}
        kept = tuple((name, chosen[name]) for name in FACETS if chosen.get(name))
        return CatalogueQuery(self.words, kept, self.sort, 1, self.problems)

    def without(self, facet: str, value: str) -> CatalogueQuery:
        """The same question from its first page, without one chosen value."""
        return self.choosing(facet, (kept for kept in self.values(facet) if kept != value))

    def at_page(self, page: int) -> CatalogueQuery:
        """The same question, another page of its answer."""
        return CatalogueQuery(self.words, self.chosen, self.sort, page, self.problems)

    def saying(self, words: str) -> CatalogueQuery:
        """The same question from its first page, with other words."""
        return CatalogueQuery(words, self.chosen, self.sort, 1, self.problems)

    def encode(self) -> str:
        """The query string of this question, empty for the plain first page."""
        parts = [f"{WORDS}={_quoted(self.words)}"] if self.words else []
        parts += [f"{facet}={_quoted(value)}" for facet, value in self.pairs()]
        if self.sort:
            parts.append(f"{SORT}={self.sort.value}")
        if self.page > 1:
            parts.append(f"{PAGE}={self.page}")
        return "&".join(parts)


_quoted = lru_cache(maxsize=1024)(quote_plus)  # a page writes the same values a dozen times
