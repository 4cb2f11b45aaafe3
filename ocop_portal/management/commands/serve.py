"""``manage.py serve``: the portal on this machine, ready to look at, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication

from ocop_portal.database import release_all
from ocop_portal.json_logs import PLAIN_ACCESS_FORMAT, logging_settings

HOST = "127.0.0.1"
WORKERS = 2
SECONDS_BETWEEN_TICKS = "20"


class Server(BaseApplication):
    """gunicorn inside this process, with the application loaded before the workers part."""

    def __init__(self, port: int, *, announce: Any) -> None:
        self.options = {
            "bind": f"{HOST}:{port}",
            "workers": WORKERS,
            "worker_class": "sync",
            "preload_app": True,
            "control_socket_disable": True,
            "graceful_timeout": 5,
            "post_worker_init": leave_ctrl_c_to_the_master,
            "proc_name": "ocop",
            "accesslog": "-",
            "access_log_format": PLAIN_ACCESS_FORMAT,
            "logconfig_dict": logging_settings("plain"),
            "loglevel": "warning",
            "when_ready": announce,
        }
        super().__init__()

    def load_config(self) -> None:
        """Take the options given, and none from files or the environment."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the WSGI application."""
        return import_string(settings.WSGI_APPLICATION)


class Command(BaseCommand):
    """Prepares the portal and serves it on the local machine."""

    help = "Chuẩn bị rồi mở cổng trên máy này; Ctrl-C để dừng."
    requires_system_checks: list[str] = []  # `make check` runs them; here they cost a second

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        port, master = options["port"], os.getpid()
        refuse_taken(port)
        try:
            apart(self._set_up)
            with periodic_work():
                Server(port, announce=lambda arbiter: self._announce(port)).run()
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            if os.getpid() == master:
                connections.close_all()
                release_all()

    def _set_up(self) -> None:
        call_command("setup_portal", stdout=self.stdout, stderr=self.stderr)

    def _announce(self, port: int) -> None:
        """Say where the portal is; Ctrl-C and a closed terminal both end it gracefully."""
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *ignored: os.kill(os.getpid(), signal.SIGTERM))
        self.stdout.write(
            f"\nCổng OCOP: http://{HOST}:{port}/\n"
            f"Quản trị:  http://{HOST}:{port}/quan-tri/\n"
            "Dừng: Ctrl-C\n"
        )
        self.stdout.flush()


def apart(work: Callable[[], object]) -> None:
    """Do ``work`` in a copy of this process, which leaves it as it was.

    The workers are copies of this process too. Had it printed the papers of the demonstration
    itself, they would believe in the threads that did so and do not come along: each paper asked
    of them would be waited for without end. Raises ``CommandError`` when the work fails, after the
    copy has said why.
    """
    copy = get_context("fork").Process(target=_said_in_words, args=[work])
    copy.start()
    copy.join()
    if copy.exitcode:
        raise CommandError("Chưa chuẩn bị xong cổng; lý do ở ngay trên.")


def _said_in_words(work: Callable[[], object]) -> None:
    """End with what a ``CommandError`` says instead of where it was raised; on Ctrl-C quietly."""
    try:
        work()
    except CommandError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(1)


@contextmanager
def periodic_work() -> Iterator[None]:
    """``manage.py tick`` again and again beside the server, as cron does in production."""
    master = os.getpid()
    words = [sys.executable, "manage.py", "tick", "--every", SECONDS_BETWEEN_TICKS]
    ticking = subprocess.Popen(
        words, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        if os.getpid() == master:
            ticking.terminate()
            ticking.wait(timeout=10)


def leave_ctrl_c_to_the_master(worker: Any) -> None:
    """Let a worker finish its answer: the terminal sends Ctrl-C to all, the master to each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def refuse_taken(port: int) -> None:
    """Raise ``CommandError`` when somebody listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Không mở được cổng {port} ({error.strerror}). "
                f"Hãy chọn cổng khác: make run PORT={port + 1}"
            ) from error
