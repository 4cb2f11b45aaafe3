"""Dossiers in the back office: work lists, the page, acts and reports, files, with every role."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.permissions import OFFICE_ROLES
from ocop_portal.shared.outgoing_mail import OutgoingMail
from scoring.admin.dossier_acts import ACT_PAGES, offered_acts
from scoring.admin.dossier_reports import REPORT_PAGES
from scoring.dossiers.checking import forward_dossier, return_dossier, send_back_dossier
from scoring.dossiers.enums import DossierAct, DossierStatus, Finding
from scoring.dossiers.reporting import send_message
from scoring.dossiers.submitting import submit_dossier
from scoring.dossiers.writing import save_registration
from scoring.models import Dossier, DossierClock
from scoring.process.enums import ProcessLevel
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune
from tests.factories.dossiers import (
    at_commune,
    at_province,
    commune_officer,
    concluded,
    make_dossier,
    make_producer_person,
    proof_of,
    province_officer,
    submitted,
    with_advisers,
    write_commune_report,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGE_QUERIES = 29


def page(name, dossier, *args):
    return reverse(f"admin:dossier_{name}", args=[dossier.pk, *args])


def change(dossier):
    return reverse("admin:scoring_dossier_change", args=[dossier.pk])


def items(*rows):
    data = {"muc-TOTAL_FORMS": len(rows), "muc-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"muc-{number}-{key}": value for key, value in row.items()}
    return data


class TestList:
    def test_overdue_ones_stand_on_top_and_say_so(self, client):
        commune = make_commune("Côn Minh")
        late, soon = (at_commune(commune=commune) for _ in range(2))
        DossierClock.objects.filter(dossier=late).update(
            started_on=TODAY - dt.timedelta(days=30), due_on=TODAY - dt.timedelta(days=2)
        )
        DossierClock.objects.filter(dossier=soon).update(due_on=TODAY + dt.timedelta(days=9))
        client.force_login(make_user(Role.COMMUNE_OFFICER, commune=commune))
        answer = client.get(reverse("admin:scoring_dossier_changelist"))
        assert list(answer.context["cl"].result_list) == [late, soon]
        assert "quá hạn 2 ngày" in answer.content.decode()

    def test_drafts_are_nobodys_business(self, client):
        dossier = make_dossier()
        client.force_login(province_officer())
        answer = client.get(reverse("admin:scoring_dossier_changelist"))
        assert dossier not in answer.context["cl"].result_list
        assert client.get(change(dossier)).status_code == 302

    def test_start_page_says_what_waits(self, client):
        commune = make_commune("Côn Minh")
        submitted(commune=commune)
        client.force_login(make_user(Role.COMMUNE_OFFICER, commune=commune))
        assert "Hồ sơ chờ xã tiếp nhận" in client.get(reverse("admin:index")).content.decode()


class TestActs:
    def test_commune_takes_in_reports_and_forwards(self, client):
        dossier = submitted()
        client.force_login(commune_officer(dossier))
        client.post(page("act", dossier, "tiep-nhan"))
        findings = {"mau-01": Finding.GOOD, "mau-02": Finding.GOOD}
        client.post(page("report", dossier, "thanh-phan"), findings)
        contents = ("local_material", "local_labour", "idea_origin", "local_identity")
        report = dict.fromkeys(contents, "Đạt")
        report |= {f"{content}_finding": Finding.GOOD for content in contents}
        report |= {"is_proposed": "true", "number": "3/BC-UBND", "reported_on": "02/11/2026"}
        answer = client.post(page("report", dossier, "mau-03"), report)
        assert answer.status_code == 302, answer.context["form"].errors
        client.post(page("act", dossier, "chuyen-cap-tren"))
        dossier.refresh_from_db()
        assert (dossier.status, dossier.level) == (DossierStatus.REVIEW, ProcessLevel.PROVINCE)

    def test_only_what_the_office_holding_it_does_is_offered(self, client):
        offered = {
            at_commune: ["chuyen-cap-tren", "yeu-cau-bo-sung", "tu-choi"],
            at_province: ["giao-to-tu-van", "yeu-cau-bo-sung", "chuyen-lai-cap-duoi", "tu-choi"],
            with_advisers: ["trinh-hoi-dong", "yeu-cau-bo-sung", "tu-choi"],
            concluded: ["dua-lai-hoi-dong"],
        }
        superuser = make_user(is_superuser=True)
        for bring, slugs in offered.items():
            dossier = bring()
            acts = [
                act.url.rstrip("/").rpartition("/")[2] for act in offered_acts(superuser, dossier)
            ]
            assert set(acts) == set(slugs), bring

    def test_nothing_is_forwarded_past_the_province(self, client):
        dossier = concluded("91", 5)
        client.force_login(province_officer())
        answer = client.post(page("act", dossier, "chuyen-cap-tren"))
        assert "bằng quyết định phê duyệt kết quả" in answer.content.decode()
        dossier.refresh_from_db()
        assert (dossier.status, dossier.level) == (DossierStatus.CONCLUDED, ProcessLevel.PROVINCE)

    def test_report_of_another_office_is_not_opened(self, client):
        dossier = at_province()
        client.force_login(province_officer())
        assert client.get(page("report", dossier, "mau-03")).status_code == 403
        assert client.get(page("report", dossier, "noi-dung")).status_code == 200

    def test_what_stands_against_it_is_said_and_nothing_typed_is_lost(self, client):
        dossier = at_commune()
        client.force_login(commune_officer(dossier))
        answer = client.post(page("act", dossier, "chuyen-cap-tren"), {"reason": "Ghi chú của tôi"})
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Lập báo cáo Mẫu số 03" in html
        assert "Ghi chú của tôi" in html

    def test_request_goes_item_by_item_and_the_producer_is_told(self, client):
        person = make_producer_person(email="htx@example.org")
        dossier = at_commune(by=person)
        client.force_login(commune_officer(dossier))
        kind = dossier.process.criteria_version.evidence_kinds.get()
        asked = {"subject": "evidence", "code": kind.name, "what": "Bản công bố còn hạn"}
        empty = {"subject": "other", "code": "", "what": " "}
        address = page("act", dossier, "yeu-cau-bo-sung")
        offered = client.get(address).content.decode()
        assert f'<option value="{kind.name}">' in offered
        assert '<option value="1.2">1.2 ' in offered
        refused = client.post(address, items(asked | {"code": kind.code}, empty)).content.decode()
        assert "hồ sơ này không có mục đó" in refused
        client.post(address, items(asked, empty))
        dossier.refresh_from_db()
        assert dossier.status == DossierStatus.SUPPLEMENT
        [item] = dossier.moves.last().items.all()
        assert (item.code, item.what) == (kind.name, "Bản công bố còn hạn")
        assert OutgoingMail.objects.filter(body__contains="Bản công bố còn hạn").exists()

    def test_component_that_lacks_says_what(self, client):
        dossier = at_commune()
        client.force_login(commune_officer(dossier))
        answer = client.post(page("report", dossier, "thanh-phan"), {"mau-01": "lacking"})
        assert answer.status_code == 422
        assert "ghi rõ thiếu gì" in answer.content.decode()
        assert not dossier.component_checks.exists()

    def test_advisers_write_and_ask_for_tests(self, client):
        dossier = with_advisers()
        client.force_login(make_user(Role.ADVISER))
        data = {"assessment": "Tốt", "kn-TOTAL_FORMS": 2, "kn-INITIAL_FORMS": 0}
        data |= {"kn-0-what": "Chì", "kn-0-finding": "", "kn-1-what": ""}
        client.post(page("report", dossier, "to-tu-van"), data)
        report = dossier.advisory_reports.get()
        assert report.assessment == "Tốt"
        assert [test.what for test in report.tests.all()] == ["Chì"]

    def test_visit_without_a_day_is_refused(self, client):
        dossier = with_advisers()
        client.force_login(make_user(Role.ADVISER))
        data = {"is_site_visited": "on", "kn-TOTAL_FORMS": 0, "kn-INITIAL_FORMS": 0}
        answer = client.post(page("report", dossier, "to-tu-van"), data)
        assert "Ghi ngày khảo sát" in answer.content.decode()

    def test_messages_reach_the_producer(self, client):
        person = make_producer_person(email="htx@example.org")
        dossier = submitted(by=person)
        client.force_login(commune_officer(dossier))
        client.post(page("message", dossier), {"body": "Mang mẫu đến xã"})
        assert dossier.messages.get().is_from_office
        assert OutgoingMail.objects.filter(body__contains="Mang mẫu đến xã").exists()
        client.post(page("message", dossier), {"body": " "})
        assert dossier.messages.count() == 1

    def test_officer_enters_for_a_producer_of_the_commune(self, client):
        dossier = submitted()
        officer = commune_officer(dossier)
        dossier.producer.commune = dossier.commune
        dossier.producer.save()
        client.force_login(officer)
        data = {
            "kind": "first",
            "producer": dossier.producer.pk,
            "product_name": "Bún khô",
            "commune": dossier.commune.pk,
            "consent_note": "Bà B ký giấy",
            "consent_on": "02/11/2026",
        }
        dossier.commune.province.is_served = True
        dossier.commune.province.save()
        client.post(reverse("admin:scoring_dossier_add"), data)
        made = Dossier.objects.get(product_name="Bún khô")
        assert (made.is_entered_by_office, made.created_by) == (True, officer)


class TestPage:
    def test_shows_what_changed_since_the_revision_before(self, client):
        dossier = submitted()
        officer = commune_officer(dossier)
        return_dossier(dossier=dossier, items=[], by=officer, on=TODAY, reason="Sửa kế hoạch")
        person = dossier.created_by
        save_registration(dossier=dossier, values={"plan": "Kế hoạch mới"}, by=person)
        submit_dossier(dossier=dossier, by=person, on=TODAY)
        client.force_login(officer)
        html = client.get(change(dossier)).content.decode()
        assert "Khác lần nộp trước ở 1 chỗ" in html
        assert "Kế hoạch mới" in html
        older = client.get(change(dossier) + "?lan=1").content.decode()
        assert "Kế hoạch mới" not in older
        assert client.get(change(dossier) + "?lan=9").status_code == 404

    def test_says_which_round_of_the_province_it_came_in_for(self, client):
        dossier = at_province()  # on 2 November, after the second round of the year had closed
        client.force_login(province_officer())
        html = client.get(change(dossier)).content.decode()
        assert "<strong>Đợt 1 năm 2027</strong>: đánh giá trước 30/06/2027" in html
        dossier = at_commune()
        client.force_login(commune_officer(dossier))
        assert "<strong>Đợt" not in client.get(change(dossier)).content.decode()

    def test_takes_the_same_queries_for_few_and_many(self, client, django_assert_num_queries):
        dossier = at_province()
        officer = province_officer()
        client.force_login(officer)
        client.get(change(dossier))
        proof_of(dossier)
        send_message(dossier=dossier, body="Xin hỏi", by=dossier.created_by)
        client.get(change(dossier))
        with django_assert_num_queries(PAGE_QUERIES):
            client.get(change(dossier))
        for _ in range(3):
            proof_of(dossier)
            send_message(dossier=dossier, body="Xem lại", by=dossier.created_by)
            send_back_dossier(dossier=dossier, by=officer, on=TODAY, reason="Xem lại")
            write_commune_report(dossier, commune_officer(dossier))
            forward_dossier(dossier=dossier, by=commune_officer(dossier), on=TODAY)
        client.get(change(dossier))
        with django_assert_num_queries(PAGE_QUERIES):
            client.get(change(dossier))


class TestEveryRole:
    @pytest.mark.parametrize("role", sorted(OFFICE_ROLES))
    def test_only_those_the_table_names_act(self, client, role):
        dossier = submitted()
        user = make_user(role, commune=make_commune("Nơi khác"))
        client.force_login(user)
        before = Dossier.objects.values("status", "level", "revision_number").get()
        for slug in ACT_PAGES:
            if role == Role.PROVINCE_OFFICER and ACT_PAGES[slug].act == DossierAct.REFUSE:
                continue
            answer = client.post(page("act", dossier, slug), {"reason": "x", **items()})
            assert answer.status_code in (302, 403, 404, 422), slug
        for slug in REPORT_PAGES:
            client.post(page("report", dossier, slug), {"mau-01": "good", "content": "x"})
        assert Dossier.objects.values("status", "level", "revision_number").get() == before
        assert not dossier.component_checks.exists()
        assert not dossier.province_reviews.exists()

    @pytest.mark.parametrize("role", [None, Role.EDITOR, Role.COUNCIL_MEMBER, Role.ADMINISTRATOR])
    def test_files_and_pages_are_read_by_those_entitled(self, client, role):
        dossier = submitted()
        file = proof_of(dossier).files.get()
        client.force_login(make_user(*([role] if role else [])))
        for address in (
            change(dossier),
            page("file", dossier, file.pk),
            page("file_page", dossier, file.pk, 1),
        ):
            assert client.get(address).status_code in (302, 403, 404), address

    def test_file_of_another_dossier_is_not_found_by_its_number(self, client):
        mine, other = submitted(), submitted()
        file = proof_of(other).files.get()
        client.force_login(commune_officer(mine))
        assert client.get(page("file", mine, file.pk)).status_code == 404
        assert client.get(page("file", other, file.pk)).status_code == 404

    def test_those_entitled_get_the_file_and_its_page(self, client):
        dossier = submitted()
        file = proof_of(dossier).files.get()
        client.force_login(commune_officer(dossier))
        answer = client.get(page("file", dossier, file.pk))
        assert b"".join(answer)
        assert "attachment" in answer["Content-Disposition"]
        shown = client.get(page("file_page", dossier, file.pk, 1))
        assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
        b"".join(shown)

    def test_report_of_the_commune_is_locked_for_it_afterwards(self, client):
        dossier = at_province()
        client.force_login(commune_officer(dossier))
        answer = client.post(page("report", dossier, "mau-03"), {"local_material": "khác"})
        assert answer.status_code in (403, 422)
        assert dossier.commune_reports.get().local_material == "Đạt yêu cầu."


def test_report_of_a_commune_is_kept_half_written(client):
    dossier = at_commune()
    client.force_login(commune_officer(dossier))
    client.post(page("report", dossier, "mau-03"), {"local_material": "Dong riềng tại xã"})
    assert dossier.commune_reports.get().local_material == "Dong riềng tại xã"
    html = client.get(page("report", dossier, "mau-03")).content.decode()
    assert "Dong riềng tại xã" in html
