"""Use of an embedded cluster by this process: start it if needed, hold it, let it go."""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from psycopg import sql

from ocop_portal.database.layout import PORT, SUPERUSER, Layout
from ocop_portal.database.locks import exclusive, is_held_exclusively, open_lock_file, try_lock

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
STOP_SECONDS = 30

_held: dict[Path, int] = {}


class EmbeddedDatabaseError(ImproperlyConfigured):
    """The embedded PostgreSQL could not be started; the message says why, in two languages."""


def claim(directory: Path, *, database: str, disposable: bool = False) -> dict[str, object]:
    """Make sure the cluster in ``directory`` runs while this process lives.

    Returns the entry for Django's ``DATABASES``. ``disposable`` clusters trade safety for speed.
    Raises ``EmbeddedDatabaseError`` when the server cannot be started.
    """
    layout = Layout(directory)
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with exclusive(layout.start_lock):
            _share(layout)
            if not (is_held_exclusively(layout.keeper_lock) and layout.answers()):
                _start_keeper(layout, disposable=disposable)
            _create_database(layout, database)
    except OSError as error:
        raise EmbeddedDatabaseError(
            f"Không dùng được thư mục dữ liệu / cannot use the data directory: {error}"
        ) from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": SUPERUSER,
        "HOST": str(layout.socket_directory),
        "PORT": str(PORT),
    }


def release_all() -> None:
    """Let every cluster go, and wait until those nobody else uses have stopped."""
    while _held:
        directory, descriptor = _held.popitem()
        os.close(descriptor)
        _wait_until_stopped(Layout(directory))


def _share(layout: Layout) -> None:
    """Join the users, waiting first for a keeper that is just stopping the server."""
    if layout.directory not in _held:
        descriptor = open_lock_file(layout.users_lock)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        _held[layout.directory] = descriptor


def _start_keeper(layout: Layout, *, disposable: bool) -> None:
    keeper = subprocess.run(
        [
            *(sys.executable, "-m", "ocop_portal.database.keeper", layout.directory),
            *(["--disposable"] if disposable else []),
        ],
        cwd=PROJECT_DIR,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if keeper.returncode != 0:
        raise EmbeddedDatabaseError(
            f"Không khởi động được PostgreSQL / PostgreSQL did not start.\n{keeper.stderr}"
        )


def _create_database(layout: Layout, name: str) -> None:
    with layout.connect() as connection:
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _wait_until_stopped(layout: Layout) -> None:
    """Wait for the keeper unless somebody else still uses the server."""
    deadline = time.monotonic() + STOP_SECONDS
    while is_held_exclusively(layout.keeper_lock) and time.monotonic() < deadline:
        descriptor = open_lock_file(layout.users_lock)
        unused = try_lock(descriptor)
        os.close(descriptor)
        if not unused and layout.answers():
            return
        time.sleep(0.02)
