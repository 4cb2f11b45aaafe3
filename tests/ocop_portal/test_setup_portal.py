"""From an empty database to a portal, once for each state of the fixtures."""

import socket
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from ocop_portal.management.commands.serve import refuse_taken
from ocop_portal.management.commands.setup_portal import digest_of
from ocop_portal.shared.models import FixtureLoad, SiteProfile
from tests.project_files import ROOT

LOAD = [["load_site_profile"]]


@pytest.mark.django_db
def test_fixtures_are_loaded_once(settings):
    settings.PORTAL_SETUP_COMMANDS = LOAD
    call_command("setup_portal", verbosity=0)
    assert SiteProfile.objects.count() == 1
    loaded_at = FixtureLoad.objects.get().loaded_at
    SiteProfile.objects.all().delete()

    call_command("setup_portal", verbosity=0)

    assert FixtureLoad.objects.get().loaded_at == loaded_at
    assert SiteProfile.objects.count() == 0  # an officer's change is not overwritten


@pytest.mark.django_db
def test_changed_fixtures_are_loaded_again(settings):
    settings.PORTAL_SETUP_COMMANDS = LOAD
    FixtureLoad.objects.create(digest="0" * 64)

    call_command("setup_portal", verbosity=0)

    assert SiteProfile.objects.count() == 1
    assert FixtureLoad.objects.count() == 2


@pytest.mark.django_db
def test_failed_load_is_tried_again(settings):
    settings.PORTAL_SETUP_COMMANDS = [["load_site_profile", "--no-such-option"]]

    with pytest.raises(CommandError):
        call_command("setup_portal", verbosity=0)

    assert not FixtureLoad.objects.exists()


def test_digest_tells_names_contents_and_commands_apart(tmp_path):
    (tmp_path / "a.csv").write_text("một")
    first = digest_of(tmp_path, LOAD)
    assert digest_of(tmp_path, LOAD) == first

    assert digest_of(tmp_path, [["load_register"]]) != first
    (tmp_path / "a.csv").write_text("hai")
    second = digest_of(tmp_path, LOAD)
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")

    assert len({first, second, digest_of(tmp_path, LOAD)}) == 3


def test_taken_port_is_said_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"make run PORT={port + 1}"):
            refuse_taken(port)


def test_workers_print_papers_after_the_set_up_has_printed_some():
    script = """
import datetime, os, signal, sys
from pathlib import Path
from django.conf import settings
settings.configure(BASE_DIR=Path.cwd())
from ocop_portal.management.commands.serve import apart
from ocop_portal.shared.pdf import render_pdf

def paper():
    data = {"title": "Giấy", "number": "1", "issuer": "", "pages": 1}
    render_pdf("scoring/print/demo_proof.typ", data, at=datetime.datetime(2026, 11, 26))

apart(paper)
if not os.fork():
    signal.alarm(20)
    paper()
    os._exit(0)
assert os.waitstatus_to_exitcode(os.wait()[1]) == 0
try:
    apart(lambda: sys.exit("hỏng"))
except Exception as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("Chưa chuẩn bị xong cổng; lý do ở ngay trên.\n", "hỏng\n")
