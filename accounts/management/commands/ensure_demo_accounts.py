"""``manage.py ensure_demo_accounts``: accounts for showing the portal, never in production."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.demo import ensure_accounts
from accounts.models import User


class Command(BaseCommand):
    """Make the demonstration accounts that are missing and print how to sign in."""

    help = "Tạo tài khoản minh họa còn thiếu và in tên, mật khẩu; không chạy ở môi trường thật."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "fixtures/demo/accounts.json"
        document = json.loads(path.read_text(encoding="utf-8"))
        try:
            ensure_accounts(document, on=timezone.localdate())
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        names = [entry["username"] for entry in document["accounts"]]
        self.stdout.write(
            f"\nTài khoản minh họa (mật khẩu chung: {document['password']}, nếu chưa ai đổi):"
        )
        for user in User.objects.filter(username__in=names, is_demo=True).order_by("pk"):
            self.stdout.write(f"  {user.username:<12} {user.full_name}")
        self.stdout.write("Cán bộ vào /quan-tri/, chủ thể vào /tai-khoan/.")
