"""One PostgreSQL server: prepare its directories, start it, stop it. Used by the keeper only."""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from ocop_portal.database.binaries import Binaries, find_binaries
from ocop_portal.database.identity import Identity, find_identity
from ocop_portal.database.layout import PORT, SUPERUSER, Layout

START_SECONDS = 60
STOP_SECONDS = 30
POLL_SECONDS = 0.02

SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "synchronous_commit": "off",
    # Small machines and containers: little shared memory, few cores.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
# Nothing in a throw-away cluster is worth waiting for the disk.
DISPOSABLE_SETTINGS = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


class ServerStartError(Exception):
    """The server did not come up; the log says why."""


class Server:
    """A PostgreSQL server whose data is kept, or thrown away when it is ``disposable``."""

    def __init__(self, layout: Layout, *, disposable: bool, log: int) -> None:
        self.layout = layout
        self.disposable = disposable
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.identity: Identity = find_identity()
        found = find_binaries()
        self.home = self._reachable_home()
        self.binaries = self._reachable_binaries(found)
        self.data = self.home / str(self.binaries.major)

    def start(self) -> None:
        """Bring the server up, or adopt the one a dead keeper left behind."""
        if self._adopt():
            return
        self._remove_stale_locks()
        try:
            self._start()
        except ServerStartError:
            if not self.disposable:
                raise
            shutil.rmtree(self.data, ignore_errors=True)
            self._start()

    def stop(self) -> None:
        """Shut the server down, politely, then at once, and leave no empty directory in /tmp."""
        self._shut_down()
        with contextlib.suppress(OSError):
            self.layout.socket_directory.rmdir()

    def _shut_down(self) -> None:
        for how in (signal.SIGINT, signal.SIGQUIT):
            pid = self._pid()
            if pid is None:
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
            deadline = time.monotonic() + STOP_SECONDS
            while self.is_running() and time.monotonic() < deadline:
                time.sleep(POLL_SECONDS)

    def is_running(self) -> bool:
        """Whether the server's process is there."""
        if self.process is not None:
            return self.process.poll() is None
        pid = self._pid()
        return pid is not None and str(self.data) in _command_line(pid)

    def _start(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._private_directory(self.layout.socket_directory)
        settings = {**SETTINGS, **(DISPOSABLE_SETTINGS if self.disposable else {})}
        settings["unix_socket_directories"] = str(self.layout.socket_directory)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        postgres = self.binaries.directory / "postgres"
        self.process = self.identity.start(postgres, "-D", self.data, *options, log=self.log)
        self._wait_until_it_answers()

    def _initialise(self) -> None:
        """Make the data directory under another name first: half a cluster must not remain."""
        unfinished = self.data.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._private_directory(unfinished)
        initdb = self.identity.start(
            self.binaries.directory / "initdb",
            *("-D", unfinished, f"--username={SUPERUSER}", "--auth=trust"),
            *self.binaries.locale_options(),
            *(["--no-sync"] if self.disposable else []),
            log=self.log,
        )
        if initdb.wait() != 0:
            raise ServerStartError("initdb")
        unfinished.rename(self.data)

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.layout.answers():
            if not self.is_running() or time.monotonic() > deadline:
                self.stop()
                raise ServerStartError("postgres")
            time.sleep(POLL_SECONDS)

    def _adopt(self) -> bool:
        """Whether a server of ours is up already, perhaps after a moment of recovery."""
        if not self.is_running():
            return False
        self._wait_until_it_answers()
        return True

    def _remove_stale_locks(self) -> None:
        """Drop what a crash left: PostgreSQL trusts its process number, which others re-use."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left_over in self.layout.socket_directory.glob(".s.PGSQL.*"):
            left_over.unlink(missing_ok=True)

    def _pid(self) -> int | None:
        """Process number of the server, by what it wrote about itself when it is not our child."""
        if self.process is not None:
            return self.process.pid if self.process.poll() is None else None
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def _reachable_home(self) -> Path:
        """Our own directory, or one under /var/tmp when the server's user cannot get there."""
        if self.identity.user is None and self.identity.may("-w", self.layout.directory):
            return self.layout.directory
        digest = hashlib.sha256(os.fsencode(self.layout.directory)).hexdigest()[:12]
        home = Path("/var/tmp") / f"ocop-{digest}"  # noqa: S108 - checked for its owner
        _make_directory(home, mode=0o711)
        return home

    def _reachable_binaries(self, found: Binaries) -> Binaries:
        """The programs found, or a copy beside the data when the server's user cannot run them."""
        if self.identity.may("-x", found.directory / "postgres"):
            return found
        package = found.directory.parent.parent
        copy = self.home / f"programs-{found.major}"
        if not copy.exists():
            unfinished = copy.with_suffix(".new")
            shutil.rmtree(unfinished, ignore_errors=True)
            for source in (package, package.with_name(f"{package.name}.libs")):
                if source.exists():
                    shutil.copytree(source, unfinished / source.name, symlinks=True)
            subprocess.run(["chmod", "-R", "a+rX", unfinished], check=True)
            unfinished.rename(copy)
        return Binaries(copy / package.name / "pginstall" / "bin", found.major)

    def _private_directory(self, path: Path) -> None:
        _make_directory(path, mode=0o700, owners={os.geteuid(), *self._server_uids()})
        self.identity.own(path)

    def _server_uids(self) -> set[int]:
        if self.identity.user is None:
            return set()
        import pwd

        return {pwd.getpwnam(self.identity.user).pw_uid}


def _make_directory(path: Path, *, mode: int, owners: set[int] | None = None) -> None:
    """Make a directory of ours with this mode; refuse one that somebody else put there."""
    path.mkdir(mode=mode, exist_ok=True)
    found = path.lstat()
    if path.is_symlink() or found.st_uid not in (owners or {os.geteuid()}):
        raise ServerStartError(f"{path} thuộc về người khác / belongs to somebody else")
    path.chmod(mode)


def _command_line(pid: int) -> str:
    """Command line of a process, empty when there is none."""
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        return proc.read_bytes().decode(errors="replace") if proc.exists() else ""
    answer = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True)
    return answer.stdout
