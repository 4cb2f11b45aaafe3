"""Reads the public register in a dozen queries and makes the index of one day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from producers.models import Producer, ProducerName
from products.catalogue.index import CatalogueIndex, Entry
from products.catalogue.labels import labels
from products.catalogue.parameters import (
    COMMUNE,
    DISTRICT,
    FORMER_COMMUNE,
    GROUP,
    NO_STAR,
    PRODUCER_KIND,
    STANDARD,
    STARS,
    STATUS,
    STATUS_VALUES,
    SUBGROUP,
    UNKNOWN,
    YEAR,
    value_of,
)
from products.catalogue.places import Place, Places
from products.catalogue.textindex import Phrases
from products.catalogue.words import phrases
from products.enums import CertificationStatus
from products.models import Certification, Product, ProductGroup, ProductStandard
from products.rules import shown_award, status_on


class AwardRow(NamedTuple):
    """The columns of a certification that say which one is shown, and as what."""

    stars: int
    decision_on: dt.date | None
    recognised_year: int | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    expires_on: dt.date | None
    end_reason: str
    ended_on: dt.date | None

    def status(self, on: dt.date) -> CertificationStatus:
        """What the certification is on the day ``on``."""
        return status_on(
            on,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            expires_on=self.expires_on,
            end_reason=self.end_reason,
            ended_on=self.ended_on,
        )

    @property
    def year(self) -> int | None:
        """Year of the decision, if known."""
        return self.decision_on.year if self.decision_on else self.recognised_year


class Group(NamedTuple):
    """A group or sub-group: its address, that of its group, and how it is called."""

    slug: str
    parent_slug: str
    texts: Phrases


def load_index(on: dt.date) -> CatalogueIndex:
    """Read what is public and index it as it stands on the day ``on``."""
    places = Places(on)
    facts = _Facts(on, places)
    entries = [facts.entry(row) for row in _products()]
    return CatalogueIndex(entries, labels(places, entries))


def _products() -> Iterator[tuple]:
    columns = ("pk", "name", "village", "group_id", "producer_id", "commune_id", "district_id")
    rows = Product.objects.public().alphabetical().values_list(*columns)
    return rows.iterator(chunk_size=5000)


class _Facts:
    """Everything products refer to, by key, so that each product is put together from tables."""

    def __init__(self, on: dt.date, places: Places) -> None:
        self.on = on
        self.places = places
        self.groups = _groups()
        self.producers = _producers()
        self.awards = _awards()
        self.standards = _standards(on)

    def entry(self, row: tuple) -> Entry:
        """Everything the index holds of one product."""
        pk, name, village, group_id, producer_id, commune_id, district_id = row
        group = self.groups.get(group_id, Group(UNKNOWN, "", ()))
        kind, producer_texts = self.producers[producer_id]
        place = self.places.place(commune_id, district_id)
        award = shown_award(self.awards.get(pk, ()), self.on)
        status = award.status(self.on) if award else None
        return Entry(
            product_id=pk,
            texts=(
                phrases(name),
                producer_texts,
                [*phrases(village), *place.texts] if village else place.texts,
                group.texts,
            ),
            facets={
                **_group_facets(group),
                **_award_facets(award, status),
                **_place_facets(place),
                PRODUCER_KIND: (kind,),
                STANDARD: self.standards.get(pk, ()),
            },
            by_stars=(-award.stars, status is not CertificationStatus.VALID) if award else (0,),
            by_newest=_newest(award),
            is_valid=status is CertificationStatus.VALID,
        )


def _group_facets(group: Group) -> dict[str, tuple[str, ...]]:
    if group.parent_slug:
        return {GROUP: (group.parent_slug,), SUBGROUP: (group.slug,)}
    return {GROUP: (group.slug,)}


def _award_facets(
    award: AwardRow | None, status: CertificationStatus | None
) -> dict[str, tuple[str, ...]]:
    if award is None or status is None:
        return {STARS: (NO_STAR,), STATUS: (NO_STAR,)}
    return {
        STARS: (str(award.stars),),
        STATUS: (STATUS_VALUES[status],),
        YEAR: (str(award.year) if award.year else UNKNOWN,),
    }


def _place_facets(place: Place) -> dict[str, tuple[str, ...]]:
    return {
        COMMUNE: (place.commune or UNKNOWN,),
        FORMER_COMMUNE: (place.former_commune or UNKNOWN,),
        DISTRICT: (place.district or UNKNOWN,),
    }


def _newest(award: AwardRow | None) -> tuple[int, ...]:
    if award is None or award.year is None:
        return (0,)
    return (-(award.decision_on or dt.date(award.year, 1, 1)).toordinal(),)


def _groups() -> dict[int, Group]:
    rows = ProductGroup.objects.values_list(
        "pk", "slug", "name", "short_name", "parent__slug", "parent__name", "parent__short_name"
    )
    return {
        pk: Group(slug, parent or "", _all_phrases(filter(None, names)))
        for pk, slug, *names_and_parent in rows
        for parent, names in [(names_and_parent[2], names_and_parent[:2] + names_and_parent[3:])]
    }


def _producers() -> dict[int, tuple[str, Phrases]]:
    others = defaultdict(list)
    for producer_id, name in ProducerName.objects.values_list("producer_id", "name"):
        others[producer_id].append(name)
    rows = Producer.objects.values_list("pk", "kind", "name")
    return {
        pk: (value_of(kind), _all_phrases([name, *others.get(pk, ())])) for pk, kind, name in rows
    }


def _awards() -> dict[int, list[AwardRow]]:
    awards: dict[int, list[AwardRow]] = defaultdict(list)
    rows = Certification.objects.order_by("pk").values_list(
        "product_id",
        "stars",
        "decision_on",
        "recognised_year",
        "valid_during",
        "expires_on",
        "end_reason",
        "ended_on",
    )
    for product_id, stars, decision_on, year, term, expires_on, end_reason, ended_on in rows:
        first, last = (term.lower, term.upper) if term else (None, None)
        awards[product_id].append(
            AwardRow(stars, decision_on, year, first, last, expires_on, end_reason, ended_on)
        )
    return awards


def _standards(on: dt.date) -> dict[int, tuple[str, ...]]:
    standards: dict[int, tuple[str, ...]] = {}
    for product_id, kind in ProductStandard.objects.in_force(on).values_list("product_id", "kind"):
        here = standards.get(product_id, ())
        if value_of(kind) not in here:
            standards[product_id] = (*here, value_of(kind))
    return standards


def _all_phrases(texts: Iterable[str]) -> Phrases:
    return [phrase for text in texts for phrase in phrases(text)]
