"""Writing the register's plan, in one transaction."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pghistory
from django.db import transaction

from ocop_portal.shared.slugs import free_slug
from ocop_portal.shared.tally import Tally
from producers.models import Producer, ProducerName
from products.enums import EndReason, GroupBasis
from products.importers.register_plan import (
    PlannedProducer,
    PlannedProduct,
    RegisterPlan,
    plan_register,
)
from products.importers.register_rows import Award, read_register
from products.models import Certification, Product


@transaction.atomic
def load_register(directory: Path) -> list[Tally]:
    """Load the gathered register of ``directory``; the second time nothing changes.

    Only what is missing is made: a product is known by its register code, and one that exists, with
    its producer and certifications, stays as officers have since made it. Raises `RegisterError`.
    """
    plan = plan_register(read_register(directory))
    with pghistory.context(command="load_register"):
        return apply_plan(plan)


def apply_plan(plan: RegisterPlan) -> list[Tally]:
    """Write ``plan``. The caller holds the transaction."""
    producers = Tally("chủ thể")
    products = Tally("sản phẩm", unchanged=len(plan.unchanged))
    certifications = Tally("chứng nhận")
    made = {key: _producer(planned, producers) for key, planned in plan.producers.items()}
    for planned in plan.products:
        if planned.namesake is not None:
            planned.namesake.register_code = planned.row.code
            planned.namesake.save()
            products.changed += 1
            continue
        product = _product(planned, made[planned.row.producer])
        products.added += 1
        _certify(product, planned.row.awards)
        certifications.added += len(planned.row.awards)
    return [producers, products, certifications]


def _producer(planned: PlannedProducer, tally: Tally) -> Producer:
    if planned.existing is not None:
        tally.unchanged += 1
        return planned.existing
    district = planned.key.district
    producer = Producer.objects.create(
        name=planned.key.name,
        slug=free_slug(Producer.objects.all(), planned.key.name, district),
        kind=planned.kind,
        commune=planned.commune,
        district=planned.district,
        source_url=planned.source_url,
    )
    for name, reason in planned.aliases.items():
        ProducerName.objects.create(producer=producer, name=name, source=reason)
    tally.added += 1
    return producer


def _product(planned: PlannedProduct, producer: Producer) -> Product:
    row = planned.row
    return Product.objects.create(
        register_code=row.code,
        name=row.name,
        slug=free_slug(Product.objects.all(), row.name, producer.name),
        group=planned.group,
        group_basis=_group_basis(planned),
        producer=producer,
        commune=planned.commune,
        district=planned.district,
        village=row.village,
        standing=row.standing,
        source_url=row.source_url,
        source_quality=row.quality,
        source_note=row.note,
    )


def _group_basis(planned: PlannedProduct) -> GroupBasis:
    """A sub-group is told from the product's name, unless its group has no other."""
    group = planned.group
    if group and group.parent and group.parent.subgroups.count() > 1:
        return GroupBasis.INFERRED
    return planned.row.group_basis


def _certify(product: Product, awards: tuple[Award, ...]) -> None:
    """Record ``awards``, each superseded one bound to the award of the day that ended it."""
    by_day: dict[dt.date | None, Certification] = {}
    for award in sorted(awards, key=_newest_first):
        certification = Certification.objects.create(
            product=product,
            stars=award.stars,
            score=award.score,
            decision_number=award.decision_number,
            decision_on=award.decision_on,
            recognised_year=award.recognised_year,
            issuing_body=award.issuing_body,
            level=award.level,
            valid_during=_period(award),
            expires_on=award.expires_on,
            end_reason=EndReason.SUPERSEDED if award.superseded_on else "",
            ended_on=award.superseded_on,
            superseded_by=by_day[award.superseded_on] if award.superseded_on else None,
            source_url=award.source_url,
            source_note=award.note,
        )
        by_day[award.decision_on] = certification


def _newest_first(award: Award) -> int:
    return -award.decision_on.toordinal() if award.decision_on else 1


def _period(award: Award) -> tuple | None:
    if award.decision_on is None:
        return None
    return award.decision_on, award.superseded_on or award.expires_on
