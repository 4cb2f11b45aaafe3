"""The page of the catalogue put together from kept parts: only what was asked is new."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property, lru_cache

from django.core.paginator import Page
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ocop_portal.shared.facets import Chip
from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.parts import fill
from ocop_portal.shared.templatetags.ui import stars
from products.catalogue import Selection
from products.catalogue.offers import Offer
from products.catalogue.parameters import SORT, SORT_LABELS, WORDS, Sort
from products.catalogue.query import CatalogueQuery
from products.panels import Panel, chips, panels

FEW, MANY = 1, 2  # a number for each form of the plural
NUMBER = "\uf8ff"  # stands in a row where its number goes

# A page has sixty rows: kept cut in two, they cost half of what a part does.
_rows: Fragments[tuple[str, str]] = Fragments(most=5000)


class ListPage:
    """The parts of one answer's page; ``truth`` is the content version and the day."""

    def __init__(self, selection: Selection, page: Page, truth: Hashable) -> None:
        self.selection = selection
        self.query = selection.query
        self.page = page
        self.truth = truth
        self.language = get_language()

    @cached_property
    def head(self) -> SafeString:
        """Style sheets, and a word to search engines that answers to questions are no pages."""
        return self._part(
            "products/_list_head.html", is_question=bool(self.query.words or self.query.chosen)
        )

    @cached_property
    def top(self) -> SafeString:
        """The way here, the heading, and the field of words; what else was chosen is kept."""
        return self._part(
            "products/_list_top.html", words=self.query.words, hidden=_hidden(self.query.pairs())
        )

    @cached_property
    def filters(self) -> SafeString:
        """Every facet with its counts; words and order are kept."""
        return self._part(
            "products/_filters.html",
            plural=_plural(self.selection.total),
            total=self._said(self.selection.total),
            hidden=_hidden(self._asked(with_facets=False)),
            facets=self._facets(),
        )

    @cached_property
    def bar(self) -> SafeString:
        """How many were found, what was chosen, and the order."""
        selection = self.selection
        near = "" if not selection.near_total else "some" if selection.as_written_total else "all"
        return self._part(
            "products/_results_bar.html",
            implied={"sorts": _sorts(self.query)},
            plural=_plural(selection.total),
            near=near,
            order=self.query.order.value,
            has_words=bool(self.query.words),
            total=self._said(selection.total),
            near_total=self._said(selection.near_total),
            chips=self._chips(chips(selection)),
            hidden=_hidden(self._asked(with_sort=False)),
            map=_with_question(reverse("map"), self.query),
        )

    @cached_property
    def pagination(self) -> SafeString:
        """Links to the other pages; empty when there is only one."""
        page = self.page
        if not page.has_other_pages():
            return mark_safe("")
        numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        links = [self._page_link(number) for number in numbers]
        before = self._page_link(page.number - 1, "previous") if page.has_previous() else ""
        after = self._page_link(page.number + 1, "next") if page.has_next() else ""
        return self._part("products/_pages.html", links=mark_safe("".join([before, *links, after])))

    @cached_property
    def foot(self) -> SafeString:
        """How the terms on the cards are counted."""
        return self._part("products/_list_foot.html")

    def _page_link(self, number: int | str, kind: str = "") -> SafeString:
        if not isinstance(number, int):
            return self._part("products/_page_link.html", kind="gap", number=number, address="")
        kind = kind or ("current" if number == self.page.number else "page")
        address = f"?{self.query.at_page(number).encode()}"
        return self._part(
            "products/_page_link.html", kind=kind, number=str(number), address=address
        )

    def _facets(self) -> SafeString:
        address = self.query.encode()
        return mark_safe("".join(self._panel(panel, address) for panel in panels(self.selection)))

    def _panel(self, panel: Panel, address: str) -> SafeString:
        context = {"facet": panel.facet, "is_folded": panel.is_folded, "has_more": panel.has_more}
        rows = mark_safe("".join([self._row(panel, offer) for offer in panel.offers]))
        values = {"rows": rows, "address": address}
        return fill("products/_facet.html", self.truth, context, {"panel": panel}, **values)

    def _row(self, panel: Panel, offer: Offer) -> str:
        state = "chosen" if offer.is_chosen else "" if offer.count else "empty"
        key = (panel.facet, offer.value, state, self.language)
        before, after = _rows.get(self.truth, key, lambda: self._cut_row(panel, offer, state))
        return before + self._said(offer.count) + after

    def _cut_row(self, panel: Panel, offer: Offer, state: str) -> tuple[str, str]:
        """The row of one value: what stands before its number, and after."""
        rank = panel.stars_of(offer)
        label = stars(rank) if rank else offer.label
        row = fill(
            "products/_facet_row.html",
            self.truth,
            {"state": state},
            facet=panel.facet,
            value=offer.value,
            label=label,
            number=NUMBER,
        )
        before, _, after = row.partition(NUMBER)
        return before, after

    def _chips(self, chosen: Iterable[Chip]) -> SafeString:
        drawn = [
            self._part("products/_chip.html", label=c.label, address=c.address) for c in chosen
        ]
        return mark_safe("".join(drawn))

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

    def _part(self, template: str, implied: dict | None = None, **facts: Hashable) -> SafeString:
        """A part of ours; facts the template asks about are its context, the others its values."""
        asked = {name: facts.pop(name) for name in ASKED & facts.keys()}
        context = {name: asked[name] for name in sorted(asked)}
        return fill(template, self.truth, context, implied, **facts)


ASKED = {"plural", "near", "order", "has_words", "kind", "is_question"}


def _sorts(query: CatalogueQuery) -> list[tuple[str, str, bool]]:
    """Value, label and whether chosen, of every order that makes sense for the question."""
    return [
        (sort.value, str(label), sort is query.order)
        for sort, label in SORT_LABELS.items()
        if sort is not Sort.RELEVANCE or query.words
    ]


def _with_question(address: str, query: CatalogueQuery) -> str:
    question = query.encode()
    return f"{address}?{question}" if question else address


def _hidden(pairs: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


def _plural(number: int) -> int:
    """A number that takes the same form of the plural."""
    return FEW if number == 1 else MANY


@lru_cache(maxsize=4096)
def _said(number: int, language: str | None) -> str:
    """The number with its digits grouped as the language does."""
    return number_format(number, force_grouping=True)
