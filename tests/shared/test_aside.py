"""What is made by a copy of the process is the same; what cannot be is made here."""

import datetime as dt
import os
import threading

import pytest
from django.db import connection

from ocop_portal.shared import aside
from ocop_portal.shared.aside import made_aside
from products.catalogue.current import current_index
from products.catalogue.loading import load_index as made_here
from products.catalogue.query import CatalogueQuery
from tests.factories.products import certify, make_product

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def _alone(monkeypatch, tmp_path):
    """As in a worker of the portal; a test runner has threads of its own, which do nothing."""
    (tmp_path / "1").mkdir()
    monkeypatch.setattr(aside, "TASKS", tmp_path)


@pytest.mark.usefixtures("_alone")
def test_a_copy_makes_it_and_is_waited_for():
    assert made_aside(lambda: ["Miến", os.getpid()])[1] != os.getpid()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.usefixtures("_alone")
def test_an_error_of_the_copy_is_met_by_whoever_asks():
    with pytest.raises(ZeroDivisionError):
        made_aside(lambda: 1 // 0)
    assert made_aside(lambda: threading.Lock()).locked() is False  # nothing to be sent


def test_with_other_threads_it_is_made_here():
    go_on = threading.Event()
    other = threading.Thread(target=go_on.wait)
    other.start()
    try:
        assert made_aside(os.getpid) == os.getpid()
    finally:
        go_on.set()
        other.join()


@pytest.mark.usefixtures("_alone")
@pytest.mark.django_db
def test_inside_a_transaction_it_is_made_here():
    assert made_aside(os.getpid) == os.getpid()


@pytest.mark.usefixtures("_alone")
@pytest.mark.django_db(transaction=True)
def test_the_index_made_aside_answers_as_one_made_here():
    for name, stars in (("Miến dong", 3), ("Rượu men lá", 4), ("Chè Shan", 5)):
        certify(make_product(name), stars=stars, on=TODAY - dt.timedelta(days=9))
    backend = connection.connection.info.backend_pid
    index = current_index(TODAY)
    here = made_here(TODAY)
    assert list(index.product_ids) == list(here.product_ids)
    for query in (CatalogueQuery(words="mieng dong"), CatalogueQuery(chosen=(("sao", ("4",)),))):
        ours, theirs = index.select(query), here.select(query)
        assert ours[:] == theirs[:] != []
        assert [ours.counts(name) for name in index.facets] == [
            theirs.counts(name) for name in index.facets
        ]
        assert ours.largest("xa", 5) == theirs.largest("xa", 5)
    assert str(index.label("nhom", 0)) == str(here.label("nhom", 0))
    assert connection.connection.info.backend_pid == backend
    connection.ensure_connection()
    assert connection.is_usable()
