"""Whom letters about a dossier go to."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from scoring.dossiers.letters import addresses_of
from tests.factories.accounts import give_role, make_person
from tests.factories.producers import make_producer


@pytest.mark.django_db
def test_letters_go_to_those_who_act_for_the_producer_today():
    producer, today = make_producer(), timezone.localdate()
    day = dt.timedelta(days=1)
    terms = {
        "still": {"valid_to": today + day},
        "no-more": {"valid_to": today},
        "not-yet": {"valid_from": today + day},
    }
    for name, term in terms.items():
        give_role(make_person(email=f"{name}@vi.du"), Role.PRODUCER, producer=producer, **term)
    closed = make_person(email="closed@vi.du", is_active=False)
    give_role(closed, Role.PRODUCER, producer=producer)
    assert addresses_of([producer.pk]) == {producer.pk: ["still@vi.du"]}
