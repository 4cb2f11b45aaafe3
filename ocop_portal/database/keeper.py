"""The process that looks after one server: ``python -m ocop_portal.database.keeper DIRECTORY``.

It answers on its standard error and ends once the server is up, leaving a child behind that stops
the server as soon as no process shares the users' lock any more.
"""

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from ocop_portal.database.binaries import PostgresNotFoundError
from ocop_portal.database.layout import Layout
from ocop_portal.database.locks import open_lock_file, try_lock
from ocop_portal.database.server import Server, ServerStartError

READY = "ready"
WATCH_SECONDS = 0.05
HANDOVER_SECONDS = 40  # longer than a server may take to stop
BYTES_OF_LOG_TO_SHOW = 1500


def main() -> None:
    """Fork; the parent waits for the child's word and passes it on."""
    layout = Layout(Path(sys.argv[1]))
    disposable = sys.argv[2:] == ["--disposable"]
    listening, speaking = os.pipe()
    if os.fork() == 0:
        os.close(listening)
        _become_daemon(layout)
        _keep_alone(layout, disposable=disposable, speaking=speaking)
        return
    os.close(speaking)
    with os.fdopen(listening) as child:
        word = child.read()
    if word != READY:
        sys.exit(word or f"Xem / see {layout.log}")


def _become_daemon(layout: Layout) -> None:
    """Leave the terminal and the caller's pipes."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(layout.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
    signal.signal(signal.SIGTERM, _exit_on_signal)


def _exit_on_signal(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _keep_alone(layout: Layout, *, disposable: bool, speaking: int) -> None:
    """Wait for a former keeper to end, but not for ever: it may be stuck."""
    lock = open_lock_file(layout.keeper_lock)
    deadline = time.monotonic() + HANDOVER_SECONDS
    while not try_lock(lock):
        if time.monotonic() > deadline:
            os.write(speaking, b"A former keeper does not end.")
            return
        time.sleep(WATCH_SECONDS)
    _keep(layout, disposable=disposable, speaking=speaking)


def _keep(layout: Layout, *, disposable: bool, speaking: int) -> None:
    """Start the server, say so, watch the users, stop it."""
    try:
        server = Server(layout, disposable=disposable, log=1)
        server.start()
    except (PostgresNotFoundError, ServerStartError, OSError) as error:
        os.write(speaking, f"{error}\n{_end_of_log(layout)}".encode())
        return
    os.write(speaking, READY.encode())
    os.close(speaking)
    users = open_lock_file(layout.users_lock)
    try:
        while server.is_running() and not try_lock(users):
            time.sleep(WATCH_SECONDS)
    finally:
        server.stop()


def _end_of_log(layout: Layout) -> str:
    return layout.log.read_bytes()[-BYTES_OF_LOG_TO_SHOW:].decode(errors="replace")


if __name__ == "__main__":
    main()
