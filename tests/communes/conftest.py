"""The real units of ``fixtures/communes``."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command


@pytest.fixture
def folder() -> Path:
    """The folder of the units this portal serves."""
    return settings.BASE_DIR / "fixtures" / "communes"


@pytest.fixture
def load():
    """Run ``load_communes`` and return the lines it printed."""

    def run(*arguments: object) -> list[str]:
        out = io.StringIO()
        call_command("load_communes", *map(str, arguments), stdout=out)
        return out.getvalue().splitlines()

    return run


@pytest.fixture(scope="session")
def flat(tmp_path_factory) -> Path:
    """The folder without its outlines, which take most of the time to load."""
    source = settings.BASE_DIR / "fixtures" / "communes"
    target = tmp_path_factory.mktemp("communes")
    for path in source.glob("*.csv"):
        (target / path.name).symlink_to(path)
    return target


@pytest.fixture
def units(db, load, flat) -> None:
    """All units of the folder and their past."""
    load("--folder", flat)


@pytest.fixture
def mapped(db, load) -> None:
    """All units of the folder, their past and their outlines."""
    load()
