"""Decisions in the back office: drafting, printing, issuing, with every role."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act, Area
from accounts.permissions import OFFICE_ROLES, can
from products.models import Certification
from scoring.decisions.drafting import draft_decision
from scoring.decisions.enums import DecisionStatus, Outcome
from scoring.decisions.page import lines_of
from scoring.decisions.papers import paper_data
from scoring.decisions.referring import score_again
from scoring.dossiers.enums import DossierStatus
from scoring.models import Decision
from scoring.process.enums import ProcessLevel
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune
from tests.factories.dossiers import concluded, make_producer_person, province_officer

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGE_QUERIES = 9
CHOOSING_QUERIES = 9
ISSUING_QUERIES = 9
SIGNED = {"number": "2616/QĐ-UBND", "signed_on": f"{TODAY:%d/%m/%Y}", "signer": "Nguyễn Văn A"}


@pytest.fixture
def officer(client):
    user = province_officer()
    client.force_login(user)
    return user


def draft(by, *dossiers):
    return draft_decision(
        title="Công nhận đợt 2",
        issuing_body="UBND tỉnh",
        level=ProcessLevel.PROVINCE,
        dossiers=dossiers,
        by=by,
    )


def page(name, decision):
    return reverse(f"admin:decision_{name}", args=[decision.pk])


def change(decision):
    return reverse("admin:scoring_decision_change", args=[decision.pk])


ADD = "admin:scoring_decision_add"


class TestDrafting:
    def test_officer_marks_dossiers_and_begins_a_draft(self, client, officer):
        four, five, left = concluded("75", 4), concluded("91", 5), concluded("80", 4)
        data = {"title": "Đợt 2", "issuing_body": "UBND tỉnh", "dossiers": [four.pk, five.pk]}
        answer = client.post(reverse(ADD), data, follow=True)
        decision = Decision.objects.get()
        assert answer.redirect_chain == [(change(decision), 302)]
        html = answer.content.decode()
        assert four.product_name in html
        assert left.product_name not in html
        assert [item.outcome for item in decision.items.all()] == [
            Outcome.RECOGNISE,
            Outcome.SEND_UP,
        ]

    def test_nothing_typed_is_lost_when_no_dossier_is_marked(self, client, officer):
        concluded()
        data = {"title": "Đợt 2 đã gõ", "issuing_body": "UBND tỉnh"}
        answer = client.post(reverse(ADD), data)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Đánh dấu ít nhất một hồ sơ" in html
        assert "Đợt 2 đã gõ" in html

    def test_dossier_taken_by_another_draft_meanwhile_is_refused_in_words(self, client, officer):
        dossier = concluded()
        draft(officer, dossier)
        concluded()
        data = {"title": "Đợt 2", "issuing_body": "UBND", "dossiers": [dossier.pk]}
        answer = client.post(reverse(ADD), data)
        assert answer.status_code == 422
        assert "không còn đưa vào được" in answer.content.decode()
        assert Decision.objects.count() == 1

    def test_without_a_concluded_dossier_the_page_says_so(self, client, officer):
        html = client.get(reverse(ADD)).content.decode()
        assert "Chưa có hồ sơ nào chờ quyết định" in html

    def test_dossiers_come_and_go(self, client, officer):
        first, second = concluded(), concluded()
        decision = draft(officer, first)
        client.post(page("add_dossiers", decision), {"dossiers": [second.pk]})
        client.post(page("take_out", decision), {"item": decision.items.first().pk})
        assert [item.dossier for item in decision.items.all()] == [second]

    def test_ninety_points_that_miss_a_minimum_are_sent_up_by_choice(self, client, officer):
        decision = draft(officer, concluded("92", 4), concluded("75", 4))
        assert client.get(change(decision)).content.decode().count(">Trình Bộ<") == 1
        item, lower = decision.items.all()
        client.post(page("outcome", decision), {"item": item.pk, "gui": "len"})
        item.refresh_from_db()
        assert item.outcome == Outcome.SEND_UP
        html = client.get(change(decision)).content.decode()
        assert "Theo kết luận: 4 sao; cán bộ chọn trình Bộ." in html
        client.post(page("outcome", decision), {"item": item.pk, "gui": "khong"})
        item.refresh_from_db()
        assert (item.outcome, item.stars) == (Outcome.RECOGNISE, 4)
        answer = client.post(page("outcome", decision), {"item": lower.pk, "gui": "len"}, follow=1)
        assert "chưa đủ điểm" in answer.content.decode()

    def test_draft_given_up_frees_its_dossiers(self, client, officer):
        dossier = concluded()
        decision = draft(officer, dossier)
        assert "Bỏ dự thảo" in client.get(page("cancel", decision)).content.decode()
        client.post(page("cancel", decision))
        decision.refresh_from_db()
        assert decision.status == DecisionStatus.CANCELLED
        assert dossier.product_name in client.get(reverse(ADD)).content.decode()

    def test_draft_waits_on_the_start_page(self, client, officer):
        draft(officer, concluded())
        html = client.get(reverse("admin:index")).content.decode()
        assert "Dự thảo quyết định chờ ban hành" in html


class TestIssuing:
    def test_page_says_what_will_happen_and_then_it_happens(self, client, officer):
        four, five = concluded("75", 4, by=make_producer_person(email="")), concluded("91", 5)
        decision = draft(officer, four, five)
        html = " ".join(client.get(page("issue", decision)).content.decode().split())
        assert "1 hạng 4 sao" in html
        assert "hạn 36 tháng kể từ ngày ký" in html
        assert "1 sản phẩm mới vào sổ, 0 sản phẩm đã có" in html
        assert f"không có địa chỉ thư của: {four.producer.name}" in html
        answer = client.post(page("issue", decision), SIGNED, follow=True)
        award = Certification.objects.get()
        verified = reverse("products:verified", args=[award.public_code])
        assert f'href="{verified}"' in answer.content.decode()
        assert client.get(verified).status_code == 200
        four.refresh_from_db()
        five.refresh_from_db()
        assert (four.status, five.status) == (DossierStatus.RECOGNISED, DossierStatus.SENT_UP)

    def test_refusal_is_said_and_nothing_typed_is_lost(self, client, officer):
        decision = draft(officer, concluded())
        tomorrow = f"{TODAY + dt.timedelta(days=1):%d/%m/%Y}"
        answer = client.post(page("issue", decision), SIGNED | {"signed_on": tomorrow})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "ở tương lai" in html
        assert "2616/QĐ-UBND" in html
        assert "Nguyễn Văn A" in html
        assert not Certification.objects.exists()

    def test_dossier_that_moved_on_is_named_before_issuing(self, client, officer):
        dossier = concluded()
        decision = draft(officer, dossier)
        score_again(dossier=dossier, by=officer, on=TODAY, reason="Thiếu phiếu")
        html = client.get(page("issue", decision)).content.decode()
        assert "đưa ra khỏi dự thảo trước khi ban hành" in html
        answer = client.post(page("issue", decision), SIGNED)
        assert answer.status_code == 422
        assert dossier.product_name in answer.content.decode()

    def test_issued_decision_offers_nothing_to_change(self, client, officer):
        decision = draft(officer, concluded())
        client.post(page("issue", decision), SIGNED)
        html = client.get(change(decision)).content.decode()
        for name in ("issue", "take_out", "cancel", "add_dossiers"):
            assert page(name, decision) not in html


class TestPaper:
    def test_names_each_dossier_under_what_is_decided(self, officer):
        four, none = concluded("75", 4), concluded("49", 0)
        decision = draft(officer, four, none)
        data = paper_data(decision, lines_of(decision), timezone.now())
        assert [annex["title"] for annex in data["annexes"]] == [
            "Phụ lục 1. Sản phẩm được công nhận",
            "Phụ lục 2. Sản phẩm không được công nhận",
        ]
        [row] = data["annexes"][0]["rows"]
        assert row[1:] == [
            four.product_name,
            four.producer.name,
            str(four.commune),
            "75",
            "4 sao",
        ]
        assert data["is_draft"]
        assert "Công nhận 1 sản phẩm đạt hạng sao OCOP theo Phụ lục 1" in data["articles"][0]

    def test_is_a_pdf(self, client, officer):
        decision = draft(officer, concluded("75", 4), concluded("91", 5))
        answer = client.get(page("paper", decision))
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")


class TestQueries:
    def test_do_not_grow_with_the_dossiers(self, client, officer, django_assert_num_queries):
        decision = draft(officer, concluded())
        concluded()
        addresses = [
            (change(decision), PAGE_QUERIES),
            (reverse(ADD), CHOOSING_QUERIES),
            (page("issue", decision), ISSUING_QUERIES),
        ]
        for many in (0, 2):
            for _ in range(many):
                client.post(page("add_dossiers", decision), {"dossiers": [concluded().pk]})
                concluded()
            for address, queries in addresses:
                client.get(address)
                with django_assert_num_queries(queries):
                    client.get(address)


class TestEveryRole:
    ACTS = {
        "add_dossiers": Act.CHANGE,
        "take_out": Act.CHANGE,
        "outcome": Act.CHANGE,
        "cancel": Act.CHANGE,
        "issue": Act.DECIDE,
        "paper": Act.VIEW,
    }

    @pytest.mark.parametrize("role", [*sorted(OFFICE_ROLES), None])
    def test_only_those_the_table_names_act(self, client, role):
        decision = draft(province_officer(), concluded())
        item = decision.items.get()
        roles = [role] if role else []
        user = make_user(*roles, commune=make_commune("Nơi khác")) if role else make_user()
        client.force_login(user)
        for name, act in self.ACTS.items():
            if can(user, act, Area.DECISION):
                continue
            for answer in (
                client.get(page(name, decision)),
                client.post(page(name, decision), {"item": item.pk, "gui": "len", **SIGNED}),
            ):
                assert answer.status_code in (302, 403), (name, answer.status_code)
        decision.refresh_from_db()
        assert (decision.status, decision.items.count()) == (DecisionStatus.DRAFT, 1)

    def test_item_of_another_decision_is_not_found_by_its_number(self, client, officer):
        mine, other = draft(officer, concluded()), draft(officer, concluded())
        item = other.items.get()
        for name in ("take_out", "outcome"):
            assert client.post(page(name, mine), {"item": item.pk}).status_code == 404
            assert client.post(page(name, mine), {"item": "x"}).status_code == 404
            assert client.get(page(name, mine)).status_code == 403
        assert other.items.count() == 1
