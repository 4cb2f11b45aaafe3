"""Administrative units and what became of them."""

import datetime as dt
from itertools import count

from communes.enums import CommuneKind, SuccessionKind
from communes.models import Commune, CommuneSuccession, District, Province
from ocop_portal.shared.text import slugify

REFORM = dt.date(2025, 7, 1)
_numbers = count(1)


def make_province(**fields) -> Province:
    """A province this portal serves."""
    values = {"code": "19", "name": "Thái Nguyên", "full_name": "Tỉnh Thái Nguyên"} | fields
    found = Province.objects.filter(code=values["code"]).first()
    return found or Province.objects.create(**{"is_served": True} | values)


def make_district(name: str = "Huyện Na Rì", **fields) -> District:
    """A district that ended with the reform of 2025."""
    values = {"code": f"{next(_numbers) % 1000:03}", "valid_to": REFORM} | fields
    values.setdefault("province", None)
    values["province"] = values["province"] or make_province()
    return District.objects.create(name=name, **values)


def make_commune(name: str = "Côn Minh", **fields) -> Commune:
    """A commune in force since the reform of 2025; pass ``valid_to`` for a former one."""
    number = next(_numbers)
    values = {"code": f"{number % 100_000:05}", "kind": CommuneKind.XA} | fields
    values.setdefault("slug", f"{slugify(name)}-{number}")
    values.setdefault("valid_from", None if values.get("valid_to") else REFORM)
    if "province" not in values:
        values["province"] = make_province()
    return Commune.objects.create(name=name, **values)


def make_former_commune(name: str, successor: Commune | None = None, **fields) -> Commune:
    """A commune that ended with the reform, merged into ``successor`` when given."""
    former = make_commune(name, **{"valid_to": REFORM} | fields)
    if successor:
        CommuneSuccession.objects.create(
            predecessor=former,
            successor=successor,
            kind=SuccessionKind.MERGED,
            effective_on=REFORM,
            legal_act="1683/NQ-UBTVQH15",
        )
    return former
