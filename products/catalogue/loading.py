"""Reads the public register in a dozen queries and makes the index of one day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from producers.enums import ProducerKind
from producers.models import Producer, ProducerName
from products.catalogue.index import CatalogueIndex, Entry
from products.catalogue.labels import labels
from products.catalogue.parameters import (
    COMMUNE,
    DISTRICT,
    FACETS,
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
from products.catalogue.places import Places
from products.catalogue.said import Said
from products.catalogue.shown import Shown
from products.catalogue.textindex import Phrases
from products.catalogue.words import forget_words, phrases
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
    """Values of a group in the facets of group and sub-group, and its names."""

    group: tuple[str, ...]
    subgroup: tuple[str, ...]
    texts: Phrases
    illustration: str


class Standing(NamedTuple):
    """Values of a product in the facets of its award, and its place in the orders."""

    stars: tuple[str, ...]
    status: tuple[str, ...]
    year: tuple[str, ...]
    by_stars: tuple
    by_newest: tuple
    shown: Shown | None


CHUNK = 2000  # rows fetched at a time
NO_GROUP = Group((UNKNOWN,), (), (), "")
NO_AWARD = Standing((NO_STAR,), (NO_STAR,), (), (0,), (0,), None)


def load_index(on: dt.date) -> CatalogueIndex:
    """Read what is public and index it as it stands on the day ``on``."""
    places = Places(on)
    index = CatalogueIndex(_entries(places, on), partial(labels, places))
    forget_words()
    _shown.cache_clear()
    return index


def _entries(places: Places, on: dt.date) -> Iterator[Entry]:
    groups = _groups()
    producers = _producers()
    standings = _standings(on)
    standards = _standards(on)
    kinds: dict[tuple[int | None, tuple[str, ...]], Phrases] = {}  # one object for many products
    said = ("pk", "name", "name_en", "slug", "standing", "village")
    belongs = ("group_id", "producer_id", "commune_id", "district_id")
    rows = Product.objects.public().alphabetical()
    for (
        pk,
        name,
        name_en,
        slug,
        status,
        village,
        group_id,
        producer_id,
        commune_id,
        district_id,
    ) in rows.values_list(*said, *belongs).iterator(CHUNK):
        group = groups.get(group_id, NO_GROUP)
        legal_form, producer, producer_texts = producers[producer_id]
        place = places.place(commune_id, district_id)
        standing = standings.get(pk, NO_AWARD)
        facets = {
            GROUP: group.group,
            SUBGROUP: group.subgroup,
            STARS: standing.stars,
            STATUS: standing.status,
            COMMUNE: place.commune,
            FORMER_COMMUNE: place.former_commune,
            DISTRICT: place.district,
            PRODUCER_KIND: legal_form,
            YEAR: standing.year,
            STANDARD: standards.get(pk, ()),
        }
        kind_of = (group_id, standing.stars)
        if kind_of not in kinds:
            kinds[kind_of] = _kind_in_words(group, standing.stars)
        here = [*phrases(village), *place.texts] if village else place.texts
        yield Entry(
            pk,
            (_names(name, name_en), producer_texts, here, kinds[kind_of]),
            tuple(map(facets.__getitem__, FACETS)),
            standing.by_stars,
            standing.by_newest,
            standing.shown,
            Said(name, name_en, slug, status, producer, group.illustration),
        )


def _names(name: str, name_en: str) -> Phrases:
    return [*phrases(name), *phrases(name_en)] if name_en else phrases(name)


def _kind_in_words(group: Group, stars: tuple[str, ...]) -> Phrases:
    """The names of the group and of the stars: what a product is, in the words of a visitor."""
    return [*group.texts, *_all_phrases(f"{star} sao" for star in stars if star != NO_STAR)]


def _groups() -> dict[int, Group]:
    rows = ProductGroup.objects.values_list(
        *("pk", "slug", "parent__slug", "illustration"),
        *("name", "short_name", "parent__name", "parent__short_name"),
    )
    return {
        pk: Group(
            group=(parent or slug,),
            subgroup=(slug,) if parent else (),
            texts=_all_phrases(name for name in names if name),
            illustration=illustration or "",
        )
        for pk, slug, parent, illustration, *names in rows
    }


def _producers() -> dict[int, tuple[tuple[str], str, Phrases]]:
    others = defaultdict(list)
    for producer_id, name in ProducerName.objects.values_list("producer_id", "name"):
        others[producer_id].append(name)
    kinds = {kind.value: (value_of(kind.value),) for kind in ProducerKind}
    rows = Producer.objects.values_list("pk", "kind", "name", "name_en").iterator(chunk_size=CHUNK)
    return {
        pk: (kinds[kind], name, _all_phrases(filter(None, [name, name_en, *others.get(pk, ())])))
        for pk, kind, name, name_en in rows
    }


def _standings(on: dt.date) -> dict[int, Standing]:
    columns = ("stars", "decision_on", "recognised_year", "valid_during__startswith")
    ends = ("valid_during__endswith", "expires_on", "end_reason", "ended_on")
    rows = Certification.objects.order_by("product_id", "pk")
    awards = rows.values_list("product_id", *columns, *ends).iterator(chunk_size=CHUNK)
    same: dict[Standing, Standing] = {}  # thousands of products stand alike
    found = (
        (product_id, _standing([AwardRow(*row[1:]) for row in of_product], on))
        for product_id, of_product in groupby(awards, key=itemgetter(0))
    )
    return {product_id: same.setdefault(standing, standing) for product_id, standing in found}


def _standing(awards: list[AwardRow], on: dt.date) -> Standing:
    award = shown_award(awards, on)
    if award is None:
        return NO_AWARD
    status = award.status(on)
    shown = _shown(award.stars, status, award.ends_on or award.expires_on)
    day = award.decision_on or (dt.date(award.year, 1, 1) if award.year else None)
    return Standing(
        stars=_one(str(award.stars)),
        status=_one(STATUS_VALUES[status]),
        year=_one(str(award.year) if award.year else UNKNOWN),
        by_stars=(-award.stars, not shown.is_valid),
        by_newest=(-day.toordinal() if day else 0,),
        shown=shown,
    )


@lru_cache(maxsize=8192)
def _shown(stars: int, status: CertificationStatus, until: dt.date | None) -> Shown:
    """The same object for awards that say the same."""
    return Shown(stars, status, until)


@lru_cache(maxsize=256)
def _one(value: str) -> tuple[str]:
    """The same tuple for the same value: tens of thousands of products share a few."""
    return (value,)


def _standards(on: dt.date) -> dict[int, tuple[str, ...]]:
    standards: dict[int, tuple[str, ...]] = {}
    for product_id, kind in ProductStandard.objects.in_force(on).values_list("product_id", "kind"):
        here = standards.get(product_id, ())
        if value_of(kind) not in here:
            standards[product_id] = (*here, value_of(kind))
    return standards


def _all_phrases(texts: Iterable[str]) -> Phrases:
    return [phrase for text in texts for phrase in phrases(text)]
