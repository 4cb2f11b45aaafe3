"""The real units of ``fixtures/communes``."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from communes.importers import parse_folder
from communes.lineage import Lineage
from communes.models import Commune, CommuneName, District, Province
from communes.resolution.gazetteer import Gazetteer
from communes.resolution.units import Units


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


@pytest.fixture(scope="session")
def gazetteer(flat) -> Gazetteer:
    """The real gazetteer, made from the files without a database."""
    rows = {kind.name: [row.values for row in table.rows] for kind, table in parse_folder(flat)}
    provinces = {
        row["code"]: Province(pk=number, **row) for number, row in enumerate(rows["provinces"], 1)
    }
    districts = {
        row["code"]: District(pk=number, **{**row, "province": provinces[row["province"]]})
        for number, row in enumerate(rows["districts"], 1)
    }
    communes = {}
    for number, row in enumerate(rows["communes"], 1):
        links = {
            "province": provinces[row["province"]],
            "district": districts.get(row["district"]),
        }
        communes[row["code"], row["valid_from"]] = Commune(pk=number, **{**row, **links})
    names = [CommuneName(**{**row, "commune": communes[row["commune"]]}) for row in rows["names"]]
    lineage = Lineage({unit.pk: (unit.valid_from, unit.valid_to) for unit in communes.values()})
    for row in rows["successions"]:
        before, after = communes[row["predecessor"]].pk, communes[row["successor"]].pk
        lineage.after[before].append(after)
        lineage.before[after].append(before)
    return Gazetteer(
        Units(
            list(communes.values()),
            names,
            list(districts.values()),
            list(provinces.values()),
            lineage,
        )
    )


@pytest.fixture
def units(db, load, flat) -> None:
    """All units of the folder and their past."""
    load("--folder", flat)


@pytest.fixture
def mapped(db, load) -> None:
    """All units of the folder, their past and their outlines."""
    load()
