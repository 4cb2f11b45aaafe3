"""Dossiers at the ministry and appeals in the back office: package, sending, results, answers."""

import csv
import hashlib
import io
import json
import zipfile
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act, Area, Role
from accounts.permissions import OFFICE_ROLES, can
from ocop_portal.shared.outgoing_mail import OutgoingMail
from scoring.admin.dossier_ministry import MINISTRY_PAGES
from scoring.councils.enums import PaperKind
from scoring.decisions.appeals import file_appeal
from scoring.decisions.drafting import draft_decision
from scoring.decisions.enums import ReferralStatus
from scoring.decisions.issuing import issue_decision
from scoring.decisions.package import package_of
from scoring.dossiers.enums import AppealStatus, DossierStatus
from scoring.dossiers.errors import ActRefused
from scoring.models import SessionPaper
from scoring.process.enums import ProcessLevel
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune
from tests.factories.dossiers import (
    before_council,
    commune_officer,
    concluded,
    make_producer_person,
    proof_of,
    province_officer,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = f"{TODAY:%d/%m/%Y}"
SENDING = {"dispatch_number": "12/TTr-UBND", "sent_on": DAY}
RESULT = {"result_number": "77/QĐ-BNNMT", "result_on": DAY}


@pytest.fixture
def officer(client):
    user = province_officer()
    client.force_login(user)
    return user


def decided(total, stars, by=None, dossier=None):
    officer = province_officer()
    dossier = concluded(total, stars, dossier=dossier or before_council(by=by))
    decision = draft_decision(
        title="Đợt 2",
        issuing_body="UBND tỉnh",
        level=ProcessLevel.PROVINCE,
        dossiers=[dossier],
        by=officer,
    )
    issue_decision(
        decision=decision,
        number=f"{decision.pk}/QĐ-UBND",
        signed_on=TODAY,
        signer="Chủ tịch",
        by=officer,
        today=TODAY,
    )
    dossier.refresh_from_db()
    return dossier


def sent_up():
    """Approved for the ministry, with a proof and minutes."""
    dossier = before_council()
    proof_of(dossier)
    dossier = decided("91", 5, dossier=dossier)
    session = dossier.session_items.get().session
    paper = SessionPaper(session=session, kind=PaperKind.MINUTES, made_by=province_officer())
    paper.data_sha256, paper.file_sha256 = "0" * 64, "1" * 64
    content = b"%PDF-1.7 bien ban"
    paper.stored_file.save("x.pdf", io.BytesIO(content), save=False)
    paper.save()
    return dossier


def act(dossier, slug):
    return reverse("admin:dossier_act", args=[dossier.pk, slug])


def package(dossier, *referral):
    name = "admin:dossier_sent_package" if referral else "admin:dossier_package"
    return reverse(name, args=[dossier.pk, *referral])


class TestPackage:
    def test_holds_every_paper_with_its_fingerprint(self):
        dossier = sent_up()
        made = package_of(dossier)
        with made.file, zipfile.ZipFile(made.file) as archive:
            names = archive.namelist()
            text = archive.read("00-danh-muc.csv").decode("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(text)))
            assert [row["Tệp"] for row in rows] == names[:-1]
            for row in rows:
                content = archive.read(row["Tệp"])
                assert hashlib.sha256(content).hexdigest() == row["SHA-256"]
                assert len(content) == int(row["Dung lượng (byte)"])
            handed_in = json.loads(archive.read(names[1]))
        assert names == [
            "01-ho-so/01-ho-so.pdf",
            "01-ho-so/02-noi-dung-nop-lan-1.json",
            "02-minh-chung/01-giay.png",
            "03-bao-cao-xa/01-bao-cao-mau-03.pdf",
            "04-tham-dinh/01-bao-cao-to-tu-van.pdf",
            "05-hoi-dong/01-ket-luan.pdf",
            "05-hoi-dong/02-bien-ban.pdf",
            f"06-quyet-dinh/01-quyet-dinh-{dossier.decision_items.get().decision_id}-qd-ubnd.pdf",
            "00-danh-muc.csv",
        ]
        assert handed_in == dossier.revisions.get().content

    def test_what_is_not_there_is_said_before_sending(self, client, officer):
        html = client.get(act(sent_up(), "gui-bo")).content.decode()
        assert "<li>bảng tổng hợp điểm của phiên họp</li>" in html
        assert "<li>biên bản phiên họp hội đồng</li>" not in html
        bare = decided("91", 5)
        html = client.get(act(bare, "gui-bo")).content.decode()
        assert "<li>biên bản phiên họp hội đồng</li>" in html
        assert "<li>tệp minh chứng</li>" in html
        assert "<li>quyết định phê duyệt kết quả</li>" not in html

    def test_same_data_gives_the_same_bytes(self):
        dossier = sent_up()
        first, second = package_of(dossier), package_of(dossier)
        assert first.sha256 == second.sha256
        assert first.file.read() == second.file.read()
        first.file.close()
        second.file.close()

    def test_file_that_is_gone_is_named(self, client, officer):
        dossier = sent_up()
        file = dossier.evidence.get().files.get()
        file.stored.storage.delete(file.stored.name)
        with pytest.raises(ActRefused, match="không còn trên máy chủ"):
            package_of(dossier)
        html = client.get(act(dossier, "gui-bo")).content.decode()
        assert "không còn trên máy chủ" in html
        answer = client.post(act(dossier, "gui-bo"), SENDING)
        assert answer.status_code == 422
        assert "12/TTr-UBND" in answer.content.decode()
        assert not dossier.referrals.exists()
        assert client.get(package(dossier)).status_code == 404


class TestSending:
    def test_what_is_looked_at_is_what_is_kept(self, client, officer):
        dossier = sent_up()
        before = b"".join(client.get(package(dossier)))
        shown = client.get(act(dossier, "gui-bo")).content.decode()
        assert hashlib.sha256(before).hexdigest() in shown
        client.post(act(dossier, "gui-bo"), SENDING)
        referral = dossier.referrals.get()
        kept = client.get(package(dossier, referral.pk))
        content = b"".join(kept)
        assert content == before
        assert referral.package_sha256 == hashlib.sha256(content).hexdigest()
        assert "no-store" in kept["Cache-Control"]

    def test_waits_on_the_start_page_until_the_result(self, client, officer):
        dossier = sent_up()
        assert "Hồ sơ chờ gửi Bộ" in client.get(reverse("admin:index")).content.decode()
        client.post(act(dossier, "gui-bo"), SENDING)
        html = client.get(reverse("admin:index")).content.decode()
        assert "Hồ sơ chờ gửi Bộ" not in html
        assert "Hồ sơ ở Bộ, chờ kết quả" in html

    def test_recognised_there_is_five_stars(self, client, officer):
        dossier = sent_up()
        client.post(act(dossier, "gui-bo"), SENDING)
        data = RESULT | {"score": "90,86", "issuing_body": "Bộ Nông nghiệp và Môi trường"}
        client.post(act(dossier, "bo-cong-nhan"), data)
        dossier.refresh_from_db()
        award = dossier.product.certifications.get()
        assert (award.stars, award.score) == (5, Decimal("90.86"))
        assert dossier.status == DossierStatus.RECOGNISED
        again = client.post(act(dossier, "bo-cong-nhan"), data, follow=True)
        assert "Hồ sơ đã công nhận, không còn ghi việc này" in again.content.decode()

    def test_below_ninety_comes_back(self, client, officer):
        dossier = sent_up()
        client.post(act(dossier, "gui-bo"), SENDING)
        answer = client.post(act(dossier, "bo-tra-ve"), RESULT | {"score": "90"})
        assert answer.status_code == 422
        assert "Từ 90 điểm" in answer.content.decode()
        client.post(act(dossier, "bo-tra-ve"), RESULT | {"score": "89,99", "note": "Thiếu"})
        dossier.refresh_from_db()
        referral = dossier.referrals.get()
        assert (referral.status, referral.score) == (ReferralStatus.BELOW, Decimal("89.99"))
        assert dossier.status == DossierStatus.CONCLUDED

    def test_decision_is_a_link_for_those_who_may_read_it(self, client, officer):
        dossier = sent_up()
        decision = dossier.decision_items.get().decision
        link = f'href="{reverse("admin:scoring_decision_change", args=[decision.pk])}"'
        page = reverse("admin:scoring_dossier_change", args=[dossier.pk])
        assert link in client.get(page).content.decode()
        client.force_login(commune_officer(dossier))
        html = client.get(page).content.decode()
        assert decision.number in html
        assert link not in html

    def test_page_offers_only_what_comes_next(self, client, officer):
        dossier = sent_up()
        address = reverse("admin:scoring_dossier_change", args=[dossier.pk])
        html = client.get(address).content.decode()
        assert act(dossier, "gui-bo") in html
        assert act(dossier, "bo-cong-nhan") not in html
        answer = client.post(act(dossier, "bo-cong-nhan"), RESULT, follow=True)
        assert "Hồ sơ chưa gửi Bộ" in answer.content.decode()
        client.post(act(dossier, "gui-bo"), SENDING)
        html = client.get(address).content.decode()
        assert act(dossier, "gui-bo") not in html
        assert act(dossier, "bo-cong-nhan") in html
        client.post(act(dossier, "gui-bo"), SENDING)
        assert dossier.referrals.count() == 1


class TestAppeals:
    def filed(self, by=None):
        dossier = decided("49", 0, by=by)
        return file_appeal(dossier=dossier, text="Chưa xét", by=dossier.created_by, on=TODAY)

    def page(self, appeal):
        return reverse("admin:scoring_appeal_change", args=[appeal.pk])

    def test_upheld_goes_back_to_the_council_and_the_producer_is_told(self, client, officer):
        appeal = self.filed(by=make_producer_person(email="htx@example.org"))
        assert "Khiếu nại chờ trả lời" in client.get(reverse("admin:index")).content.decode()
        assert "Chưa xét" in client.get(self.page(appeal)).content.decode()
        client.post(self.page(appeal), {"is_upheld": "1", "answer": "Xét lại", "number": "5/TL"})
        appeal.refresh_from_db()
        appeal.dossier.refresh_from_db()
        assert (appeal.status, appeal.answer_number) == (AppealStatus.UPHELD, "5/TL")
        assert appeal.dossier.status == DossierStatus.COUNCIL
        assert OutgoingMail.objects.filter(body__contains="trở lại hội đồng").exists()
        again = client.post(self.page(appeal), {"is_upheld": "0", "answer": "Thôi"})
        assert "không còn trả lời" in again.content.decode()
        appeal.refresh_from_db()
        assert (appeal.status, appeal.answer) == (AppealStatus.UPHELD, "Xét lại")

    def test_answer_without_words_is_refused_and_nothing_is_lost(self, client, officer):
        appeal = self.filed()
        answer = client.post(self.page(appeal), {"is_upheld": "0", "number": "5/TL-gõ"})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Ghi nội dung trả lời" in html
        assert "5/TL-gõ" in html

    @pytest.mark.parametrize("role", sorted(OFFICE_ROLES - {Role.PROVINCE_OFFICER}))
    def test_others_do_not_answer(self, client, role):
        appeal = self.filed()
        client.force_login(make_user(role, commune=make_commune("Nơi khác")))
        client.post(self.page(appeal), {"is_upheld": "1", "answer": "x"})
        appeal.refresh_from_db()
        assert appeal.status == AppealStatus.FILED

    def test_commune_sees_its_own_and_no_others(self, client):
        mine, other = self.filed(), self.filed()
        client.force_login(commune_officer(mine.dossier))
        listed = client.get(reverse("admin:scoring_appeal_changelist")).context["cl"].result_list
        assert list(listed) == [mine]
        assert client.get(self.page(other)).status_code == 302
        assert "Gửi trả lời" not in client.get(self.page(mine)).content.decode()


@pytest.mark.parametrize("role", [*sorted(OFFICE_ROLES - {Role.PROVINCE_OFFICER}), None])
def test_nobody_else_sends_records_or_takes_the_package(client, role):
    dossier = sent_up()
    user = make_user(*([role] if role else []), **({"commune": make_commune("X")} if role else {}))
    assert not can(user, Act.DECIDE, Area.DOSSIER)
    client.force_login(province_officer())
    client.post(act(other := sent_up(), "gui-bo"), SENDING)
    referral = other.referrals.get()
    if role == Role.COMMUNE_OFFICER:
        user = commune_officer(other)
    client.force_login(user)
    sent = package(other, referral.pk)
    assert client.get(sent).status_code in (302, 403, 404)
    for page in (
        reverse("admin:scoring_dossier_change", args=[other.pk]),
        reverse("admin:scoring_ministryreferral_change", args=[referral.pk]),
    ):
        assert sent not in client.get(page).content.decode()
    for slug in MINISTRY_PAGES:
        assert client.get(act(dossier, slug)).status_code in (302, 403, 404), slug
        answer = client.post(act(dossier, slug), SENDING | RESULT | {"score": "91"})
        assert answer.status_code in (302, 403, 404), slug
    assert client.get(package(dossier)).status_code in (302, 403, 404)
    dossier.refresh_from_db()
    assert (dossier.status, dossier.referrals.count()) == (DossierStatus.SENT_UP, 0)


def test_package_of_another_dossier_is_not_found_by_its_number(client, officer):
    mine, other = sent_up(), sent_up()
    client.post(act(other, "gui-bo"), SENDING)
    referral = other.referrals.get()
    assert client.get(package(mine, referral.pk)).status_code == 404
