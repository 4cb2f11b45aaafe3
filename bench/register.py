"""A made-up national register of the size the programme has: for measuring, never for showing."""

from __future__ import annotations

import csv
import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from communes.enums import CommuneKind
from communes.models import Commune, Province
from ocop_portal.shared.text import fold, slugify, sort_key
from producers.enums import PremisesKind, ProducerKind
from producers.models import Premises, Producer
from products.enums import AwardLevel, EndReason, GroupBasis, Standing
from products.importers.groups import load_groups
from products.models import Certification, Product, ProductGroup
from products.rules import term_end

UNITS = Path("fixtures/communes/communes-vietnam-2026.csv")
PRODUCTS = 20_000
PRODUCERS = 10_000
CERTIFICATIONS = 30_000
BATCH = 2_000
SCORES = {3: (5000, 7000), 4: (7000, 9000), 5: (9000, 10_000)}  # hundredths of a point

GOODS = (
    "Miến dong;Rượu men lá;Chè Shan tuyết;Gạo nếp;Gạo tẻ thơm;Mật ong rừng;Măng khô;Thịt trâu gác "
    "bếp;Lạp sườn;Tinh bột nghệ;Trà hoa vàng;Trà giảo cổ lam;Bánh gai;Bánh phở khô;Bún khô;Nấm "
    "hương;Mộc nhĩ;Cà gai leo;Tinh dầu quế;Tinh dầu sả;Chuối sấy dẻo;Mứt gừng;Nước mắm;Tương "
    "nếp;Chả mực;Cá khô;Tôm nõn;Bưởi da xanh;Cam sành;Vải thiều;Nhãn lồng;Xoài cát;Sầu riêng;Cà "
    "phê rang xay;Ca cao nguyên chất;Hồ tiêu;Hạt điều rang muối;Hạt mắc ca;Khoai lang sấy;Rau má "
    "sấy lạnh;Bột sắn dây;Dầu lạc;Dầu vừng;Trứng vịt muối;Giò lụa;Nem chua;Bánh đa;Bánh tráng;Kẹo "
    "dừa;Đường thốt nốt;Thổ cẩm;Mây tre đan;Gốm;Chiếu cói;Nón lá;Hương trầm;Hoa lan;Cây cảnh;Du "
    "lịch cộng đồng;Homestay"
).split(";")
TRAITS = (
    "hữu cơ;truyền thống;thượng hạng;đặc biệt;túi lọc;sấy lạnh;nguyên chất;hảo hạng;cao cấp;"
    "500 g;250 g;1 kg;hộp quà;gia truyền;vị cay;ít đường;loại một;đặc sản"
).split(";")
FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Triệu Ma Bế".split()
GIVEN = (
    "An Bình Cường Dũng Đạt Giang Hà Hải Hạnh Hiền Hòa Hùng Hương Khánh Lan Linh Long Mai Minh Nam "
    "Nga Ngọc Phúc Phương Quang Sơn Tâm Thảo Thắng Thịnh Thu Tiến Trang Trung Tuấn Tuyết Vân Yến"
).split()
KINDS = {
    ProducerKind.COOPERATIVE: "HTX nông nghiệp",
    ProducerKind.COMPANY: "Công ty TNHH",
    ProducerKind.COOPERATIVE_GROUP: "Tổ hợp tác",
    ProducerKind.HOUSEHOLD: "Hộ kinh doanh",
}


@transaction.atomic
def generate(today: dt.date, products: int = PRODUCTS, seed: int = 7) -> None:
    """Fill an empty, migrated database; a smaller ``products`` shrinks everything but communes."""
    dice = random.Random(seed)
    load_groups(Path("fixtures/groups"))
    communes = _communes()
    share = products / PRODUCTS
    producers = _producers(dice, communes, round(PRODUCERS * share))
    made = _products(dice, producers, products)
    _certifications(dice, made, round(CERTIFICATIONS * share), today)


def _communes() -> list[Commune]:
    kinds = {str(kind.label).lower(): kind for kind in CommuneKind}
    provinces: dict[str, Province] = {}
    rows = []
    with UNITS.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            full_name = row["province_full_name"]
            province = provinces.get(row["province_code"]) or Province.objects.create(
                code=row["province_code"],
                name=full_name.removeprefix("Tỉnh ").removeprefix("Thành phố "),
                full_name=full_name,
                is_served=True,
            )
            provinces[row["province_code"]] = province
            rows.append(_commune(row, province, kinds))
    return Commune.objects.bulk_create(rows, BATCH)


def _commune(row: dict[str, str], province: Province, kinds: dict) -> Commune:
    number = int(row["ward_code"])
    return Commune(
        code=row["ward_code"],
        name=row["ward_name"],
        kind=kinds[row["ward_type"].lower()],
        province=province,
        slug=f"{slugify(row['ward_name'])}-{row['ward_code']}",
        valid_from=dt.date(2025, 7, 1),
        latitude=Decimal(number * 7919 % 14_000 + 8_500) / 1000,
        longitude=Decimal(number * 104_729 % 6_500 + 102_500) / 1000,
        sort_key=sort_key(row["ward_name"]),
    )


def _producers(dice: random.Random, communes: list[Commune], count: int) -> list[Producer]:
    rows = []
    for number in range(count):
        kind = dice.choice(list(KINDS))
        commune = dice.choice(communes)
        person = f"{dice.choice(FAMILIES)} {dice.choice(GIVEN)} {dice.choice(GIVEN)}"
        name = f"{KINDS[kind]} {dice.choice((commune.name, person))} {number}"
        rows.append(
            Producer(
                name=name,
                slug=slugify(name),
                kind=kind,
                commune=commune,
                sort_key=sort_key(name),
            )
        )
    made = Producer.objects.bulk_create(rows, BATCH)
    Premises.objects.bulk_create([_premises(dice, producer) for producer in made], BATCH)
    return made


def _premises(dice: random.Random, producer: Producer) -> Premises:
    commune = producer.commune
    return Premises(
        producer=producer,
        kind=PremisesKind.WORKSHOP,
        commune=commune,
        latitude=round(commune.latitude + Decimal(dice.randrange(-2000, 2000)) / 100_000, 5),
        longitude=round(commune.longitude + Decimal(dice.randrange(-2000, 2000)) / 100_000, 5),
    )


def _products(dice: random.Random, producers: list[Producer], count: int) -> list[Product]:
    groups = list(ProductGroup.objects.filter(is_current=True, parent__isnull=False))
    rows = []
    for number in range(count):
        producer = producers[number % len(producers)]
        name = f"{dice.choice(GOODS)} {dice.choice(TRAITS)} {producer.commune.name}"
        rows.append(
            Product(
                register_code=f"BM-{number:05}",
                name=name,
                slug=f"{fold(slugify(name))}-{number}",
                group=dice.choice(groups),
                group_basis=GroupBasis.DECIDED,
                producer=producer,
                commune=producer.commune,
                standing=Standing.RECOGNISED,
                summary=f"{name}, làm tại {producer.commune.full_name}.",
                sort_key=sort_key(name),
            )
        )
    return Product.objects.bulk_create(rows, BATCH)


def _certifications(
    dice: random.Random, products: list[Product], count: int, today: dt.date
) -> None:
    latest = [_certification(dice, product, today, None) for product in products]
    latest = Certification.objects.bulk_create(latest, BATCH)
    older = [
        _certification(dice, newer.product, today, newer) for newer in latest[: count - len(latest)]
    ]
    Certification.objects.bulk_create(older, BATCH)


def _certification(
    dice: random.Random, product: Product, today: dt.date, newer: Certification | None
) -> Certification:
    """A first award within four years before ``today``, or one that ``newer`` superseded."""
    if newer is None:
        start = today - dt.timedelta(days=dice.randrange(30, 1400))
        end = term_end(start)
    else:
        end = newer.valid_during.lower
        start = end - dt.timedelta(days=dice.randrange(300, 1000))
    stars = dice.choices((3, 4, 5), (70, 27, 3))[0]
    return Certification(
        product=product,
        stars=stars,
        score=Decimal(dice.randrange(*SCORES[stars])) / 100,
        decision_number=f"{dice.randrange(100, 4000)}/QĐ-UBND",
        decision_on=start,
        recognised_year=start.year,
        level=AwardLevel.NATIONAL if stars == 5 else AwardLevel.PROVINCE,
        valid_during=DateRange(start, end),
        expires_on=term_end(start),
        end_reason=EndReason.SUPERSEDED if newer else "",
        ended_on=end if newer else None,
        superseded_by=newer,
    )
