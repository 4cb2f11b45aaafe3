"""``manage.py purge_feedback``: forget who sent reports that were closed long ago."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from feedback.services import purge_reports


class Command(BaseCommand):
    """Wipe personal data past its time; ``manage.py tick`` does the same by itself."""

    help = "Xóa dữ liệu cá nhân của phản ánh đã xong quá hạn giữ."

    def add_arguments(self, parser: CommandParser) -> None:
        """Another time than the setting's."""
        parser.add_argument("--days", type=int, help="Mặc định: FEEDBACK_KEEPS_DAYS.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go on until nothing is left to forget."""
        total = 0
        while count := purge_reports(now=timezone.now(), days=options["days"]):
            total += count
        self.stdout.write(f"Đã xóa dữ liệu cá nhân của {total} phản ánh.")
