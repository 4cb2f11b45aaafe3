"""``manage.py check_listings``: do the pages on e-commerce floors still open?"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import F, Q
from django.utils import timezone

from markets.link_check import Link, look_at
from markets.link_client import LinkClient
from markets.models import Listing
from markets.services import note_checks


class Command(BaseCommand):
    """Ask each published listing that was not asked lately; dead ones are hidden and reported."""

    help = "Kiểm tra liên kết bán hàng; liên kết hỏng bị ẩn và báo ở khu quản trị."

    def add_arguments(self, parser: CommandParser) -> None:
        """Bounds of a run."""
        parser.add_argument("--days", type=int, default=7, help="Bỏ qua liên kết mới kiểm tra.")
        parser.add_argument("--minutes", type=float, default=10, help="Dừng sau chừng này phút.")
        parser.add_argument("--workers", type=int, default=4, help="Số trang hỏi cùng lúc.")
        parser.add_argument("--pause", type=float, default=1, help="Giây nghỉ giữa hai lần hỏi.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, write down, say how many are in which state."""
        today = timezone.localdate()
        links = due_links(today - dt.timedelta(days=options["days"]))
        client = partial(
            LinkClient,
            pause=options["pause"],
            allow_private=settings.LISTING_CHECK_ALLOWS_PRIVATE,
        )
        found = look_at(
            links, workers=options["workers"], seconds=options["minutes"] * 60, client=client
        )
        counts = note_checks(found=found, on=today)
        for state, count in sorted(counts.items()):
            self.stdout.write(f"{state.label}: {count}")
        self.stdout.write(f"chưa kịp kiểm tra: {len(links) - len(found)}")


def due_links(last_checked: dt.date) -> list[Link]:
    """Published listings last checked on ``last_checked`` or before, the longest waiting first."""
    due = Listing.objects.filter(is_published=True).filter(
        Q(checked_on__isnull=True) | Q(check_result="") | Q(checked_on__lte=last_checked)
    )
    rows = due.order_by(F("checked_on").asc(nulls_first=True), "pk").values_list("pk", "url")
    return [Link(pk, url) for pk, url in rows]
