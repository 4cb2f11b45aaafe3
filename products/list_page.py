"""The page of the catalogue put together from kept parts: only what was asked is new."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ocop_portal.shared.facets import Chip
from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.pages import finished
from ocop_portal.shared.parts import escaped, fill, fill_each
from ocop_portal.shared.templatetags.ui import stars
from products.catalogue import Selection
from products.catalogue.offers import Offer
from products.catalogue.parameters import PAGE, SORT, SORT_LABELS, STARS, UNKNOWN, WORDS, Sort
from products.catalogue.query import CatalogueQuery
from products.panels import PLACES, Panel, chips, panels

FEW, MANY = 1, 2  # a number for each form of the plural
HERE = "\uf8ff"  # stands in a row where its value, label and number go

_labels: Fragments[Mapping[str, str]] = Fragments(most=20)  # one for each facet and language


@dataclass(frozen=True, slots=True)
class Answer:
    """The parts of a page that are the same on every page of one question's answer."""

    head: bytes
    top: bytes
    filters: bytes
    bar: bytes


# People leaf through an answer, and ask what others have asked.
_answers: Fragments[Answer] = Fragments(most=128)  # about 20 KB each
_paginations: Fragments[bytes] = Fragments(most=500)  # about 1 KB each


def answer(selection: Selection, truth: Hashable) -> Answer:
    """The parts around the cards; ``truth`` is the content version and the day."""
    key = (*selection.query.question, get_language())
    return _answers.get(truth, key, lambda: AnswerParts(selection, truth).drawn())


def pagination(query: CatalogueQuery, page: Page, truth: Hashable) -> bytes:
    """Links to the other pages; empty when there is only one."""
    if not page.has_other_pages():
        return b""
    language = get_language()
    key = (*query.question, page.number, language)
    return _paginations.get(truth, key, lambda: finished(_draw_pagination(query, page, language)))


def _draw_pagination(query: CatalogueQuery, page: Page, language: str | None) -> SafeString:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(_kind(number, page), number) for number in numbers]
    if page.has_previous():
        links.insert(0, ("previous", page.number - 1))
    if page.has_next():
        links.append(("next", page.number + 1))
    others = query.at_page(1).encode()
    rows = (({"kind": kind}, {"number": n, "address": _to_page(others, n)}) for kind, n in links)
    drawn = fill_each("products/_page_link.html", rows, language)
    return fill("products/_pages.html", {}, language=language, links=SafeString("".join(drawn)))


def _to_page(others: str, number: int | str) -> str:
    """The address of a page whose question is ``others``; empty for a gap."""
    if not isinstance(number, int):
        return ""
    parts = [others] if others else []
    return "?" + "&".join([*parts, f"{PAGE}={number}"] if number > 1 else parts)


def _kind(number: int | str, page: Page) -> str:
    if not isinstance(number, int):
        return "gap"
    return "current" if number == page.number else "page"


class AnswerParts:
    """Draws the parts of one ``Answer``."""

    def __init__(self, selection: Selection, truth: Hashable) -> None:
        self.selection = selection
        self.query = selection.query
        self.truth = truth
        self.language = get_language()

    def drawn(self) -> Answer:
        """All of them."""
        parts = (self._head(), self._top(), self._filters(), self._bar())
        return Answer(*map(finished, parts))

    def _head(self) -> SafeString:
        """Style sheets, and a word to search engines that answers to questions are no pages."""
        is_question = bool(self.query.words or self.query.chosen)
        return self._part("products/_list_head.html", {"is_question": is_question})

    def _top(self) -> SafeString:
        """The way here, the heading, and the field of words; what else was chosen is kept."""
        return self._part(
            "products/_list_top.html", words=self.query.words, hidden=_hidden(self.query.pairs())
        )

    def _filters(self) -> SafeString:
        """Every facet with its counts; words and order are kept."""
        return self._part(
            "products/_filters.html",
            {"plural": _plural(self.selection.total)},
            total=self._said(self.selection.total),
            hidden=_hidden(self._asked(with_facets=False)),
            facets=self._facets(),
        )

    def _bar(self) -> SafeString:
        """How many were found, what was chosen, and the order."""
        selection = self.selection
        near = "" if not selection.near_total else "some" if selection.as_written_total else "all"
        order, has_words = self.query.order.value, bool(self.query.words)
        return fill(
            "products/_results_bar.html",
            {
                "plural": _plural(selection.total),
                "near": near,
                "order": order,
                "has_words": has_words,
            },
            {"sorts": _sorts(self.query.order, has_words, self.language)},
            self.language,
            total=self._said(selection.total),
            near_total=self._said(selection.near_total),
            chips=self._chips(chips(selection)),
            hidden=_hidden(self._asked(with_sort=False)),
            map=_with_question(_address("map", self.language), self.query.at_page(1)),
            follow=_with_question(
                _address("alerts:catalogue", self.language), replace(self.query, page=1, sort=None)
            ),
        )

    def _facets(self) -> SafeString:
        address = SafeString(escape(self.query.at_page(1).encode()))
        return SafeString("".join(self._panel(panel, address) for panel in panels(self.selection)))

    def _panel(self, panel: Panel, address: str) -> SafeString:
        context = {"facet": panel.facet, "is_folded": panel.is_folded, "has_more": panel.has_more}
        values = {"rows": self._rows(panel), "address": address}
        implied = {"panel": panel}
        return fill("products/_facet.html", context, implied, self.language, **values)

    def _rows(self, panel: Panel) -> SafeString:
        """The rows of a panel; a page has sixty."""
        labels = self._labels(panel.facet)
        texts: list[str] = []
        for offer in panel.offers:
            value, label = _safe(offer.value), labels.get(offer.value) or escaped(offer.label)
            is_place = panel.facet in PLACES and offer.value != UNKNOWN
            start, middle, before, after = _row(panel.facet, _state(offer), is_place, self.language)
            number = _said(offer.count, self.language)
            texts += (start, value, middle, label, before, number, after)
        return SafeString("".join(texts))

    def _labels(self, facet: str) -> Mapping[str, str]:
        """What the values are called in the language of the page; places are too many to keep."""
        if facet in PLACES:
            return {}
        named = self.selection.index.labels[facet].items()
        return _labels.get(
            self.truth, (facet, self.language), lambda: {v: _label(facet, v, w) for v, w in named}
        )

    def _chips(self, chosen: Iterable[Chip]) -> SafeString:
        drawn = [
            self._part("products/_chip.html", label=c.label, address=c.address) for c in chosen
        ]
        return SafeString("".join(drawn))

    def _asked(self, *, with_facets: bool = True, with_sort: bool = True) -> Iterator[tuple]:
        """What the question says, as names and values of a form."""
        if self.query.words:
            yield WORDS, self.query.words
        if with_facets:
            yield from self.query.pairs()
        if with_sort and self.query.sort:
            yield SORT, self.query.sort.value

    def _said(self, number: int) -> str:
        return _said(number, self.language)

    def _part(
        self, template: str, context: Mapping[str, Hashable] | None = None, **values: Any
    ) -> SafeString:
        return fill(template, context or {}, language=self.language, **values)


_safe = lru_cache(maxsize=2048)(escaped)  # pages offer the same values again and again


def _label(facet: str, value: str, label: str | Promise) -> str:
    return stars(int(value)) if facet == STARS and value.isdecimal() else escaped(label)


@lru_cache(maxsize=256)
def _row(facet: str, state: str, is_place: bool, language: str | None) -> list[str]:
    """What stands around the value, the label and the number of a row."""
    context = {"state": state, "is_place": is_place}
    here = SafeString(HERE)
    drawn = fill(
        "products/_facet_row.html", context, facet=facet, value=here, label=here, number=here
    )
    return drawn.split(HERE)


def _state(offer: Offer) -> str:
    return "chosen" if offer.is_chosen else "" if offer.count else "empty"


@lru_cache(maxsize=32)
def _sorts(order: Sort, has_words: bool, language: str | None) -> list[tuple[str, str, bool]]:
    """Value, label and whether chosen, of every order that makes sense for the question."""
    return [
        (sort.value, str(label), sort is order)
        for sort, label in SORT_LABELS.items()
        if sort is not Sort.RELEVANCE or has_words
    ]


@lru_cache(maxsize=16)
def _address(name: str, language: str | None) -> str:
    """The address of a page of that name in the active language."""
    return reverse(name)


def _with_question(address: str, query: CatalogueQuery) -> str:
    question = query.encode()
    return f"{address}?{question}" if question else address


def _hidden(pairs: Iterable[tuple[str, str]]) -> SafeString:
    fields = (f'<input type="hidden" name="{escape(n)}" value="{escape(v)}">' for n, v in pairs)
    return SafeString("".join(fields))


def _plural(number: int) -> int:
    """A number that takes the same form of the plural."""
    return FEW if number == 1 else MANY


@lru_cache(maxsize=4096)
def _said(number: int, language: str | None) -> str:
    """The number with its digits grouped as the language does."""
    return number_format(number, force_grouping=True)
