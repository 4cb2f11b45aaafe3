"""What loading the register would do: which rows are new, and where each of them belongs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from communes.models import Commune, District
from ocop_portal.shared.text import fold
from producers.models import Producer
from products.importers.register_rows import ProducerKey, Register, RegisterError, RegisterRow
from products.models import Product, ProductGroup


@dataclass(slots=True)
class PlannedProducer:
    """A producer of the register: the one we have, or what a new one would be."""

    key: ProducerKey
    existing: Producer | None
    kind: str
    commune: Commune | None
    district: District | None
    aliases: dict[str, str]
    source_url: str


@dataclass(slots=True)
class PlannedProduct:
    """A row that is new, with its place and group found."""

    row: RegisterRow
    commune: Commune | None
    district: District | None
    group: ProductGroup | None
    namesake: Product | None
    """The same producer's product of the same name that has no register code yet."""


@dataclass(slots=True)
class RegisterPlan:
    """Everything to write, and the codes that are there already."""

    producers: dict[ProducerKey, PlannedProducer] = field(default_factory=dict)
    products: list[PlannedProduct] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Places:
    """Lookups by the codes and names the files use."""

    communes: dict[str, Commune]
    districts: dict[str, District]
    groups: dict[str, ProductGroup]


def plan_register(register: Register) -> RegisterPlan:
    """Compare ``register`` with the database; a product whose code is known stays as it is.

    Raises `RegisterError` when a commune, a district or a group is not there.
    """
    plan = RegisterPlan()
    known = set(
        Product.objects.filter(register_code__isnull=False).values_list("register_code", flat=True)
    )
    new_rows = []
    for row in register.rows:
        if row.code in known:
            plan.unchanged.append(row.code)
        else:
            new_rows.append(row)
    places = _places(register)
    _refuse_unknown(new_rows, places)
    by_producer = defaultdict(list)
    for row in register.rows:
        by_producer[row.producer].append(row)
    for key in {row.producer: None for row in new_rows}:
        aliases = register.aliases.get(key, {})
        plan.producers[key] = _planned_producer(key, by_producer[key], aliases, places)
    plan.products = [
        _planned_product(row, plan.producers[row.producer], places) for row in new_rows
    ]
    return plan


def _places(register: Register) -> _Places:
    communes = Commune.objects.in_force(register.division_on).served().select_related("district")
    groups: dict[str, ProductGroup] = {}
    for group in ProductGroup.objects.filter(decision=register.group_decision):
        names = [group.code] if group.parent_id else [group.short_name, group.name]
        groups |= {fold(name).removeprefix("san pham "): group for name in names}
    return _Places(
        communes={commune.code: commune for commune in communes},
        districts={
            district.name: district
            for district in District.objects.filter(province__is_served=True)
        },
        groups=groups,
    )


def _refuse_unknown(rows: list[RegisterRow], places: _Places) -> None:
    errors = []
    for row in rows:
        if row.commune_code and row.commune_code not in places.communes:
            errors.append(f"{row.code}: chưa có xã, phường mã {row.commune_code}")
        if row.producer.district and row.producer.district not in places.districts:
            errors.append(f"{row.code}: chưa có “{row.producer.district}”")
        for group in filter(None, (row.group, row.subgroup)):
            if fold(group) not in places.groups:
                errors.append(f"{row.code}: chưa có nhóm sản phẩm “{group}”")
    if errors:
        raise RegisterError(errors)


def _planned_producer(
    key: ProducerKey, rows: list[RegisterRow], aliases: dict[str, str], places: _Places
) -> PlannedProducer:
    codes = {row.commune_code for row in rows if row.commune_code}
    commune = places.communes[codes.pop()] if len(codes) == 1 else None
    district = places.districts.get(key.district)
    return PlannedProducer(
        key=key,
        existing=_existing_producer(key, district),
        kind=rows[0].producer_kind,
        commune=commune,
        district=None if commune else district,
        aliases=aliases,
        source_url=rows[0].trusted_source_url,
    )


def _existing_producer(key: ProducerKey, district: District | None) -> Producer | None:
    """A producer of that name in that district, or of that name and no known place."""
    names = Producer.objects.select_related("commune").filter(name_folded=fold(key.name))
    district_id = district.pk if district else None
    for producer in names.order_by("pk"):
        own = producer.commune.district_id if producer.commune else producer.district_id
        if own == district_id or own is None:
            return producer
    return None


def _planned_product(
    row: RegisterRow, producer: PlannedProducer, places: _Places
) -> PlannedProduct:
    commune = places.communes.get(row.commune_code)
    namesake = None
    if producer.existing is not None:
        namesake = producer.existing.products.filter(
            name_folded=fold(row.name), register_code__isnull=True
        ).first()
    group = row.subgroup or row.group
    return PlannedProduct(
        row=row,
        commune=commune,
        district=None if commune else places.districts.get(row.producer.district),
        group=places.groups[fold(group)] if group else None,
        namesake=namesake,
    )
