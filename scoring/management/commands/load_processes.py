"""``manage.py load_processes``: the processes of the decisions, and public holidays."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from scoring.process.storage import CriteriaMissing, load_processes


class Command(BaseCommand):
    """Keep the processes; loading again changes nothing."""

    help = "Nạp quy trình đánh giá của các quyết định và ngày nghỉ lễ; chạy lại không đổi gì."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tallies = load_processes(settings.BASE_DIR / "fixtures/process", at=timezone.now())
        except CriteriaMissing as error:
            raise CommandError(str(error)) from error
        for tally in tallies:
            self.stdout.write(str(tally))
