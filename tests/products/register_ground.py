"""Just enough territory for the gathered register: the places its own rows name."""

import csv
import datetime as dt

from django.conf import settings

from communes.models import Commune, District, Province
from products.importers.groups import load_groups

FIXTURES = settings.BASE_DIR / "fixtures"
REGISTER = FIXTURES / "register"
DIVISION_ENDED = dt.date(2025, 7, 1)


def make_territory() -> None:
    """Districts and communes of the register's rows, all ended on 1 July 2025."""
    province = Province.objects.create(
        code="06", name="Bắc Kạn", full_name="Tỉnh Bắc Kạn", is_served=True
    )
    with (REGISTER / "products.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _make_place(province, row)


def make_ground() -> None:
    """Territory and groups."""
    make_territory()
    load_groups(FIXTURES / "groups")


def _make_place(province: Province, row: dict[str, str]) -> None:
    if not row["district"]:
        return
    district, _ = District.objects.get_or_create(
        name=row["district"],
        defaults={"code": f"{District.objects.count():03}", "province": province},
    )
    if row["commune_code"]:
        Commune.objects.get_or_create(
            code=row["commune_code"],
            defaults={
                "name": row["commune"],
                "slug": f"xa-{row['commune_code']}",
                "kind": "xa",
                "province": province,
                "district": district,
                "valid_to": DIVISION_ENDED,
            },
        )
