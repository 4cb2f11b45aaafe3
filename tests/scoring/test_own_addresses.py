"""Every address under ``/ho-so/``, walked by everybody who has no business there."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import UNIT_ROLES
from scoring.dossiers.enums import DossierStatus
from scoring.dossiers.own.urls import one
from scoring.models import Dossier, Evidence, EvidenceFile
from tests.factories.accounts import give_role, make_user
from tests.factories.dossiers import (
    commune_officer,
    make_dossier,
    make_producer_person,
    proof_of,
    submitted,
)

pytestmark = pytest.mark.django_db

ACTING = ("another producer", "officer of its commune", "superuser")


def addresses(dossier: Dossier, proof: Evidence, file: EvidenceFile) -> dict[str, str]:
    """Each address of a dossier by its name; a new one that asks for more fails here."""
    said = {"section": "don-vi", "kind": "first", "proof": proof.pk, "file": file.pk, "number": 1}
    found = {}
    for pattern in one:
        wanted = pattern.pattern.converters
        kwargs = {"pk": dossier.pk, **{name: said[name] for name in wanted}}
        found[pattern.name] = reverse(f"scoring:{pattern.name}", kwargs=kwargs)
    return found


def everybody(dossier: Dossier) -> dict[str, User]:
    """People of every role, and of another producer; none of them writes this dossier."""
    of_no_unit = [role for role in Role if role not in UNIT_ROLES]
    elsewhere = make_dossier().commune
    return {
        **{role.value: make_user(role) for role in of_no_unit},
        "officer of its commune": commune_officer(dossier),
        "officer of another": make_user(Role.COMMUNE_OFFICER, commune=elsewhere),
        "another producer": make_producer_person(),
        "no role": make_user(),
        "superuser": make_user(is_superuser=True),
    }


def test_nobody_but_its_writers_finds_a_dossier(client):
    """Reading or posting: the sign-in page for nobody, 404 for all others; nothing changes."""
    dossier = submitted()
    proof = proof_of(dossier)
    walked = addresses(dossier, proof, proof.files.get())
    assert len(walked) == len(one) > 15
    for name, address in walked.items():
        answer = client.get(address)
        if answer.status_code == 405:  # an act, never read
            answer = client.post(address)
        assert answer.status_code == 302, name
        assert answer.url.partition("?")[0] == reverse("accounts:sign_in"), name
    for who, person in everybody(dossier).items():
        client.force_login(person)
        for name, address in walked.items():
            assert client.get(address).status_code in (404, 405), (who, name)
            if who in ACTING:
                assert client.post(address, {"text": "Rút"}).status_code in (404, 405), (who, name)
        listed = client.get(reverse("scoring:dossiers"))
        assert listed.status_code == 200
        assert dossier.product_name not in listed.content.decode()
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.SUBMITTED
    assert not dossier.messages.exists()
    assert not dossier.appeals.exists()


def test_own_dossier_does_not_lend_its_address_to_parts_of_another(client):
    """A producer changes the ids of proofs and files in the own dossier's addresses."""
    theirs = proof_of(submitted())
    person = make_producer_person()
    mine = make_dossier(person)
    client.force_login(person)
    for name, address in addresses(mine, theirs, theirs.files.get()).items():
        if "minh-chung/" in address or "/tep/" in address:
            if name == "dossier_evidence":
                continue
            assert client.get(address).status_code in (404, 405), name
            assert client.post(address).status_code in (404, 405), name
    theirs.refresh_from_db()
    assert theirs.removed_at is None
    assert theirs.files.get().removed_at is None


def test_second_producer_of_one_person_is_reached_and_an_ended_role_is_not(client):
    dossier = submitted()
    person = make_producer_person()
    held = give_role(person, Role.PRODUCER, producer=dossier.producer)
    client.force_login(person)
    assert client.get(reverse("scoring:dossier", args=[dossier.pk])).status_code == 200
    held.valid_to = held.valid_from
    held.save()
    assert client.get(reverse("scoring:dossier", args=[dossier.pk])).status_code == 404
