"""What can still be chosen in each facet, and what to give up when nothing was found. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from products.catalogue.index import Label, Selection
from products.catalogue.parameters import UNKNOWN
from products.catalogue.query import CatalogueQuery
from products.catalogue.search import respelt


@dataclass(slots=True)  # not frozen: sixty a page, made twice as fast
class Offer:
    """One value of a facet: ``count`` products would answer with it."""

    value: str
    label: Label
    count: int
    is_chosen: bool

    @property
    def is_empty(self) -> bool:
        """Whether choosing it can give nothing; a chosen value can always be taken back."""
        return not self.count and not self.is_chosen


def offers(selection: Selection, facet: str) -> list[Offer]:
    """Every value of ``facet``, in the order of the page."""
    counts = selection.counts(facet)
    chosen = selection.query.values(facet)
    labels = selection.index.labels[facet]
    return [Offer(v, label, counts.get(v, 0), v in chosen) for v, label in labels.items()]


def best_offers(selection: Selection, facet: str, most: int) -> list[Offer]:
    """The chosen values, then those with most products, ``most`` of them; the unknown last."""
    chosen = selection.query.values(facet)
    labels = selection.index.labels[facet]
    best = dict(selection.largest(facet, most + len(chosen) + 1))
    counts = best | {value: selection.count(facet, value) for value in chosen}
    ranked = sorted(best, key=lambda value: value == UNKNOWN)
    shown = list(dict.fromkeys([*chosen, *ranked]))[: max(most, len(chosen))]
    return [Offer(value, labels[value], counts[value], value in chosen) for value in shown]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A question close to one that found nothing, and how many products answer it.

    ``facet`` is the facet given up, or ``words`` the words; neither where all facets are.
    """

    query: CatalogueQuery
    count: int
    facet: str = ""
    words: str = ""


def ways_out(selection: Selection) -> list[WayOut]:
    """What to give up, one thing at a time, so that something is found."""
    found = [*_without_a_facet(selection), *_without_a_word(selection)]
    return found or list(_without_all_facets(selection))


def _without_a_facet(selection: Selection) -> Iterator[WayOut]:
    for facet, _values in selection.query.chosen:
        count = selection.apart_from(facet).bit_count()
        if count:
            yield WayOut(selection.query.choosing(facet, ()), count, facet=facet)


def _without_a_word(selection: Selection) -> Iterator[WayOut]:
    asked = selection.query.words.split()
    for place, word in enumerate(asked):
        query = selection.query.saying(" ".join(asked[:place] + asked[place + 1 :]))
        count = selection.index.select(query).total
        if count:
            yield WayOut(query, count, words=word)


def _without_all_facets(selection: Selection) -> Iterator[WayOut]:
    count = selection.found.bit_count()
    if selection.query.chosen and count:
        yield WayOut(CatalogueQuery(words=selection.query.words), count)


def respelling(selection: Selection) -> CatalogueQuery | None:
    """The question with its misspelt words as the best find spells them; ``None`` without any."""
    hits = selection.hits
    best = hits.scores.best(hits.near, 1, selection.index.size) if hits else []
    words = respelt(selection.index.text, selection.query.words, best[0]) if best else ""
    return selection.query.saying(words) if words else None
