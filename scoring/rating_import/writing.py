"""Carrying out a plan, set by set. The caller holds the transaction and the locks."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import OperationalError, connection

from ocop_portal.shared.bulk import copy_rows, take_ids, update_rows
from ocop_portal.shared.slugs import free_slugs
from ocop_portal.shared.text import sort_key
from producers.models import Producer
from products.enums import GroupBasis, Standing
from products.models import Certification, Product
from scoring.rating_import.acts import Act
from scoring.rating_import.document import ParsedRow
from scoring.rating_import.history import Award
from scoring.rating_import.issuers import issuer_and_level
from scoring.rating_import.plan import Plan
from scoring.rating_import.register import KnownProducer, KnownProduct
from scoring.rating_import.states import (
    AWARD_ATTRIBUTES,
    PRODUCT_ATTRIBUTES,
    Written,
    award_values,
    product_states,
)

LOCK_KEY = 0x0C0B_1337
"""Key of the advisory lock all imports of results share."""


LONGEST_WAIT_SECONDS = 20


class RegisterBusy(Exception):
    """Somebody else is writing to the register and does not finish."""

    def __str__(self) -> str:
        return "Có người khác đang ghi vào sổ. Chờ một phút rồi làm lại; chưa có gì được ghi."


def lock_register() -> None:
    """Let nobody else import, nor write producers, products and certifications, until the end.

    Reading goes on. The plan made after this is the plan that is written. Raises `RegisterBusy`
    when others do not finish in time.
    """
    models = (Producer, Product, Certification)
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT_SECONDS}s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
            cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
    except OperationalError as error:
        raise RegisterBusy from error


@dataclass(slots=True)
class _Task:
    """One row that writes."""

    row: ParsedRow
    act: Act
    written: Written = field(default_factory=Written)

    @property
    def touched(self) -> list[Award]:
        """Awards of the register the row changes."""
        awards = [ending.award for ending in self.act.endings]
        return [*awards, self.act.updated] if self.act.updated else awards


def write_plan(plan: Plan) -> dict[int, Written]:
    """Write every act of ``plan``; returns what was written by position of the row."""
    tasks = {
        planned.position: _Task(planned.row, planned.act)
        for planned in plan.rows
        if planned.act is not None
    }
    _Writer(plan, list(tasks.values())).write()
    return {position: task.written for position, task in tasks.items()}


class _Writer:
    def __init__(self, plan: Plan, tasks: list[_Task]) -> None:
        self.plan = plan
        self.tasks = tasks
        self.awards = [(task, task.act.award) for task in tasks if task.act.award]

    def write(self) -> None:
        changed = self._changed_awards()
        moved = self._changed_products()
        self._note_before(changed, moved)
        self._make_producers()
        self._make_products()
        for (task, award), pk in zip(
            self.awards, take_ids(Certification, len(self.awards)), strict=True
        ):
            award.pk = task.written.certification = pk
        self._change(changed)
        update_rows(
            Product,
            PRODUCT_ATTRIBUTES,
            [(product.pk, *_product_values(product)) for product in moved.values()],
        )
        self._make_awards()

    # --- what changes

    def _changed_awards(self) -> dict[int, Award]:
        """Awards the register has already, by primary key; those that give way come first."""
        found = {
            ending.award.pk: ending.award for task in self.tasks for ending in task.act.endings
        }
        for task in self.tasks:
            if task.act.updated is not None:
                found.setdefault(task.act.updated.pk, task.act.updated)
        return {pk: award for pk, award in found.items() if pk is not None}

    def _changed_products(self) -> dict[int, KnownProduct]:
        return {
            task.act.product.pk: task.act.product
            for task in self.tasks
            if task.act.product_updates and task.act.product.pk is not None
        }

    def _change(self, changed: dict[int, Award]) -> None:
        """First those that give way, then those that are completed, so that none overlap."""
        giving_way = {ending.award.pk for task in self.tasks for ending in task.act.endings}
        for is_first in (True, False):
            update_rows(
                Certification,
                AWARD_ATTRIBUTES,
                [
                    (pk, *award_values(award))
                    for pk, award in changed.items()
                    if (pk in giving_way) is is_first
                ],
            )

    # --- what is made

    def _make_producers(self) -> None:
        makers: dict[int, _Task] = {}
        for task in self.tasks:
            if task.act.product.producer.pk is None:
                makers.setdefault(id(task.act.product.producer), task)
        producers = [task.act.product.producer for task in makers.values()]
        for task, pk in zip(makers.values(), take_ids(Producer, len(makers)), strict=True):
            task.act.product.producer.pk = task.written.producer = pk
        slugs = free_slugs(
            Producer.objects.all(), [(it.name, self._place_of(it)) for it in producers]
        )
        copy_rows(
            Producer,
            (_producer_row(it, slug) for it, slug in zip(producers, slugs, strict=True)),
        )

    def _place_of(self, producer: KnownProducer) -> str:
        places = self.plan.places
        return places.name_of(producer.commune_id) or places.district_name(producer.district_id)

    def _make_products(self) -> None:
        makers: dict[int, _Task] = {}
        for task in self.tasks:
            if task.act.product.pk is None:
                makers.setdefault(id(task.act.product), task)
        products = [task.act.product for task in makers.values()]
        for task, pk in zip(makers.values(), take_ids(Product, len(makers)), strict=True):
            task.act.product.pk = task.written.product = pk
        names = [(product.name, product.producer.name) for product in products]
        slugs = free_slugs(Product.objects.all(), names)
        copy_rows(
            Product,
            (_product_row(it, slug) for it, slug in zip(products, slugs, strict=True)),
        )

    def _make_awards(self) -> None:
        copy_rows(Certification, (self._award_row(task, award) for task, award in self.awards))

    def _award_row(self, task: _Task, award: Award) -> dict[str, object]:
        closing = task.act.closing
        issuer, level = issuer_and_level(task.row.decision, self.plan.issuers)
        return {
            "id": award.pk,
            "product_id": task.act.product.pk,
            "recognised_year": award.year,
            "issuing_body": issuer,
            "level": level,
            "group_id": task.act.group_id or (closing.group_id if closing else None),
            "scoring": closing.scoring if closing else {},
            "source_note": task.act.note,
            **dict(zip(AWARD_ATTRIBUTES, award_values(award), strict=True)),
        }

    # --- what an undoing needs

    def _note_before(self, awards: dict[int, Award], products: dict[int, KnownProduct]) -> None:
        """States of everything about to change, each with the first row that changes it."""
        noted: set[int | None] = set()
        before = product_states(products)
        for task in self.tasks:
            for award in task.touched:
                if award.pk in awards and award.pk not in noted and award.before is not None:
                    task.written.certifications_before[str(award.pk)] = award.before
                    noted.add(award.pk)
            pk = task.act.product.pk
            if pk in before:
                task.written.products_before[str(pk)] = before.pop(pk)


def _producer_row(producer: KnownProducer, slug: str) -> dict[str, object]:
    return {
        "id": producer.pk,
        "name": producer.name,
        "slug": slug,
        "kind": producer.kind,
        "tax_code": producer.tax_code,
        "commune_id": producer.commune_id,
        "district_id": producer.district_id,
        "address": producer.address,
        "sort_key": sort_key(producer.name),
    }


def _product_row(product: KnownProduct, slug: str) -> dict[str, object]:
    return {
        "id": product.pk,
        "name": product.name,
        "slug": slug,
        "producer_id": product.producer.pk,
        "village": product.village,
        "group_id": product.group_id,
        "group_basis": GroupBasis.SOURCE if product.group_id else GroupBasis.DECIDED,
        "sort_key": sort_key(product.name),
        **dict(zip(PRODUCT_ATTRIBUTES, _product_values(product), strict=True)),
    }


def _product_values(product: KnownProduct) -> tuple[object, ...]:
    return (
        product.commune_id,
        product.district_id,
        product.standing or Standing.RECOGNISED.value,
    )
