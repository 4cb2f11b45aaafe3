"""Certifications in the back office: read only; awarded, withdrawn, prolonged by acts."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.enums import Role
from products.enums import EndReason, Standing
from products.models import Certification
from tests.factories.accounts import make_user
from tests.factories.products import certify, make_product, withdraw

pytestmark = pytest.mark.django_db

START = dt.date(2025, 5, 1)


@pytest.fixture
def officer(client):
    user = make_user(Role.PROVINCE_OFFICER)
    client.force_login(user)
    return user


@pytest.fixture
def award():
    return certify(make_product("Miến dong"), stars=3, on=START)


def address(page, *args):
    names = {"withdraw": "certification_withdraw", "extend": "certification_extend"}
    return reverse(f"admin:{names.get(page, 'products_certification_' + page)}", args=args)


def award_form(product, **fields):
    values = {
        "product": product.pk,
        "decision_number": "12/QĐ-UBND",
        "decision_on": "02/06/2026",
        "stars": 4,
        "score": "72,5",
        "level": "province",
        "checked": "on",
    }
    return values | fields


def test_saved_certification_cannot_be_edited_or_deleted_by_anybody(client, award):
    client.force_login(make_user(is_superuser=True))
    page = client.get(address("change", award.pk))
    assert page.context["has_change_permission"] is False
    assert client.post(address("change", award.pk), {"stars": 5}).status_code == 403
    assert client.post(address("delete", award.pk), {"post": "yes"}).status_code == 403
    client.post(
        address("changelist"),
        {"action": "delete_selected", "_selected_action": [award.pk], "post": "yes"},
    )
    award.refresh_from_db()
    assert award.stars == 3


def test_award_is_written_by_the_service(client, officer, award):
    product = award.product
    answer = client.post(address("add"), award_form(product))
    new = Certification.objects.latest("pk")
    assert answer.url == address("change", new.pk)
    assert (new.stars, str(new.score), new.decision_number) == (4, "72.50", "12/QĐ-UBND")
    assert (new.starts_on, new.ends_on) == (dt.date(2026, 6, 2), dt.date(2029, 6, 2))
    award.refresh_from_db()
    assert (award.end_reason, award.superseded_by) == (EndReason.SUPERSEDED, new)
    product.refresh_from_db()
    assert product.standing == Standing.RECOGNISED
    event = Certification.pgh_event_model.objects.filter(pgh_obj_id=new.pk).get()
    assert event.pgh_context.metadata["user"] == officer.pk


@pytest.mark.parametrize("missing", ["decision_number", "decision_on", "stars", "checked"])
def test_award_needs_its_ground_and_the_officers_word(client, officer, missing):
    product = make_product()
    answer = client.post(address("add"), award_form(product, **{missing: ""}))
    assert list(answer.context["form"].errors) == [missing]
    assert not Certification.objects.exists()


def test_award_the_service_refuses_is_explained_on_the_form(client, officer, award):
    answer = client.post(
        address("add"), award_form(award.product, decision_on="01/05/2025", decision_number="13")
    )
    assert answer.context["form"].non_field_errors()
    assert Certification.objects.count() == 1


def test_typed_values_stay_after_an_error(client, officer, award):
    answer = client.post(address("add"), award_form(award.product, decision_on="hôm qua"))
    assert answer.context["form"]["decision_number"].value() == "12/QĐ-UBND"
    assert "Miến dong" in answer.content.decode()


def test_withdrawal_is_written_with_act_and_reason(client, officer, award):
    fields = {"act_number": "15/QĐ-UBND", "on": "01/03/2026", "reason": "Vi phạm nhãn"}
    client.post(address("withdraw", award.pk), fields | {"checked": "on"})
    award.refresh_from_db()
    assert (award.end_reason, award.ended_on) == (EndReason.WITHDRAWN, dt.date(2026, 3, 1))
    assert (award.end_act, award.end_note) == ("15/QĐ-UBND", "Vi phạm nhãn")


@pytest.mark.parametrize("missing", ["act_number", "on", "reason", "checked"])
def test_withdrawal_needs_everything(client, officer, award, missing):
    fields = {"act_number": "15", "on": "01/03/2026", "reason": "Vi phạm", "checked": "on"}
    answer = client.post(address("withdraw", award.pk), fields | {missing: ""})
    assert list(answer.context["form"].errors) == [missing]
    award.refresh_from_db()
    assert award.end_reason == ""


def test_extension_moves_the_end(client, officer, award):
    fields = {"act_number": "20/UBND", "until": "01/08/2028", "checked": "on"}
    client.post(address("extend", award.pk), fields)
    award.refresh_from_db()
    assert (award.extended_to, award.ends_on) == (dt.date(2028, 8, 1), dt.date(2028, 8, 1))


def test_extension_beyond_the_law_is_refused_in_words(client, officer, award):
    fields = {"act_number": "20/UBND", "until": "01/08/2030", "checked": "on"}
    answer = client.post(address("extend", award.pk), fields)
    assert answer.context["form"].non_field_errors()
    award.refresh_from_db()
    assert award.extended_to is None


def test_acts_are_offered_only_while_there_is_something_to_end(client, officer, award):
    offered = client.get(address("change", award.pk)).context["acts"]
    assert [act.label for act in offered] == ["Kéo dài", "Thu hồi"]
    withdraw(award, dt.date(2026, 1, 1))
    assert client.get(address("change", award.pk)).context["acts"] == []


@pytest.mark.parametrize("role", [Role.LEADER, Role.EDITOR, Role.ADMINISTRATOR])
def test_acts_are_kept_from_others(client, award, role):
    client.force_login(make_user(role))
    assert client.get(address("change", award.pk)).context["acts"] == []
    fields = {"act_number": "15", "on": "01/03/2026", "reason": "x", "checked": "on"}
    assert client.post(address("withdraw", award.pk), fields).status_code == 403
    assert client.post(address("add"), award_form(award.product)).status_code == 403
    award.refresh_from_db()
    assert (award.end_reason, Certification.objects.count()) == ("", 1)
