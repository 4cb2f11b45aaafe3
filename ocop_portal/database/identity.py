"""As whom the server runs. PostgreSQL refuses to be root, so root becomes somebody else."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

USER_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
UNPRIVILEGED_USER = "nobody"


@dataclass(frozen=True)
class Identity:
    """How to start a program so that PostgreSQL accepts its user."""

    prefix: tuple[str, ...] = ()
    user: str | None = None

    def start(self, *command: str | Path, log: int) -> subprocess.Popen[bytes]:
        """Start a program in its own process group, its output going to the log."""
        return subprocess.Popen(
            [*self.prefix, *command],
            user=self.user,
            extra_groups=[] if self.user else None,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment_for_server(),
            cwd="/",
        )

    def may(self, access: str, path: Path) -> bool:
        """Whether ``test`` grants this access (``-w``, ``-x``) to the path."""
        process = self.start("test", access, path, log=subprocess.DEVNULL)
        return process.wait() == 0

    def own(self, path: Path) -> None:
        """Give a path to the server's user, when that is not our own."""
        if self.user:
            shutil.chown(path, self.user)


def find_identity() -> Identity:
    """Ourselves; for root a user namespace, and where the kernel forbids that, ``nobody``."""
    if os.geteuid() != 0:
        return Identity()
    in_namespace = Identity(prefix=USER_NAMESPACE)
    if shutil.which(USER_NAMESPACE[0]) and in_namespace.may("-d", Path("/")):
        return in_namespace
    return Identity(user=UNPRIVILEGED_USER)


def _environment_for_server() -> dict[str, str]:
    """Our environment without PostgreSQL's own variables, which would redirect the server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
