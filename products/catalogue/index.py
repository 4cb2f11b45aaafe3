"""The public catalogue in memory: who has which facet value, which words, in which order. Pure.

Positions are the products in the order of the alphabet, so a set of positions read upwards is
already sorted by name, and any page of any selection is one slice.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from threading import Lock
from typing import NamedTuple

from django.utils.functional import Promise, cached_property

from products.catalogue.bitsets import SPARSE, from_positions, one_by_one, positions
from products.catalogue.census import ALL, Census
from products.catalogue.facets import FacetIndex, Ranked
from products.catalogue.parameters import FACETS, UNKNOWN, Sort
from products.catalogue.query import CatalogueQuery, Problem
from products.catalogue.said import Said, SaidOfEach
from products.catalogue.search import Hits, search
from products.catalogue.shown import Shown, ShownOfEach
from products.catalogue.textindex import FieldBuilder, Phrases, TextIndex

Label = str | Promise
Labels = Mapping[str, Mapping[str, Label]]
NameValues = Callable[[Mapping[str, set[str]]], Labels]
FIELDS = 4
FEW = 500  # positions that are sorted sooner than looked for among 20,000
REMEMBERED = 32  # searches, some 30 KB each; as many rows, 80 KB at most


class Entry(NamedTuple):
    """What the index needs to know of one product.

    ``texts`` are the phrases of its name, producer, place and group; ``facets`` the values it has
    in each of ``FACETS``; ``by_stars`` and ``by_newest`` sort ascending; ``shown`` is the award it
    is shown with; ``said`` what a card says besides. Entries come sorted by name.
    """

    product_id: int
    texts: tuple[Phrases, Phrases, Phrases, Phrases]
    facets: tuple[tuple[str, ...], ...]
    by_stars: tuple
    by_newest: tuple
    shown: Shown | None
    said: Said = Said()


class Order:
    """All positions in another order than the alphabet."""

    def __init__(self, keys: Sequence[tuple]) -> None:
        self.sequence = array("I", sorted(range(len(keys)), key=keys.__getitem__))
        self._places = array("I", bytes(self.sequence.itemsize * len(keys)))
        for place, position in enumerate(self.sequence):
            self._places[position] = place

    def arrange(self, bits: int) -> Iterable[int]:
        """The members of ``bits`` in this order; of many, found one after the other."""
        size = len(self.sequence)
        if bits.bit_count() <= FEW:
            return sorted(positions(bits, size), key=self._places.__getitem__)
        marks = bits.to_bytes(size // 8 + 1, "little")
        return (place for place in self.sequence if marks[place >> 3] >> (place & 7) & 1)


class Row:
    """Positions one after the other: as few are looked for as are asked for, and none twice."""

    def __init__(self, arranged: Iterable[int]) -> None:
        self._whole = arranged if isinstance(arranged, Sequence) else None
        self._rest = iter(arranged)
        self._found = array("I")
        self._looking = Lock()

    def __getitem__(self, places: slice) -> Sequence[int]:
        """A slice, which may reach beyond the end."""
        if self._whole is not None:
            return self._whole[places]
        with self._looking:
            wanted = None if places.stop is None else max(0, places.stop - len(self._found))
            self._found.extend(islice(self._rest, wanted))
            return self._found[places]


class CatalogueIndex:
    """Every public product, ready to be searched, narrowed, counted and leafed through."""

    def __init__(self, entries: Iterable[Entry], name_values: NameValues) -> None:
        """Read the entries, each only once and none kept.

        ``name_values`` is asked at the end for the labels of the values met.
        """
        self.product_ids = array("Q")
        columns: list[list[tuple[str, ...]]] = [[] for _ in FACETS]
        texts = [FieldBuilder() for _ in range(FIELDS)]
        orders: dict[Sort, list[tuple]] = {Sort.STARS: [], Sort.NEWEST: []}
        self.shown = ShownOfEach()
        valid: list[int] = []
        self.said = SaidOfEach()
        for position, entry in enumerate(entries):
            self.product_ids.append(entry.product_id)
            texts[0].add(position, entry.texts[0])
            for builder, phrases in zip(texts[1:], entry.texts[1:], strict=True):
                builder.add_shared(position, phrases)
            for column, values in zip(columns, entry.facets, strict=True):
                column.append(values)
            orders[Sort.STARS].append(entry.by_stars)
            orders[Sort.NEWEST].append(entry.by_newest)
            self.shown.add(entry.shown)
            if entry.shown and entry.shown.is_valid:
                valid.append(position)
            self.said.add(entry.said)
        self.said.finish()
        size = self.size = len(self.product_ids)
        self.valid = from_positions(valid, size)
        self._by_id = array("L", sorted(range(size), key=self.product_ids.__getitem__))
        self.everything = (1 << size) - 1
        self._finds: OrderedDict[str, Hits] = OrderedDict()
        self._moved: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._rows: OrderedDict[tuple, Row] = OrderedDict()
        self.orders = {sort: Order(keys) for sort, keys in orders.items()}
        self.text = TextIndex([builder.build(size) for builder in texts], size)
        used = {
            name: {value for values in set(column) for value in values}
            for name, column in zip(FACETS, columns, strict=True)
        }
        self.labels = name_values(used)
        self.facets = {
            name: FacetIndex(column, self.labels[name])
            for name, column in zip(FACETS, columns, strict=True)
        }
        self.censuses = {
            name: Census(facet, {other: self.facets[other] for other in FACETS if other != name})
            for name, facet in self.facets.items()
            if facet.column is not None
        }

    def position(self, product_id: int) -> int:
        """Where the product stands. Raises ``KeyError`` when it is not in the index."""
        place = bisect_left(self._by_id, product_id, key=self.product_ids.__getitem__)
        if place < self.size and self.product_ids[self._by_id[place]] == product_id:
            return self._by_id[place]
        raise KeyError(product_id)

    def value(self, facet: str, position: int) -> str:
        """The first value a product has in a facet, ``UNKNOWN`` when it has none."""
        return self.facets[facet].value_at(position) or UNKNOWN

    def label(self, facet: str, position: int) -> str:
        """What that value is called."""
        return str(self.labels[facet][self.value(facet, position)])

    def is_translated(self, facet: str, position: int) -> bool:
        """Whether `label` speaks the language of the page; a bare name is Vietnamese."""
        return isinstance(self.labels[facet][self.value(facet, position)], Promise)

    def find(self, words: str) -> Hits:
        """What the words find, facets apart; remembered, for people leaf through their finds."""
        if words not in self._finds:
            self._finds[words] = search(self.text, words, preferred=self.valid)
            if len(self._finds) > REMEMBERED:
                self._finds.popitem(last=False)
        return self._finds[words]

    def moved(self, words: str, facet: str) -> int:
        """What the words find, as the census of a facet numbers it; remembered as well."""
        key = (words, facet)
        if key not in self._moved:
            hits = self.find(words)
            self._moved[key] = self.censuses[facet].moved(hits.as_written | hits.near)
            if len(self._moved) > REMEMBERED:
                self._moved.popitem(last=False)
        return self._moved[key]

    def row(self, selection: Selection) -> Row:
        """The positions of a selection one after the other; remembered, for people leaf."""
        key = (selection.query.words, selection.query.order, selection.bits)
        if key not in self._rows:
            self._rows[key] = Row(selection.arranged())
            if len(self._rows) > REMEMBERED:
                self._rows.popitem(last=False)
        return self._rows[key]

    def select(self, query: CatalogueQuery) -> Selection:
        """The products that answer ``query``; values no facet has are reported, not obeyed."""
        known, problems = query, []
        for name, values in query.chosen:
            strange = [value for value in values if value not in self.facets[name].postings]
            if strange:
                problems += [Problem(name, value) for value in strange]
                known = known.choosing(name, (v for v in values if v not in strange))
        everything_left_out = (*query.problems, *problems)
        return Selection(self, replace(known, page=query.page, problems=everything_left_out))


class Selection:
    """The products that answer a question: primary keys in the order asked, by place or slice."""

    def __init__(self, index: CatalogueIndex, query: CatalogueQuery) -> None:
        self.index = index
        self.query = query

    @cached_property
    def hits(self) -> Hits | None:
        """What the words found, facets apart; ``None`` when no word was asked."""
        return self.index.find(self.query.words) if self.query.words else None

    @cached_property
    def found(self) -> int:
        """Positions the words allow."""
        return self.index.everything if self.hits is None else self.hits.as_written | self.hits.near

    @cached_property
    def chosen(self) -> dict[str, int]:
        """Per facet in use, the positions its chosen values allow."""
        return {name: self.index.facets[name].having(v) for name, v in self.query.chosen}

    @cached_property
    def bits(self) -> int:
        """Positions of the answer."""
        return self.apart_from(None)

    @cached_property
    def total(self) -> int:
        """How many products answer."""
        return self.bits.bit_count()

    @cached_property
    def near_total(self) -> int:
        """How many of them only resemble the words asked."""
        return (self.bits & self.hits.near).bit_count() if self.hits else 0

    @property
    def as_written_total(self) -> int:
        """How many of them hold every word as asked."""
        return self.total - self.near_total

    def apart_from(self, facet: str | None) -> int:
        """Positions that answer everything asked but in ``facet``."""
        bits = self.found
        for name, allowed in self.chosen.items():
            if name != facet:
                bits &= allowed
        return bits

    def counts(self, facet: str) -> Mapping[str, int]:
        """How many products each value of ``facet`` would give with everything else as asked.

        Values that would give none may be missing.
        """
        return self.index.facets[facet].counts(self.apart_from(facet))

    def count(self, facet: str, value: str) -> int:
        """The same for one value."""
        return self.index.facets[facet].count(value, self.apart_from(facet))

    def largest(self, facet: str, most: int) -> Ranked:
        """The ``most`` values of ``counts`` that would give most, largest first."""
        census = self.index.censuses.get(facet)
        if census is None or self.found.bit_count() * SPARSE < self.index.size:
            return self.index.facets[facet].largest(self.apart_from(facet), most)
        others = ((name, values) for name, values in self.query.chosen if name != facet)
        found = self.index.moved(self.query.words, facet) if self.hits else ALL
        return census.largest(others, most, found)

    def arranged(self) -> Iterable[int]:
        """Positions of the answer in the order asked."""
        index, order = self.index, self.query.order
        if order is Sort.RELEVANCE and self.hits:
            classes = (bits & self.bits for bits in self.hits.ranked())
            return chain.from_iterable(one_by_one(bits, index.size) for bits in classes if bits)
        if order in index.orders:
            in_order = index.orders[order]
            is_all = self.bits == index.everything
            return in_order.sequence if is_all else in_order.arrange(self.bits)
        is_all = self.bits == index.everything
        return range(index.size) if is_all else one_by_one(self.bits, index.size)

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, places: slice) -> list[int]:
        """Primary keys of a slice of places."""
        taken = self.index.row(self)[places]
        return [self.index.product_ids[position] for position in taken]
