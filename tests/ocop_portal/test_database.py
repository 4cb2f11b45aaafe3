"""The embedded PostgreSQL: started by the first who needs it, stopped after the last."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from ocop_portal.database.layout import Layout
from ocop_portal.database.locks import is_held_exclusively

PATIENCE = 30  # seconds, on a busy machine
PROGRAM = """
import sys
from pathlib import Path
from ocop_portal.database import EmbeddedDatabaseError, claim
try:
    found = claim(Path(sys.argv[1]), database="ocop", disposable=True)
except EmbeddedDatabaseError as error:
    sys.exit(str(error))
print(found["HOST"], flush=True)
sys.stdin.read()
"""


class Holder:
    """A process of its own that claims a cluster and holds it until told to end."""

    def __init__(self, directory: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, directory],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def host(self) -> str:
        """Wait for the claim; return the socket's directory."""
        return self.process.stdout.readline().rstrip("\n")

    def end(self) -> str:
        """Let it finish; return what it said on standard error."""
        return self.process.communicate("")[1]

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def layout(tmp_path_factory) -> Layout:
    """A cluster whose path has spaces and accents and is too long for a socket."""
    return Layout(tmp_path_factory.mktemp("thư mục có dấu " + "dài " * 20) / "cluster")


def wait_until(condition) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def stopped(layout: Layout) -> bool:
    return not is_held_exclusively(layout.keeper_lock) and not layout.answers()


def server_pid(layout: Layout) -> int:
    return int(next(layout.directory.glob("*/postmaster.pid")).read_text().split("\n")[0])


def keeper_pid(layout: Layout) -> int:
    with layout.connect() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    status = Path(f"/proc/{server_pid(layout)}/stat").read_text()
    return int(status.rsplit(")", 1)[1].split()[1])


def test_two_at_once_share_one_server_and_the_last_stops_it(layout):
    first, second = Holder(layout.directory), Holder(layout.directory)

    assert first.host() == second.host() == str(layout.socket_directory)
    assert len(str(layout.socket_directory)) < 107 - len("/.s.PGSQL.5432.lock")
    assert first.end() == ""
    assert layout.answers()
    assert second.end() == ""
    assert wait_until(lambda: stopped(layout))


def test_server_stops_when_its_user_is_killed(layout):
    holder = Holder(layout.directory)
    holder.host()
    holder.kill()

    assert wait_until(lambda: stopped(layout))


def test_server_is_private_and_keeps_vietnamese(layout):
    holder = Holder(layout.directory)
    holder.host()
    try:
        with layout.connect("ocop") as connection:
            shown = connection.execute("SHOW listen_addresses").fetchone()
            upper = connection.execute("SELECT upper('miến dong ơ đ')").fetchone()
            order = connection.execute("SELECT 'a' < 'B', 'Z' < 'a'").fetchone()
        assert shown == ("",)
        assert upper == ("MIẾN DONG Ơ Đ",)
        assert order == (False, True)  # code points, the same on every machine
        assert layout.socket_directory.stat().st_mode & 0o777 == 0o700
        data = next(layout.directory.glob("*/PG_VERSION")).parent
        assert data.stat().st_mode & 0o777 == 0o700
    finally:
        holder.end()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_next_claim_adopts_a_server_whose_keeper_died(layout):
    orphan = Holder(layout.directory)
    orphan.host()
    pid = server_pid(layout)
    os.kill(keeper_pid(layout), signal.SIGKILL)
    assert wait_until(lambda: not is_held_exclusively(layout.keeper_lock))
    orphan.kill()
    assert layout.answers()

    holder = Holder(layout.directory)
    holder.host()

    assert server_pid(layout) == pid
    holder.end()
    assert wait_until(lambda: stopped(layout))


def test_server_comes_back_after_a_crash_that_left_somebody_elses_number(layout):
    holder = Holder(layout.directory)
    holder.host()
    data = next(layout.directory.glob("*/PG_VERSION")).parent
    os.kill(server_pid(layout), signal.SIGKILL)
    assert wait_until(lambda: not is_held_exclusively(layout.keeper_lock))
    holder.end()
    left_over = (data / "postmaster.pid").read_text().split("\n")
    (data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *left_over[1:]]))

    again = Holder(layout.directory)

    assert again.host() == str(layout.socket_directory)
    assert layout.answers()
    again.end()
    assert wait_until(lambda: stopped(layout))


def test_a_failure_says_why_in_two_languages(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")

    said = Holder(in_the_way / "cluster").end()

    assert "Không dùng được thư mục dữ liệu / cannot use the data directory" in said


def test_no_connection_without_a_server(tmp_path):
    with pytest.raises(psycopg.OperationalError):
        Layout(tmp_path).connect()
