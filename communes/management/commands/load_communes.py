"""``manage.py load_communes``: administrative units with their past and their outlines."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.importers import SourceError, parse_folder, parse_nation, plan_load


class Command(BaseCommand):
    """Load a folder of units; loading it again changes nothing."""

    help = "Nạp tỉnh, huyện cũ, xã, phường, tên khác, biến động, ranh giới; chạy lại không đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say which units, and whether to write."""
        parser.add_argument("--folder", type=Path, default=settings.COMMUNES_FOLDER)
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--province",
            metavar="MÃ",
            default=settings.COMMUNES_PROVINCE,
            help="chỉ các xã hiện nay của tỉnh này, lấy từ danh mục cả nước",
        )
        which.add_argument("--nation", action="store_true", help="mọi xã hiện nay của cả nước")
        parser.add_argument("--dry-run", action="store_true", help="chỉ nói sẽ làm gì")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, plan, tell, apply."""
        try:
            if options["nation"] or options["province"]:
                province = "" if options["nation"] else options["province"]
                load = plan_load(parse_nation(options["folder"], province))
            else:
                load = plan_load(parse_folder(options["folder"]))
        except SourceError as error:
            raise CommandError(str(error)) from None
        for plan in load.plans:
            self.stdout.write(str(plan))
        if not options["dry_run"]:
            load.apply()
