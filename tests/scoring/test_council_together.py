"""A whole session concluded in one act; the vice chair presiding."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from scoring.councils.concluding import Votes, conclude_item, open_round
from scoring.councils.concluding_together import conclude_together, dossiers_of, prospects
from scoring.councils.counting import session_quorum_problem
from scoring.councils.enums import Attendance, ConflictKind, ItemStatus, Seat
from scoring.councils.errors import ActRefused, NotYours
from scoring.councils.room import room_with
from scoring.councils.setting_up import give_seat
from scoring.councils.sheets import correct_sheet
from scoring.councils.sitting import declare_conflict, record_attendance
from scoring.dossiers.enums import DossierAct, DossierStatus
from scoring.dossiers.submitting import withdraw_dossier
from scoring.models import Conclusion, DossierMove
from tests.factories.accounts import make_user
from tests.factories.councils import (
    chair_of,
    everybody_scores,
    hand_in,
    make_council,
    make_member,
    opened,
    scoring_members,
    secretary_of,
)
from tests.factories.dossiers import FILED, before_council, province_officer

pytestmark = pytest.mark.django_db
TOGETHER_QUERIES = 15


def items_of(session):
    return list(session.items.select_related("dossier__criteria_set", "session").order_by("pk"))


def people(session):
    return [member.member.user for member in scoring_members(session)]


def scored(count, **fields):
    session = opened(*(before_council() for _ in range(count)), **fields)
    everybody_scores(session)
    return session


def all_in_favour(session, voters=3):
    return {item.pk: Votes(voters) for item in session.items.all()}


def address(session):
    return reverse("admin:session_conclude", args=[session.pk])


class TestTogether:
    def test_says_of_each_what_concluding_it_alone_says(self):
        session, alone = scored(2), scored(1)
        votes, said = all_in_favour(session), {"on": FILED, "text": "Đạt"}
        made = conclude_together(session=session, votes=votes, by=chair_of(session), **said)
        (item,) = items_of(alone)
        other = conclude_item(item=item, votes=Votes(3), by=chair_of(alone), **said)
        names = ["total", "shown_total", "band", "stars", "explanation", "votes_for", "text"]
        for conclusion in Conclusion.objects.filter(pk__in=[each.pk for each in made]):
            assert {name: getattr(conclusion, name) for name in names} == {
                name: getattr(other, name) for name in names
            }
            assert sorted(conclusion.sheets) == sorted(
                conclusion.item.sheets.values_list("pk", flat=True)
            )
        for item in items_of(session):
            assert (item.status, item.dossier.status) == ("concluded", DossierStatus.CONCLUDED)
            move = item.dossier.moves.last()
            assert (move.act, move.reason) == (DossierAct.CONCLUDE, "80 điểm, 4 sao")

    def test_takes_the_same_queries_for_one_and_three(self):
        counts = []
        for number in (1, 1, 3):  # the first reads the criteria
            session = scored(number)
            votes, chair = all_in_favour(session), chair_of(session)
            with CaptureQueriesContext(connection) as queries:
                conclude_together(session=session, votes=votes, by=chair, on=FILED)
            counts.append(len(queries))
        assert counts[1:] == [TOGETHER_QUERIES, TOGETHER_QUERIES]

    def test_all_or_none_and_names_what_is_in_the_way(self):
        session = opened(*(before_council() for _ in range(5)))
        owed, hard, apart, gone, ready = items_of(session)
        chair, member, other = people(session)
        for item in (hard, gone, ready):
            for user in (chair, member, other):
                hand_in(item, user)
        hand_in(owed, chair)
        declare_conflict(item=hard, kind=ConflictKind.HARD, by=chair, reason="Góp vốn")
        for user, points in ((chair, 9), (member, 7), (other, 7)):
            hand_in(apart, user, points)
        withdraw_dossier(dossier=gone.dossier, by=gone.dossier.created_by, on=FILED, reason="Thôi")
        with pytest.raises(ActRefused) as refusal:
            conclude_together(session=session, votes=all_in_favour(session), by=chair, on=FILED)
        said = str(refusal.value)
        assert f"{member}, {other} chưa nộp" in said
        assert "Người chủ trì có lợi ích liên quan" in said
        assert "cách nhau 20 điểm" in said
        assert f"{gone.position}. {gone.dossier.product_name}: Hồ sơ chuyển phiên sau" in said
        assert f"{ready.position}. " not in said
        assert not Conclusion.objects.exists()
        found = prospects(chair, room_with(session.pk, FILED), dossiers_of(session))
        assert [(each.item, each.stars) for each in found if each.is_ready] == [(ready, 4)]
        assert next(each for each in found if each.item == hard).total is None
        (made,) = conclude_together(
            session=session, votes={ready.pk: Votes(2, 1)}, by=chair, on=FILED
        )
        assert (made.votes_for, made.votes_against) == (2, 1)

    def test_still_far_apart_is_concluded_alone_with_its_reason(self):
        session = opened()
        (item,) = items_of(session)
        for user, points in zip(people(session), (9, 7, 7), strict=True):
            hand_in(item, user, points)
        open_round(item=item, by=chair_of(session), reason="Thảo luận")
        for user, points in zip(people(session), (9, 7, 7), strict=True):
            hand_in(item, user, points)
        with pytest.raises(ActRefused, match="kết luận riêng hồ sơ này, ghi lý do"):
            conclude_together(
                session=session, votes=all_in_favour(session), by=chair_of(session), on=FILED
            )

    def test_votes_sheets_and_dossiers_are_those_that_were_seen(self):
        session = scored(1)
        (item,), chair = items_of(session), chair_of(session)
        act = {"session": session, "by": chair, "on": FILED}
        for votes, words in ((Votes(2), "phải bằng"), (Votes(1, 1, 1), "chưa quá nửa")):
            with pytest.raises(ActRefused, match=words):
                conclude_together(votes={item.pk: votes}, **act)
        with pytest.raises(ActRefused, match="ít nhất một hồ sơ"):
            conclude_together(votes={}, **act)
        (seen,) = prospects(chair, room_with(session.pk, FILED), dossiers_of(session))
        member = people(session)[1]
        correct_sheet(sheet=item.sheets.get(member__member__user=member), by=member, reason="Nhầm")
        hand_in(item, member, 9)
        with pytest.raises(ActRefused, match="Có phiếu vừa thay đổi"):
            conclude_together(votes={item.pk: Votes(3)}, seen={item.pk: seen.fingerprint}, **act)
        elsewhere = items_of(scored(1))[0]
        with pytest.raises(ActRefused, match="không còn ở phiên này"):
            conclude_together(votes={elsewhere.pk: Votes(3)}, **act)
        conclude_together(votes={item.pk: Votes(3)}, **act)
        with pytest.raises(ActRefused, match="đã kết luận"):
            conclude_together(votes={item.pk: Votes(3)}, **act)
        assert (
            DossierMove.objects.filter(dossier=item.dossier, act=DossierAct.CONCLUDE).count() == 1
        )

    def test_is_for_whoever_presides_or_keeps_the_minutes(self):
        session = scored(1)
        votes = all_in_favour(session)
        for user in (people(session)[1], make_user(is_superuser=True), province_officer()):
            with pytest.raises(NotYours):
                conclude_together(session=session, votes=votes, by=user, on=FILED)
        assert conclude_together(session=session, votes=votes, by=secretary_of(session), on=FILED)


class TestPage:
    def test_shows_outcomes_and_concludes_on_those_chosen_with_one_confirmation(self, client):
        session = opened(*(before_council() for _ in range(3)))
        first, second, _third = items_of(session)
        for item in (first, second):
            for user in people(session):
                hand_in(item, user)
        client.force_login(secretary_of(session))
        html = client.get(reverse("admin:scoring_session_change", args=[session.pk])).content
        assert address(session) in html.decode()
        html = client.get(address(session)).content.decode()
        assert "Còn vướng (1)" in html
        assert "Kết luận được (2)" in html
        form = dict(re.findall(r'name="((?:phieu|tan-thanh|khong|khac)-\d+)" value="(\w*)"', html))
        assert form[f"tan-thanh-{first.pk}"] == "3"
        for changed, words in (
            ({f"khong-{first.pk}": "x"}, "là số từ 0 đến 99"),
            ({f"tan-thanh-{first.pk}": "2"}, "đang ghi 2"),
            ({f"phieu-{first.pk}": "khac"}, "Có phiếu vừa thay đổi"),
            ({"ho-so": ["²"]}, "là số từ 0 đến 99"),
        ):
            sent = {**form, "ho-so": [first.pk], "noi-dung": "Khen", **changed}
            answer = client.post(address(session), sent)
            html = answer.content.decode()
            assert answer.status_code == 422
            assert words in html
            assert "Khen</textarea>" in html
            assert html.count(" checked>") == (0 if "ho-so" in changed else 1)
        answer = client.post(
            address(session), {**form, "ho-so": [first.pk], "noi-dung": "Khen"}, follow=True
        )
        assert "Đã kết luận 1 hồ sơ." in answer.content.decode()
        assert [item.status for item in items_of(session)] == [
            *(ItemStatus.CONCLUDED, ItemStatus.SCORING, ItemStatus.SCORING),
        ]
        assert Conclusion.objects.get().text == "Khen"

    def test_opens_to_whoever_leads_and_to_nobody_else(self, client):
        session = scored(1)
        votes = {f"tan-thanh-{item.pk}": "3" for item in items_of(session)}
        sent = {**votes, "ho-so": [item.pk for item in items_of(session)]}
        for user in (people(session)[1], province_officer(), make_user(Role.LEADER), make_member()):
            client.force_login(user)
            assert client.get(address(session)).status_code in (403, 404)
            assert client.post(address(session), sent).status_code in (403, 404)
        assert not Conclusion.objects.exists()


class TestViceChair:
    @pytest.fixture
    def session(self):
        council, by = make_council(members=2), province_officer()
        give_seat(council=council, user=make_member(), seat=Seat.VICE_CHAIR, by=by)
        session = scored(2, council=council)
        chair = session.members.get(seat=Seat.CHAIR)
        gone = {chair.pk: (Attendance.ABSENT, "Về sớm")}
        record_attendance(session=session, attendance=gone, by=secretary_of(session))
        return session

    def test_presides_when_the_chair_has_left(self, session):
        vice = session.members.get(seat=Seat.VICE_CHAIR).member.user
        first, second = items_of(session)
        with pytest.raises(NotYours):
            conclude_item(item=first, votes=Votes(3), by=chair_of(session), on=FILED)
        made = conclude_item(item=first, votes=Votes(3), by=vice, on=FILED)
        assert (made.concluded_by, len(made.sheets)) == (vice, 4)  # the chair's sheet counts on
        with pytest.raises(NotYours):
            conclude_together(
                session=session, votes={second.pk: Votes(3)}, by=chair_of(session), on=FILED
            )
        assert conclude_together(session=session, votes={second.pk: Votes(3)}, by=vice, on=FILED)

    def test_does_not_open_the_session_where_the_chair_must_be_there(self, session):
        room = room_with(session.pk, FILED)
        assert room.presiding().seat == Seat.VICE_CHAIR
        assert "Chủ tịch hội đồng chưa có mặt" in session_quorum_problem(room)
        room.session.regulation.chair_must_be_present = False
        assert session_quorum_problem(room) == ""
