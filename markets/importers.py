"""The files of points of sale and sales channels."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from django.db import transaction

from communes.models import Commune, District
from markets.enums import ChannelKind, SalesPointKind
from markets.models import SalesChannel, SalesPoint
from ocop_portal.shared.tally import Tally, keep_missing
from producers.models import Producer

POINT_KINDS = {
    "Trung tâm": SalesPointKind.CENTRE,
    "Điểm bán": SalesPointKind.SHOP,
    "Góc OCOP": SalesPointKind.CORNER,
    "Điểm trưng bày": SalesPointKind.SHOWROOM,
    "Chợ": SalesPointKind.MARKET,
    "Siêu thị": SalesPointKind.SUPERMARKET,
}
CHANNEL_KINDS = {
    "Sàn thương mại điện tử": ChannelKind.ECOMMERCE,
    "Trang bán hàng riêng": ChannelKind.OWN_SITE,
    "Mạng xã hội": ChannelKind.SOCIAL,
}


@transaction.atomic
def load_markets(directory: Path, division_on: dt.date) -> list[Tally]:
    """Add the points of sale and channels that are not there yet, known by name.

    Places are looked up as they were on ``division_on``. What an officer has since corrected stays.
    Raises ``KeyError`` at an unknown kind.
    """
    points, channels = Tally("điểm bán"), Tally("kênh bán hàng")
    for row in _rows(directory / "sales_points.csv"):
        _keep_point(row, division_on, points)
    for row in _rows(directory / "channels.csv"):
        values = {
            "kind": CHANNEL_KINDS[row["kind"]],
            "url": row["url"],
            "note": row["note"],
            "source": row["source"],
        }
        keep_missing(SalesChannel.objects.all(), {"name": row["name"]}, values, channels)
    return [points, channels]


def _keep_point(row: dict[str, str], division_on: dt.date, tally: Tally) -> None:
    commune, district = _place(row, division_on)
    values = {
        "kind": POINT_KINDS[row["kind"]],
        "operator": row["operator"],
        "producer": Producer.objects.filter(name=row["operator"]).order_by("pk").first(),
        "address": row["address"],
        "commune": commune,
        "district": None if commune else district,
        "note": row["note"],
        "source_url": row["source"],
    }
    keep_missing(SalesPoint.objects.all(), {"name": row["name"]}, values, tally)


def _place(row: dict[str, str], division_on: dt.date) -> tuple[Commune | None, District | None]:
    """The commune and former district a row names; nothing where it names none or several."""
    district = District.objects.filter(name=row["district"], province__is_served=True).first()
    communes = Commune.objects.in_force(division_on).filter(
        name=row["commune"], district=district, district__isnull=False
    )
    found = list(communes[:2])
    return (found[0] if len(found) == 1 else None), district


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
