"""The outbox: a letter goes out once, waits while the server is away, is given up in the end."""

import datetime as dt
import smtplib
import threading

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.enums import Role
from ocop_portal.shared.models import OutgoingMail
from ocop_portal.shared.outbox import WAITS, MailError, queue_mail, send_again, send_due_mail
from ocop_portal.shared.periodic import run_jobs
from tests.factories.accounts import make_user

NOW = dt.datetime(2126, 11, 26, 8, 0, tzinfo=dt.UTC)  # after whatever these tests queue

pytestmark = pytest.mark.django_db


def letter(**fields):
    values = {"to": "lan@vi.du", "subject": "Kết quả", "body": "Đã duyệt.", "about": "yêu cầu 7"}
    return queue_mail(**values | fields)


class AwayBackend(EmailBackend):
    """A mail server that refuses in the way the test asks for."""

    error: Exception = ConnectionRefusedError("no route")

    def send_messages(self, messages):
        raise self.error


@pytest.fixture
def server_away(settings):
    settings.EMAIL_BACKEND = f"{__name__}.AwayBackend"
    AwayBackend.error = ConnectionRefusedError("no route")


def test_due_letters_are_sent_once():
    letter()
    assert send_due_mail(NOW) == {"đã gửi": 1, "chờ thử lại": 0, "không gửi được": 0}
    assert send_due_mail(NOW)["đã gửi"] == 0
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["lan@vi.du"], "Kết quả", "Đã duyệt.")
    kept = OutgoingMail.objects.get()
    assert (kept.state, kept.attempts, kept.body) == ("sent", 1, "Đã duyệt.")
    assert sent.extra_headers["Message-ID"].startswith("<")
    assert f"ocop-{kept.pk}" in sent.extra_headers["Message-ID"]


def test_letter_of_an_act_rolled_back_is_not_there():
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


def test_letter_of_an_act_done_twice_is_one():
    assert letter(once="yeu-cau-7") == letter(once="yeu-cau-7", subject="Khác")
    assert letter() != letter()


def test_subject_cannot_carry_another_header():
    letter(subject="Kết quả\r\nBcc: all@vi.du")
    send_due_mail(NOW)
    assert mail.outbox[0].subject == "Kết quả Bcc: all@vi.du"


def test_confidential_letter_is_wiped_once_sent():
    kept = letter(is_confidential=True, body="https://vi.du/xac-nhan/bi-mat")
    send_due_mail(NOW)
    kept.refresh_from_db()
    assert "bi-mat" in mail.outbox[0].body
    assert kept.body == ""
    assert not hasattr(OutgoingMail.pgh_event_model(), "body")


@pytest.mark.usefixtures("server_away")
def test_letter_waits_longer_each_time_and_is_given_up():
    kept = letter()
    now = NOW
    for wait in WAITS:
        assert send_due_mail(now)["chờ thử lại"] == 1
        kept.refresh_from_db()
        assert kept.next_try_at == now + wait
        assert send_due_mail(now)["chờ thử lại"] == 0
        now += wait
    assert send_due_mail(now)["không gửi được"] == 1
    kept.refresh_from_db()
    assert (kept.state, kept.error) == ("failed", "ConnectionRefusedError: no route")


@pytest.mark.usefixtures("server_away")
@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"lan@vi.du": (550, b"no such user")}), "failed"),
        (smtplib.SMTPRecipientsRefused({"lan@vi.du": (450, b"busy")}), "queued"),
        (smtplib.SMTPDataError(554, b"spam"), "failed"),
        (smtplib.SMTPServerDisconnected("gone"), "queued"),
    ],
)
def test_address_that_does_not_exist_is_not_tried_again(error, state):
    AwayBackend.error = error
    kept = letter()
    send_due_mail(NOW)
    kept.refresh_from_db()
    assert kept.state == state


def test_letter_given_up_is_sent_again_by_an_administrator(client, settings):
    settings.EMAIL_BACKEND = f"{__name__}.AwayBackend"
    AwayBackend.error = smtplib.SMTPDataError(554, b"spam")
    kept, secret = letter(), letter(is_confidential=True, body="liên kết kín")
    send_due_mail(NOW)
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert (
        "liên kết kín"
        not in client.get(f"/quan-tri/shared/outgoingmail/{secret.pk}/change/").content.decode()
    )
    address = "/quan-tri/shared/outgoingmail/"
    start = client.get("/quan-tri/").content.decode()
    assert "Thư không gửi được" in start
    client.post(address, {"action": "queue_again", "_selected_action": [kept.pk]})
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due_mail(NOW)["đã gửi"] == 1
    kept.refresh_from_db()
    with pytest.raises(MailError, match="đã gửi rồi"):
        send_again(letter=kept, now=NOW)


def test_without_a_mail_server_letters_wait(settings):
    settings.OUTBOX_SENDS = False
    kept = letter()
    assert send_due_mail(NOW) == {"chờ, chưa đặt máy chủ thư (EMAIL_HOST)": 1}
    kept.refresh_from_db()
    assert (kept.state, kept.attempts) == ("queued", 0)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_each_letter_once():
    for number in range(6):
        letter(to=f"lan-{number}@vi.du")
    gate = threading.Barrier(2)

    def run():
        gate.wait()
        send_due_mail(NOW)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent.to[0] for sent in mail.outbox) == [f"lan-{n}@vi.du" for n in range(6)]


def broken_job(now):
    raise ValueError("hỏng")


def working_job(now):
    return {"việc": 2}


def test_job_that_fails_does_not_stop_the_others(settings, capsys):
    names = [f"{__name__}.broken_job", f"{__name__}.working_job"]
    first, second = run_jobs(names, timezone.now())
    assert (first.error, second.counts) == ("ValueError: hỏng", {"việc": 2})
    settings.PORTAL_TICK_JOBS = names
    with pytest.raises(CommandError):
        call_command("tick")
    assert "working_job: việc 2" in capsys.readouterr().out


def test_tick_sends_what_is_due(capsys):
    letter()
    call_command("tick")
    assert "send_due_mail: đã gửi 1" in capsys.readouterr().out
    assert len(mail.outbox) == 1
