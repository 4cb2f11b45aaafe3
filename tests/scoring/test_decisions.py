"""From conclusions to stars: drafts, the one act of issuing, the ministry, appeals."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from ocop_portal.shared.outgoing_mail import OutgoingMail
from products.enums import CertificationStatus
from products.models import Product
from scoring.decisions.appeals import answer_appeal, file_appeal, take_back_appeal
from scoring.decisions.drafting import (
    add_to_draft,
    cancel_draft,
    choose_outcome,
    draft_decision,
    take_out_of_draft,
)
from scoring.decisions.enums import DecisionStatus, Outcome, ReferralStatus
from scoring.decisions.issuing import issue_decision
from scoring.decisions.page import candidates, lines_of
from scoring.decisions.papers import paper_data
from scoring.decisions.referring import (
    record_recognition,
    record_return,
    refer_to_ministry,
    score_again,
)
from scoring.dossiers.checking import accept_dossier, refuse_dossier
from scoring.dossiers.enums import AppealStatus, DossierAct, DossierStatus
from scoring.dossiers.errors import ActRefused, NotYours
from scoring.dossiers.submitting import withdraw_dossier
from scoring.process.enums import AssessmentKind, ProcessLevel
from tests.factories.accounts import make_user
from tests.factories.dossiers import (
    AT,
    before_council,
    commune_officer,
    concluded,
    make_dossier,
    make_producer_person,
    province_officer,
    submitted,
)
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db

SIGNED = dt.date(2026, 12, 1)
TODAY = dt.date(2026, 12, 3)


@pytest.fixture
def officer():
    return province_officer()


def draft(officer, *dossiers, **fields):
    values = {"title": "Công nhận sản phẩm OCOP đợt 2", "issuing_body": "UBND tỉnh"}
    return draft_decision(
        level=ProcessLevel.PROVINCE, dossiers=dossiers, by=officer, **values | fields
    )


def issue(decision, officer, number="2616/QĐ-UBND", signed_on=SIGNED, today=TODAY):
    return issue_decision(
        decision=decision,
        number=number,
        signed_on=signed_on,
        signer="Chủ tịch",
        by=officer,
        today=today,
    )


def sent_up(officer, **fields):
    """A dossier of 91 points the province has approved for the ministry."""
    dossier = concluded("91", 5, **fields)
    issue(draft(officer, dossier), officer)
    dossier.refresh_from_db()
    return dossier


def returned(officer, score, missed=None):
    """A dossier the ministry found below ninety, and its result."""
    dossier = concluded("91", 5, missed=missed)
    issue(draft(officer, dossier), officer)
    referral = refer_to_ministry(
        dossier=dossier, dispatch_number="1/TTr", sent_on=SIGNED, by=officer, today=TODAY
    )
    values = {"result_number": "7/TB", "result_on": TODAY, "by": officer, "today": TODAY}
    record_return(referral=referral, score=score, **values)
    dossier.refresh_from_db()
    return dossier, referral


class TestDraft:
    def test_says_what_each_conclusion_gives(self, officer):
        four, five, none = concluded("75", 4), concluded("91", 5), concluded("49", 0)
        decision = draft(officer, four, five, none)
        assert [(item.outcome, item.stars) for item in decision.items.all()] == [
            (Outcome.RECOGNISE, 4),
            (Outcome.SEND_UP, 0),
            (Outcome.NOT_RECOGNISE, 0),
        ]

    def test_ninety_points_that_miss_a_minimum_may_go_up_all_the_same(self, officer):
        dossier = concluded("92", 4)
        decision = draft(officer, dossier)
        item = decision.items.get()
        assert (item.outcome, item.stars) == (Outcome.RECOGNISE, 4)
        choose_outcome(item=item, send_up=True, by=officer)
        assert (item.outcome, item.stars) == (Outcome.SEND_UP, 0)
        choose_outcome(item=item, send_up=False, by=officer)
        assert item.stars == 4

    def test_fewer_points_do_not_go_up(self, officer):
        item = draft(officer, concluded("89.99", 4)).items.get()
        with pytest.raises(ActRefused, match="chưa đủ điểm"):
            choose_outcome(item=item, send_up=True, by=officer)

    def test_takes_only_what_was_concluded_and_is_in_no_other_draft(self, officer):
        with pytest.raises(ActRefused, match="chờ hội đồng chấm"):
            draft(officer, before_council())
        dossier = concluded()
        draft(officer, dossier)
        with pytest.raises(ActRefused, match="đã ở trong"):
            draft(officer, dossier)

    def test_dossiers_come_and_go_until_it_is_issued_or_given_up(self, officer):
        first, second = concluded(), concluded()
        decision = draft(officer, first)
        add_to_draft(decision=decision, dossiers=[second], by=officer)
        take_out_of_draft(decision=decision, dossier=first, by=officer)
        assert [item.dossier for item in decision.items.all()] == [second]
        cancel_draft(decision=decision, by=officer)
        with pytest.raises(ActRefused, match="không còn là dự thảo"):
            add_to_draft(decision=decision, dossiers=[first], by=officer)
        draft(officer, second)

    def test_demonstration_stays_apart(self, officer):
        with pytest.raises(ActRefused, match="minh họa"):
            draft(officer, concluded(), is_demo=True)

    @pytest.mark.parametrize("role", [Role.COMMUNE_OFFICER, Role.LEADER, Role.COUNCIL_MEMBER])
    def test_others_do_not_draft(self, role):
        with pytest.raises(NotYours):
            draft(make_user(role, commune=concluded().commune))


class TestIssuing:
    def test_gives_stars_for_thirty_six_months_and_shows_the_product(self, officer):
        dossier = concluded("75.555", 4)
        decision = issue(draft(officer, dossier), officer)
        dossier.refresh_from_db()
        award = dossier.product.certifications.get()
        assert (award.stars, award.score) == (4, Decimal("75.55"))
        assert (award.starts_on, award.expires_on) == (SIGNED, dt.date(2029, 12, 1))
        assert award.status(TODAY) == CertificationStatus.VALID
        assert award.public_code
        assert award.scoring["parts"] == {"A": 30}
        assert dossier.product.is_published
        assert (dossier.status, decision.status) == (
            DossierStatus.RECOGNISED,
            DecisionStatus.ISSUED,
        )
        assert decision.items.get().certification == award

    def test_again_with_the_same_number_changes_nothing(self, officer):
        dossier = concluded()
        decision = issue(draft(officer, dossier), officer)
        issue(decision, officer)
        dossier.refresh_from_db()
        assert dossier.product.certifications.count() == 1
        with pytest.raises(ActRefused, match="đã ban hành"):
            issue(decision, officer, number="9/QĐ-UBND")

    def test_upgrade_ends_the_lower_star(self, officer):
        person = make_producer_person()
        product = make_product(producer=person.roles.get().producer)
        older = certify(product, stars=3, on=dt.date(2025, 1, 15))
        dossier = before_council(by=person, kind=AssessmentKind.UPGRADE, product=product)
        issue(draft(officer, concluded(dossier=dossier)), officer)
        older.refresh_from_db()
        assert (older.end_reason, older.ended_on) == ("superseded", SIGNED)
        assert older.superseded_by.stars == 4
        assert Product.objects.count() == 1

    def test_producers_are_told(self, officer):
        person = make_producer_person(email="htx@example.org")
        issue(draft(officer, concluded(by=person)), officer)
        told = OutgoingMail.objects.filter(recipient="htx@example.org")
        letter = told.get(subject__startswith="Kết quả đánh giá OCOP")
        assert "công nhận 4 sao" in letter.body
        assert "2616/QĐ-UBND" in letter.body

    def test_not_recognised_ends_without_a_certification(self, officer):
        dossier = concluded("49", 0)
        issue(draft(officer, dossier), officer)
        dossier.refresh_from_db()
        assert (dossier.status, dossier.product) == (DossierStatus.NOT_RECOGNISED, None)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"signed_on": dt.date(2026, 12, 4)}, "tương lai"),
            ({"signed_on": dt.date(2020, 1, 1)}, "trước ngày hội đồng kết luận"),
            ({"number": "  "}, "Ghi số quyết định"),
        ],
    )
    def test_refuses_what_cannot_be(self, officer, fields, words):
        decision = draft(officer, concluded())
        with pytest.raises(ActRefused, match=words):
            issue(decision, officer, **fields)
        decision.refresh_from_db()
        assert (decision.status, decision.number) == (DecisionStatus.DRAFT, "")

    def test_empty_draft_and_a_number_in_use_are_refused(self, officer):
        with pytest.raises(ActRefused, match="chưa có hồ sơ"):
            issue(draft(officer), officer)
        issue(draft(officer, concluded()), officer)
        second = draft(officer, concluded())
        with pytest.raises(ActRefused, match="đã ghi cho quyết định khác"):
            issue(second, officer)
        assert second.items.get().dossier.status == DossierStatus.CONCLUDED

    def test_dossier_that_moved_on_stops_the_whole(self, officer):
        staying, moving = concluded(), concluded()
        decision = draft(officer, staying, moving)
        score_again(dossier=moving, by=officer, on=TODAY, reason="Thiếu phiếu kiểm nghiệm")
        with pytest.raises(ActRefused, match="chờ hội đồng chấm"):
            issue(decision, officer)
        staying.refresh_from_db()
        assert (staying.status, staying.product) == (DossierStatus.CONCLUDED, None)

    def test_issued_decision_cannot_be_changed_even_by_sql(self, officer):
        decision = issue(draft(officer, concluded()), officer)
        for change in (
            lambda: type(decision).objects.filter(pk=decision.pk).update(number="x"),
            lambda: decision.items.update(stars=3),
            lambda: decision.items.all().delete(),
        ):
            with pytest.raises(DatabaseError, match=r"Không sửa|Đã khóa"), transaction.atomic():
                change()

    def test_secretary_drafts_and_does_not_issue(self):
        secretary = make_user(Role.SECRETARY)
        decision = draft(secretary, concluded())
        with pytest.raises(NotYours):
            issue(decision, secretary)

    def test_queries_do_not_grow_with_the_dossiers(self, officer):
        counts = []
        for number, many in enumerate((1, 4)):
            decision = draft(officer, *(concluded() for _ in range(many)))
            with CaptureQueriesContext(connection) as caught:
                issue(decision, officer, number=f"{number}/QĐ-UBND")
            counts.append(len(caught))
        assert counts == [24, 24]


class TestMinistry:
    def test_recognised_there_is_five_stars(self, officer):
        dossier = sent_up(officer)
        assert dossier.status == DossierStatus.SENT_UP
        referral = refer_to_ministry(
            dossier=dossier, dispatch_number="1/TTr", sent_on=SIGNED, by=officer, today=TODAY
        )
        record_recognition(
            referral=referral,
            score=Decimal("90.86"),
            result_number="77/QĐ-BNNMT",
            result_on=TODAY,
            issuing_body="Bộ Nông nghiệp và Môi trường",
            by=officer,
            today=TODAY,
        )
        dossier.refresh_from_db()
        award = dossier.product.certifications.get()
        assert (award.stars, award.level, award.score) == (5, "national", Decimal("90.86"))
        assert dossier.status == DossierStatus.RECOGNISED

    def test_below_ninety_comes_back_and_the_province_decides(self, officer):
        dossier = sent_up(officer)
        referral = refer_to_ministry(
            dossier=dossier, dispatch_number="1/TTr", sent_on=SIGNED, by=officer, today=TODAY
        )
        values = {"result_number": "7/TB", "result_on": TODAY, "by": officer, "today": TODAY}
        with pytest.raises(ActRefused, match="Từ 90 điểm"):
            record_return(referral=referral, score=Decimal(90), **values)
        record_return(referral=referral, score=Decimal("89.99"), **values)
        assert referral.status == ReferralStatus.BELOW
        dossier.refresh_from_db()
        item = draft(officer, dossier).items.get()
        assert (item.outcome, item.stars, item.conclusion) == (Outcome.RECOGNISE, 4, None)
        issue(item.decision, officer, number="8/QĐ-UBND", signed_on=TODAY)
        dossier.refresh_from_db()
        award = dossier.product.certifications.get()
        assert (award.stars, award.score) == (4, Decimal("89.99"))

    def test_decision_by_a_result_says_so_and_is_no_older_than_it(self, officer):
        dossier, referral = returned(officer, Decimal("86.2"))
        decision = draft(officer, dossier)
        [line] = lines_of(decision)
        assert (line.item.result, line.score) == (referral, Decimal("86.2"))
        said = paper_data(decision, [line], AT)
        assert "Căn cứ kết quả của Bộ tại 7/TB ngày 03/12/2026;" in said["grounds"]
        assert said["annexes"][0]["rows"][0][4] == "86,2"
        with pytest.raises(ActRefused, match="trước văn bản 7/TB của Bộ ngày 03/12/2026"):
            issue(decision, officer, number="8/QĐ-UBND", signed_on=dt.date(2026, 12, 2))
        [waiting] = candidates([dossier])
        assert (waiting.result, waiting.score) == (referral, Decimal("86.2"))

    def test_minimums_the_council_found_missed_hold_for_the_result_too(self, officer):
        dossier, _referral = returned(officer, Decimal("86.2"), missed={"3": [], "4": ["2.1"]})
        item = draft(officer, dossier).items.get()
        assert (item.outcome, item.stars) == (Outcome.RECOGNISE, 3)

    def test_is_not_sent_before_it_was_approved(self, officer):
        dossier = sent_up(officer)
        with pytest.raises(ActRefused, match="trước quyết định phê duyệt ngày 01/12/2026"):
            refer_to_ministry(
                dossier=dossier,
                dispatch_number="1/TTr",
                sent_on=dt.date(2026, 11, 30),
                by=officer,
                today=TODAY,
            )

    def test_what_the_register_refuses_is_said(self, officer):
        product = make_product("Miến dong")
        certify(product, stars=4, on=TODAY)
        dossier = sent_up(officer, product=product)
        referral = refer_to_ministry(
            dossier=dossier, dispatch_number="1/TTr", sent_on=SIGNED, by=officer, today=TODAY
        )
        with pytest.raises(ActRefused, match="đã có quyết định 2616/QĐ-UBND từ cùng ngày"):
            record_recognition(
                referral=referral,
                score=None,
                result_number="77/QĐ-BNNMT",
                result_on=TODAY,
                issuing_body="Bộ",
                by=officer,
                today=TODAY,
            )
        dossier.refresh_from_db()
        assert dossier.status == DossierStatus.SENT_UP

    def test_one_result_of_one_sending(self, officer):
        dossier = sent_up(officer)
        send = {"dispatch_number": "1/TTr", "by": officer, "today": TODAY}
        with pytest.raises(ActRefused, match="tương lai"):
            refer_to_ministry(dossier=dossier, sent_on=dt.date(2027, 1, 1), **send)
        referral = refer_to_ministry(dossier=dossier, sent_on=SIGNED, **send)
        with pytest.raises(ActRefused, match="đang chờ kết quả"):
            refer_to_ministry(dossier=dossier, sent_on=SIGNED, **send)
        values = {"result_number": "7/TB", "by": officer, "today": TODAY}
        with pytest.raises(ActRefused, match="từ ngày gửi"):
            record_return(
                referral=referral, score=Decimal(80), result_on=dt.date(2026, 11, 1), **values
            )
        record_return(referral=referral, score=Decimal(80), result_on=TODAY, **values)
        with pytest.raises(ActRefused):
            record_return(referral=referral, score=Decimal(81), result_on=TODAY, **values)


class TestAppeal:
    def test_a_refusal_upheld_goes_on_where_it_was_refused(self, officer):
        dossier = submitted()
        clerk = commune_officer(dossier)
        refuse_dossier(dossier=dossier, by=clerk, on=SIGNED, reason="Không thuộc nhóm")
        appeal = file_appeal(dossier=dossier, text="Có thuộc", by=dossier.created_by, on=SIGNED)
        said = {"is_upheld": True, "answer": "Xem lại", "number": "", "by": officer, "on": TODAY}
        answer_appeal(appeal=appeal, **said)
        dossier.refresh_from_db()
        assert (dossier.status, dossier.level) == (DossierStatus.SUBMITTED, ProcessLevel.COMMUNE)
        clock = dossier.clocks.not_stopped().get()
        assert (clock.started_on, clock.days) == (TODAY, 15)
        accept_dossier(dossier=dossier, by=clerk, on=TODAY)

    def test_is_not_upheld_while_another_dossier_of_the_product_is_open(self, officer):
        product = make_product("Miến dong")
        dossier = submitted(product=product)
        refuse_dossier(dossier=dossier, by=commune_officer(dossier), on=SIGNED, reason="Sai nhóm")
        person = dossier.created_by
        appeal = file_appeal(dossier=dossier, text="Xin xét", by=person, on=SIGNED)
        newer = make_dossier(person, product=product)
        said = {"answer": "Xem lại", "number": "", "by": officer, "on": TODAY}
        with pytest.raises(ActRefused, match="có hồ sơ khác chưa kết thúc: Bản nháp"):
            answer_appeal(appeal=appeal, is_upheld=True, **said)
        withdraw_dossier(dossier=newer, by=person, on=TODAY, reason="Theo khiếu nại")
        answer_appeal(appeal=appeal, is_upheld=True, **said)
        dossier.refresh_from_db()
        assert dossier.status == DossierStatus.SUBMITTED

    def test_upheld_brings_the_dossier_back_to_the_council(self, officer):
        dossier = concluded("49", 0)
        issue(draft(officer, dossier), officer)
        dossier.refresh_from_db()
        person = dossier.created_by
        appeal = file_appeal(dossier=dossier, text="Chưa xét giải thưởng", by=person, on=TODAY)
        with pytest.raises(ActRefused, match="đang có một khiếu nại"):
            file_appeal(dossier=dossier, text="Nữa", by=person, on=TODAY)
        answer_appeal(
            appeal=appeal, is_upheld=True, answer="Xét lại", number="5/TL", by=officer, on=TODAY
        )
        dossier.refresh_from_db()
        assert dossier.status == DossierStatus.COUNCIL
        assert dossier.moves.last().act == DossierAct.REOPEN
        with pytest.raises(ActRefused):
            answer_appeal(
                appeal=appeal, is_upheld=False, answer="x", number="", by=officer, on=TODAY
            )

    def test_rejected_leaves_it_as_it_was(self, officer):
        dossier = concluded("49", 0)
        issue(draft(officer, dossier), officer)
        dossier.refresh_from_db()
        appeal = file_appeal(dossier=dossier, text="Xin xét lại", by=dossier.created_by, on=TODAY)
        answer_appeal(
            appeal=appeal, is_upheld=False, answer="Đúng quy chế", number="", by=officer, on=TODAY
        )
        dossier.refresh_from_db()
        assert (dossier.status, appeal.status) == (
            DossierStatus.NOT_RECOGNISED,
            AppealStatus.REJECTED,
        )

    def test_only_the_producer_appeals_and_takes_back(self, officer):
        dossier = concluded("49", 0)
        with pytest.raises(ActRefused, match="chưa có kết quả"):
            file_appeal(dossier=dossier, text="Sớm", by=dossier.created_by, on=TODAY)
        issue(draft(officer, dossier), officer)
        dossier.refresh_from_db()
        with pytest.raises(NotYours):
            file_appeal(dossier=dossier, text="Không phải", by=officer, on=TODAY)
        appeal = file_appeal(dossier=dossier, text="Xin xét lại", by=dossier.created_by, on=TODAY)
        take_back_appeal(appeal=appeal, by=dossier.created_by)
        assert appeal.status == AppealStatus.TAKEN_BACK
        file_appeal(dossier=dossier, text="Lần nữa", by=dossier.created_by, on=TODAY)
