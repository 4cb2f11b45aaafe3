"""Handling reports: who sees which, the steps, the letters, forgetting."""

import datetime as dt
import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from feedback.enums import ReportState
from feedback.models import Report, ReportPicture
from feedback.services import ReportError, handle_report, purge_reports
from ocop_portal.shared.outbox import queue_mail
from ocop_portal.shared.outgoing_mail import OutgoingMail
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune
from tests.factories.feedback import KEY, add_picture, make_report
from tests.factories.products import make_product

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 26, 3, tzinfo=dt.UTC)


def handle(report, state, answer="", **fields):
    values = {"by": make_user(), "now": NOW, "absolute": "https://ocop.example{}".format}
    return handle_report(**{"report": report, "state": state, "answer": answer} | values | fields)


def test_answer_is_sent_once_in_the_language_of_the_form():
    report = make_report(email="lan@vi-du.vn", language="en")
    by = make_user()
    for _ in range(2):
        held = handle(report, ReportState.ANSWERED, "Đã nhắc chủ thể sửa nhãn.", by=by)
    assert (held.state, held.handled_by, held.closed_at) == (ReportState.ANSWERED, by, NOW)
    [letter] = OutgoingMail.objects.all()
    assert letter.subject == f"Answer to your report {report.number}"
    assert "Đã nhắc chủ thể sửa nhãn." in letter.body
    assert "https://ocop.example/en/phan-anh/tra-cuu/" in letter.body


def test_taken_up_again_it_is_open():
    report = make_report()
    handle(report, ReportState.DECLINED, "Không thuộc chương trình.")
    held = handle(report, ReportState.IN_HAND, "Không thuộc chương trình.")
    assert (held.closed_at, held.is_open) == (None, True)
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(
    ("before", "after", "answer", "said"),
    [
        ("in_hand", "new", "", "Không chuyển được từ “Đang xử lý” sang “Đã nhận, chờ xử lý”."),
        ("new", "answered", " ", "Ghi lời trả lời, hoặc lý do không xử lý."),
        ("new", "declined", "", "Ghi lời trả lời, hoặc lý do không xử lý."),
    ],
)
def test_steps_that_are_none_are_refused(before, after, answer, said):
    report = make_report(state=before)
    with pytest.raises(ReportError, match=said):
        handle(report, after, answer)


@pytest.fixture
def commune():
    return make_commune("Côn Minh")


def test_officer_of_a_commune_sees_its_own(client, commune):
    here = make_report(commune=commune)
    ours = make_report(product=make_product(commune=commune))
    make_report(commune=make_commune("Chợ Rã"))
    make_report()
    client.force_login(make_user(Role.COMMUNE_OFFICER, commune=commune))
    page = client.get(reverse("admin:feedback_report_changelist"))
    assert set(page.context["cl"].result_list) == {here, ours}


def test_officer_of_a_commune_answers_and_changes_nothing_else(client, commune):
    report = make_report(commune=commune, email="lan@vi-du.vn")
    client.force_login(make_user(Role.COMMUNE_OFFICER, commune=commune))
    address = reverse("admin:feedback_report_change", args=[report.pk])
    assert set(client.get(address).context["adminform"].form.fields) == {"state", "answer", "note"}
    typed = {"state": "answered", "answer": "Đã sửa.", "note": "gọi rồi", "commune": ""}
    assert client.post(address, typed).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.answer, report.note) == ("answered", "Đã sửa.", "gọi rồi")
    assert report.commune == commune
    assert OutgoingMail.objects.get().recipient == "lan@vi-du.vn"


def test_form_tells_what_is_missing_and_keeps_the_words(client):
    report = make_report()
    client.force_login(make_user(Role.PROVINCE_OFFICER))
    address = reverse("admin:feedback_report_change", args=[report.pk])
    typed = {"state": "answered", "answer": "", "note": "chờ xã"}
    page = client.post(address, typed).content.decode()
    assert "Ghi lời trả lời, hoặc lý do không xử lý." in page
    assert "chờ xã" in page


def test_start_page_counts_what_is_late(client):
    make_report(received_at=timezone.now() - dt.timedelta(days=40))
    make_report()
    client.force_login(make_user(Role.PROVINCE_OFFICER))
    assert "Quá hẹn trả lời" in client.get("/quan-tri/").content.decode()
    late = client.get(reverse("admin:feedback_report_changelist"), {"can-lam": "qua-hen"})
    assert len(late.context["cl"].result_list) == 1


def test_pictures_are_shown_behind_the_permission_alone(client, commune):
    picture = add_picture(make_report(commune=commune))
    address = reverse("admin:report_picture", args=[picture.pk])
    assert client.get(address).status_code == 302
    client.force_login(make_user(Role.COMMUNE_OFFICER, commune=make_commune("Chợ Rã")))
    assert client.get(address).status_code == 403
    client.force_login(make_user(Role.COMMUNE_OFFICER, commune=commune))
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")


# --- Forgetting ------------------------------------------------------------------------------


def closed(days, **fields):
    personal = {"name": "Lan", "email": "lan@vi-du.vn", "phone": "0912", "place": "Chợ Rã"}
    personal |= {"latitude": 22, "longitude": 105}
    at = NOW - dt.timedelta(days=days)
    values = {"state": "answered", "answer": "Đã sửa.", "closed_at": at}
    return make_report(**personal | values | fields)


def test_who_sent_a_report_is_forgotten_when_the_time_is_over(
    client, settings, django_capture_on_commit_callbacks
):
    settings.FEEDBACK_KEEPS_DAYS = 365
    old, recent = closed(366, note="Gọi chị Lan"), closed(364)
    for about in (old, recent):
        queue_mail(to="lan@vi-du.vn", subject="Trả lời", body="", about=f"phản ánh {about.number}")
    still_open = make_report(received_at=NOW - dt.timedelta(days=900), name="Hoa")
    picture = add_picture(old)
    stored, storage = picture.stored.name, picture.stored.storage
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_reports(now=NOW) == 1
    old.refresh_from_db()
    assert [old.name, old.email, old.phone, old.message, old.place] == [""] * 5
    assert (old.latitude, old.longitude, old.purged_at) == (None, None, NOW)
    assert (old.kind, old.answer) == ("label", "Đã sửa.")
    assert old.note == ""
    assert [letter.about for letter in OutgoingMail.objects.all()] == [f"phản ánh {recent.number}"]
    assert not storage.exists(stored)
    assert not ReportPicture.objects.exists()
    assert client.get(f"/phan-anh/{old.number}/", {"khoa": KEY}).status_code == 404
    for kept in (recent, still_open):
        kept.refresh_from_db()
        assert kept.name
    assert purge_reports(now=NOW) == 0


def test_command_forgets_all_that_is_due():
    for _ in range(3):
        closed(0, closed_at=timezone.now() - dt.timedelta(days=20))
    out = io.StringIO()
    call_command("purge_feedback", days=10, stdout=out)
    assert out.getvalue() == "Đã xóa dữ liệu cá nhân của 3 phản ánh.\n"


def test_trail_never_knew_who_it_was():
    closed(900)
    event = apps.get_model("feedback", "ReportEvent")
    names = {field.name for field in event._meta.fields}
    assert names.isdisjoint({"name", "email", "phone", "message", "place", "key_fingerprint"})
    assert "note" not in names
    letters = apps.get_model("shared", "OutgoingMailEvent")
    assert {field.name for field in letters._meta.fields}.isdisjoint({"recipient", "body", "error"})
    assert event.objects.count() == Report.objects.count() == 1
