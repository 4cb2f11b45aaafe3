"""``manage.py load_demonstration``: a round of assessment to look at, never in production."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from scoring.demonstration.playing import CannotPlay, play_round


class Command(BaseCommand):
    """Play the demonstration round where it was not played yet."""

    help = "Nạp vòng đánh giá minh họa, một lần; không chạy ở môi trường thật."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "fixtures/demo/round.json"
        document = json.loads(path.read_text(encoding="utf-8"))
        try:
            is_new = play_round(document, now=timezone.now())
        except CannotPlay as reason:
            self.stdout.write(f"Chưa nạp vòng đánh giá minh họa: {reason}")
            return
        if is_new:
            self.stdout.write(f"Vòng đánh giá minh họa: {len(document['dossiers'])} hồ sơ.")
