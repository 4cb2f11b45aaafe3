"""``manage.py setup_portal``: from an empty database to a portal one can browse."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection

from ocop_portal.health import unapplied_migrations
from ocop_portal.shared.models import FixtureLoad

FIXTURES = "fixtures"
# Any number, the same for all: two machines setting up one database take turns.
ADVISORY_LOCK = 20180509


class Command(BaseCommand):
    """Migrates, loads the reference data and the register once, makes demonstration accounts."""

    help = (
        "Chuẩn bị cổng: cập nhật cơ sở dữ liệu, nạp dữ liệu tham chiếu và sổ đăng ký. "
        "Chạy lại chỉ làm phần còn thiếu."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
            try:
                self._set_up(verbosity=options["verbosity"])
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])

    def _set_up(self, *, verbosity: int) -> None:
        if unapplied_migrations():
            call_command("migrate", interactive=False, verbosity=max(verbosity - 1, 0))
        loads = present(settings.PORTAL_SETUP_COMMANDS)
        digest = digest_of(settings.BASE_DIR / FIXTURES, loads)
        if not FixtureLoad.objects.filter(digest=digest).exists():
            self._call(loads)
            FixtureLoad.objects.create(digest=digest)
        self._call(present(settings.PORTAL_DEMO_COMMANDS))

    def _call(self, commands: list[list[str]]) -> None:
        for name, *arguments in commands:
            call_command(name, *arguments, stdout=self.stdout, stderr=self.stderr)


def present(commands: list[list[str]]) -> list[list[str]]:
    """Those of the commands that some installed app offers."""
    known = get_commands()
    return [command for command in commands if command[0] in known]


def digest_of(fixtures: Path, loads: list[list[str]]) -> str:
    """Fingerprint of all fixture files and of what is done with them."""
    digest = hashlib.sha256(repr(loads).encode())
    for path in sorted(path for path in fixtures.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(fixtures)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
