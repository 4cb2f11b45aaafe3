"""An officer enters for a producer who cannot: consent each time, renewals too, a way to go on."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from scoring.dossiers.enums import DossierStatus
from scoring.dossiers.submitting import submit_dossier, withdraw_dossier
from scoring.dossiers.writing import choose_subject
from scoring.models import Dossier
from tests.factories.accounts import make_user
from tests.factories.dossiers import (
    commune_officer,
    fill_dossier,
    law_group,
    make_dossier,
    proof_of,
    submitted,
)
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ADD = reverse("admin:scoring_dossier_add")


@pytest.fixture
def recognised():
    """A recognised dossier with its product, the producer in the commune that received it."""
    dossier = submitted()
    proof_of(dossier)
    dossier.producer.commune = dossier.commune
    dossier.producer.save()
    dossier.commune.province.is_served = True
    dossier.commune.province.save()
    product = make_product("Miến dong", producer=dossier.producer, commune=dossier.commune)
    certify(product, stars=3)
    dossier.product, dossier.status = product, DossierStatus.RECOGNISED
    dossier.save()
    return dossier


@pytest.fixture
def officer(client, recognised):
    user = commune_officer(recognised)
    client.force_login(user)
    return user


def asked(recognised, **fields):
    values = {
        "kind": "first",
        "producer": recognised.producer_id,
        "product_name": "Bún khô",
        "commune": recognised.commune_id,
        "consent_note": "Bà B ký giấy",
        "consent_on": f"{TODAY:%d/%m/%Y}",
    }
    return values | fields


def test_first_dossier_leads_to_the_pages_where_it_is_filled(client, recognised, officer):
    answer = client.post(ADD, asked(recognised))
    made = Dossier.objects.get(product_name="Bún khô")
    own = reverse("scoring:dossier", args=[made.pk])
    assert answer.url == own
    html = client.get(own).content.decode()
    assert "Bà B ký giấy" in html
    assert reverse("admin:scoring_dossier_change", args=[made.pk]) in html
    html = client.get(reverse("admin:scoring_dossier_change", args=[made.pk])).content.decode()
    assert f'href="{own}"' in html
    choose_subject(dossier=made, product_name="Bún khô", group=law_group(), by=officer)
    submit_dossier(dossier=fill_dossier(made), by=officer, on=TODAY)
    html = client.get(reverse("admin:scoring_dossier_change", args=[made.pk])).content.decode()
    assert f'href="{own}"' not in html


def test_upgrade_takes_over_what_the_last_dossier_holds(client, recognised, officer):
    data = asked(recognised, kind="upgrade", product=recognised.product_id, product_name="")
    client.post(ADD, data)
    made = Dossier.objects.get(kind="upgrade")
    assert (made.previous, made.product) == (recognised, recognised.product)
    assert (made.is_entered_by_office, made.consent_note) == (True, "Bà B ký giấy")
    assert made.answers.count() == recognised.answers.count() > 0
    assert made.evidence.get().title == "Giấy"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "reevaluation"}, "Chọn sản phẩm đã được công nhận."),
        ({"product_name": " "}, "Ghi tên sản phẩm."),
        ({"consent_note": ""}, "Ghi ai của chủ thể đồng ý"),
        ({"consent_on": f"{TODAY + dt.timedelta(days=1):%d/%m/%Y}"}, "ở tương lai"),
        ({"producer": "999999"}, "không thuộc nơi bạn phụ trách"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    client, recognised, officer, fields, said
):
    answer = client.post(ADD, asked(recognised, **{"product_name": "Bún gõ dở"} | fields))
    html = answer.content.decode()
    assert said in html
    assert "Bún gõ dở" in html or "product_name" in fields
    assert not Dossier.objects.filter(is_entered_by_office=True).exists()


def test_product_of_another_producer_is_refused(client, recognised, officer):
    other = make_product("Chè", commune=recognised.commune)
    certify(other, stars=3)
    answer = client.post(ADD, asked(recognised, kind="upgrade", product=other.pk))
    assert "Sản phẩm này của chủ thể khác." in answer.content.decode()


def test_consent_to_one_dossier_is_none_to_the_next(client, recognised, officer):
    client.post(ADD, asked(recognised))
    made = Dossier.objects.get(product_name="Bún khô")
    withdraw_dossier(dossier=made, by=officer, on=TODAY, reason="Thôi")
    again = reverse("scoring:dossier_again", args=[made.pk, "first"])
    assert again not in client.get(reverse("scoring:dossier", args=[made.pk])).content.decode()
    answer = client.post(again, follow=True)
    assert "ghi sự đồng ý cho từng hồ sơ" in answer.content.decode()
    assert Dossier.objects.filter(product_name="Bún khô").count() == 1


def test_stranger_does_not_find_it(client, recognised, officer):
    made = make_dossier(officer, consent_note="Bà B", consent_on=TODAY)
    client.force_login(make_user())
    assert client.get(reverse("scoring:dossier", args=[made.pk])).status_code == 404
