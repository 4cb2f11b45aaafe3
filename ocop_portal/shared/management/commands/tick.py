"""``manage.py tick``: do what is due now. Run every minute by cron or a systemd timer."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from ocop_portal.shared.periodic import JobReport, run_jobs


class Command(BaseCommand):
    """Runs the jobs of ``PORTAL_TICK_JOBS`` once, or again and again with ``--every``."""

    help = "Làm những việc đến hạn: gửi thư, và việc định kỳ của các phần. Chạy lại vô hại."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=int, metavar="GIÂY", help="chạy mãi, cách nhau chừng ấy giây"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        reports = self._run()
        while options["every"]:
            close_old_connections()
            time.sleep(options["every"])
            self._run(is_terse=True)
        if any(report.error for report in reports):
            raise CommandError("Có việc bị lỗi; xem nhật ký.")

    def _run(self, *, is_terse: bool = False) -> list[JobReport]:
        reports = run_jobs(settings.PORTAL_TICK_JOBS, timezone.now())
        for report in reports:
            if not is_terse or report.error or any(report.counts.values()):
                self.stdout.write(str(report))
        return reports
