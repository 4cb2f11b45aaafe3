"""Taking a report in, handling it, and forgetting who sent it when the time is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from accounts.models import User
from feedback.enums import NEXT, OPEN, ReportState
from feedback.models import PERSONAL, Report, ReportPicture
from feedback.rules import fingerprint, new_key, new_number
from ocop_portal.shared.outbox import queue_mail
from ocop_portal.shared.outgoing_mail import OutgoingMail
from ocop_portal.shared.private_files import AcceptedFile

Absolute = Callable[[str], str]
RECEIVED = gettext_lazy("Đã nhận phản ánh %(number)s")
ANSWERED = gettext_lazy("Trả lời phản ánh %(number)s")
BATCH = 500  # reports forgotten in one run


class ReportError(ValueError):
    """What cannot be done to a report; the message says why, in Vietnamese."""


@transaction.atomic
def take_report(
    *,
    values: dict[str, Any],
    pictures: Iterable[AcceptedFile],
    language: str,
    now: dt.datetime,
    absolute: Absolute,
) -> tuple[Report, str]:
    """Keep a report; return it with the key of its link, of which only a fingerprint stays.

    Whoever left an e-mail address is sent the link.
    """
    key = new_key()
    report = Report(
        number=_free_number(timezone.localdate(now)),
        key_fingerprint=fingerprint(key),
        language=language,
        received_at=now,
        **values,
    )
    report.save()
    for accepted in pictures:
        picture = ReportPicture(report=report)
        picture.take(accepted)
        picture.save()
    if report.email:
        _write(report, "feedback/mail_received.txt", RECEIVED, absolute(link_of(report, key)))
    return report, key


def _free_number(on: dt.date) -> str:
    while Report.objects.filter(number=(number := new_number(on))).exists():
        pass
    return number


def link_of(report: Report, key: str) -> str:
    """The path of the page of a report for whoever has the key."""
    path = _address_of(report, "feedback:follow", report.number)
    return f"{path}?{urlencode({'khoa': key})}"


def _address_of(report: Report, name: str, *args: str) -> str:
    """A path in the language in which the report was sent."""
    with translation.override(report.language):
        return reverse(name, args=args)


@transaction.atomic
def handle_report(
    *, report: Report, state: str, answer: str, by: User, now: dt.datetime, absolute: Absolute
) -> Report:
    """Move ``report`` to ``state`` with the words of the office; the same again changes nothing.

    An answer, or the reason why nothing is done, goes to whoever left an address. Raises
    `ReportError` for a step that `NEXT` does not know, or a closing without words.
    """
    held = Report.objects.select_for_update().get(pk=report.pk)
    former, wanted = ReportState(held.state), ReportState(state)
    if wanted == former and answer == held.answer:
        return held
    if wanted != former and wanted not in NEXT[former]:
        raise ReportError(f"Không chuyển được từ “{former.label}” sang “{wanted.label}”.")
    if wanted not in OPEN and not answer.strip():
        raise ReportError("Ghi lời trả lời, hoặc lý do không xử lý.")
    is_news = wanted not in OPEN and (wanted != former or answer != held.answer)
    held.state, held.answer, held.handled_by = wanted, answer, by
    held.closed_at = None if wanted in OPEN else now
    held.save()
    if is_news and held.email:
        _write(
            held,
            "feedback/mail_answered.txt",
            ANSWERED,
            absolute(_address_of(held, "feedback:find")),
        )
    return held


def _write(report: Report, template: str, subject: Promise, link: str) -> None:
    """A letter in the language in which the report was sent."""
    with translation.override(report.language):
        context = {"report": report, "link": link}
        queue_mail(
            to=report.email,
            subject=str(subject) % {"number": report.number},
            body=render_to_string(template, context),
            about=_about(report.number),
            is_confidential=True,
        )


def _about(number: str) -> str:
    """What letters about the report of that number are known by in the outbox."""
    return f"phản ánh {number}"


@transaction.atomic
def purge_reports(*, now: dt.datetime, days: int | None = None) -> int:
    """Forget who sent the reports closed more than ``days`` ago, what they wrote and sent along.

    The letters to them go as well: each names whom it went to.

    How many reports there were, of what kind, about which product, and what was answered stays.
    """
    kept = settings.FEEDBACK_KEEPS_DAYS if days is None else days
    due = Report.objects.to_be_purged(now - dt.timedelta(days=kept))
    rows = list(due.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
    pictures = ReportPicture.objects.filter(report__in=rows)
    for picture in pictures:
        transaction.on_commit(partial(picture.stored.storage.delete, str(picture.stored.name)))
    pictures.delete()
    OutgoingMail.objects.filter(about__in=[_about(row.number) for row in rows]).delete()
    for row in rows:
        for name in PERSONAL:
            setattr(row, name, None if name in ("latitude", "longitude") else "")
        row.purged_at = now
    Report.objects.bulk_update(rows, [*PERSONAL, "purged_at"])
    return len(rows)


def purge_due(now: dt.datetime) -> dict[str, int]:
    """The job of ``manage.py tick``."""
    return {"phản ánh đã xóa dữ liệu cá nhân": purge_reports(now=now)}
