"""``manage.py sweep_private_files``: remove private files no row names any more."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from ocop_portal.shared.private_files import PrivateStorage
from ocop_portal.shared.private_files.sweeping import unclaimed_files

GRACE = dt.timedelta(days=1)
"""A file just written may belong to a row not yet committed."""


class Command(BaseCommand):
    """Remove what an interrupted upload left behind; dry until ``--commit``."""

    help = "Xóa tệp riêng không dòng nào trong sổ nhắc tới, đã để lại quá một ngày."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--commit", action="store_true", help="xóa thật")

    def handle(self, *args: Any, **options: Any) -> None:
        names = unclaimed_files(timezone.now() - GRACE)
        if options["commit"]:
            for name in names:
                PrivateStorage().delete(name)
        done = "đã xóa" if options["commit"] else "sẽ xóa khi thêm --commit"
        self.stdout.write(f"tệp riêng không ai nhắc: {len(names)}, {done}")
