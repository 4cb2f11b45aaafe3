"""A thing that is followed: what it is called, where it stands, and what belongs to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from alerts.enums import ADDRESS_WORDS, FollowKind
from alerts.models import Follow
from communes.lineage import Lineage
from communes.models import Commune
from producers.models import Producer
from products.catalogue import CatalogueQuery, select
from products.catalogue.parameters import STATUS
from products.filters import parse_query
from products.models import Product
from products.panels import chips


@dataclass(frozen=True, slots=True)
class Scope:
    """What belongs to a thing that is followed, by primary keys.

    ``products`` are those that answer a question to the catalogue, ``ended`` those that would
    whatever their status; a product whose star has just ended no longer answers for "in force".
    """

    everything: bool = False
    products: frozenset[int] = frozenset()
    ended: frozenset[int] = frozenset()
    producers: frozenset[int] = frozenset()
    communes: frozenset[int] = frozenset()

    def awards(self, *, ended: bool = False) -> Q:
        """The condition on certifications."""
        products = self.ended if ended else self.products
        return self._condition(
            product__in=products, product__producer__in=self.producers,
            product__commune__in=self.communes,
        )  # fmt: skip

    def articles(self) -> Q:
        """The condition on articles."""
        return self._condition(
            products__in=self.products, products__producer__in=self.producers,
            products__commune__in=self.communes,
        ) | self._condition(producers__in=self.producers, communes__in=self.communes)  # fmt: skip

    def events(self) -> Q:
        """The condition on events."""
        return self._condition(
            products__in=self.products, products__producer__in=self.producers,
            products__commune__in=self.communes, commune__in=self.communes,
        )  # fmt: skip

    def _condition(self, **wanted: frozenset[int]) -> Q:
        if self.everything:
            return Q()
        condition = Q(pk__in=())
        for path, keys in wanted.items():
            if keys:
                condition |= Q(**{path: keys})
        return condition


@dataclass(frozen=True, slots=True)
class Subject:
    """What is followed: a row with a page of its own, or a question to the catalogue."""

    kind: FollowKind
    row: Product | Producer | Commune | None = None
    query: CatalogueQuery = field(default_factory=CatalogueQuery)

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a ``Follow`` that say so."""
        empty: dict[str, Any] = {"product": None, "producer": None, "commune": None, "query": ""}
        if self.row is None:
            return {"kind": self.kind, **empty, "query": self.query.encode()}
        return {"kind": self.kind, **empty, self.kind.value: self.row}

    @property
    def page(self) -> str:
        """Where it is shown."""
        if self.row is not None:
            return self.row.get_absolute_url()
        return _with_query(reverse("products:list"), self.query)

    @property
    def form(self) -> str:
        """Where one starts to follow it."""
        return self._address("alerts:follow", "alerts:catalogue")

    @property
    def feed(self) -> str:
        """Its news as Atom."""
        return self._address("alerts:feed", "alerts:catalogue_feed")

    def label(self, on: dt.date, version: int) -> str:
        """What it is called, in the language in force where it is a question."""
        if isinstance(self.row, Commune):
            return self.row.full_name
        if self.row is not None:
            return self.row.name
        chosen = [chip.label for chip in chips(select(self.query, on, version))]
        return ", ".join(chosen) or _("Mọi sản phẩm OCOP")

    def safe_label(self, on: dt.date, version: int) -> str:
        """The same without words somebody typed, fit for a letter to a stranger."""
        if not self.query.words:
            return self.label(on, version)
        without = replace(self, query=self.query.saying(""))
        return _("một điều đã tìm trong danh mục (%(chosen)s)") % {
            "chosen": without.label(on, version)
        }

    @property
    def is_vietnamese(self) -> bool:
        """Whether the label is a Vietnamese name whatever the language of the page."""
        return self.row is not None

    def scope(self, on: dt.date, version: int) -> Scope:
        """What belongs to it on the day ``on``."""
        if isinstance(self.row, Product):
            return Scope(products=frozenset([self.row.pk]), ended=frozenset([self.row.pk]))
        if isinstance(self.row, Producer):
            return Scope(producers=frozenset([self.row.pk]))
        if isinstance(self.row, Commune):
            return Scope(communes=_units(self.row, on, version))
        if not self.query.words and not self.query.chosen:
            return Scope(everything=True)
        return Scope(
            products=_answering(self.query, on, version),
            ended=_answering(self.query.choosing(STATUS, ()), on, version),
        )

    def _address(self, of_a_row: str, of_a_question: str) -> str:
        if self.row is not None:
            return reverse(of_a_row, args=[ADDRESS_WORDS[self.kind], self.row.slug])
        return _with_query(reverse(of_a_question), self.query)


def subject_of(follow: Follow) -> Subject:
    """What a row says is followed."""
    kind = FollowKind(follow.kind)
    if kind is FollowKind.CATALOGUE:
        return question(QueryDict(follow.query))
    return Subject(kind, row=getattr(follow, kind.value))


def question(data: QueryDict) -> Subject:
    """The question in an address of the catalogue, without order and page."""
    return Subject(FollowKind.CATALOGUE, query=_bare(parse_query(data)))


def answerable(data: QueryDict, on: dt.date, version: int) -> Subject:
    """The same without values nothing has."""
    query = select(parse_query(data), on, version).query
    return Subject(FollowKind.CATALOGUE, query=_bare(query))


def _bare(query: CatalogueQuery) -> CatalogueQuery:
    return replace(query, sort=None, page=1, problems=())


def named(word: str, slug: str) -> Subject | None:
    """The public thing an address speaks of; none where there is none."""
    kind = next((kind for kind, known in ADDRESS_WORDS.items() if known == word), None)
    rows = {
        FollowKind.PRODUCT: Product.objects.public(),
        FollowKind.PRODUCER: Producer.objects.public(),
        FollowKind.COMMUNE: Commune.objects.served().select_related("province", "district"),
    }
    row = rows[kind].filter(slug=slug).first() if kind else None
    return Subject(kind, row=row) if kind and row else None


def _units(commune: Commune, on: dt.date, version: int) -> frozenset[int]:
    """The commune, what stands in its place today, and all these were made of."""
    lineage = Lineage.current(version)
    units = {commune.pk, *lineage.on(commune.pk, on)}
    return frozenset(pk for unit in units for pk in lineage.family(unit))


def _answering(query: CatalogueQuery, on: dt.date, version: int) -> frozenset[int]:
    """Keys of the products; none where a value that was asked for is no longer known."""
    selection = select(query, on, version)
    if selection.query.problems:
        return frozenset()
    return frozenset(selection[: selection.total])


def _with_query(address: str, query: CatalogueQuery) -> str:
    asked = query.encode()
    return f"{address}?{asked}" if asked else address
