"""Migrates once for each state of the migrations; every test database is a copy of the result."""

import hashlib
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from ocop_portal.database.locks import exclusive
from tests.quick_migrations import quick_migrations

PREFIX = "ocop_template_"
FINGERPRINT_LENGTH = 12


def use_migrated_template() -> None:
    """Make the test databases to come copies of a migrated one, made now if there is none."""
    name = PREFIX + fingerprint()
    settings.VAR_DIR.mkdir(exist_ok=True)
    with exclusive(settings.VAR_DIR / "template.lock"), _administration() as server:
        known = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        if name not in known:
            _make(name, server)
            _drop({old for old in known if old.startswith(PREFIX)}, server)
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def fingerprint() -> str:
    """Tells one state of all migrations, and of the field classes they name, from another."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:FINGERPRINT_LENGTH]


def _sources() -> list[Path]:
    migrations = [
        path
        for config in apps.get_app_configs()
        for path in sorted(Path(config.path).glob("migrations/*.py"))
    ]
    return [*migrations, Path(settings.BASE_DIR) / "ocop_portal" / "shared" / "fields.py"]


def _make(name: str, server: psycopg.Connection) -> None:
    """Migrate under another name first: half a template must not be copied."""
    unfinished = f"{name}_unfinished"
    _drop({unfinished}, server)
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = unfinished
    try:
        with quick_migrations():
            call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    server.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))


def _drop(names: set[str], server: psycopg.Connection) -> None:
    for name in names:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        server.execute(statement.format(sql.Identifier(name)))


def _administration() -> psycopg.Connection:
    """A connection to the server's own database, which commits by itself."""
    parameters = {**connection.get_connection_params(), "dbname": "postgres"}
    wanted = {
        name: parameters[name]
        for name in ("host", "port", "user", "password", "dbname")
        if name in parameters
    }
    return psycopg.connect(**wanted, autocommit=True)
