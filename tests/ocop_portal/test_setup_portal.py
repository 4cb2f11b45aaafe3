"""From an empty database to a portal, once for each state of the fixtures."""

import socket

import pytest
from django.core.management import CommandError, call_command

from ocop_portal.management.commands.serve import refuse_taken
from ocop_portal.management.commands.setup_portal import digest_of
from ocop_portal.shared.models import FixtureLoad, SiteProfile

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
