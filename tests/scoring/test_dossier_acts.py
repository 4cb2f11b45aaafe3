"""A dossier's way up to the council: who may, from where, what is asked, what is written down."""

import datetime as dt
import io
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image

from accounts.enums import Role
from ocop_portal.shared.private_files import PAPERS, accept_file
from scoring.dossiers.checking import (
    accept_dossier,
    forward_dossier,
    give_to_advisers,
    give_to_council,
    refuse_dossier,
    request_supplement,
    return_dossier,
    send_back_dossier,
)
from scoring.dossiers.clocks import pause_clocks, resume_clocks, start_clock
from scoring.dossiers.enums import (
    ENDED,
    TRANSITIONS,
    ClockKind,
    DossierAct,
    DossierStatus,
    Finding,
    Subject,
)
from scoring.dossiers.errors import ActRefused, DossierIncomplete, NotYours
from scoring.dossiers.evidence import (
    add_evidence,
    copy_evidence,
    remove_evidence,
    remove_file,
)
from scoring.dossiers.revisions import changes, fingerprint
from scoring.dossiers.submitting import (
    answer_request,
    requested_items,
    submit_dossier,
    withdraw_dossier,
)
from scoring.dossiers.writing import (
    choose_subject,
    open_dossier,
    open_from_previous,
    save_answer,
    save_registration,
)
from scoring.models import Dossier, DossierMove
from scoring.permissions import WHO, may, may_see, may_write
from scoring.process.definitions import Term
from scoring.process.enums import AssessmentKind, ProcessLevel
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune
from tests.factories.dossiers import (
    AT,
    BRINGING,
    FILED,
    at_commune,
    at_province,
    before_council,
    commune_officer,
    fill_dossier,
    load_law,
    make_dossier,
    make_producer_person,
    province_officer,
    submitted,
    waiting_for_supplement,
    with_advisers,
    write_commune_report,
)
from tests.factories.products import certify, make_product
from tests.project_files import ROOT

pytestmark = pytest.mark.django_db


def later(days: int) -> dt.date:
    return FILED + dt.timedelta(days=days)


class TestWriting:
    def test_new_dossier_knows_what_the_register_knows(self):
        person = make_producer_person()
        dossier = make_dossier(person)
        assert dossier.status == DossierStatus.DRAFT
        assert dossier.level == ProcessLevel.COMMUNE
        assert dossier.registration["unit_name"] == dossier.producer.name
        assert dossier.criteria_set.number == 1
        assert [each.act for each in dossier.moves.all()] == [DossierAct.OPEN]

    def test_strangers_neither_see_nor_write(self):
        dossier = make_dossier()
        stranger = make_producer_person()
        assert not may_see(stranger, dossier)
        with pytest.raises(NotYours):
            save_registration(dossier=dossier, values={"plan": "x"}, by=stranger)
        dossier.refresh_from_db()
        assert "plan" not in dossier.registration

    def test_what_was_handed_in_stays(self):
        dossier = submitted()
        assert not may_write(dossier.created_by, dossier)
        with pytest.raises(ActRefused, match="đã nộp"):
            save_registration(dossier=dossier, values={"plan": "x"}, by=dossier.created_by)

    def test_points_that_are_no_option_are_refused_by_name(self):
        dossier = make_dossier()
        criterion = dossier.criteria_set.criteria.first()
        with pytest.raises(ActRefused, match=r"1\.1: 7\.5 điểm"):
            save_answer(dossier=dossier, criterion=criterion, points="7.5", by=dossier.created_by)

    def test_unknown_fields_are_refused(self):
        dossier = make_dossier()
        with pytest.raises(ValueError, match="khong_co"):
            save_registration(dossier=dossier, values={"khong_co": 1}, by=dossier.created_by)

    def test_another_group_without_criteria_takes_the_answers_away(self):
        dossier = fill_dossier(make_dossier())
        choose_subject(dossier=dossier, product_name="Bún", group=None, by=dossier.created_by)
        assert dossier.criteria_set is None
        assert dossier.answers.count() == 0

    def test_product_has_one_open_dossier_at_a_time(self):
        person = make_producer_person()
        producer = person.roles.get().producer
        product = make_product(producer=producer)
        make_dossier(person, kind=AssessmentKind.UPGRADE, product=product)
        with pytest.raises(ActRefused, match="chưa kết thúc"):
            make_dossier(person, kind=AssessmentKind.REEVALUATION, product=product)

    def test_renewal_names_a_product(self):
        load_law()
        with pytest.raises(ActRefused, match="Chọn sản phẩm"):
            make_dossier(kind=AssessmentKind.REEVALUATION)


class TestHandingIn:
    def test_names_everything_that_is_missing(self):
        dossier = make_dossier()
        with pytest.raises(DossierIncomplete) as caught:
            submit_dossier(dossier=dossier, by=dossier.created_by, on=FILED)
        pages = {lack.page for lack in caught.value.lacks}
        assert {"don-vi", "thong-tin-chung", "ke-hoach", "tu-cham"} <= pages
        dossier.refresh_from_db()
        assert (dossier.status, dossier.receipt_number) == (DossierStatus.DRAFT, None)

    def test_gives_a_number_of_the_commune_and_the_year_and_keeps_a_revision(self):
        commune = make_commune("Côn Minh", code="02185")
        first, second = submitted(commune=commune), submitted(commune=commune)
        assert first.receipt_number == "01/PĐK-19-02185-2026"
        assert second.receipt_number == "02/PĐK-19-02185-2026"
        assert second.product_code == "19-02185-02-2026"
        [revision] = first.revisions.all()
        assert revision.sha256 == fingerprint(revision.content)
        assert revision.content["answers"]["1.1"]["points"] == "8.00"

    def test_twice_is_refused_and_writes_nothing(self):
        dossier = submitted()
        with pytest.raises(ActRefused, match="đã nộp"):
            submit_dossier(dossier=dossier, by=dossier.created_by, on=FILED)
        assert dossier.revisions.count() == 1

    def test_fifteen_working_days_begin(self):
        [clock] = submitted().clocks.all()
        assert (clock.days, clock.due_on) == (15, dt.date(2026, 11, 23))
        assert "Điều 7" in clock.citation

    def test_renewal_waits_for_its_window(self):
        person = make_producer_person()
        product = make_product(producer=person.roles.get().producer)
        certify(product, on=dt.date(2025, 1, 15))  # ends 15/1/2028
        dossier = fill_dossier(
            make_dossier(person, kind=AssessmentKind.REEVALUATION, product=product)
        )
        with pytest.raises(ActRefused, match="19/07/2027"):
            submit_dossier(dossier=dossier, by=person, on=FILED)
        within = dt.date(2027, 8, 2)
        assert submit_dossier(dossier=dossier, by=person, on=within).reason == ""

    def test_late_renewal_is_taken_and_said(self):
        person = make_producer_person()
        product = make_product(producer=person.roles.get().producer)
        certify(product, on=dt.date(2024, 1, 15))
        dossier = fill_dossier(
            make_dossier(person, kind=AssessmentKind.REEVALUATION, product=product)
        )
        move = submit_dossier(dossier=dossier, by=person, on=FILED)
        assert "Nộp sau kỳ" in move.reason

    def test_revision_cannot_be_changed_even_by_sql(self):
        revision = submitted().revisions.get()
        with pytest.raises(DatabaseError, match="lần nộp hồ sơ"), transaction.atomic():
            type(revision).objects.filter(pk=revision.pk).update(sha256="x")
        with pytest.raises(DatabaseError, match="lần nộp hồ sơ"), transaction.atomic():
            revision.delete()


class TestSupplement:
    def test_clock_stands_still_and_runs_on(self):
        dossier = waiting_for_supplement()
        clock = dossier.clocks.get()
        assert (clock.paused_on, clock.due_on) == (FILED, dt.date(2026, 11, 23))
        [item] = requested_items(dossier)
        move = answer_request(
            dossier=dossier, answers={item.pk: "Đã thay"}, by=dossier.created_by, on=later(7)
        )
        clock.refresh_from_db()
        assert clock.paused_on is None
        # Five working days stood still; 24/11 is a day off.
        assert clock.due_on == dt.date(2026, 12, 1)
        assert move.to_status == DossierStatus.REVIEW
        assert dossier.revision_number == 2
        item.refresh_from_db()
        assert item.answer == "Đã thay"

    def test_every_item_is_answered(self):
        dossier = waiting_for_supplement()
        with pytest.raises(ActRefused, match="Bản công bố còn hạn"):
            answer_request(dossier=dossier, answers={}, by=dossier.created_by, on=later(1))

    def test_asks_for_something(self):
        dossier = at_commune()
        with pytest.raises(ActRefused, match="ít nhất một"):
            request_supplement(dossier=dossier, items=[], by=commune_officer(dossier), on=FILED)

    def test_revisions_differ_where_the_producer_changed_something(self):
        dossier = waiting_for_supplement()
        person = dossier.created_by
        save_registration(dossier=dossier, values={"plan": "Mở rộng vùng trồng"}, by=person)
        criterion = dossier.criteria_set.criteria.get(code="1.2")
        save_answer(dossier=dossier, criterion=criterion, points=9, by=person)
        [item] = requested_items(dossier)
        answer_request(dossier=dossier, answers={item.pk: "Xong"}, by=person, on=later(1))
        after, before = dossier.revisions.all()
        assert [(each.place, each.code) for each in changes(before.content, after.content)] == [
            ("registration", "plan"),
            ("answer", "1.2"),
        ]

    def test_advisers_may_ask_and_get_the_dossier_back(self):
        dossier = with_advisers()
        request_supplement(
            dossier=dossier,
            items=[{"subject": Subject.OTHER, "what": "Kiểm nghiệm lại"}],
            by=province_officer(),
            on=FILED,
        )
        [item] = requested_items(dossier)
        move = answer_request(
            dossier=dossier, answers={item.pk: "Có"}, by=dossier.created_by, on=later(3)
        )
        assert move.to_status == DossierStatus.ADVISORY


class TestOffice:
    def test_returned_dossier_is_a_draft_again_and_keeps_its_number(self):
        dossier = submitted()
        officer = commune_officer(dossier)
        item = {"subject": Subject.REGISTRATION, "what": "Ghi địa chỉ"}
        return_dossier(dossier=dossier, items=[item], by=officer, on=FILED, reason="Thiếu địa chỉ")
        number = dossier.receipt_number
        assert dossier.status == DossierStatus.DRAFT
        assert not dossier.clocks.not_stopped().exists()
        submit_dossier(dossier=dossier, by=dossier.created_by, on=later(1))
        assert (dossier.receipt_number, dossier.revision_number) == (number, 2)

    def test_forwarding_asks_for_the_whole_report(self):
        dossier = at_commune()
        officer = commune_officer(dossier)
        with pytest.raises(ActRefused, match="Mẫu số 03"):
            forward_dossier(dossier=dossier, by=officer, on=FILED)
        report = write_commune_report(dossier, officer)
        report.local_labour = ""
        report.save()
        with pytest.raises(ActRefused, match="sử dụng lao động"):
            forward_dossier(dossier=dossier, by=officer, on=FILED)
        assert dossier.status == DossierStatus.REVIEW

    def test_components_are_checked_of_each_revision(self):
        dossier = at_commune()
        officer = commune_officer(dossier)
        write_commune_report(dossier, officer)
        dossier.component_checks.update(revision_number=0)
        with pytest.raises(ActRefused, match="Kiểm tra thành phần hồ sơ của lần nộp này"):
            forward_dossier(dossier=dossier, by=officer, on=FILED)
        dossier.component_checks.update(revision_number=1)
        forward_dossier(dossier=dossier, by=officer, on=FILED)

    def test_component_that_lacks_keeps_the_dossier(self):
        dossier = at_commune()
        officer = commune_officer(dossier)
        write_commune_report(dossier, officer)
        dossier.component_checks.create(
            level=ProcessLevel.COMMUNE,
            revision_number=dossier.revision_number,
            component="mau-02",
            finding=Finding.LACKING,
            checked_by=officer,
        )
        with pytest.raises(ActRefused, match="thành phần chưa đạt"):
            forward_dossier(dossier=dossier, by=officer, on=FILED)

    def test_forwarded_report_is_locked(self):
        dossier = at_province()
        assert (dossier.status, dossier.level) == (DossierStatus.REVIEW, ProcessLevel.PROVINCE)
        report = dossier.commune_reports.get()
        report.proposal = "khác"
        with pytest.raises(DatabaseError, match="Mẫu 03"), transaction.atomic():
            report.save()

    def test_first_assessment_passes_the_advisers(self):
        dossier = at_province()
        with pytest.raises(ActRefused, match="tổ tư vấn"):
            give_to_council(dossier=dossier, by=province_officer(), on=FILED)
        give_to_advisers(dossier=dossier, by=province_officer(), on=FILED)
        with pytest.raises(ActRefused, match="chưa có báo cáo"):
            give_to_council(dossier=dossier, by=province_officer(), on=FILED)

    def test_renewals_clock_begins_with_the_communes_proposal(self):
        person = make_producer_person()
        product = make_product(producer=person.roles.get().producer)
        certify(product, on=dt.date(2024, 3, 15))
        dossier = at_province(by=person, kind=AssessmentKind.REEVALUATION, product=product)
        clock = dossier.clocks.get(kind=ClockKind.RENEWAL)
        assert (clock.started_on, clock.days) == (FILED, 45)
        assert dossier.clocks.get(kind=ClockKind.COMMUNE).stopped_on == FILED

    def test_province_sends_back_to_the_commune_and_the_commune_to_nobody(self):
        dossier = at_province()
        officer = province_officer()
        send_back_dossier(dossier=dossier, by=officer, on=FILED, reason="Mẫu 03 chưa rõ")
        assert dossier.level == ProcessLevel.COMMUNE
        with pytest.raises(ActRefused, match="Không có cấp dưới"):
            send_back_dossier(
                dossier=dossier, by=commune_officer(dossier), on=FILED, reason="Không rõ"
            )

    def test_officers_of_other_communes_do_nothing(self):
        dossier = submitted()
        other = make_user(Role.COMMUNE_OFFICER, commune=make_commune("Ba Bể"))
        with pytest.raises(NotYours):
            accept_dossier(dossier=dossier, by=other, on=FILED)
        assert not may_see(other, dossier)

    def test_commune_does_not_act_on_what_the_province_has(self):
        dossier = at_province()
        with pytest.raises(NotYours):
            refuse_dossier(
                dossier=dossier, by=commune_officer(dossier), on=FILED, reason="Không đủ"
            )

    @pytest.mark.parametrize("act", [refuse_dossier, return_dossier])
    def test_refusing_and_returning_say_why(self, act):
        dossier = submitted()
        extra = {"items": []} if act is return_dossier else {}
        with pytest.raises(ActRefused, match="Ghi rõ"):
            act(dossier=dossier, by=commune_officer(dossier), on=FILED, reason=" ", **extra)
        assert Dossier.objects.get(pk=dossier.pk).status == DossierStatus.SUBMITTED


class TestWithdrawing:
    @pytest.mark.parametrize("status", BRINGING)
    def test_from_every_state_before_the_conclusion(self, status):
        dossier = BRINGING[status]()
        withdraw_dossier(dossier=dossier, by=dossier.created_by, on=later(1), reason="Đổi bao bì")
        assert dossier.status == DossierStatus.WITHDRAWN
        assert not dossier.clocks.not_stopped().exists()

    def test_office_cannot_withdraw(self):
        dossier = submitted()
        with pytest.raises(NotYours):
            withdraw_dossier(dossier=dossier, by=province_officer(), on=FILED, reason="x")


class TestEntering:
    def test_officer_enters_for_a_producer_with_consent(self):
        load_law()
        commune = make_commune("Côn Minh")
        officer = make_user(Role.COMMUNE_OFFICER, commune=commune)
        dossier = make_dossier(
            officer, commune=commune, consent_note="Ông A ký giấy đồng ý", consent_on=FILED
        )
        fill_dossier(dossier)
        submit_dossier(dossier=dossier, by=officer, on=FILED)
        assert dossier.is_entered_by_office
        assert dossier.status == DossierStatus.SUBMITTED

    def test_officer_does_not_write_in_a_producers_own_draft(self):
        dossier = make_dossier()
        assert not may_write(commune_officer(dossier), dossier)


class TestTable:
    def test_every_act_with_a_transition_says_who(self):
        assert WHO.keys() == TRANSITIONS.keys()

    @pytest.mark.parametrize("status", BRINGING)
    def test_nobody_does_what_the_state_does_not_allow(self, status):
        dossier = BRINGING[status]()
        people = [dossier.created_by, commune_officer(dossier), province_officer()]
        wrong = [
            (act, person)
            for act, transition in TRANSITIONS.items()
            if status not in transition.sources
            for person in people
            if may(person, act, dossier)
        ]
        assert wrong == []

    def test_nothing_leads_out_of_an_end_but_an_appeal_and_an_undone_import(self):
        ways_out = {act for act, transition in TRANSITIONS.items() if transition.sources & ENDED}
        assert ways_out == {DossierAct.REOPEN, DossierAct.TAKE_BACK}


def test_every_move_says_who_when_from_and_to():
    dossier = before_council()
    moves = list(dossier.moves.all())
    assert [move.act for move in moves] == [
        DossierAct.OPEN,
        DossierAct.SUBMIT,
        DossierAct.ACCEPT,
        DossierAct.FORWARD,
        DossierAct.ADVISE,
        DossierAct.TO_COUNCIL,
    ]
    for before, after in pairwise(moves):
        assert (before.to_status, before.to_level) == (after.from_status, after.from_level)
    with pytest.raises(DatabaseError, match="diễn biến"), transaction.atomic():
        DossierMove.objects.filter(pk=moves[0].pk).update(reason="khác")


def test_clock_in_calendar_days_ends_on_a_working_day():
    dossier = make_dossier()
    clock = start_clock(
        dossier=dossier,
        kind=ClockKind.RENEWAL,
        term=Term(5),
        citation="thử",
        on=FILED,
    )
    assert clock.due_on == dt.date(2026, 11, 9)  # Saturday 7/11 gives Monday
    pause_clocks(dossier=dossier, on=later(1))
    resume_clocks(dossier=dossier, on=later(3))
    clock.refresh_from_db()
    assert clock.due_on == dt.date(2026, 11, 9)
    assert Dossier.objects.overdue(dt.date(2026, 11, 9)).count() == 0
    assert Dossier.objects.overdue(dt.date(2026, 11, 10)).get() == dossier


def test_lists_take_the_same_queries_for_one_and_three(django_assert_num_queries):
    submitted()
    for _ in range(2):
        with django_assert_num_queries(2):
            rows = list(Dossier.objects.in_the_office().for_lists())
            assert [row.producer.name and list(row.clocks.all()) for row in rows]
        submitted()


def test_demonstration_is_marked_on_the_dossier():
    dossier = open_dossier(
        kind=AssessmentKind.FIRST,
        producer=make_dossier().producer,
        commune=make_commune("Ba Bể"),
        product_name="Bún minh họa",
        by=make_user(),
        on=FILED,
        is_demo=True,
    )
    assert dossier.is_demo


def test_document_says_who_may_do_what_and_when():
    lines = (ROOT / "docs/permissions.md").read_text("utf-8").splitlines()
    start = lines.index("| việc | khi hồ sơ | ai | rồi hồ sơ |") + 2
    written = {}
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        act, states, who, _then = (cell.strip() for cell in line.strip("|").split("|"))
        written[act] = (set(states.split("; ")), set(who.split("; ")))
    assert written == {
        str(act.label): (
            {str(state.label) for state in transition.sources},
            {party.value for party in WHO[act]},
        )
        for act, transition in TRANSITIONS.items()
    }


class TestEvidence:
    def proof(self, dossier, **fields):
        kind = dossier.process.criteria_version.evidence_kinds.first()
        values = {"kind": kind, "details": {"title": "Giấy đăng ký"}, "by": dossier.created_by}
        return add_evidence(dossier=dossier, **values | fields)

    def file(self):
        upload = SimpleUploadedFile("giay.png", picture_bytes(), "image/png")
        return accept_file(upload, PAPERS)

    def test_is_a_file_or_a_place(self):
        dossier = make_dossier()
        with pytest.raises(ActRefused, match="Tải tệp lên"):
            self.proof(dossier)
        self.proof(dossier, details={"title": "Sổ", "reference": "Lưu tại xã"})
        with_file = self.proof(dossier, files=[self.file()])
        assert with_file.files.get().sha256

    def test_serves_several_criteria_of_the_set(self):
        dossier = make_dossier()
        criteria = list(dossier.criteria_set.criteria.all()[:2])
        proof = self.proof(dossier, files=[self.file()], criteria=criteria)
        assert list(proof.criteria.all()) == criteria

    def test_only_file_stays_and_what_was_handed_in_stays_readable(self):
        dossier = fill_dossier(make_dossier())
        proof = self.proof(dossier, files=[self.file()])
        with pytest.raises(ActRefused, match="tệp duy nhất"):
            remove_file(file=proof.files.get(), by=dossier.created_by, at=AT)
        submit_dossier(dossier=dossier, by=dossier.created_by, on=FILED)
        entry = dossier.revisions.get().content["evidence"][str(proof.pk)]
        assert entry["files"] == [proof.files.get().sha256]
        with pytest.raises(ActRefused, match="đã nộp"):
            remove_evidence(evidence=proof, by=dossier.created_by, at=AT)

    def test_expired_proof_keeps_the_dossier(self):
        dossier = fill_dossier(make_dossier())
        self.proof(
            dossier,
            details={"title": "ATTP", "valid_to": later(-1)},
            files=[self.file()],
        )
        with pytest.raises(DossierIncomplete) as caught:
            submit_dossier(dossier=dossier, by=dossier.created_by, on=FILED)
        assert "hết giá trị" in str(caught.value.lacks[0].words)

    def test_renewal_begins_with_the_proofs_and_answers_of_the_last(self):
        person = make_producer_person()
        product = make_product(producer=person.roles.get().producer)
        older = fill_dossier(make_dossier(person, kind=AssessmentKind.UPGRADE, product=product))
        self.proof(older, files=[self.file()])
        withdraw_dossier(dossier=older, by=person, on=FILED, reason="Làm lại")
        newer = open_from_previous(
            previous=older, kind=AssessmentKind.UPGRADE, by=person, on=later(1)
        )
        copy_evidence(source=older, target=newer, by=person)
        assert newer.registration == older.registration
        assert newer.answers.count() == 10
        old, new = (d.evidence.get().files.get() for d in (older, newer))
        assert (new.stored.name, new.sha256) == (old.stored.name, old.sha256)


def picture_bytes() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#14614A").save(out, "PNG")
    return out.getvalue()
