"""``manage.py load_criteria``: the criteria of the three decisions."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from scoring.criteria.storage import load_criteria


class Command(BaseCommand):
    """Keep the criteria documents; loading again changes nothing."""

    help = "Nạp bộ tiêu chí của các quyết định; chạy lại không đổi gì."

    def handle(self, *args: Any, **options: Any) -> None:
        for tally in load_criteria(settings.BASE_DIR / "fixtures/criteria", at=timezone.now()):
            self.stdout.write(str(tally))
