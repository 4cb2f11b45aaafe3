"""``manage.py load_reference``: communes, groups, criteria, processes, regulation, documents."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from news.importers import load_law
from products.importers.groups import load_groups
from scoring.regulation_acts import load_regulation


class Command(BaseCommand):
    """Load everything the portal refers to; loading again changes nothing."""

    help = (
        "Nạp đơn vị hành chính, nhóm sản phẩm, tiêu chí, quy trình, quy chế, văn bản; chạy lại "
        "không đổi gì."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        fixtures = settings.BASE_DIR / "fixtures"
        call_command("load_communes", stdout=self.stdout)
        call_command("load_criteria", stdout=self.stdout)
        call_command("load_processes", stdout=self.stdout)
        regulation = load_regulation(fixtures / "process/regulation.json", at=timezone.now())
        tallies = [regulation, *load_groups(fixtures / "groups"), *load_law(fixtures / "news")]
        for tally in tallies:
            self.stdout.write(str(tally))
