"""``manage.py load_site_profile``: whose portal this is, from a JSON file."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ocop_portal.shared.models import SiteProfile


class Command(BaseCommand):
    """Take the profile from a file if the portal has none; what the office entered stays."""

    help = "Nạp tên cổng, cơ quan quản lý, địa chỉ từ tệp JSON; đã có thì giữ nguyên."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures/site_profile.json"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if SiteProfile.objects.exists():
            self.stdout.write("thông tin cổng: giữ nguyên 1")
            return
        values = json.loads(options["file"].read_text(encoding="utf-8"))
        known = {field.name for field in SiteProfile._meta.fields} - {"id", "emblem"}
        if unknown := sorted(values.keys() - known):
            raise CommandError(f"Tệp có mục không biết: {', '.join(unknown)}.")
        SiteProfile(**values).save()
        self.stdout.write("thông tin cổng: thêm 1")
