"""Forms and reports of a dossier on paper: as on the screen, for those who may see it."""

import datetime as dt
import re

import pypdfium2
import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.permissions import OFFICE_ROLES
from scoring.dossiers.enums import Finding
from scoring.dossiers.writing import save_answer, save_registration
from scoring.models import AdvisoryReport, ProvinceReview
from scoring.process.enums import ProcessLevel
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune
from tests.factories.dossiers import (
    FILED,
    at_province,
    before_council,
    commune_officer,
    fill_dossier,
    make_dossier,
    make_producer_person,
    proof_of,
    province_officer,
    submitted,
)

pytestmark = pytest.mark.django_db


def printed(answer):
    """All words of a PDF, however its lines are broken."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    pages = pypdfium2.PdfDocument(answer.content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    return re.sub(r"\s+", " ", text)


def forms(dossier):
    return reverse("admin:dossier_forms", args=[dossier.pk])


def paper(dossier, name, report):
    return reverse("admin:dossier_paper", args=[dossier.pk, name, report.pk])


class TestForms:
    def test_say_what_the_screen_says(self, client):
        person = make_producer_person()
        dossier = fill_dossier(make_dossier(person))
        said = {"plan": "Mở thêm ba hécta", "revenue_last": "1050000000", "representative": "Bà Lò"}
        save_registration(dossier=dossier, values=said, by=person)
        criterion = dossier.criteria_set.criteria.get(code="1.2")
        save_answer(dossier=dossier, criterion=criterion, points=0, by=person, note="Chưa có vùng")
        proof = proof_of(dossier)
        proof.reference, proof.issued_on = "kho xã", dt.date(2026, 3, 1)
        proof.save()
        client.force_login(person)
        text = printed(client.get(reverse("scoring:dossier_pdf", args=[dossier.pk])))
        for words in (
            *("Mẫu số 01", "PHIẾU ĐĂNG KÝ", "Mẫu số 02", "BÁO CÁO TỰ ĐÁNH GIÁ"),
            *("bản đang soạn", "Mở thêm ba hécta", "1.050.000.000", "Bà Lò", "Chưa có vùng"),
            *("0/10", "Tổng điểm tự chấm: 72/100", "Theo điểm và mức tối thiểu:"),
            *("cấp 01/03/2026", "tra cứu: kho xã", proof.files.get().file_name),
            "Chủ thể cam kết nội dung hồ sơ là đúng sự thật",
        ):
            assert words in text, words
        english = client.get("/en" + reverse("scoring:dossier_pdf", args=[dossier.pk]))
        assert text.replace("\u200b", "")[:3000] == printed(english).replace("\u200b", "")[:3000]
        assert text.index("III. Tự đánh giá") < text.index("IV. Kế hoạch")

    def test_lose_no_word_of_a_field_longer_than_a_page(self, client):
        person = make_producer_person()
        dossier = fill_dossier(make_dossier(person))
        words = [f"chữ{number}" for number in range(1400)]
        save_registration(dossier=dossier, values={"plan": " ".join(words)}, by=person)
        criterion = dossier.criteria_set.criteria.get(code="1.2")
        note = " ".join(f"ghi{number}" for number in range(700))
        save_answer(dossier=dossier, criterion=criterion, points=1, by=person, note=note)
        client.force_login(person)
        text = printed(client.get(reverse("scoring:dossier_pdf", args=[dossier.pk])))
        assert set(words + note.split()) <= set(text.split())

    def test_the_office_prints_what_was_handed_in_and_who_received_it(self, client):
        dossier = at_province()
        plan = {"plan": "Viết sau khi nộp"}
        dossier.registration |= plan
        dossier.save()
        client.force_login(province_officer())
        text = printed(client.get(forms(dossier)))
        assert "Viết sau khi nộp" not in text
        assert dossier.receipt_number in text
        assert dossier.revisions.get().sha256[:30] in text.replace("\u200b", "")
        taken = dossier.moves.get(act="accept")
        sent = f"Cơ quan OCOP cấp tỉnh {FILED:%d/%m/%Y}"
        assert str(taken.by) in text
        assert sent in text
        assert client.get(forms(dossier) + "?lan=9").status_code == 404


class TestReports:
    def test_mau_03_has_components_contents_samples_and_proposal(self, client):
        dossier = at_province()
        report = dossier.commune_reports.get()
        officer = commune_officer(dossier)
        dossier.component_checks.update(note="Bản chính")
        dossier.component_checks.create(
            component="mau-01",
            finding=Finding.GOOD,
            level=ProcessLevel.PROVINCE,
            revision_number=1,
            note="Khác",
            checked_by=officer,
        )
        client.force_login(officer)
        text = printed(client.get(paper(dossier, "mau-03", report)))
        for words in (
            *(f"UBND {dossier.commune}".upper(), "Số: 12/BC-UBND", "ngày 02 tháng 11 năm 2026"),
            *("1. Nguyên liệu địa phương: đạt", "4. Bản sắc, trí tuệ địa phương: đạt"),
            *("Đề nghị đánh giá.", "Phiếu đăng ký (Mẫu số 01)", "Bản chính"),
            "TM. ỦY BAN NHÂN DÂN",
        ):
            assert words in text, words
        assert "Khác" not in text
        assert (
            paper(dossier, "mau-03", report)
            in client.get(
                reverse("admin:scoring_dossier_change", args=[dossier.pk])
            ).content.decode()
        )

    def test_province_and_advisers_print_theirs(self, client):
        dossier = before_council()
        review = ProvinceReview.objects.create(
            dossier=dossier, revision_number=1, made_by=dossier.created_by, content="Đủ nội dung"
        )
        advice = AdvisoryReport.objects.get(dossier=dossier)
        client.force_login(province_officer())
        assert "Đủ nội dung" in printed(client.get(paper(dossier, "kiem-tra", review)))
        assert "Hồ sơ đầy đủ." in printed(client.get(paper(dossier, "to-tu-van", advice)))

    def test_report_of_another_dossier_or_kind_is_not_found(self, client):
        mine, other = at_province(), at_province()
        report = other.commune_reports.get()
        client.force_login(province_officer())
        assert client.get(paper(mine, "mau-03", report)).status_code == 404
        assert client.get(paper(other, "khac", report)).status_code == 404


@pytest.mark.parametrize("role", [*sorted(OFFICE_ROLES), None])
def test_only_those_who_see_the_dossier_print_it(client, role):
    dossier = at_province()
    user = make_user(*([role] if role else []), **({"commune": make_commune("X")} if role else {}))
    client.force_login(user)
    sees = role in {Role.PROVINCE_OFFICER, Role.ADVISER, Role.SECRETARY, Role.LEADER}
    for address in (forms(dossier), paper(dossier, "mau-03", dossier.commune_reports.get())):
        assert (client.get(address).status_code == 200) == sees, address


def test_a_draft_of_a_producer_is_not_printed_by_the_office(client):
    draft, handed_in = make_dossier(), submitted()
    client.force_login(province_officer())
    assert client.get(forms(draft)).status_code == 404
    assert client.get(forms(handed_in)).status_code == 200
