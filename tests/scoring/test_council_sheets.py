"""Sheets, rounds and conclusions: what counts, what is locked, what the star rests on."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import Role
from scoring.councils.concluding import Votes, conclude_item, open_round
from scoring.councils.enums import Attendance, ConflictKind, ItemStatus, SessionStatus, SheetStatus
from scoring.councils.errors import ActRefused, NotYours, SheetIncomplete
from scoring.councils.fingerprints import combined, still_says
from scoring.councils.permissions import sees_points
from scoring.councils.room import room_of
from scoring.councils.sheets import (
    correct_sheet,
    save_answer,
    save_sheet,
    start_sheet,
    submit_sheet,
)
from scoring.councils.sitting import (
    close_session,
    declare_conflict,
    defer_item,
    record_attendance,
    record_discussion,
    record_note,
)
from scoring.dossiers.enums import DossierAct, DossierStatus
from scoring.dossiers.submitting import withdraw_dossier
from scoring.models import Conclusion, Score, Scoresheet
from tests.factories.accounts import make_user
from tests.factories.councils import (
    chair_of,
    concluded,
    everybody_scores,
    fill_sheet,
    hand_in,
    invited,
    make_council,
    opened,
    scoring_members,
    secretary_of,
)
from tests.factories.dossiers import FILED, before_council

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)


def people(session):
    return [member.member.user for member in scoring_members(session)]


def only_item(session):
    return session.items.select_related("dossier__criteria_set", "session").get()


class TestSheet:
    def test_last_word_counts_and_what_is_not_named_stays(self):
        session = opened()
        item, member = only_item(session), people(session)[1]
        sheet = start_sheet(item=item, by=member)
        assert start_sheet(item=item, by=member) == sheet
        for said in (
            {"points": Decimal(8), "case": ""},
            {"note": " Có hợp đồng "},
            {"points": Decimal(9)},
        ):
            save_answer(sheet_id=sheet.pk, code="1.1", said=said, by=member)
        score = sheet.scores.get()
        assert (score.points, score.note) == (9, "Có hợp đồng")
        save_answer(sheet_id=sheet.pk, code="1.1", said={"points": None}, by=member)
        score.refresh_from_db()
        assert (score.points, score.note) == (None, "Có hợp đồng")

    def test_answer_is_one_statement_while_nothing_changes_and_never_goes_by_memory(
        self, django_assert_num_queries
    ):
        session = opened()
        member = people(session)[1]
        sheet = fill_sheet(only_item(session), member)
        save_answer(sheet_id=sheet.pk, code="1.1", said={"points": Decimal(1)}, by=member)
        answer = {"sheet_id": sheet.pk, "code": "1.1", "said": {"points": Decimal(2)}, "by": member}
        with django_assert_num_queries(1):
            save_answer(**answer)
        item = sheet.item
        declare_conflict(item=item, kind=ConflictKind.SOFT, by=member, reason="Quen biết")
        with django_assert_num_queries(3):  # not as it was, the sheet as it stands, the answer
            save_answer(**answer)
        declare_conflict(item=item, kind=ConflictKind.HARD, by=member, reason="Góp vốn")
        for _ in range(2):
            with pytest.raises(ActRefused, match="lợi ích liên quan"):
                save_answer(**answer | {"said": {"points": Decimal(3)}})
        assert sheet.scores.get(criterion__code="1.1").points == 2
        with pytest.raises(NotYours):
            save_answer(**answer | {"by": chair_of(session)})

    @pytest.mark.parametrize(
        ("code", "said", "words"),
        [
            ("9.9", {"points": Decimal(1)}, "9.9 không thuộc"),
            ("1.1", {"points": Decimal("7.5")}, "1.1: 7.5 điểm"),
            ("1.1", {"points": Decimal(8), "case": "z"}, "không phải là phương án"),
            ("1.1", {"note": "x" * 2001}, "dài quá"),
        ],
    )
    def test_what_does_not_fit_the_set_is_refused_by_name(self, code, said, words):
        session = opened()
        member = people(session)[1]
        sheet = start_sheet(item=only_item(session), by=member)
        with pytest.raises(ActRefused, match=words):
            save_answer(sheet_id=sheet.pk, code=code, said=said, by=member)
        assert not sheet.scores.exists()

    def test_nobody_writes_on_anothers_sheet(self):
        session = opened()
        item, (chair, member, _) = only_item(session), people(session)
        sheet = fill_sheet(item, member)
        for user in (chair, secretary_of(session), make_user(is_superuser=True)):
            with pytest.raises(NotYours):
                save_answer(sheet_id=sheet.pk, code="1.1", said={"points": Decimal(0)}, by=user)
            with pytest.raises(NotYours):
                submit_sheet(sheet=sheet, by=user, at=NOW)
            with pytest.raises(NotYours):
                correct_sheet(sheet=sheet, by=user, reason="x")
        with pytest.raises(NotYours, match="Không có phiếu"):
            save_answer(sheet_id=0, code="1.1", said={}, by=member)
        assert set(sheet.scores.values_list("points", flat=True)) == {8}

    def test_member_turned_administrator_scores_no_more(self):
        session = opened()
        member = people(session)[1]
        sheet = fill_sheet(only_item(session), member)
        member.is_superuser = True
        member.save()
        with pytest.raises(ActRefused):
            save_answer(sheet_id=sheet.pk, code="1.1", said={"points": Decimal(0)}, by=member)
        with pytest.raises(NotYours):
            submit_sheet(sheet=sheet, by=member, at=NOW)

    def test_gates_are_those_of_the_set(self):
        session = opened()
        member = people(session)[1]
        sheet = start_sheet(item=only_item(session), by=member)
        with pytest.raises(ActRefused, match="điều kiện loại la-khac"):
            save_sheet(sheet_id=sheet.pk, answers={}, gates=["la-khac"], by=member)
        save_sheet(sheet_id=sheet.pk, answers={}, gates=[], comment=" Tốt ", by=member)
        sheet.refresh_from_db()
        assert sheet.comment == "Tốt"


class TestHandingIn:
    def test_names_each_criterion_without_an_answer(self):
        session = opened()
        item, member = only_item(session), people(session)[1]
        sheet = fill_sheet(item, member)
        sheet.scores.filter(criterion__code__in=["1.2", "1.3"]).update(points=None)
        with pytest.raises(SheetIncomplete) as caught:
            submit_sheet(sheet=sheet, by=member, at=NOW)
        assert [lack.code for lack in caught.value.lacks] == ["1.2", "1.3"]

    def test_locks_totals_and_fingerprints(self):
        session = opened()
        item, member = only_item(session), people(session)[1]
        sheet = hand_in(item, member, 7)
        assert (sheet.total, sheet.status) == (70, SheetStatus.SUBMITTED)
        assert still_says(Scoresheet.objects.get(pk=sheet.pk))
        with pytest.raises(ActRefused, match="đã khóa"):
            save_answer(sheet_id=sheet.pk, code="1.1", said={"points": Decimal(1)}, by=member)
        with pytest.raises(ActRefused, match="đã nộp rồi"):
            submit_sheet(sheet=sheet, by=member, at=NOW)
        for change in (
            lambda: sheet.scores.update(points=1),
            lambda: Score.objects.filter(sheet=sheet).delete(),
            lambda: Scoresheet.objects.filter(pk=sheet.pk).update(total=99),
        ):
            with pytest.raises(DatabaseError, match=r"khóa|Không sửa"), transaction.atomic():
                change()

    def test_waits_for_the_opening_and_for_presence(self):
        session = invited()
        item, member = only_item(session), people(session)[1]
        declare_conflict(item=item, kind=ConflictKind.NONE, by=member)
        sheet = fill_sheet(item, member)
        with pytest.raises(ActRefused, match="Phiên đã mời"):
            submit_sheet(sheet=sheet, by=member, at=NOW)
        session = opened()
        item, member = only_item(session), people(session)[1]
        sheet, seat = fill_sheet(item, member), session.members.get(member__user=member)
        gone = {seat.pk: (Attendance.ABSENT, "về sớm")}
        record_attendance(session=session, attendance=gone, by=secretary_of(session))
        with pytest.raises(ActRefused, match="có mặt"):
            submit_sheet(sheet=sheet, by=member, at=NOW)

    def test_correction_is_a_version_with_a_reason(self):
        session = opened()
        item, member = only_item(session), people(session)[1]
        old = hand_in(item, member, 7)
        with pytest.raises(ActRefused, match="lý do"):
            correct_sheet(sheet=old, by=member, reason=" ")
        new = correct_sheet(sheet=old, by=member, reason="Bấm nhầm")
        save_answer(sheet_id=new.pk, code="1.1", said={"points": Decimal(9)}, by=member)
        submit_sheet(sheet=new, by=member, at=NOW)
        versions = [(s.version, s.status, s.total) for s in item.sheets.order_by("version")]
        assert versions == [(1, SheetStatus.REPLACED, 70), (2, SheetStatus.SUBMITTED, 72)]
        with pytest.raises(ActRefused, match="đang diễn ra"):
            correct_sheet(sheet=old, by=member, reason="Lại nữa")


class TestWhoSeesPoints:
    def test_own_sheet_first_for_members_and_all_sheets_for_those_who_do_not_score(self):
        session = opened()
        item, (chair, member, other) = only_item(session), people(session)

        def seeing():
            room = room_of(session, FILED)
            users = {"chair": chair, "member": member, "secretary": secretary_of(session)}
            users["leader"] = make_user(Role.LEADER)
            sheets = list(item.sheets.filter(round=item.round))
            return {name for name, user in users.items() if sees_points(user, room, item, sheets)}

        fill_sheet(item, member)
        assert seeing() == set()
        hand_in(item, member)
        assert seeing() == {"member"}
        hand_in(item, chair)
        assert seeing() == {"chair", "member"}
        hand_in(item, other)
        assert seeing() == {"chair", "member", "secretary", "leader"}
        declare_conflict(item=item, kind=ConflictKind.HARD, by=member, reason="Góp vốn")
        assert "member" not in seeing()


class TestConclusion:
    def test_is_the_star_of_the_sheets(self):
        session = opened()
        item, (chair, *others) = only_item(session), people(session)
        sheets = [hand_in(item, chair, 8), *(hand_in(item, each, 7) for each in others)]
        made = conclude_item(item=item, votes=Votes(3), by=chair, on=FILED, text="Đạt")
        assert Fraction(made.total) == Fraction(220, 3)
        assert (made.shown_total, made.band, made.stars) == (Decimal("73.33"), 4, 3)
        assert made.explanation["missed_minimums"]["4"] == ["1.1"]
        assert sorted(made.sheets) == sorted(sheet.pk for sheet in sheets)
        assert made.sheets_sha256 == combined(sheets)
        dossier = item.dossier
        assert dossier.status == DossierStatus.CONCLUDED
        assert dossier.moves.last().act == DossierAct.CONCLUDE
        with pytest.raises(DatabaseError, match="kết luận"), transaction.atomic():
            Conclusion.objects.update(stars=5)

    def test_hundred_points_fit(self):
        dossier = concluded(points=10)
        conclusion = Conclusion.objects.get(item__dossier=dossier)
        assert (conclusion.shown_total, conclusion.stars) == (100, 5)
        assert str(conclusion) == "100 điểm, 5 sao"

    def test_waits_for_every_sheet_and_names_who_owes(self):
        session = opened()
        item, (chair, member, other) = only_item(session), people(session)
        hand_in(item, chair), fill_sheet(item, other)
        with pytest.raises(ActRefused, match=f"{member}, {other} chưa nộp"):
            conclude_item(item=item, votes=Votes(3), by=chair, on=FILED)

    def test_is_for_whoever_presides_or_keeps_the_minutes(self):
        session = opened()
        everybody_scores(session)
        item, (_chair, member, _) = only_item(session), people(session)
        for user in (member, make_user(is_superuser=True), make_user(Role.PROVINCE_OFFICER)):
            with pytest.raises(NotYours):
                conclude_item(item=item, votes=Votes(3), by=user, on=FILED)
        assert conclude_item(item=item, votes=Votes(3), by=secretary_of(session), on=FILED)

    def test_votes_add_up_and_more_than_half_agree(self):
        session = opened()
        everybody_scores(session)
        item, chair = only_item(session), chair_of(session)
        for votes, words in (
            (Votes(2), "phải bằng"),
            (Votes(4, -1), "phải bằng"),
            (Votes(1, 1, 1), "chưa quá nửa"),
        ):
            with pytest.raises(ActRefused, match=words):
                conclude_item(item=item, votes=votes, by=chair, on=FILED)
        made = conclude_item(item=item, votes=Votes(2, 0, 1), by=chair, on=FILED)
        assert (made.votes_for, made.votes_against, made.votes_abstaining) == (2, 0, 1)

    def test_once(self):
        dossier = concluded()
        item = dossier.session_items.select_related("session").get()
        chair = chair_of(item.session)
        with pytest.raises(ActRefused, match="đã kết luận"):
            conclude_item(item=item, votes=Votes(3), by=chair, on=FILED)
        with pytest.raises(ActRefused, match="đã kết luận"):
            correct_sheet(sheet=item.sheets.first(), by=chair, reason="x")
        with pytest.raises(ActRefused, match="đã kết luận"):
            declare_conflict(item=item, kind=ConflictKind.NONE, by=chair)

    def test_withdrawn_dossier_is_not_concluded(self):
        session = opened()
        everybody_scores(session)
        item = only_item(session)
        withdraw_dossier(dossier=item.dossier, by=item.dossier.created_by, on=FILED, reason="Thôi")
        with pytest.raises(ActRefused, match="chuyển phiên sau"):
            conclude_item(item=item, votes=Votes(3), by=chair_of(session), on=FILED)

    def test_leaving_after_handing_in_takes_nothing_back(self):
        session = opened(council=make_council(members=3))
        everybody_scores(session)
        item, last = only_item(session), scoring_members(session)[-1]
        gone = {last.pk: (Attendance.ABSENT, "")}
        record_attendance(session=session, attendance=gone, by=secretary_of(session))
        made = conclude_item(item=item, votes=Votes(3), by=chair_of(session), on=FILED)
        assert len(made.sheets) == 4

    def test_conflicts_count_on_neither_side_of_the_quorum(self):
        session = opened(council=make_council(members=4))
        item, (chair, *others) = only_item(session), people(session)
        for user in others[:2]:
            declare_conflict(item=item, kind=ConflictKind.HARD, by=user, reason="Họ hàng")
        for user in (chair, *others[2:]):
            hand_in(item, user)
        assert len(conclude_item(item=item, votes=Votes(3), by=chair, on=FILED).sheets) == 3

    def test_too_few_without_a_conflict_cannot_conclude(self):
        session = opened(council=make_council(members=3))
        item, (chair, *others) = only_item(session), people(session)
        for user in others[:2]:
            declare_conflict(item=item, kind=ConflictKind.HARD, by=user, reason="Họ hàng")
        hand_in(item, chair), hand_in(item, others[2])
        with pytest.raises(ActRefused, match="chưa quá nửa hội đồng"):
            conclude_item(item=item, votes=Votes(2), by=chair, on=FILED)

    def test_chair_with_a_conflict_does_not_conclude_and_without_a_deputy_nobody_does(self):
        session = opened()
        item, (chair, *others) = only_item(session), people(session)
        declare_conflict(item=item, kind=ConflictKind.HARD, by=chair, reason="Góp vốn")
        for user in others:
            hand_in(item, user)
        with pytest.raises(NotYours):
            conclude_item(item=item, votes=Votes(2), by=chair, on=FILED)
        with pytest.raises(ActRefused, match="Người chủ trì"):
            conclude_item(item=item, votes=Votes(2), by=secretary_of(session), on=FILED)


class TestSecondScoring:
    def far_apart(self):
        session = opened()
        item, (chair, *others) = only_item(session), people(session)
        hand_in(item, chair, 9)
        for user in others:
            hand_in(item, user, 7)
        return session, item, chair

    def test_spread_blocks_the_conclusion_until_a_round_is_opened(self):
        _session, item, chair = self.far_apart()
        with pytest.raises(ActRefused, match="cách nhau 20"):
            conclude_item(item=item, votes=Votes(3), by=chair, on=FILED)
        with pytest.raises(ActRefused, match="Ghi rõ"):
            open_round(item=item, by=chair, reason="")
        made = open_round(item=item, by=chair, reason="Bàn lại tiêu chí 1.1")
        assert (made.round, made.spread, made.opened_by) == (2, 20, chair)
        copies = item.sheets.filter(round=2)
        assert {(sheet.status, sheet.version) for sheet in copies} == {(SheetStatus.DRAFT, 1)}
        assert {score.points for sheet in copies for score in sheet.scores.all()} == {7, 9}
        with pytest.raises(ActRefused, match="chưa nộp"):
            conclude_item(item=item, votes=Votes(3), by=chair, on=FILED)

    def test_second_round_counts_alone(self):
        session, item, chair = self.far_apart()
        open_round(item=item, by=chair, reason="Bàn lại")
        for user in people(session):
            hand_in(item, user, 8)
        made = conclude_item(item=item, votes=Votes(3), by=chair, on=FILED)
        assert (made.round, made.shown_total, made.spread_reason) == (2, 80, "")

    def test_after_it_the_chair_concludes_with_a_reason_though_far_apart(self):
        _session, item, chair = self.far_apart()
        open_round(item=item, by=chair, reason="Bàn lại")
        for sheet in item.sheets.filter(round=2).select_related("member__member__user", "item"):
            submit_sheet(sheet=sheet, by=sheet.member.member.user, at=NOW)
        with pytest.raises(ActRefused, match="vì sao kết luận"):
            conclude_item(item=item, votes=Votes(3), by=chair, on=FILED)
        made = conclude_item(
            item=item, votes=Votes(3), by=chair, on=FILED, spread_reason="Đã thảo luận đủ"
        )
        assert made.spread_reason == "Đã thảo luận đủ"

    def test_old_sheet_is_not_written_on_after_the_round_opened(self):
        _session, item, chair = self.far_apart()
        draft = correct_sheet(
            sheet=item.sheets.get(member__member__user=chair), by=chair, reason="x"
        )
        with pytest.raises(ActRefused, match="chưa nộp"):
            open_round(item=item, by=chair, reason="Bàn lại")
        submit_sheet(sheet=draft, by=chair, at=NOW)
        open_round(item=item, by=chair, reason="Bàn lại")
        with pytest.raises(ActRefused, match="đang diễn ra"):
            correct_sheet(sheet=draft, by=chair, reason="x")

    def test_needs_a_spread(self):
        session = opened()
        everybody_scores(session)
        with pytest.raises(ActRefused, match="chưa quá mức"):
            open_round(item=only_item(session), by=chair_of(session), reason="x")


class TestEnding:
    def test_put_off_dossier_waits_for_another_session(self):
        session = opened()
        item = only_item(session)
        with pytest.raises(ActRefused, match="lý do"):
            defer_item(item=item, by=chair_of(session), reason="")
        defer_item(item=item, by=chair_of(session), reason="Thiếu mẫu")
        assert item.status == ItemStatus.DEFERRED
        assert item.dossier.status == DossierStatus.COUNCIL
        assert opened(item.dossier)

    def test_closes_when_nothing_is_left_and_stays_as_it_was(self):
        session = opened(before_council(), before_council())
        chair = chair_of(session)
        first, second = session.items.select_related("session")
        record_discussion(item=first, text=" Bàn về vùng trồng ", by=chair)
        record_note(session=session, text=" Nghỉ giữa giờ ", by=secretary_of(session))
        defer_item(item=first, by=chair, reason="Thiếu mẫu")
        with pytest.raises(ActRefused, match="Còn 1 hồ sơ"):
            close_session(session=session, by=chair, at=NOW)
        defer_item(item=second, by=chair, reason="Thiếu mẫu")
        close_session(session=session, by=chair, at=NOW)
        assert (session.status, session.note) == (SessionStatus.CLOSED, "Nghỉ giữa giờ")
        first.refresh_from_db()
        assert first.discussion == "Bàn về vùng trồng"
        with pytest.raises(ActRefused, match="đã bế mạc"):
            record_note(session=session, text="thêm", by=chair)
        with pytest.raises(DatabaseError, match="phiên họp"), transaction.atomic():
            type(session).objects.filter(pk=session.pk).update(note="khác")
