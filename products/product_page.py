"""What a product's page says, gathered once for each version of the register."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from communes.models import Commune
from communes.today import units_of_the_day
from products.catalogue import CatalogueIndex
from products.catalogue.parameters import COMMUNE, DISTRICT, GROUP, SUBGROUP, UNKNOWN
from products.catalogue.scores import Scores
from products.enums import CertificationStatus, SourceQuality
from products.models import Certification, Product, ProductStandard
from products.published_parts import PublishedPart, published_parts
from products.ruler import Ruler, ruler
from products.rules import criteria_on

SIMILAR = 4


@dataclass(frozen=True, slots=True)
class Dated:
    """A certification and what it is today."""

    award: Certification
    status: CertificationStatus


class ProductPage:
    """One product, loaded by ``for_detail``, as its page shows it on the day ``on``."""

    def __init__(self, product: Product, on: dt.date) -> None:
        self.product = product
        self.on = on

    @cached_property
    def award(self) -> Certification | None:
        """The certification whose stars are shown."""
        return self.product.award(self.on)

    @cached_property
    def status(self) -> CertificationStatus | None:
        """What that certification is today."""
        return self.award.status(self.on) if self.award else None

    @cached_property
    def history(self) -> list[Dated]:
        """Every certification, newest first."""
        return [Dated(award, award.status(self.on)) for award in self.product.certifications.all()]

    @cached_property
    def scored(self) -> Certification | None:
        """The newest award of the rank shown whose score is published."""
        stars = self.award.stars if self.award else None
        awards = self.product.certifications.all()
        return next((a for a in awards if a.score is not None and a.stars == stars), None)

    @cached_property
    def ruler(self) -> Ruler | None:
        """That score between the ranks."""
        return ruler(self.scored.score) if self.scored and self.scored.score is not None else None

    @cached_property
    def parts(self) -> list[PublishedPart]:
        """Points by part of the award that is explained; none where they are not published."""
        return published_parts(self.scored.scoring) if self.scored else []

    @cached_property
    def criteria(self) -> tuple[str, str] | None:
        """Decision whose criteria held on the day of the award that is explained, and amendment."""
        explained = self.scored or self.award
        day = explained.decision_on if explained else None
        return criteria_on(day) if day else None

    @cached_property
    def place(self) -> Commune | None:
        """The commune of today, where there is exactly one."""
        return units_of_the_day([self.product.commune], self.on).get(self.product.commune_id)

    @cached_property
    def former_place(self) -> Commune | None:
        """The commune of the register, where it is no longer that of today."""
        recorded = self.product.commune
        return recorded if recorded and recorded != self.place else None

    @cached_property
    def standards(self) -> list[tuple[ProductStandard, bool]]:
        """Standards, and whether each is in force."""
        found = self.product.standards.all()
        return [(standard, standard.is_in_force(self.on)) for standard in found]

    @cached_property
    def conditions(self) -> list[tuple[str, str]]:
        """The four basic conditions: name, and what the register says; empty is not known."""
        rights = "; ".join(
            f"{right.get_kind_display()}: {right.name}"
            for right in self.product.intellectual_properties.all()
        )
        fields = ("raw_material_area", "local_labour", "food_safety")
        known = [(name, getattr(self.product, name)) for name in fields]
        return [*known, ("intellectual_property", rights)]

    @property
    def may_link_sources(self) -> bool:
        """Whether the page the facts come from is fit to be linked to."""
        return self.product.source_quality != SourceQuality.LOW


def similar_products(index: CatalogueIndex, product_id: int) -> list[int]:
    """Keys of the products most like this one: of its sub-group or group, near, still valid."""
    position = index.position(product_id)
    scores = Scores()
    alike = 0
    for facet, points in ((SUBGROUP, 8), (GROUP, 4), (COMMUNE, 3), (DISTRICT, 2)):
        bits = index.facets[facet].having({index.value(facet, position)} - {UNKNOWN})
        scores.add(bits, points)
        if facet in (SUBGROUP, GROUP):
            alike |= bits
    scores.add(index.valid, 1)
    best = scores.best(alike & ~(1 << position), SIMILAR, index.size)
    return [index.product_ids[place] for place in best]
