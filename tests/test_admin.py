"""Every list and form of the back office opens, in queries that do not grow with the rows."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ocop_portal.admin_menu import SECTIONS, area_of
from ocop_portal.shared.history import is_audited
from tests.factories.accounts import make_user
from tests.factories.office import fill

pytestmark = pytest.mark.django_db

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
LISTS = [pytest.param(model, id=model._meta.label) for model in REGISTERED]


@pytest.fixture
def office(client):
    """A client in which a superuser is signed in."""
    client.force_login(make_user(is_superuser=True, username="chi-huy"))
    return client


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_registered_model_has_its_place_in_the_menu():
    listed = {label for section in SECTIONS for label in section.models}
    assert {model._meta.label_lower for model in REGISTERED} - listed == set()


def test_every_model_and_part_has_its_area():
    for model, model_admin in admin.site._registry.items():
        assert area_of(model._meta.label_lower)
        for inline in model_admin.inlines:
            assert area_of(inline.model._meta.label_lower)


def queries_of(office, path):
    """How many queries a page takes once what changes with the data has been read."""
    office.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = office.get(path)
    assert response.status_code == 200
    return len(captured), response


@pytest.mark.parametrize("model", LISTS)
def test_list_takes_the_same_queries_for_one_row_and_three(model, office):
    fill(model, 1)
    one, _ = queries_of(office, address(model, "changelist"))
    fill(model, 3)
    three, response = queries_of(office, address(model, "changelist"))
    assert three == one
    assert len(response.context["cl"].result_list) == model.objects.count()


@pytest.mark.parametrize("model", LISTS)
def test_form_of_a_row_opens(model, office):
    row = fill(model, 1)
    response = office.get(address(model, "change", row.pk))
    assert response.status_code == 200
    assert admin.site.get_model_admin(model).row_title(row) in response.content.decode()


@pytest.mark.parametrize("model", LISTS)
def test_history_of_a_row_tells_how_it_began(model, office):
    row = fill(model, 1)
    response = office.get(address(model, "history", row.pk))
    assert response.status_code == 200
    expected = ["thêm mới"] if is_audited(model) else []
    assert [change.kind for change in response.context["changes"]][-1:] == expected


@pytest.mark.parametrize("model", LISTS)
def test_empty_form_opens_where_rows_can_be_added(model, office):
    response = office.get(address(model, "add"))
    may_add = admin.site.get_model_admin(model).has_add_permission(response.wsgi_request)
    assert response.status_code == (200 if may_add else 403)
