"""``manage.py load_news``: what news and introduction begin with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from news.content import load_content


class Command(BaseCommand):
    """Add what a new portal begins with; loading again changes nothing."""

    help = "Nạp chuyên mục, trang giới thiệu, mốc thời gian theo luật, bài viết ban đầu."

    def handle(self, *args: Any, **options: Any) -> None:
        for tally in load_content(settings.BASE_DIR / "fixtures/news"):
            self.stdout.write(str(tally))
