"""The part of the register a file touches, loaded in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q

from producers.models import Producer, ProducerName
from products.models import Certification, Product
from scoring.rating_import.history import Award, History
from scoring.rating_import.likeness import product_key
from scoring.rating_import.values.decisions import number_key
from scoring.rating_import.values.producers import core_key, producer_key

PRODUCT_FIELDS = (
    "register_code",
    "commune_id",
    "district_id",
    "standing",
    "village",
    "group_id",
)

# In the order of the attributes of `Award`.
AWARD_FIELDS = (
    "pk",
    "stars",
    "score",
    "decision_number",
    "decision_on",
    "recognised_year",
    "valid_during__startswith",
    "valid_during__endswith",
    "expires_on",
    "end_reason",
    "ended_on",
)


@dataclass(slots=True, eq=False)
class KnownProducer:
    """A producer; ``pk`` is none while it is only planned."""

    pk: int | None
    name: str
    kind: str
    tax_code: str = ""
    commune_id: int | None = None
    district_id: int | None = None
    address: str = ""
    products: list[KnownProduct] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class KnownProduct:
    """A product and its awards; ``pk`` is none while it is only planned."""

    pk: int | None
    name: str
    key: str
    producer: KnownProducer
    register_code: str = ""
    commune_id: int | None = None
    district_id: int | None = None
    standing: str = ""
    village: str = ""
    group_id: int | None = None
    history: History = field(default_factory=History)

    @property
    def in_words(self) -> str:
        """Name and producer."""
        return f"{self.name} – {self.producer.name}"


class Register:
    """Producers by the ways they may be named, and the products of those a file mentions.

    None of a demonstration's: real results are compared with the real register.
    """

    def __init__(self) -> None:
        self.producers: dict[int, KnownProducer] = {}
        self.by_key: dict[str, list[KnownProducer]] = defaultdict(list)
        self.by_core: dict[str, list[KnownProducer]] = defaultdict(list)
        self.by_commune: dict[int, list[KnownProducer]] = defaultdict(list)
        self.by_tax_code: dict[str, KnownProducer] = {}
        self.by_code: dict[str, KnownProduct] = {}
        self.issuers: dict[str, tuple[str, str]] = {}
        self._loaded: set[int] = set()
        self._products: set[int] = set()
        self._load_producers()

    def _load_producers(self) -> None:
        rows = (
            Producer.objects.filter(is_demo=False)
            .order_by("pk")
            .values_list("pk", "name", "kind", "tax_code", "commune_id", "district_id")
        )
        for row in rows:
            producer = KnownProducer(*row)
            self.producers[producer.pk] = producer  # type: ignore[index]
            self._index(producer, producer.name)
            if producer.tax_code:
                self.by_tax_code[producer.tax_code] = producer
            if producer.commune_id:
                self.by_commune[producer.commune_id].append(producer)
        others = ProducerName.objects.filter(producer__is_demo=False).order_by("pk")
        for producer_id, name in others.values_list("producer_id", "name"):
            self._index(self.producers[producer_id], name)

    def _index(self, producer: KnownProducer, name: str) -> None:
        for index, key in (
            (self.by_key, producer_key(name)),
            (self.by_core, core_key(name)),
        ):
            if producer not in index[key]:
                index[key].append(producer)

    def load_products(self, producers: Iterable[int | None], codes: Collection[str] = ()) -> None:
        """Products of these producers, or with these register codes, and their awards.

        What is loaded already is not asked for again.
        """
        producers = {pk for pk in producers if pk is not None} - self._loaded
        if not producers and not codes:
            return
        rows = Product.objects.filter(
            Q(producer_id__in=list(producers)) | Q(register_code__in=list(codes))
        ).order_by("pk")
        products: dict[int, KnownProduct] = {}
        self._loaded.update(producers)
        for row in rows.values_list("pk", "name", "producer_id", *PRODUCT_FIELDS):
            pk, name, producer_id = row[:3]
            producer = self.producers[producer_id]
            if pk in self._products:
                continue
            self._products.add(pk)
            product = KnownProduct(pk, name, product_key(name), producer)
            for attribute, value in zip(PRODUCT_FIELDS, row[3:], strict=True):
                setattr(product, attribute, value)
            products[pk] = product
            producer.products.append(product)
            if product.register_code:
                self.by_code[product.register_code] = product
        self._load_awards(products)

    def _load_awards(self, products: dict[int, KnownProduct]) -> None:
        awards: dict[int, Award] = {}
        followers: list[tuple[Award, int]] = []
        rows = Certification.objects.filter(product_id__in=list(products)).order_by("pk")
        for product_id, successor, *values in rows.values_list(
            "product_id", "superseded_by_id", *AWARD_FIELDS
        ):
            award = Award(*values)
            awards[award.pk] = award  # type: ignore[index]
            products[product_id].history.awards.append(award)
            if successor:
                followers.append((award, successor))
        for award, successor in followers:
            award.superseded_by = awards.get(successor)

    def load_issuers(self, numbers: Collection[str]) -> None:
        """Who issued these decisions, as far as the register knows."""
        rows = (
            Certification.objects.filter(decision_number__in=list(numbers))
            .exclude(issuing_body="", level="")
            .order_by("decision_number", F("decision_on").asc(nulls_last=True))
        )
        for number, day, issuer, level in rows.values_list(
            "decision_number", "decision_on", "issuing_body", "level"
        ).distinct():
            self.issuers.setdefault(f"{number_key(number)} {day}", (issuer, level))
