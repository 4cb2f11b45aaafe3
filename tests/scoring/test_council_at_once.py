"""Acts of a session at the same moment, in real transactions side by side."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from products.models import Certification
from scoring.councils.concluding import Votes, conclude_item
from scoring.councils.concluding_together import conclude_together
from scoring.councils.enums import SheetStatus
from scoring.councils.errors import ActRefused
from scoring.councils.fingerprints import still_says
from scoring.councils.sheets import correct_sheet, save_answer, submit_sheet
from scoring.decisions.drafting import draft_decision
from scoring.decisions.issuing import issue_decision
from scoring.models import Conclusion, Dossier, Scoresheet
from scoring.process.enums import ProcessLevel
from tests.factories.councils import (
    everybody_scores,
    fill_sheet,
    opened,
    scoring_members,
    secretary_of,
)
from tests.factories.dossiers import FILED, province_officer

pytestmark = pytest.mark.django_db(transaction=True)

NOW = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)


def at_once(*acts):
    """Do all of these in threads of their own, begun together; what each gave or raised."""
    ready = Barrier(len(acts))

    def run(act):
        try:
            ready.wait(timeout=10)
            return act()
        except ActRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(run, act) for act in acts]]


def fresh(session):
    return session.items.select_related("dossier__criteria_set", "session").get()


def test_two_members_hand_in_and_an_answer_arrives_as_the_sheet_is_locked():
    session = opened()
    chair, member, _ = (seat.member.user for seat in scoring_members(session))
    sheets = [fill_sheet(fresh(session), user) for user in (chair, member)]
    kept = at_once(
        lambda: submit_sheet(sheet=Scoresheet.objects.get(pk=sheets[0].pk), by=chair, at=NOW),
        lambda: submit_sheet(sheet=Scoresheet.objects.get(pk=sheets[1].pk), by=member, at=NOW),
        lambda: submit_sheet(sheet=Scoresheet.objects.get(pk=sheets[1].pk), by=member, at=NOW),
        lambda: save_answer(
            sheet_id=sheets[1].pk, code="1.1", said={"points": Decimal(1)}, by=member
        ),
    )
    assert isinstance(kept[0], Scoresheet)
    # The same sheet twice: one is handed in, the other refused.
    assert sorted(type(each).__name__ for each in kept[1:3]) == ["ActRefused", "Scoresheet"]
    locked = Scoresheet.objects.get(pk=sheets[1].pk)
    # The answer came before the lock and counts, or after it and was refused; never in between.
    was_refused = isinstance(kept[3], ActRefused)
    assert locked.total == (80 if was_refused else 73)
    assert still_says(locked)


def test_two_officers_conclude_and_a_member_corrects():
    session = opened()
    everybody_scores(session)
    chair, member, _ = (seat.member.user for seat in scoring_members(session))
    secretary = secretary_of(session)
    sheet = Scoresheet.objects.get(member__member__user=member)
    concluded = at_once(
        lambda: conclude_item(item=fresh(session), votes=Votes(3), by=chair, on=FILED),
        lambda: conclude_item(item=fresh(session), votes=Votes(3), by=secretary, on=FILED),
        lambda: correct_sheet(
            sheet=Scoresheet.objects.get(pk=sheet.pk), by=member, reason="Bấm nhầm"
        ),
    )
    sheet.refresh_from_db()
    dossier = Dossier.objects.get()
    if isinstance(concluded[2], Scoresheet):  # the correction came first: nobody concludes
        assert [type(each) for each in concluded[:2]] == [ActRefused, ActRefused]
        assert not Conclusion.objects.exists()
        assert (dossier.status, sheet.status) == ("council", SheetStatus.REPLACED)
    else:
        assert sorted(type(each).__name__ for each in concluded[:2]) == ["ActRefused", "Conclusion"]
        assert sheet.pk in Conclusion.objects.get().sheets
        assert (dossier.status, sheet.status) == ("concluded", SheetStatus.SUBMITTED)
        assert dossier.moves.filter(act="conclude").count() == 1


def test_a_session_is_concluded_while_a_dossier_of_it_is_and_a_member_corrects():
    session = opened()
    everybody_scores(session)
    chair, member, _ = (seat.member.user for seat in scoring_members(session))
    secretary = secretary_of(session)
    sheet = Scoresheet.objects.get(member__member__user=member)
    votes = {fresh(session).pk: Votes(3)}
    done = at_once(
        lambda: conclude_together(session=session, votes=votes, by=chair, on=FILED),
        lambda: conclude_item(item=fresh(session), votes=Votes(3), by=secretary, on=FILED),
        lambda: correct_sheet(
            sheet=Scoresheet.objects.get(pk=sheet.pk), by=member, reason="Bấm nhầm"
        ),
    )
    if isinstance(done[2], Scoresheet):  # the correction came first: nobody concludes
        assert [type(each) for each in done[:2]] == [ActRefused, ActRefused]
        assert not Conclusion.objects.exists()
    else:
        assert sum(isinstance(each, ActRefused) for each in done[:2]) == 1
        assert sheet.pk in Conclusion.objects.get().sheets
        assert Dossier.objects.get().moves.filter(act="conclude").count() == 1


def test_a_decision_is_issued_while_a_member_corrects_a_sheet_behind_it():
    session = opened()
    everybody_scores(session)
    chair, member, _ = (seat.member.user for seat in scoring_members(session))
    conclude_item(item=fresh(session), votes=Votes(3), by=chair, on=FILED)
    officer, dossier = province_officer(), Dossier.objects.get()
    sheet = Scoresheet.objects.get(member__member__user=member)
    draft = draft_decision(
        title="Đợt 1",
        issuing_body="UBND tỉnh",
        level=ProcessLevel.PROVINCE,
        dossiers=[dossier],
        by=officer,
    )
    issued, corrected = at_once(
        lambda: issue_decision(
            decision=draft,
            number="1/QĐ-UBND",
            signed_on=timezone.localdate(),
            signer="Chủ tịch",
            by=officer,
            today=timezone.localdate(),
        ),
        lambda: correct_sheet(
            sheet=Scoresheet.objects.get(pk=sheet.pk), by=member, reason="Bấm nhầm"
        ),
    )
    assert isinstance(corrected, ActRefused)
    assert not isinstance(issued, ActRefused)
    sheet.refresh_from_db()
    dossier.refresh_from_db()
    assert (dossier.status, sheet.status) == ("recognised", SheetStatus.SUBMITTED)
    assert still_says(sheet)
    assert sheet.pk in Conclusion.objects.get().sheets
    assert Certification.objects.count() == 1


def test_answer_kept_in_a_statement_of_its_own_is_in_the_trail_with_its_author():
    session = opened()
    member = scoring_members(session)[1].member.user
    sheet = fill_sheet(fresh(session), member)
    score = sheet.scores.get(criterion__code="1.1")
    save_answer(sheet_id=sheet.pk, code="1.1", said={"points": Decimal(3)}, by=member)
    event = score.events.order_by("pgh_id").last()
    assert (event.pgh_label, event.points) == ("update", 3)
    assert event.pgh_context.metadata["user"] == member.pk
    for note in ("Có hợp đồng", "Có hợp đồng", "Có hóa đơn"):
        save_answer(sheet_id=sheet.pk, code="1.1", said={"note": note}, by=member)
    assert list(score.events.order_by("-pgh_id").values_list("note", flat=True)[:3]) == [
        *("Có hóa đơn", "Có hợp đồng", ""),
    ]
    score.refresh_from_db()
    assert (score.points, score.note) == (3, "Có hóa đơn")


def test_answer_of_whoever_is_known_arrives_as_the_sheet_is_locked_and_as_they_sign_out(client):
    session = opened()
    member = scoring_members(session)[1].member.user
    sheet = fill_sheet(fresh(session), member)
    client.force_login(member)
    address = reverse("admin:sheet_answer", args=[sheet.pk])

    def put(points):
        return client.post(address, {"tieu-chi": "1.1", "phuong-an": points}).status_code

    assert [put(points) for points in "7979"] == [200] * 4
    score = sheet.scores.get(criterion__code="1.1")
    assert score.points == 9
    assert score.events.latest("pgh_id").pgh_context.metadata == {"user": member.pk, "url": address}
    status, _ = at_once(
        lambda: put("1"),
        lambda: submit_sheet(sheet=Scoresheet.objects.get(pk=sheet.pk), by=member, at=NOW),
    )
    locked = Scoresheet.objects.get(pk=sheet.pk)
    assert (status, locked.total) in ((200, 73), (409, 81))
    assert still_says(locked)
    client.session.flush()
    assert put("2") == 302
