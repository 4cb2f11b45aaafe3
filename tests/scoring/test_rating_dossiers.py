"""Imported results and dossiers: which row is whose outcome, differences first, undo."""

import datetime as dt
import threading
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ocop_portal.shared.outgoing_mail import OutgoingMail
from products.models import Certification, Product
from scoring.decisions.appeals import file_appeal
from scoring.decisions.enums import ReferralStatus
from scoring.dossiers.enums import DossierAct, DossierStatus
from scoring.dossiers.errors import NotYours
from scoring.enums import ImportStatus, Verdict
from scoring.models import Dossier, DossierMove, MinistryReferral
from scoring.rating_import.parsing import parse
from scoring.rating_import.plan import make_plan
from scoring.rating_import.reconciling import is_same_score
from scoring.rating_import.services import (
    answer_rows,
    apply_import,
    import_at_once,
    upload_ratings,
)
from scoring.rating_import.undoing import UndoRefused, undo_import
from scoring.rating_import.writing import RegisterBusy
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune
from tests.factories.dossiers import (
    before_council,
    concluded,
    make_producer_person,
    province_officer,
)
from tests.factories.products import make_product
from tests.scoring.rating_files import csv_file

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 12, 3)
HEADER = ("Tên sản phẩm", "Chủ thể", "Xã", "Điểm", "Hạng sao", "Quyết định", "Ngày")


@pytest.fixture
def officer():
    return province_officer()


def row_of(dossier, **cells):
    told = {
        "product": dossier.product_name,
        "producer": dossier.producer.name,
        "xa": "",
        "score": "75",
        "stars": "4",
        "number": "2616/QĐ-UBND",
        "on": "01/12/2026",
    }
    return list((told | cells).values())


def content(*rows):
    return csv_file([HEADER, *rows])


def upload(*rows, by=None):
    return upload_ratings(content=content(*rows), filename="kq.csv", by=by, today=TODAY)


def confirmed(officer, *rows):
    made = upload(*rows, by=officer)
    apply_import(rating_import=made, by=officer, today=TODAY)
    made.refresh_from_db()
    return made


def plan(*rows, **more):
    return make_plan(parse(content(*rows), "kq.csv"), today=TODAY, **more)


def state(dossier):
    return Dossier.objects.values("status", "level", "product_id").get(pk=dossier.pk)


class TestMatch:
    def test_preview_says_which_dossier_and_the_import_ends_it(self, officer):
        person = make_producer_person(email="htx@example.org")
        dossier = concluded("75", 4, by=person, commune=make_commune("Chợ Rã"))
        made = upload(row_of(dossier, xa="Xã Chợ Rã"), by=officer)
        line = made.rows.get()
        assert line.verdict == Verdict.NEW
        assert {
            "label": f"Khớp hồ sơ {dossier.receipt_number}",
            "register": "hội đồng đã kết luận: 4 sao",
            "file": "công nhận 4 sao, 2616/QĐ-UBND ngày 01/12/2026",
        } in line.changes
        apply_import(rating_import=made, by=officer, today=TODAY)
        dossier.refresh_from_db()
        award = Certification.objects.get()
        assert (dossier.status, dossier.product) == (DossierStatus.RECOGNISED, award.product)
        assert (award.decision_number, award.group) == ("2616/QĐ-UBND", dossier.group)
        assert award.scoring["parts"] == {"A": 30}
        move = dossier.moves.last()
        assert (move.act, move.by, move.on) == (DossierAct.RECOGNISE, officer, TODAY)
        assert "2616/QĐ-UBND ngày 01/12/2026, nhập từ tệp “kq.csv”" in move.reason
        letters = OutgoingMail.objects.filter(recipient="htx@example.org")
        assert letters.filter(body__contains="được công nhận 4 sao").count() == 1

    def test_product_of_the_register_is_found_by_itself(self, officer):
        person = make_producer_person()
        product = make_product("Miến cũ", producer=person.roles.get().producer)
        dossier = concluded(dossier=before_council(by=person, product=product))
        confirmed(officer, row_of(dossier, product="Miến cũ", xa=""))
        assert state(dossier) == {
            "status": DossierStatus.RECOGNISED,
            "level": dossier.level,
            "product_id": product.pk,
        }

    @pytest.mark.parametrize(
        "cells",
        [
            {"product": "Rượu men lá"},
            {"on": "15/10/2026"},
            {"on": "", "number": "2616/QĐ-UBND"},
        ],
    )
    def test_other_product_and_earlier_or_undated_decision_are_not_its_outcome(
        self, officer, cells
    ):
        dossier = concluded()
        before = state(dossier)
        confirmed(officer, row_of(dossier, **cells))
        assert Certification.objects.count() == 1
        assert state(dossier) == before

    def test_dossiers_elsewhere_are_left_alone(self, officer):
        dossier = before_council()
        confirmed(officer, row_of(dossier))
        assert state(dossier)["status"] == DossierStatus.COUNCIL

    def test_demonstration_is_left_alone(self, officer):
        dossier = concluded()
        Dossier.objects.filter(pk=dossier.pk).update(is_demo=True)
        confirmed(officer, row_of(dossier))
        assert state(dossier)["status"] == DossierStatus.CONCLUDED

    def test_second_import_changes_nothing(self, officer):
        dossier = concluded()
        confirmed(officer, row_of(dossier))
        moves = DossierMove.objects.count()
        again = upload(row_of(dossier), by=officer)
        assert again.rows.get().verdict == Verdict.UNCHANGED
        apply_import(rating_import=again, by=officer, today=TODAY)
        assert (Certification.objects.count(), DossierMove.objects.count()) == (1, moves)

    def test_certification_on_record_already_still_ends_its_dossier(self, officer):
        dossier = concluded()
        import_at_once(content=content(row_of(dossier)), filename="a.csv", by=None, today=TODAY)
        assert state(dossier)["status"] == DossierStatus.CONCLUDED
        made = confirmed(officer, row_of(dossier))
        assert made.rows.get().verdict == Verdict.COMPLETION
        assert state(dossier)["status"] == DossierStatus.RECOGNISED
        assert Certification.objects.count() == 1

    def test_command_without_a_person_only_says_so(self):
        dossier = concluded()
        _made, done = import_at_once(
            content=content(row_of(dossier)), filename="a.csv", by=None, today=TODAY
        )
        said = " ".join(str(finding) for finding in done.rows[0].row.findings)
        assert f"khớp hồ sơ {dossier.receipt_number} đang chờ quyết định" in said

    def test_who_may_not_decide_dossiers_does_not(self):
        dossier = concluded()
        with pytest.raises(NotYours):
            confirmed(make_user(), row_of(dossier))
        assert not Certification.objects.exists()

    def test_queries_do_not_grow_with_the_rows(self, officer):
        counts = []
        for many in (1, 1, 4):
            rows = [row_of(concluded()) for _ in range(many)]
            made = upload(*rows, by=officer)
            with CaptureQueriesContext(connection) as caught:
                apply_import(rating_import=made, by=officer, today=TODAY)
            counts.append(len(caught))
        assert counts[1] == counts[2]


class TestDifference:
    def test_is_asked_first(self, officer):
        dossier = concluded("75", 4)
        made = upload(row_of(dossier, stars="3", score="69"), by=officer)
        line = made.rows.get()
        assert line.verdict == Verdict.CONFLICT
        [question] = line.questions
        assert question["differences"] == [
            {"label": "hạng sao", "register": "4 sao", "file": "3 sao"},
            {"label": "điểm", "register": "75", "file": "69"},
        ]
        apply_import(rating_import=made, by=officer, today=TODAY)
        assert state(dossier)["status"] == DossierStatus.CONCLUDED
        assert not Certification.objects.exists()

    @pytest.mark.parametrize(
        ("answer", "status", "awards"),
        [
            ("decision", DossierStatus.RECOGNISED, 1),
            ("apart", DossierStatus.CONCLUDED, 1),
            ("skip", DossierStatus.CONCLUDED, 0),
        ],
    )
    def test_is_settled_as_the_officer_answers(self, officer, answer, status, awards):
        dossier = concluded("75", 4)
        made = upload(row_of(dossier, stars="3", score="69"), by=officer)
        answer_rows(rating_import=made, answers={0: {"dossier": answer}}, by=officer, today=TODAY)
        apply_import(rating_import=made, by=officer, today=TODAY)
        assert state(dossier)["status"] == status
        assert Certification.objects.count() == awards
        # Parts that do not add up to the points of the decision are not shown.
        assert not Certification.objects.exclude(scoring={}).exists()

    def test_below_ninety_at_the_ministry_is_compared_with_its_points(self, officer):
        dossier = concluded("91", 5)
        MinistryReferral.objects.create(
            dossier=dossier,
            dispatch_number="1/TTr",
            sent_on=TODAY,
            sent_by=officer,
            status=ReferralStatus.BELOW,
            score=Decimal("86.2"),
            result_number="7/TB",
            result_on=dt.date(2026, 11, 30),
            recorded_by=officer,
        )
        line = upload(row_of(dossier, score="86,2"), by=officer).rows.get()
        assert line.questions == []
        assert "theo kết quả của Bộ: 4 sao" in [each["register"] for each in line.changes]
        [question] = upload(row_of(dossier, score="85"), by=officer).rows.get().questions
        [difference] = question["differences"]
        assert (difference["register"], difference["file"]) == ("86,2", "85")
        early = upload(row_of(dossier, score="86,2", on="29/11/2026"), by=officer).rows.get()
        assert not any("Khớp hồ sơ" in each["label"] for each in early.changes)

    def test_conclusion_to_be_sent_up_differs_from_stars_given_here(self, officer):
        dossier = concluded("91", 5)
        line = upload(row_of(dossier, stars="5", score="91"), by=officer).rows.get()
        [question] = line.questions
        assert question["differences"][0]["register"] == "phê duyệt kết quả, trình Bộ"

    @pytest.mark.parametrize(
        ("written", "mean", "same"),
        [
            ("75.56", "75.555", True),
            ("75.55", "75.555", True),
            ("75.6", "75.555", True),
            ("75.5", "75.555", False),
            ("83.6133", "6271/75", True),
            ("83.62", "6271/75", False),
        ],
    )
    def test_rounding_is_none(self, written, mean, same):
        assert is_same_score(Decimal(written), Fraction(mean)) is same


class TestUndo:
    def test_puts_the_dossier_back(self, officer):
        dossier = concluded()
        before = state(dossier)
        made = confirmed(officer, row_of(dossier))
        undo_import(rating_import=made, by=officer, today=TODAY)
        made.refresh_from_db()
        assert made.status == ImportStatus.UNDONE
        assert state(dossier) == before
        assert not Product.objects.exists()
        assert [move.act for move in dossier.moves.all()][-2:] == [
            DossierAct.RECOGNISE,
            DossierAct.TAKE_BACK,
        ]
        confirmed(officer, row_of(dossier))
        assert state(dossier)["status"] == DossierStatus.RECOGNISED

    def test_is_refused_while_an_appeal_rests_on_it(self, officer):
        dossier = concluded()
        made = confirmed(officer, row_of(dossier))
        dossier.refresh_from_db()
        file_appeal(dossier=dossier, text="Xét lại", by=dossier.created_by, on=TODAY)
        with pytest.raises(UndoRefused, match="có khiếu nại"):
            undo_import(rating_import=made, by=officer, today=TODAY)
        assert Certification.objects.count() == 1

    def test_of_the_whole_needs_somebody_who_may(self, officer):
        made = confirmed(officer, row_of(concluded()))
        with pytest.raises(NotYours):
            undo_import(rating_import=made, by=make_user(), today=TODAY)
        made.refresh_from_db()
        assert made.status == ImportStatus.APPLIED


@pytest.mark.django_db(transaction=True)
def test_import_does_not_wait_for_whoever_holds_the_dossier(officer):
    """Two who wait for each other would be torn apart by the database; here one is told."""
    dossier = concluded()
    made = upload(row_of(dossier), by=officer)
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Dossier.objects.select_for_update().get(pk=dossier.pk)
            held.set()
            done.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(20)
        with pytest.raises(RegisterBusy):
            apply_import(rating_import=made, by=officer, today=TODAY)
    finally:
        done.set()
        holder.join()
    assert state(dossier)["status"] == DossierStatus.CONCLUDED
    assert not Certification.objects.exists()
