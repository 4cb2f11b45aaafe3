"""The two addresses a watcher asks."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_asks_nothing_of_the_database(client):
    # Without the database mark any query fails.
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.django_db
def test_readyz_with_everything_in_place(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": []}


@pytest.mark.django_db
def test_readyz_names_an_unapplied_migration(client):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unavailable",
        "database": "ok",
        "migrations": ["sessions.0001_initial"],
    }


@pytest.mark.django_db
def test_readyz_while_the_database_is_away(client, monkeypatch, caplog):
    def refuse() -> None:
        raise OperationalError("connection refused to secret-host")

    monkeypatch.setattr(connection, "cursor", refuse)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unavailable",
        "database": "OperationalError",
        "migrations": None,
    }
    assert "connection refused" in caplog.text


def test_health_addresses_refuse_other_methods(client):
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405
