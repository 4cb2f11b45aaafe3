"""The pages of councils, sessions and sheets: who sees what, what a form does, how many queries."""

import json

import pytest
from django.urls import reverse

from accounts.enums import Role
from ocop_portal.shared.private_files import PAPERS, accept_file
from scoring.councils.concluding import Votes, conclude_item
from scoring.councils.enums import ConflictKind, ItemStatus, SessionStatus, SheetStatus
from scoring.councils.sitting import declare_conflict
from scoring.dossiers.evidence import add_evidence
from scoring.models import Council, EvidenceFile, Session, SessionPaper
from tests.factories.accounts import make_user
from tests.factories.councils import (
    chair_of,
    everybody_scores,
    fill_sheet,
    hand_in,
    invited,
    make_council,
    make_member,
    opened,
    planned,
    scoring_members,
    secretary_of,
    to_council,
)
from tests.factories.dossiers import (
    FILED,
    before_council,
    fill_dossier,
    load_law,
    make_dossier,
    province_officer,
)
from tests.factories.private_files import pdf_bytes, upload

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"admin:{name}", args=args)


def people(session):
    return [member.member.user for member in scoring_members(session)]


def only_item(session):
    return session.items.select_related("dossier__criteria_set", "session").get()


def said(answer):
    return [str(message) for message in answer.context["messages"]]


class TestCouncilAdmin:
    def test_seats_are_given_by_the_form_and_refused_to_administrators(self, client):
        client.force_login(province_officer())
        member, admin = make_member(), make_user(Role.ADMINISTRATOR)
        values = {
            "name": "Hội đồng OCOP tỉnh",
            "level": "province",
            "decision_number": "12/QĐ-UBND",
            "decision_on": "01/06/2026",
            "members-TOTAL_FORMS": "1",
            "members-INITIAL_FORMS": "0",
            "members-0-seat": "chair",
        }
        answer = client.post(page("scoring_council_add"), values | {"members-0-user": admin.pk})
        assert "không phải người quản trị" in answer.content.decode()
        client.post(page("scoring_council_add"), values | {"members-0-user": member.pk})
        assert Council.objects.get().members.get().user == member


class TestTheWay:
    def test_from_the_plan_to_the_minutes_by_forms_alone(self, client):
        load_law()
        council, dossier = make_council(), before_council()
        officer = province_officer()
        client.force_login(officer)
        plan = {
            "council": council.pk,
            "title": "Đợt 2 năm 2026",
            "starts_at_0": "26/11/2026",
            "starts_at_1": "08:00",
            "form": "meeting",
            "place": "Phòng họp 1",
        }
        answer = client.post(page("scoring_session_add"), plan, follow=True)
        session = Session.objects.get()
        assert "Đã lập phiên" in said(answer)[0]
        assert dossier.product_name in answer.content.decode()
        client.post(page("session_table", session.pk), {"ho-so": [dossier.pk]})
        answer = client.post(page("session_act", session.pk, "moi"), follow=True)
        assert "4 thư đã đặt gửi" in said(answer)[-1]
        item = only_item(session)
        for user in people(session):
            client.force_login(user)
            client.post(page("session_declare", item.pk), {"kind": "none"})
        client.force_login(secretary_of(session))
        here = {f"co-mat-{member.pk}": "present" for member in session.members.all()}
        client.post(page("session_attendance", session.pk), here)
        client.post(page("session_act", session.pk, "khai-mac"))
        session.refresh_from_db()
        assert session.status == SessionStatus.OPEN
        for user in people(session):
            client.force_login(user)
            sheet = client.post(page("session_start_sheet", item.pk)).url
            codes = item.dossier.criteria_set.criteria.values_list("code", flat=True)
            values = dict.fromkeys(codes, "8") | {"viec": "nop", "nhan-xet": "Tốt"}
            answer = client.post(sheet, values, follow=True)
            assert said(answer)[-1] == "Đã nộp phiếu. Phiếu đã khóa."
        client.force_login(chair_of(session))
        form = {"in_favour": "2", "against": "0", "other": "0"}
        answer = client.post(page("session_item_act", item.pk, "ket-luan"), form)
        assert "phải bằng số thành viên" in answer.content.decode()
        answer = client.post(
            page("session_item_act", item.pk, "ket-luan"), form | {"in_favour": "3"}, follow=True
        )
        assert said(answer)[-1:] == [f"Đã kết luận “{dossier.product_name}”: 80 điểm, 4 sao."]
        client.post(page("session_act", session.pk, "dien-bien"), {"text": "Nghỉ giữa giờ"})
        client.post(page("session_act", session.pk, "be-mac"))
        for kind in ("invitation", "minutes", "scores"):
            answer = client.post(page("session_papers", session.pk), {"loai": kind})
        assert answer.content.decode().count("Còn khớp") == 3
        answer = client.post(page("session_papers", session.pk), {"loai": "minutes"})
        assert "Bản 1 đã nói đúng" in said(answer)[-1]
        paper = SessionPaper.objects.get(kind="minutes")
        content = b"".join(client.get(page("session_paper", paper.pk)))
        assert content.startswith(b"%PDF")

    def test_plan_is_changed_and_a_session_called_off_with_a_reason(self, client):
        session = planned(before_council())
        client.force_login(province_officer())
        values = {
            "title": "Đợt 3",
            "starts_at_0": "27/11/2026",
            "starts_at_1": "09:00",
            "form": "writing",
        }
        client.post(page("session_plan", session.pk), values)
        session.refresh_from_db()
        assert (session.title, session.form) == ("Đợt 3", "writing")
        answer = client.post(page("session_act", session.pk, "huy"), {"reason": ""})
        assert "error-summary" in answer.content.decode()
        client.post(page("session_act", session.pk, "huy"), {"reason": "Bão"})
        session.refresh_from_db()
        assert session.status == SessionStatus.CANCELLED

    def test_papers_say_when_the_data_changed_after_them(self, client):
        session = opened()
        everybody_scores(session)
        item, chair = only_item(session), chair_of(session)
        conclude_item(item=item, votes=Votes(3), by=chair, on=FILED)
        client.force_login(chair)
        client.post(page("session_papers", session.pk), {"loai": "minutes"})
        assert not SessionPaper.objects.exists()  # not before the session is closed
        client.post(page("session_papers", session.pk), {"loai": "invitation"})
        chair.full_name = "Tên khác"
        chair.save()
        answer = client.get(page("session_papers", session.pk))
        assert "Dữ liệu đã đổi sau khi lập" in answer.content.decode()
        paper = SessionPaper.objects.get()
        with paper.stored_file.storage.open(paper.stored_file.name, "wb") as file:
            file.write(b"khac")
        answer = client.get(page("session_papers", session.pk))
        assert "Tệp đã bị thay đổi" in answer.content.decode()


class TestSheetForm:
    @pytest.fixture
    def draft(self, client):
        session = opened()
        member = people(session)[1]
        client.force_login(member)
        return fill_sheet(only_item(session), member)

    def test_shows_what_was_chosen_and_where_it_stands(self, client, draft):
        answer = client.get(page("sheet", draft.pk))
        html = answer.content.decode()
        assert html.count(" checked>") == 10
        assert "Đã chấm" in html
        assert "10 / 10 tiêu chí" in html
        assert 'id="tc-1-1-m"' in html

    def test_incomplete_one_is_not_handed_in_and_names_what_is_missing(self, client, draft):
        draft.scores.filter(criterion__code="1.2").delete()
        values = {"viec": "nop", "nhan-xet": "Gần\0 xong", "ghi-chu:1.2": "Hỏi\0 lại"}
        answer = client.post(page("sheet", draft.pk), values)
        assert answer.status_code == 422
        html = answer.content.decode()
        assert '<a href="#tc-1-2">1.2' in html
        assert "Gần xong" in html
        assert "Hỏi lại" in html
        draft.refresh_from_db()
        assert draft.status == SheetStatus.DRAFT

    def test_what_is_no_option_is_refused_by_name_and_the_rest_kept(self, client, draft):
        values = {"viec": "nop", "1.1": "7.5", "1.3": "9"}
        answer = client.post(page("sheet", draft.pk), values)
        assert "“7.5” không phải là phương án" in answer.content.decode()
        assert draft.scores.get(criterion__code="1.3").points == 9
        assert draft.scores.get(criterion__code="1.1").points == 8

    def test_answers_are_kept_one_by_one(self, client, draft):
        save = page("sheet_answer", draft.pk)
        answer = client.post(save, {"tieu-chi": "1.1", "phuong-an": "9"})
        assert set(json.loads(answer.content)) == {"saved"}
        client.post(save, {"tieu-chi": "1.1", "ghi-chu": "Có\0 hợp đồng"})
        client.post(save, {"nhan-xet": "T\0ốt"})
        client.post(save, {"co-loai": "1"})
        score = draft.scores.get(criterion__code="1.1")
        assert (score.points, score.note) == (9, "Có hợp đồng")
        draft.refresh_from_db()
        assert (draft.comment, draft.gates) == ("Tốt", [])
        for refused in (
            {"tieu-chi": "9.9", "phuong-an": "1"},
            {"tieu-chi": "1.1", "phuong-an": "x"},
            {},
        ):
            answer = client.post(save, refused)
            assert answer.status_code == 409
            assert json.loads(answer.content)["refused"]
        assert client.get(save).status_code == 403

    def test_pieces_follow_the_answers(self, client, draft):
        draft.scores.filter(criterion__code="1.2").update(points=0)
        html = client.get(page("sheet_pieces", draft.pk)).content.decode()
        assert "72" in html
        assert 'id="tc-1-1-m"' in html

    def test_handed_in_it_is_read_corrected_and_written_on_no_more(self, client, draft):
        client.post(page("sheet", draft.pk), {"viec": "nop"})
        answer = client.post(page("sheet_answer", draft.pk), {"tieu-chi": "1.1", "phuong-an": "1"})
        assert (answer.status_code, draft.scores.get(criterion__code="1.1").points) == (409, 8)
        answer = client.post(page("sheet", draft.pk), {"viec": "luu", "1.1": "1"})
        assert "đã khóa" in answer.content.decode()
        assert client.get(page("sheet_pieces", draft.pk)).status_code == 403
        html = client.get(page("sheet", draft.pk)).content.decode()
        assert "dấu vân tay" in html
        answer = client.post(page("sheet_correct", draft.pk), {"reason": " "})
        assert answer.status_code == 200
        answer = client.post(page("sheet_correct", draft.pk), {"reason": "Nhầm"}, follow=True)
        assert "sửa vì: Nhầm" in answer.content.decode()

    def test_takes_the_same_queries_whatever_is_answered(
        self, client, draft, django_assert_num_queries
    ):
        client.get(page("sheet", draft.pk))
        with django_assert_num_queries(6):
            client.get(page("sheet", draft.pk))
        draft.scores.filter(criterion__code="1.1").delete()
        with django_assert_num_queries(6):
            client.get(page("sheet", draft.pk))


class TestProofs:
    def test_files_open_to_members_who_declared_and_to_nobody_else(self, client):
        dossier = before_council_with_file()
        session = invited(dossier)
        item, (chair, member, other) = only_item(session), people(session)
        file = EvidenceFile.objects.get()
        addresses = [
            page("session_file", item.pk, file.pk),
            page("session_file_page", item.pk, file.pk, 1),
        ]
        declare_conflict(item=item, kind=ConflictKind.NONE, by=chair)
        declare_conflict(item=item, kind=ConflictKind.HARD, by=other, reason="Góp vốn")

        def answers(user):
            client.force_login(user)
            given = [client.get(address) for address in addresses]
            for each in given:
                b"".join(each)  # a file is read to its end, and so closed
            return {each.status_code for each in given}

        assert answers(chair) == {200}
        assert answers(member) == {403}  # nothing declared yet
        assert answers(other) == {403}
        assert answers(secretary_of(session)) == {200}
        assert answers(make_member()) == {404}  # not of this session
        assert answers(make_user(Role.EDITOR)) == {404}
        another = only_item(invited())
        declare_conflict(item=another, kind=ConflictKind.NONE, by=chair_of(another.session))
        client.force_login(chair_of(another.session))
        assert client.get(page("session_file", another.pk, file.pk)).status_code == 404


class TestWhoSees:
    def test_every_page_of_a_session_with_every_role(self, client):
        session = opened()
        everybody_scores(session)
        item = only_item(session)
        sheet = item.sheets.first()
        paths = {
            "scoring_session_change": [session.pk],
            "session_item": [item.pk],
            "session_papers": [session.pk],
            "sheet": [sheet.pk],
        }
        inside = {"chair": chair_of(session), "secretary": secretary_of(session)}
        inside |= {"province": province_officer(), "leader": make_user(Role.LEADER)}
        outside = {
            role: make_user(role) for role in (Role.EDITOR, Role.ADVISER, Role.ADMINISTRATOR)
        }
        outside["another member"] = make_member()
        seen = {}
        for name, user in {**inside, **outside}.items():
            client.force_login(user)
            seen[name] = {client.get(page(p, *args)).status_code for p, args in paths.items()}
        assert {name: seen[name] for name in inside} == {name: {200} for name in inside}
        assert all(200 not in seen[name] for name in outside), seen

    def test_others_points_are_not_on_the_page_before_the_own_sheet_is_in(self, client):
        session = opened()
        item, (chair, member, _) = only_item(session), people(session)
        sheet = hand_in(item, member, 7)
        client.force_login(chair)
        for address in (page("session_item", item.pk), page("scoring_session_change", session.pk)):
            html = client.get(address).content.decode()
            assert ">70<" not in html
            assert "đã nộp" in html
        assert client.get(page("sheet", sheet.pk)).status_code == 403
        hand_in(item, chair, 8)
        html = client.get(page("session_item", item.pk)).content.decode()
        assert ">70<" in html
        assert client.get(page("sheet", sheet.pk)).status_code == 200

    def test_acts_are_offered_and_done_only_by_whom_the_table_names(self, client):
        session = opened()
        everybody_scores(session)
        item, member = only_item(session), people(session)[1]
        for user in (member, make_user(is_superuser=True), make_user(Role.LEADER)):
            client.force_login(user)
            html = client.get(page("session_item", item.pk)).content.decode()
            assert "Kết luận</a>" not in html
            address = page("session_item_act", item.pk, "ket-luan")
            assert client.get(address).status_code == 403
            assert client.post(address, {"in_favour": "3"}).status_code == 403
        item.refresh_from_db()
        assert item.status == ItemStatus.SCORING
        assert client.get(page("session_item_act", item.pk, "la")).status_code == 404
        assert client.get(page("session_act", session.pk, "la")).status_code == 404

    def test_nobody_writes_on_anothers_sheet_by_its_number(self, client):
        session = opened()
        item, (chair, member, _) = only_item(session), people(session)
        sheet = fill_sheet(item, member)
        for user in (chair, secretary_of(session), province_officer(), make_member()):
            client.force_login(user)
            assert client.get(page("sheet", sheet.pk)).status_code in (403, 404)
            values = {"tieu-chi": "1.1", "phuong-an": "0"}
            assert client.post(page("sheet_answer", sheet.pk), values).status_code == 403
            assert client.post(page("sheet", sheet.pk), {"1.1": "0"}).status_code in (403, 404)
        assert sheet.scores.get(criterion__code="1.1").points == 8

    def test_hard_conflict_shuts_and_is_lifted_by_the_chair(self, client):
        session = opened()
        item, (chair, member, _) = only_item(session), people(session)
        client.force_login(member)
        answer = client.post(page("session_declare", item.pk), {"kind": "hard"})
        assert answer.status_code == 422
        client.post(page("session_declare", item.pk), {"kind": "hard", "reason": "Anh em"})
        html = client.get(page("session_item", item.pk)).content.decode()
        assert "đóng với bạn" in html
        assert client.post(page("session_start_sheet", item.pk)).status_code == 403
        client.force_login(chair)
        seat = session.members.get(member__user=member)
        client.post(page("session_lift", item.pk, seat.pk), {"reason": "Khai nhầm"})
        client.force_login(member)
        assert client.post(page("session_start_sheet", item.pk)).status_code == 302


class TestMatrix:
    def test_takes_the_same_queries_for_one_and_three_dossiers(
        self, client, django_assert_num_queries
    ):
        for count in (1, 3):
            session = opened(*(before_council() for _ in range(count)))
            everybody_scores(session)
            client.force_login(chair_of(session))
            client.get(page("scoring_session_change", session.pk))
            with django_assert_num_queries(6):
                answer = client.get(page("scoring_session_change", session.pk))
            assert answer.content.decode().count(">80<") == 4 * count

    def test_says_who_owes_where_they_differ_and_what_star(self, client):
        session = opened()
        item, (chair, member, other) = only_item(session), people(session)
        hand_in(item, chair, 9), fill_sheet(item, member)
        declare_conflict(item=item, kind=ConflictKind.HARD, by=other, reason="Góp vốn")
        client.force_login(chair)
        html = client.get(page("scoring_session_change", session.pk)).content.decode()
        assert "cell--draft" in html
        assert "cell--out" in html
        hand_in(item, member, 7)
        html = client.get(page("scoring_session_change", session.pk)).content.decode()
        assert "quá mức" in html


class TestAttention:
    def waiting(self, client, user):
        client.force_login(user)
        groups = client.get(reverse("admin:index")).context["waiting"]
        return [
            task.title for group in groups for task in group.tasks if "phiên" in task.title.lower()
        ]

    def test_members_are_told_what_they_owe_until_they_do_not(self, client):
        session = invited()
        item, member = only_item(session), people(session)[1]
        assert self.waiting(client, member) == ["Phiên có hồ sơ chờ bạn khai xung đột lợi ích"]
        declare_conflict(item=item, kind=ConflictKind.NONE, by=member)
        assert self.waiting(client, member) == ["Phiên bạn còn nợ phiếu chấm"]
        declare_conflict(item=item, kind=ConflictKind.HARD, by=member, reason="Góp vốn")
        assert self.waiting(client, member) == []

    def test_whoever_leads_is_told_of_dossiers_with_every_sheet(self, client):
        session = opened()
        chair = chair_of(session)
        assert self.waiting(client, chair) == ["Phiên bạn còn nợ phiếu chấm"]
        everybody_scores(session)
        told = ["Phiên có hồ sơ đủ phiếu, chờ kết luận"]
        assert self.waiting(client, chair) == told
        assert self.waiting(client, secretary_of(session)) == told

    def test_secretary_is_told_to_invite(self, client):
        session = planned(before_council())
        assert self.waiting(client, secretary_of(session)) == ["Phiên đang chuẩn bị, chưa mời"]


def before_council_with_file():
    """Handed in with a paper of two pages for criterion 1.1."""
    dossier = make_dossier()
    add_evidence(
        dossier=dossier,
        kind=dossier.process.criteria_version.evidence_kinds.first(),
        details={"title": "Đăng ký kinh doanh"},
        files=[accept_file(upload("dkkd.pdf", pdf_bytes()), PAPERS)],
        criteria=dossier.criteria_set.criteria.filter(code="1.1"),
        by=dossier.created_by,
    )
    fill_dossier(dossier)
    return to_council(dossier)
