"""Databases to measure on: migrated, filled, analysed, and static files collected."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILL = """
import django, sys; django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
call_command("migrate", verbosity=0)
from news.content import load_content
from news.importers import load_law
load_law(settings.BASE_DIR / "fixtures/news")
load_content(settings.BASE_DIR / "fixtures/news")
from products.models import Product
if not Product.objects.exists():
    from bench.register import generate
    generate(timezone.localdate(), products=int(sys.argv[1]))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
"""

SET_UP = """
import django, io; django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("migrate", verbosity=0)
for command in settings.PORTAL_SETUP_COMMANDS:
    call_command(*command, stdout=io.StringIO())
"""


def databases(sizes: dict[str, int], directory: Path) -> None:
    """Fill one database per name with a register of that many products, each in a process."""
    for name, products in sizes.items():
        environment = os.environ | {"BENCH_DATABASE": name}
        subprocess.run([sys.executable, "-c", FILL, str(products)], env=environment, check=True)
    if not (directory / "static").exists():
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)


def real_register(name: str) -> None:
    """Fill a database as `setup_portal` fills a new portal."""
    environment = os.environ | {"BENCH_DATABASE": name}
    subprocess.run([sys.executable, "-c", SET_UP], env=environment, check=True)


@contextmanager
def fresh(name: str) -> Iterator[None]:
    """A database with communes and groups alone, made new and dropped at the end."""
    from django.db import connection

    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
    environment = os.environ | {"BENCH_DATABASE": name}
    subprocess.run([sys.executable, "-c", FILL, "0"], env=environment, check=True)
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
