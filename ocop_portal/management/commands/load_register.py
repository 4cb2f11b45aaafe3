"""``manage.py load_register``: the gathered register, its points of sale and channels."""

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from markets.importers import load_markets
from products.importers.register_load import load_register
from products.importers.register_rows import RegisterError


class Command(BaseCommand):
    """Load the real register once; what officers have since changed stays."""

    help = "Nạp sổ sản phẩm thật, điểm bán và kênh bán hàng; chạy lại không đổi gì."

    def handle(self, *args: Any, **options: Any) -> None:
        fixtures = settings.BASE_DIR / "fixtures"
        meta = json.loads((fixtures / "register/register.json").read_text(encoding="utf-8"))
        try:
            tallies = load_register(fixtures / "register")
        except RegisterError as error:
            raise CommandError("\n".join(["Chưa nạp gì:", *error.lines])) from error
        tallies += load_markets(fixtures / "markets", dt.date.fromisoformat(meta["division_on"]))
        for tally in tallies:
            self.stdout.write(str(tally))
