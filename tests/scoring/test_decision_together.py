"""Two officers at once: one decision is carried out, a dossier goes one way; real transactions."""

import datetime as dt
import threading

import pytest
from django.db import connection

from products.models import Certification
from scoring.decisions.drafting import draft_decision
from scoring.decisions.enums import DecisionStatus
from scoring.decisions.issuing import issue_decision
from scoring.decisions.referring import score_again
from scoring.dossiers.enums import DossierAct, DossierStatus
from scoring.dossiers.errors import ActRefused
from scoring.process.enums import ProcessLevel
from tests.factories.dossiers import concluded, province_officer

pytestmark = pytest.mark.django_db(transaction=True)
SIGNED = dt.date(2026, 12, 1)
TODAY = dt.date(2026, 12, 3)
PATIENCE = 60


def draft(officer, dossier):
    return draft_decision(
        title="Đợt 2",
        issuing_body="UBND tỉnh",
        level=ProcessLevel.PROVINCE,
        dossiers=[dossier],
        by=officer,
    )


def issuing(decision, officer, number="1/QĐ-UBND"):
    """The act of one officer, on a row read in a transaction of its own."""

    def act():
        issue_decision(
            decision=type(decision).objects.get(pk=decision.pk),
            number=number,
            signed_on=SIGNED,
            signer="Chủ tịch",
            by=officer,
            today=TODAY,
        )

    return act


def together(*acts):
    """Do all of them at once, each in a thread; what each said: nothing, or why it was refused."""
    start = threading.Barrier(len(acts))
    said = [""] * len(acts)

    def run(place, act):
        try:
            start.wait(PATIENCE)
            act()
        except ActRefused as refusal:
            said[place] = str(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return said


def test_same_draft_issued_twice_gives_one_certification():
    first, second = province_officer(), province_officer()
    decision = draft(first, concluded())
    said = together(issuing(decision, first), issuing(decision, second))
    decision.refresh_from_db()
    assert said == ["", ""]
    assert decision.status == DecisionStatus.ISSUED
    assert Certification.objects.count() == 1
    [item] = decision.items.all()
    recognised = item.dossier.moves.filter(act=DossierAct.RECOGNISE)
    assert recognised.count() == 1


def test_two_numbers_for_one_draft_leave_one():
    first, second = province_officer(), province_officer()
    decision = draft(first, concluded())
    said = together(issuing(decision, first), issuing(decision, second, "2/QĐ-UBND"))
    decision.refresh_from_db()
    assert sorted(map(bool, said)) == [False, True]
    winner = "1/QĐ-UBND" if not said[0] else "2/QĐ-UBND"
    assert f"Quyết định đã ban hành với số {winner}." in said
    assert Certification.objects.get().decision_number == decision.number == winner


def test_dossier_is_decided_or_sent_back_never_both():
    first, second = province_officer(), province_officer()
    dossier = concluded()
    decision = draft(first, dossier)

    def send_back():
        fresh = type(dossier).objects.get(pk=dossier.pk)
        score_again(dossier=fresh, by=second, on=TODAY, reason="Thiếu phiếu")

    issued, sent_back = together(issuing(decision, first), send_back)
    dossier.refresh_from_db()
    decision.refresh_from_db()
    assert bool(issued) != bool(sent_back)
    if issued:
        assert (dossier.status, decision.status) == (DossierStatus.COUNCIL, DecisionStatus.DRAFT)
        assert not Certification.objects.exists()
    else:
        assert (dossier.status, decision.status) == (
            DossierStatus.RECOGNISED,
            DecisionStatus.ISSUED,
        )
        assert Certification.objects.count() == 1
