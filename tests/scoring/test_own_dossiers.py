"""``/ho-so/``: a producer writes, hands in, answers, withdraws, appeals; strangers find nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from scoring.dossiers.enums import DossierStatus
from scoring.dossiers.registration import sections_for
from scoring.models import Dossier
from scoring.process.enums import AssessmentKind
from tests.factories.accounts import give_role, make_user
from tests.factories.communes import make_commune
from tests.factories.dossiers import (
    concluded,
    fill_dossier,
    law_group,
    load_law,
    make_dossier,
    make_producer_person,
    picture,
    proof_of,
    province_officer,
    submitted,
    waiting_for_supplement,
)
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def at(name, dossier=None, *args):
    return reverse(f"scoring:{name}", args=[dossier.pk, *args] if dossier else args)


@pytest.fixture
def person(client):
    person = make_producer_person(email="htx@example.org")
    client.force_login(person)
    return person


@pytest.fixture
def draft(person):
    return make_dossier(person)


class TestBeginning:
    def test_asks_to_sign_in(self, client):
        answer = client.get(at("dossiers"))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("accounts:sign_in"))

    def test_first_assessment_from_nothing(self, client, person):
        load_law()
        commune = make_commune("Côn Minh")
        commune.province.is_served = True
        commune.province.save()
        data = {
            "kind": AssessmentKind.FIRST,
            "producer": person.roles.get().producer_id,
            "product_name": "Miến dong",
            "group": law_group().pk,
            "commune": commune.pk,
        }
        answer = client.post(at("dossier_new"), data)
        dossier = Dossier.objects.get()
        assert answer.url == at("dossier", dossier)
        assert (dossier.product_name, dossier.created_by) == ("Miến dong", person)

    def test_answers_of_a_self_assessment_come_along(self, client, person):
        version = load_law().version
        commune = make_commune("Côn Minh")
        commune.province.is_served = True
        commune.province.save()
        data = {
            "kind": AssessmentKind.FIRST,
            "producer": person.roles.get().producer_id,
            "product_name": "Miến dong",
            "group": law_group().pk,
            "commune": commune.pk,
        }
        link = f"{version.slug}/1?1.1=7&1.2=3"
        client.post(at("dossier_new") + f"?tu-danh-gia={link.replace('&', '%26')}", data)
        answers = Dossier.objects.get().answers.values_list("criterion__code", "points")
        assert {code: int(points) for code, points in answers} == {"1.1": 7, "1.2": 3}

    def test_what_is_missing_is_said_and_what_was_typed_stays(self, client, person):
        load_law()
        answer = client.post(at("dossier_new"), {"kind": "first", "product_name": " "})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Ghi tên sản phẩm" in html

    def test_product_of_another_producer_cannot_be_chosen(self, client, person):
        load_law()
        other = certify(make_product("Của người khác"), on=TODAY).product
        data = {"kind": "reevaluation", "product": other.pk}
        assert client.post(at("dossier_new"), data).status_code == 422
        assert not Dossier.objects.exists()


class TestWriting:
    def test_task_list_counts_what_each_page_lacks(self, client, draft):
        html = client.get(at("dossier", draft)).content.decode()
        assert "còn thiếu 10" in html
        fill_dossier(draft)
        html = client.get(at("dossier", draft)).content.decode()
        assert "Kiểm tra và nộp" in html

    @pytest.mark.parametrize("section", [each.key for each in sections_for("first")])
    def test_each_page_of_the_forms_is_saved_half_filled(self, client, draft, section):
        address = at("dossier_section", draft, section)
        assert client.get(address).status_code == 200
        found = next(each for each in sections_for("first") if each.key == section)
        text = next(field for field in found.fields if field.kind in ("text", "long"))
        assert client.post(address, {text.key: "Đang viết dở"}).status_code == 302
        draft.refresh_from_db()
        assert draft.registration[text.key] == "Đang viết dở"
        assert "Đang viết dở" in client.get(address).content.decode()

    def test_saving_leads_on_to_the_next_page(self, client, draft):
        answer = client.post(at("dossier_section", draft, "don-vi"), {"tiep": "1"})
        assert answer.url == at("dossier_section", draft, "thong-tin-chung")

    def test_wrong_number_is_said_and_kept(self, client, draft):
        answer = client.post(at("dossier_section", draft, "ket-qua"), {"labour_total": "mười"})
        assert answer.status_code == 422
        assert "mười" in answer.content.decode()

    def test_answers_are_saved_and_assessed(self, client, draft):
        answer = client.post(at("dossier_answers", draft), {"1.1": "8", "1.2": "5", "manh": "1"})
        html = answer.content.decode()
        assert "13" in html
        assert "Đã lưu lúc" in html
        points = draft.answers.values_list("criterion__code", "points")
        assert {code: int(each) for code, each in points} == {"1.1": 8, "1.2": 5}
        client.post(at("dossier_answers", draft), {"1.2": "6"})
        assert draft.answers.get(criterion__code="1.1").points is None

    def test_answer_that_is_no_option_is_told(self, client, draft):
        answer = client.post(at("dossier_answers", draft), {"1.1": "99"})
        assert "không phải là phương án" in answer.content.decode()

    def test_proofs_come_go_and_serve_criteria(self, client, draft):
        kind = draft.process.criteria_version.evidence_kinds.get()
        criterion = draft.criteria_set.criteria.first()
        data = {"kind": kind.pk, "title": "Giấy ĐKKD", "criteria": [criterion.pk]}
        data["papers"] = [SimpleUploadedFile("a.png", picture(), "image/png")]
        client.post(at("dossier_evidence", draft), data)
        proof = draft.evidence.get()
        assert proof.files.count() == 1
        assert list(proof.criteria.all()) == [criterion]
        client.post(at("dossier_proof_remove", draft, proof.pk))
        assert "Giấy ĐKKD" not in client.get(at("dossier_evidence", draft)).content.decode()

    def test_page_renamed_as_a_picture_is_refused_in_words(self, client, draft):
        kind = draft.process.criteria_version.evidence_kinds.get()
        html = SimpleUploadedFile("a.png", b"<html>", "image/png")
        data = {"kind": kind.pk, "title": "Giấy", "papers": [html]}
        answer = client.post(at("dossier_evidence", draft), data)
        assert answer.status_code == 422
        assert "a.png" in answer.content.decode()


class TestHandingIn:
    def test_check_hand_in_receipt(self, client, draft):
        fill_dossier(draft)
        html = client.get(at("dossier_check", draft)).content.decode()
        assert "Còn" not in html.split("<main")[1].split("</h1>")[1][:200]
        answer = client.post(at("dossier_check", draft), {})
        assert "Đánh dấu cam kết" in answer.content.decode()
        answer = client.post(at("dossier_check", draft), {"dong-y": "1"})
        assert answer.url == at("dossier_receipt", draft)
        draft.refresh_from_db()
        assert draft.receipt_number in client.get(answer.url).content.decode()

    def test_sent_twice_or_come_back_to_leads_to_the_receipt(self, client, draft):
        fill_dossier(draft)
        address = at("dossier_check", draft)
        answers = [client.post(address, {"dong-y": "1"}) for _ in range(2)]
        answers.append(client.get(address))
        assert {answer.url for answer in answers} == {at("dossier_receipt", draft)}
        assert draft.revisions.count() == 1

    def test_what_is_missing_leads_to_its_page(self, client, draft):
        html = client.get(at("dossier_check", draft)).content.decode()
        assert at("dossier_section", draft, "ke-hoach") in html
        answer = client.post(at("dossier_check", draft), {"dong-y": "1"})
        assert "còn thiếu" in answer.content.decode()

    def test_supplement_answers_each_item(self, client, person):
        dossier = waiting_for_supplement(by=person)
        [item] = dossier.moves.last().items.all()
        assert item.what in client.get(at("dossier", dossier)).content.decode()
        answer = client.post(at("dossier_check", dossier), {"dong-y": "1"})
        assert "Trả lời yêu cầu" in answer.content.decode()
        client.post(at("dossier_check", dossier), {"dong-y": "1", f"muc-{item.pk}": "Đã thay"})
        dossier.refresh_from_db()
        assert dossier.status == DossierStatus.REVIEW

    def test_printed_forms_are_a_pdf_of_what_is_on_the_screen(self, client, draft):
        fill_dossier(draft)
        answer = client.get(at("dossier_pdf", draft))
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content.startswith(b"%PDF")
        assert "no-store" in answer["Cache-Control"]

    def test_withdrawing_and_beginning_again(self, client, draft):
        fill_dossier(draft)
        client.post(at("dossier_withdraw", draft), {"text": "Đổi bao bì"})
        draft.refresh_from_db()
        assert draft.status == DossierStatus.WITHDRAWN
        client.post(at("dossier_again", draft, "first"))
        newer = Dossier.objects.exclude(pk=draft.pk).get()
        assert newer.answers.count() == 10

    def test_appeal_is_filed_and_taken_back(self, client, person):
        dossier = concluded("49", 0, by=person)
        Dossier.objects.filter(pk=dossier.pk).update(status=DossierStatus.NOT_RECOGNISED)
        dossier.moves.create(
            act="not_recognise",
            to_status="not_recognised",
            to_level="province",
            by=person,
            on=TODAY,
        )
        client.post(at("dossier_appeal", dossier), {"text": "Xin xét lại"})
        assert dossier.appeals.get().text == "Xin xét lại"
        client.post(at("dossier_appeal_take_back", dossier))
        assert dossier.appeals.get().status == "taken_back"

    def test_message_to_the_office(self, client, person):
        dossier = submitted(by=person)
        client.post(at("dossier_message", dossier), {"text": "Khi nào có kết quả?"})
        message = dossier.messages.get()
        assert (message.body, message.is_from_office) == ("Khi nào có kết quả?", False)


class TestStrangers:
    def test_file_of_another_dossier_is_not_reached_through_ones_own(self, client, draft):
        file = proof_of(submitted()).files.get()
        assert client.get(at("dossier_file", draft, file.pk)).status_code == 404

    def test_person_whose_role_ended_finds_nothing(self, client, person, draft):
        role = person.roles.get()
        role.valid_to = TODAY
        role.save()
        assert client.get(at("dossier", draft)).status_code == 404

    def test_officer_who_enters_for_a_producer_writes_here(self, client):
        load_law()
        commune = make_commune("Côn Minh")
        officer = make_user(Role.COMMUNE_OFFICER, commune=commune)
        dossier = make_dossier(
            officer, commune=commune, consent_note="Ông A đồng ý", consent_on=TODAY
        )
        client.force_login(officer)
        client.post(at("dossier_section", dossier, "ke-hoach"), {"plan": "Mở rộng"})
        dossier.refresh_from_db()
        assert dossier.registration["plan"] == "Mở rộng"

    def test_province_does_not_write_in_a_producers_dossier(self, client, person, draft):
        client.force_login(province_officer())
        assert client.post(at("dossier_section", draft, "ke-hoach"), {}).status_code == 404


def test_pages_are_kept_by_no_cache_and_found_by_no_crawler(client, draft):
    answer = client.get(at("dossier", draft))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_list_takes_the_same_queries_for_one_and_three(client, person, django_assert_num_queries):
    make_dossier(person)
    client.get(at("dossiers"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(at("dossiers"))
    for _ in range(2):
        make_dossier(person)
    client.get(at("dossiers"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(at("dossiers"))


LIST_QUERIES = 6


def test_second_person_of_the_producer_goes_on_writing(client, draft):
    colleague = make_user()
    give_role(colleague, Role.PRODUCER, producer=draft.producer)
    client.force_login(colleague)
    client.post(at("dossier_section", draft, "ke-hoach"), {"plan": "Viết tiếp"})
    draft.refresh_from_db()
    assert draft.registration["plan"] == "Viết tiếp"
