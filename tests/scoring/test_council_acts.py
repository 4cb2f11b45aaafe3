"""A session from its plan to its end: who may, what is refused, what is written down."""

import datetime as dt
from decimal import Decimal
from itertools import takewhile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction

from accounts.enums import Role
from ocop_portal.shared.models import OutgoingMail
from scoring.councils.concluding import Votes, conclude_item
from scoring.councils.enums import (
    Attendance,
    ConflictKind,
    ItemStatus,
    Seat,
    SessionAct,
    SessionParty,
    SessionStatus,
    SheetStatus,
)
from scoring.councils.errors import ActRefused, NotYours
from scoring.councils.permissions import RULES, may_sit, parties_in, sessions_of
from scoring.councils.planning import (
    cancel_session,
    invite,
    plan_session,
    put_on_table,
    take_off_table,
)
from scoring.councils.room import room_of
from scoring.councils.setting_up import give_seat, leave_seat
from scoring.councils.sheets import (
    save_answer,
    start_sheet,
    submit_sheet,
)
from scoring.councils.sitting import (
    declare_conflict,
    let_score_again,
    open_session,
    record_attendance,
)
from scoring.models import ConflictDeclaration
from tests.factories.accounts import give_role, make_user
from tests.factories.councils import (
    ADDRESS,
    INVITED,
    STARTS,
    chair_of,
    everybody_comes,
    fill_sheet,
    hand_in,
    invited,
    make_council,
    make_member,
    opened,
    planned,
    scoring_members,
    secretary_of,
)
from tests.factories.dossiers import (
    FILED,
    at_province,
    before_council,
    load_law,
    province_officer,
)
from tests.project_files import ROOT

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)


def people(session):
    return [member.member.user for member in scoring_members(session)]


def only_item(session):
    return session.items.select_related("dossier__criteria_set", "session").get()


class TestCouncil:
    def test_seats_are_for_those_with_the_role_and_never_for_administrators(self):
        council = make_council()
        officer = province_officer()
        admin = make_user(Role.ADMINISTRATOR, Role.COUNCIL_MEMBER)
        for user in (make_user(), admin, make_user(is_superuser=True)):
            with pytest.raises(ActRefused, match="chưa ngồi hội đồng"):
                give_seat(council=council, user=user, by=officer)
        with pytest.raises(NotYours):
            give_seat(council=council, user=make_member(), by=make_member())

    def test_one_chair_and_nobody_twice(self):
        council = make_council()
        officer, chair = province_officer(), council.members.get(seat=Seat.CHAIR)
        with pytest.raises(ActRefused, match="đã có chủ tịch"):
            give_seat(council=council, user=make_member(), seat=Seat.CHAIR, by=officer)
        with pytest.raises(ActRefused, match="đã có trong hội đồng"):
            give_seat(council=council, user=chair.user, by=officer)
        leave_seat(member=chair, on=FILED, by=officer)
        assert give_seat(council=council, user=make_member(), seat=Seat.CHAIR, by=officer)


class TestPlanning:
    def test_sits_by_the_regulation_of_its_day_with_the_members_of_that_day(self):
        load_law()
        council = make_council()
        gone = council.members.filter(seat=Seat.MEMBER).first()
        leave_seat(member=gone, on=dt.date(2026, 11, 1), by=province_officer())
        session = planned(council=council)
        assert session.regulation.is_default
        assert {member.member for member in session.members.all()} == set(
            council.members.exclude(pk=gone.pk)
        )

    def test_needs_a_council_that_exists_and_somebody_who_may(self):
        load_law()
        council = make_council()
        early = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
        with pytest.raises(ActRefused, match="không hoạt động"):
            plan_session(council=council, title="x", starts_at=early, by=province_officer())
        with pytest.raises(NotYours):
            plan_session(council=council, title="x", starts_at=STARTS, by=make_member())

    def test_without_a_regulation_it_says_what_to_load(self):
        with pytest.raises(ActRefused, match="load_reference"):
            plan_session(council=make_council(), title="x", starts_at=STARTS, by=province_officer())

    def test_table_takes_dossiers_that_wait_for_it_in_their_last_revision(self):
        dossier = before_council()
        session = planned(dossier)
        item = session.items.get()
        assert (item.revision.number, item.position) == (dossier.revision_number, 1)
        with pytest.raises(ActRefused, match="đang ở phiên"):
            put_on_table(session=planned(), dossier=dossier, by=province_officer())
        with pytest.raises(ActRefused, match="chưa đưa ra hội đồng"):
            put_on_table(session=session, dossier=at_province(), by=province_officer())

    def test_demonstration_and_the_real_stay_apart(self):
        session = planned(council=make_council(is_demo=True))
        with pytest.raises(ActRefused, match="minh họa"):
            put_on_table(session=session, dossier=before_council(), by=province_officer())

    def test_dossier_comes_off_until_somebody_declared_on_it(self):
        session = invited()
        item = only_item(session)
        declare_conflict(item=item, kind=ConflictKind.NONE, by=chair_of(session))
        with pytest.raises(ActRefused, match="chuyển phiên sau"):
            take_off_table(item=item, by=province_officer())
        other = put_on_table(session=session, dossier=before_council(), by=province_officer())
        take_off_table(item=other, by=province_officer())
        assert session.items.get() == item


class TestInvitation:
    def test_writes_to_each_once_and_warns_of_little_time(self):
        session = planned(before_council())
        silent = session.members.first().member.user
        silent.email = ""
        silent.save()
        late = STARTS - dt.timedelta(hours=20)
        done = invite(session=session, by=province_officer(), at=late, address=ADDRESS)
        assert done.letters == 3
        assert len(done.warnings) == 2
        assert "trước 1 ngày làm việc" in done.warnings[0]
        assert silent.full_name in done.warnings[1]
        letter = OutgoingMail.objects.first()
        assert ADDRESS in letter.body
        assert "08:00 ngày 26/11/2026" in letter.body
        again = invite(session=session, by=province_officer(), at=late, address=ADDRESS)
        assert again.letters == 0
        assert OutgoingMail.objects.count() == 3
        assert session.status == SessionStatus.INVITED

    def test_needs_a_dossier_a_chair_and_two_who_score(self):
        officer = province_officer()
        with pytest.raises(ActRefused, match="ít nhất một hồ sơ"):
            invite(session=planned(), by=officer, at=INVITED, address=ADDRESS)
        council = make_council(members=0)
        session = planned(before_council(), council=council)
        with pytest.raises(ActRefused, match="hai thành viên"):
            invite(session=session, by=officer, at=INVITED, address=ADDRESS)
        council.members.filter(seat=Seat.CHAIR).update(left_on=FILED)
        headless = planned(before_council(), council=council)
        with pytest.raises(ActRefused, match="chưa có chủ tịch"):
            invite(session=headless, by=officer, at=INVITED, address=ADDRESS)

    def test_members_see_the_sessions_they_are_invited_to_and_no_others(self):
        session, other = planned(before_council()), invited()
        member = people(session)[0]
        assert not sessions_of(member).exists()
        invite(session=session, by=province_officer(), at=INVITED, address=ADDRESS)
        assert list(sessions_of(member)) == [session]
        assert not sessions_of(make_user(Role.EDITOR)).exists()
        assert set(sessions_of(province_officer())) == {session, other}

    def test_called_off_session_frees_its_dossiers(self):
        session = invited()
        dossier = only_item(session).dossier
        cancel_session(session=session, by=province_officer(), reason="Bão số 12")
        assert only_item(session).deferred_reason == "Bão số 12"
        put_on_table(session=planned(), dossier=dossier, by=province_officer())
        with pytest.raises(ActRefused, match="đã hủy"):
            invite(session=session, by=province_officer(), at=INVITED, address=ADDRESS)


class TestOpening:
    def test_asks_for_three_quarters_and_the_chair(self):
        session = invited(council=make_council(members=3))
        secretary, members = secretary_of(session), scoring_members(session)

        def came(*who):
            here = {
                m.pk: (Attendance.PRESENT if m in who else Attendance.EXCUSED, "") for m in members
            }
            record_attendance(session=session, attendance=here, by=secretary)

        came(*members[:2])
        with pytest.raises(ActRefused, match="2 trên 4"):
            open_session(session=session, by=secretary, at=STARTS)
        came(*members[1:])
        with pytest.raises(ActRefused, match="Chủ tịch"):
            open_session(session=session, by=secretary, at=STARTS)
        came(*members[:3])
        with pytest.raises(NotYours):
            open_session(session=session, by=members[1].member.user, at=STARTS)
        open_session(session=session, by=members[0].member.user, at=STARTS)
        assert (session.status, session.opened_at) == (SessionStatus.OPEN, STARTS)
        assert only_item(session).status == ItemStatus.SCORING

    def test_administrators_prepare_but_do_not_open_or_conclude(self):
        session = invited()
        everybody_comes(session)
        with pytest.raises(NotYours):
            open_session(session=session, by=make_user(is_superuser=True), at=STARTS)


class TestConflicts:
    def test_dossier_opens_only_after_a_declaration(self):
        session = invited()
        item, member = only_item(session), people(session)[1]
        with pytest.raises(NotYours, match="khai xung đột"):
            start_sheet(item=item, by=member)
        with pytest.raises(ActRefused, match="liên quan thế nào"):
            declare_conflict(item=item, kind=ConflictKind.SOFT, by=member)
        declare_conflict(item=item, kind=ConflictKind.SOFT, by=member, reason="Cùng quê")
        assert start_sheet(item=item, by=member).status == SheetStatus.DRAFT

    def test_hard_one_locks_out_until_the_chair_lets_back_in(self):
        session = opened()
        item, (chair, member, _) = only_item(session), people(session)
        sheet = fill_sheet(item, member)
        declare_conflict(item=item, kind=ConflictKind.HARD, by=member, reason="Anh em ruột")
        with pytest.raises(ActRefused, match="lợi ích liên quan"):
            save_answer(sheet_id=sheet.pk, code="1.1", said={"points": Decimal(1)}, by=member)
        with pytest.raises(NotYours):
            submit_sheet(sheet=sheet, by=member, at=NOW)
        with pytest.raises(ActRefused, match="Đã khai không chấm"):
            declare_conflict(item=item, kind=ConflictKind.NONE, by=member)
        seat = session.members.get(member__user=member)
        with pytest.raises(NotYours):
            let_score_again(item=item, member=seat, by=member, reason="x")
        let_score_again(item=item, member=seat, by=chair, reason="Khai nhầm hồ sơ")
        submit_sheet(sheet=sheet, by=member, at=NOW)
        assert [d.kind for d in ConflictDeclaration.objects.filter(member=seat)] == [
            ConflictKind.SOFT,
            ConflictKind.HARD,
            ConflictKind.NONE,
        ]
        with pytest.raises(ActRefused, match="không khai"):
            let_score_again(item=item, member=seat, by=chair, reason="x")

    def test_nobody_lets_themselves_back_in(self):
        session = opened()
        item, chair = only_item(session), chair_of(session)
        seat = session.members.get(member__user=chair)
        give = session.members.get(seat=Seat.SECRETARY)
        declare_conflict(item=item, kind=ConflictKind.HARD, by=chair, reason="Vợ chồng")
        with pytest.raises(NotYours):
            let_score_again(item=item, member=seat, by=chair, reason="x")
        let_score_again(item=item, member=seat, by=give.member.user, reason="Khai nhầm")

    def test_person_of_the_producer_is_out_whatever_was_declared(self):
        session = opened()
        item, (chair, member, other) = only_item(session), people(session)
        give_role(member, Role.PRODUCER, producer=item.dossier.producer)
        with pytest.raises(NotYours):
            start_sheet(item=item, by=member)
        with pytest.raises(ActRefused, match="người của chủ thể"):
            declare_conflict(item=item, kind=ConflictKind.NONE, by=member)
        seat = session.members.get(member__user=member)
        with pytest.raises(ActRefused, match="Người của chủ thể"):
            let_score_again(item=item, member=seat, by=chair, reason="x")
        hand_in(item, chair), hand_in(item, other)
        done = conclude_item(item=item, votes=Votes(2), by=chair, on=FILED)
        assert len(done.sheets) == 2

    def test_strangers_and_the_secretary_declare_and_score_nothing(self):
        session = opened()
        item = only_item(session)
        for user in (secretary_of(session), make_member(), province_officer()):
            with pytest.raises(NotYours):
                declare_conflict(item=item, kind=ConflictKind.NONE, by=user)
            with pytest.raises(NotYours):
                start_sheet(item=item, by=user)

    def test_declaration_stays_as_it_was_made(self):
        session = opened()
        with pytest.raises(DatabaseError, match="khai xung đột"), transaction.atomic():
            ConflictDeclaration.objects.filter(item__session=session).delete()


def test_document_says_who_may_do_what_in_a_session():
    lines = (ROOT / "docs/permissions.md").read_text("utf-8").splitlines()
    start = lines.index("| việc trong phiên | khi phiên | ai |") + 2
    written = {}
    for line in takewhile(lambda line: line.startswith("|"), lines[start:]):
        act, states, who = (cell.strip() for cell in line.strip("|").split("|"))
        written[act] = (set(states.split("; ")), set(who.split("; ")))
    assert written == {
        act.label: ({s.label for s in rule.states}, {p.value for p in rule.parties})
        for act, rule in RULES.items()
    }
    assert RULES.keys() == set(SessionAct)


def test_what_each_is_to_a_session():
    session = opened()
    room = room_of(session, FILED)
    office, secretary = SessionParty.OFFICE, SessionParty.SECRETARY
    scorer, presiding = SessionParty.SCORER, SessionParty.PRESIDING
    member = next(user for user in people(session) if user != chair_of(session))
    barred = make_user(is_superuser=True)
    told = {
        "chair": parties_in(chair_of(session), room),
        "secretary": parties_in(secretary_of(session), room),
        "member": parties_in(member, room),
        "officer": parties_in(province_officer(), room),
        "member of another council": parties_in(make_member(), room),
        "nobody": parties_in(AnonymousUser(), room),
    }
    assert told == {
        "chair": {scorer, presiding},
        "secretary": {office, secretary},
        "member": {scorer},
        "officer": {office},
        "member of another council": frozenset(),
        "nobody": frozenset(),
    }
    assert not may_sit(barred)
