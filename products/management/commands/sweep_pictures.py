"""``manage.py sweep_pictures``: remove picture files no row names any more."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils import timezone

from products.models import StoredPicture
from products.pictures import remove_files, unclaimed_files

GRACE = dt.timedelta(days=1)
"""A file just written may belong to a row not yet committed."""


class Command(BaseCommand):
    """Remove what an interrupted upload left behind; dry until ``--commit``."""

    help = "Xóa tệp ảnh không mục nào dùng, đã để lại quá một ngày."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--commit", action="store_true", help="xóa thật")

    def handle(self, *args: Any, **options: Any) -> None:
        kinds = [model for model in apps.get_models() if issubclass(model, StoredPicture)]
        before = timezone.now() - GRACE
        names = [name for kind in kinds for name in unclaimed_files(kind, before)]
        if options["commit"]:
            remove_files(names)
        done = "đã xóa" if options["commit"] else "sẽ xóa khi thêm --commit"
        self.stdout.write(f"tệp ảnh không ai dùng: {len(names)}, {done}")
