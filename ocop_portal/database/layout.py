"""Where a cluster keeps its locks, its log and its socket, and how one connects to it."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import psycopg

SUPERUSER = "ocop"
PORT = 5432


@dataclass(frozen=True)
class Layout:
    """The files of one cluster: locks and log here, the data one level below by major version."""

    directory: Path

    @property
    def start_lock(self) -> Path:
        """Held while a claim is being made: one starter at a time."""
        return self.directory / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Shared by every process that uses the cluster."""
        return self.directory / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the keeper for as long as it looks after the server."""
        return self.directory / "keeper.lock"

    @property
    def log(self) -> Path:
        """What the server and its keeper had to say."""
        return self.directory / "server.log"

    @property
    def socket_directory(self) -> Path:
        """A short path that the server's user can reach, wherever the clone is and its length."""
        digest = hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:12]
        return Path("/tmp") / f"ocop-{os.geteuid()}-{digest}"  # noqa: S108 - checked for its owner

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Open a connection that commits by itself; ``psycopg.OperationalError`` when it fails."""
        return psycopg.connect(
            host=str(self.socket_directory),
            port=PORT,
            user=SUPERUSER,
            dbname=database,
            autocommit=True,
            connect_timeout=10,
        )

    def answers(self) -> bool:
        """Whether a server accepts a connection now."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True
