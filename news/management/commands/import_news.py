"""``manage.py import_news FILE|FOLDER``: take in an existing archive of news."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from news.archive.csv_file import ArchiveError
from news.archive.importing import import_items, read_archive


class Command(BaseCommand):
    """Reads articles from CSV or HTML with their pictures; dry until ``--commit``."""

    help = "Nhập kho tin cũ từ tệp CSV, tệp HTML hoặc thư mục tệp HTML; chạy thử trước."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("archive", type=Path, help="tệp .csv, .html hoặc thư mục")
        parser.add_argument("--commit", action="store_true", help="ghi thật")

    def handle(self, *args: Any, **options: Any) -> None:
        archive: Path = options["archive"]
        try:
            items = read_archive(archive)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        folder = archive if archive.is_dir() else archive.parent
        report = import_items(items, folder, commit=options["commit"], at=timezone.now())
        for line in report.lines:
            self.stdout.write(line)
        done = "đã ghi" if options["commit"] else "chưa ghi gì; thêm --commit để ghi"
        self.stdout.write(f"{report} ({done})")
