"""``manage.py load_reference``: communes, product groups, criteria, legal documents."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from news.importers import load_documents
from products.importers.groups import load_groups


class Command(BaseCommand):
    """Load everything the portal refers to; loading again changes nothing."""

    help = "Nạp đơn vị hành chính, nhóm sản phẩm, bộ tiêu chí, văn bản; chạy lại không đổi gì."

    def handle(self, *args: Any, **options: Any) -> None:
        fixtures = settings.BASE_DIR / "fixtures"
        call_command("load_communes", stdout=self.stdout)
        call_command("load_criteria", stdout=self.stdout)
        for tally in load_groups(fixtures / "groups") + load_documents(
            fixtures / "news/documents.csv"
        ):
            self.stdout.write(str(tally))
