"""Asks every part of the portal for some words and gathers what each finds, kind by kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from communes.resolution import Candidate, Gazetteer, Why
from news.models import Article, Event, LegalDocument
from ocop_portal.search.entries import Entry, KindIndex
from ocop_portal.search.kinds import LISTED, Kind
from ocop_portal.search.loading import current_indexes
from products.catalogue import CatalogueQuery, Selection, current_index
from products.catalogue.offers import respelling

MOST_LINES, MOST_CARDS, MOST_PLACES = 5, 6, 8
MOST_WAYS_OUT = 4


@dataclass(frozen=True, slots=True)
class Section:
    """The finds of one kind: how many, and all of them in order where they are few or asked for.

    ``products`` are primary keys, ``places`` candidates of the gazetteer, ``entries`` the rest.
    """

    kind: Kind
    total: int
    products: Sequence[int] = ()
    places: Sequence[Candidate] = ()
    entries: Sequence[Entry] = ()

    @property
    def lines(self) -> Sequence[Entry]:
        """The first entries, for the page of all kinds."""
        return self.entries[:MOST_LINES]

    @property
    def has_more(self) -> bool:
        """Whether the page of all kinds leaves some out."""
        return len(self.entries) > MOST_LINES


@dataclass(frozen=True, slots=True)
class WayOut:
    """Fewer words that find something, and how much."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of every kind; ``are_near`` when nothing holds the words as typed."""

    sections: list[Section] = field(default_factory=list)
    are_near: bool = False
    respelt: str = ""
    ways_out: list[WayOut] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.sections)

    def of(self, kind: Kind) -> Section | None:
        """The section of a kind; none when nothing of it was found."""
        return next((each for each in self.sections if each.kind is kind), None)

    @property
    def total(self) -> int:
        """How many things in all."""
        return sum(section.total for section in self.sections)

    @property
    def besides(self) -> list[Section]:
        """All sections but that of products."""
        return [each for each in self.sections if each.kind is not Kind.PRODUCTS]


def search_portal(words: str, on: dt.date, at: dt.datetime, version: int) -> Found:
    """Ask every part of the portal for ``words``.

    ``at`` is the moment of which news is asked for, on the day ``on``; ``version`` the content
    version. Finds that only resemble the words count where nothing holds them as typed; among
    products, where they are few. Queries: three, save when an index is to be made.
    """
    question = Question(words, on, at, version)
    found = Found(
        sections=[*question.sections(question.has_as_written)],
        are_near=not question.has_as_written,
        respelt=question.respelt,
    )
    return found if found else Found(ways_out=question.ways_out())


class Question:
    """Some words, and what each part of the portal answers."""

    def __init__(self, words: str, on: dt.date, at: dt.datetime, version: int) -> None:
        self.words, self.on, self.at, self.version = words, on, at, version

    @cached_property
    def selection(self) -> Selection:
        """The products."""
        return current_index(self.on, self.version).select(CatalogueQuery(words=self.words))

    @cached_property
    def places(self) -> tuple[Candidate, ...]:
        """The communes, of today and of the past."""
        return Gazetteer.current(self.version).resolve(self.words, self.on).candidates

    @cached_property
    def listed(self) -> dict[Kind, Sequence[Entry]]:
        """All other kinds; news and documents are asked for their whole text as well."""
        texts: dict[Kind, Any] = {
            Kind.ARTICLES: Article.objects.public(self.at),
            Kind.EVENTS: Event.objects.public(self.at),
            Kind.DOCUMENTS: LegalDocument.objects.filter(is_published=True),
        }
        told = {kind: self._telling(rows) for kind, rows in texts.items()}
        return {kind: self._index(kind).saying(self.words, told.get(kind, ())) for kind in LISTED}

    @cached_property
    def has_as_written(self) -> bool:
        """Whether anything holds every word as typed, accents apart."""
        return bool(
            self.selection.as_written_total
            or any(not place.has(Why.SLIP) for place in self.places)
            or any(self.listed.values())
        )

    @property
    def respelt(self) -> str:
        """The words as the best product spells them, where none holds them as typed."""
        if self.has_as_written:
            return ""
        better = respelling(self.selection)
        return better.words if better else ""

    def sections(self, as_written: bool) -> Iterable[Section]:
        """What was found, without kinds of which there is nothing."""
        if total := self.selection.total:
            yield Section(Kind.PRODUCTS, total, products=self.selection[:MOST_CARDS])
        places = [p for p in self.places if not (as_written and p.has(Why.SLIP))][:MOST_PLACES]
        if places:
            yield Section(Kind.COMMUNES, len(places), places=places)
        for kind, said in self.listed.items():
            if entries := said if as_written else self._index(kind).resembling(self.words):
                yield Section(kind, len(entries), entries=entries)

    def ways_out(self) -> list[WayOut]:
        """Each word alone, if it finds products or anything listed; most finds first."""
        words = dict.fromkeys(self.words.split())
        if len(words) < 2:
            return []
        ways = [WayOut(word, self._count(word)) for word in words]
        ways.sort(key=lambda way: way.count, reverse=True)
        return [way for way in ways if way.count][:MOST_WAYS_OUT]

    def _count(self, word: str) -> int:
        index = current_index(self.on, self.version)
        products = index.select(CatalogueQuery(words=word)).as_written_total
        return products + sum(len(self._index(kind).saying(word)) for kind in LISTED)

    def _index(self, kind: Kind) -> KindIndex:
        return current_indexes(self.on, self.at, self.version)[kind]

    def _telling(self, rows: Any) -> list[int]:
        """Keys of the rows whose text holds the words; none where there is no word."""
        if not any(char.isalnum() for char in self.words):
            return []
        return list(rows.saying(self.words).order_by().values_list("pk", flat=True))
