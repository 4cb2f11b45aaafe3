"""Which producer and which product of the register a row means, and which it may mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ocop_portal.shared.text import loose_key
from producers.enums import ProducerKind
from scoring.enums import Answer, Topic
from scoring.rating_import.document import ParsedRow
from scoring.rating_import.likeness import are_alike, likeness, product_key
from scoring.rating_import.places import FoundPlace, PlaceBook
from scoring.rating_import.questions import Answers, Option, Question, answered
from scoring.rating_import.register import KnownProducer, KnownProduct, Register
from scoring.rating_import.values.producers import core_key, producer_key

MOST_CANDIDATES = 5

Area = frozenset[int] | None


@dataclass(slots=True)
class Match:
    """What a row means, or what is to be asked."""

    producer: KnownProducer | None = None
    product: KnownProduct | None = None
    question: Question | None = None
    is_skipped: bool = False
    asked_producers: list[KnownProducer] = field(default_factory=list)


class Matcher:
    """Finds producers and products; the register is loaded for exactly the file's rows."""

    def __init__(self, register: Register, places: PlaceBook) -> None:
        self.register = register
        self.places = places
        self.claimed: set[int] = set()
        self._found: dict[int, KnownProduct | list[KnownProduct] | None] = {}
        self._new_producers: dict[str, list[tuple[Area, KnownProducer]]] = defaultdict(list)
        self._new_products: dict[tuple[int, str], KnownProduct] = {}

    # --- producers

    def producers_named(self, row: ParsedRow) -> list[KnownProducer]:
        """Producers with the row's tax code, or else with its name."""
        if row.tax_code and (found := self.register.by_tax_code.get(row.tax_code)):
            return [found]
        return self.register.by_key.get(producer_key(row.producer), [])

    def producers_like(self, row: ParsedRow, place: FoundPlace) -> list[KnownProducer]:
        """Producers whose name is nearly the row's, in its place or with the very same core."""
        core = core_key(row.producer)
        found = {id(producer): producer for producer in self.register.by_core.get(core, [])}
        for commune_id in self.places.lineage(place.commune_id):
            for producer in self.register.by_commune.get(commune_id, []):
                if are_alike(core_key(producer.name), core):
                    found[id(producer)] = producer
        named = {id(producer) for producer in self.producers_named(row)}
        return [producer for key, producer in found.items() if key not in named]

    # --- products

    def claim(self, row: ParsedRow, place: FoundPlace) -> None:
        """Remember a product the row names exactly: no other row is asked whether it means it."""
        match = self._exact(row, place)
        if isinstance(match, KnownProduct) and match.pk:
            self.claimed.add(match.pk)

    def is_settled(self, row: ParsedRow, place: FoundPlace) -> bool:
        """Whether name and place alone tell the product or its producer.

        Asked once the products of the producers named are loaded; those of others change nothing.
        """
        return self._exact(row, place) is not None or self._sure_producer(row, place) is not None

    def match(self, row: ParsedRow, place: FoundPlace, answers: Answers) -> Match:
        """The product a row means; a new one is made up where it means none we know."""
        exact = self._exact(row, place)
        if isinstance(exact, KnownProduct):
            return Match(exact.producer, exact)
        producer = self._sure_producer(row, place)
        similar = exact or self._similar_products(row, place, producer)
        others = [] if producer else self._asked_producers(row, place)
        if not similar and not others:
            return self._new(row, place, producer)
        question = self._question(row, similar, others)
        return self._answer(row, place, producer, question, answers)

    def _exact(self, row: ParsedRow, place: FoundPlace) -> KnownProduct | list[KnownProduct] | None:
        """The one product of that name and producer, or several that cannot be told apart."""
        if id(row) not in self._found:
            self._found[id(row)] = self._find_exact(row, place)
        return self._found[id(row)]

    def _find_exact(
        self, row: ParsedRow, place: FoundPlace
    ) -> KnownProduct | list[KnownProduct] | None:
        if row.code and (known := self.register.by_code.get(row.code)):
            return known
        key = product_key(row.product)
        found = [
            product
            for producer in self.producers_named(row)
            for product in producer.products
            if product.key == key
        ]
        if len(found) > 1:
            same_writing = [it for it in found if loose_key(it.name) == loose_key(row.product)]
            found = same_writing or found
        if len(found) > 1:
            found = [it for it in found if self._is_near(it, place)] or found
        if len(found) == 1:
            return found[0] if self._is_near(found[0], place) else found
        return found or None

    def _is_near(self, product: KnownProduct, place: FoundPlace) -> bool:
        """Whether product and row may lie in one place: same unit, or same former district."""
        commune_id = product.commune_id or product.producer.commune_id
        district_id = product.district_id or product.producer.district_id
        return self.places.may_be_near(place, commune_id, district_id)

    def _sure_producer(self, row: ParsedRow, place: FoundPlace) -> KnownProducer | None:
        near = [
            producer
            for producer in self.producers_named(row)
            if self.places.may_be_near(place, producer.commune_id, producer.district_id)
        ]
        return near[0] if len(near) == 1 else self._best_of(near, place)

    def _best_of(self, producers: list[KnownProducer], place: FoundPlace) -> KnownProducer | None:
        """Of namesakes, the one in the very commune."""
        same = [it for it in producers if it.commune_id and it.commune_id == place.commune_id]
        return same[0] if len(same) == 1 else None

    def _similar_products(
        self, row: ParsedRow, place: FoundPlace, producer: KnownProducer | None
    ) -> list[KnownProduct]:
        key = product_key(row.product)
        if producer is not None:
            pool: Iterable[KnownProduct] = producer.products
        else:
            pool = (
                product
                for other in [*self.producers_like(row, place), *self.producers_named(row)]
                for product in other.products
            )
        found = [
            product
            for product in pool
            if product.pk not in self.claimed and are_alike(product.key, key)
        ]
        return sorted(found, key=_by_likeness(key))[:MOST_CANDIDATES]

    def _asked_producers(self, row: ParsedRow, place: FoundPlace) -> list[KnownProducer]:
        """Producers the row may mean though neither name nor place settles it."""
        named = [
            producer
            for producer in self.producers_named(row)
            if self.places.may_be_near(place, producer.commune_id, producer.district_id)
        ]
        like = [
            producer
            for producer in self.producers_like(row, place)
            if self.places.may_be_near(place, producer.commune_id, producer.district_id)
        ]
        return [*named, *like][:MOST_CANDIDATES]

    # --- asking

    def _question(
        self, row: ParsedRow, products: list[KnownProduct], producers: list[KnownProducer]
    ) -> Question:
        options = [
            Option(f"product:{product.pk}", f"là “{product.in_words}”{self._where(product)}")
            for product in products
        ]
        options += [
            Option(f"producer:{producer.pk}", f"sản phẩm mới của “{producer.name}” đã có trong sổ")
            for producer in producers
        ]
        options += [
            Option(Answer.NEW.value, Answer.NEW.label),
            Option(Answer.SKIP.value, Answer.SKIP.label),
        ]
        what = "sản phẩm" if products else "chủ thể"
        text = f"“{row.product}” của “{row.producer}” gần giống {what} đã có trong sổ."
        return Question(Topic.PRODUCT, text, tuple(options))

    def _where(self, product: KnownProduct) -> str:
        name = self.places.name_of(product.commune_id or product.producer.commune_id)
        return f", {name}" if name else ""

    def _answer(
        self,
        row: ParsedRow,
        place: FoundPlace,
        producer: KnownProducer | None,
        question: Question,
        answers: Answers,
    ) -> Match:
        given = answered(question, answers)
        if given is None:
            return Match(producer, None, question)
        if given == Answer.SKIP:
            return Match(producer, None, question, is_skipped=True)
        kind, _, number = given.partition(":")
        if kind == "product":
            product = self._product_of(int(number))
            return Match(product.producer, product, question)
        if kind == "producer":
            producer = self.register.producers[int(number)]
        match = self._new(row, place, producer)
        match.question = question
        return match

    def _product_of(self, pk: int) -> KnownProduct:
        return next(
            product
            for producer in self.register.producers.values()
            for product in producer.products
            if product.pk == pk
        )

    # --- making up

    def _new(self, row: ParsedRow, place: FoundPlace, producer: KnownProducer | None) -> Match:
        producer = producer or self._new_producer(row, place)
        key = (id(producer), product_key(row.product))
        product = self._new_products.get(key)
        if product is None:
            product = KnownProduct(
                pk=None,
                name=row.product,
                key=key[1],
                producer=producer,
                commune_id=place.commune_id,
                district_id=None if place.commune_id else place.district_id,
                village=row.address[:100] if place.commune_id else "",
            )
            self._new_products[key] = product
        return Match(producer, product)

    def _new_producer(self, row: ParsedRow, place: FoundPlace) -> KnownProducer:
        """Namesakes in one district are one producer; in another district, another."""
        area = self.places.area_of(place)
        key = row.tax_code or producer_key(row.producer)
        for known_area, known in self._new_producers[key]:
            if area is None or known_area is None or not area.isdisjoint(known_area):
                return known
        producer = KnownProducer(
            pk=None,
            name=row.producer,
            kind=row.producer_kind or ProducerKind.OTHER,
            tax_code=row.tax_code,
            commune_id=place.commune_id,
            district_id=None if place.commune_id else place.district_id,
            address=row.address[:255],
        )
        self._new_producers[key].append((area, producer))
        return producer


def _by_likeness(key: str) -> Callable[[KnownProduct], tuple[float, int]]:
    return lambda product: (-likeness(product.key, key), product.pk or 0)
