"""One number that changes whenever something the public can see has changed.

It counts what was written, and the moments passed at which something written earlier appears.
Whatever is derived from public rows (pages, indexes, map layers) is kept under this number and
so is never stale: the number becomes visible in the same instant as the change it tells of,
whoever wrote it - a form, a bulk import, COPY or plain SQL.
"""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.db import models
from django.http import HttpRequest

from ocop_portal.shared.prepared import PreparedNumbers


class ContentVersion(models.Model):
    """One of several counters whose sum is the version.

    A writer takes a counter no other open transaction holds, so that announcing a change never
    waits for, nor deadlocks with, another writer; where all are taken it adds one.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "phiên bản dữ liệu"
        verbose_name_plural = "phiên bản dữ liệu"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.number)


class ContentMoment(models.Model):
    """A moment at which the public sees something new without anybody writing anything."""

    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "thời điểm đổi nội dung"
        verbose_name_plural = "thời điểm đổi nội dung"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M}"


class AnnounceChange(pgtrigger.Trigger):
    """Statement trigger for every model whose rows show on public pages."""

    name = "announce_change"
    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
    func = """
        UPDATE shared_contentversion SET number = number + 1 WHERE id = (
            SELECT id FROM shared_contentversion ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
        );
        IF NOT FOUND THEN
            INSERT INTO shared_contentversion (number) VALUES (1);
        END IF;
        RETURN NULL;
    """


class AnnounceDue(pgtrigger.Trigger):
    """Row trigger for models whose rows appear at ``publish_at``: notes that moment, if to come.

    A moment noted for nothing (the row was postponed) costs one making anew of the kept pages.
    """

    name = "announce_due"
    level = pgtrigger.Row
    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update
    func = """
        IF NEW.publish_at > statement_timestamp() THEN
            INSERT INTO shared_contentmoment (at) VALUES (NEW.publish_at);
        END IF;
        RETURN NULL;
    """


STATE = PreparedNumbers(
    """
    SELECT (SELECT COALESCE(SUM(number), 0) FROM shared_contentversion)::bigint
         + (SELECT COUNT(*) FROM shared_contentmoment WHERE at <= statement_timestamp()),
           (EXTRACT(EPOCH FROM statement_timestamp()) * 1000000)::bigint
    """,
)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def content_state() -> tuple[int, dt.datetime]:
    """The version as the current transaction sees it, and the database's time; one short query.

    Read it before the rows it stands for: what is then kept under it is at least as new. Ask for
    the rows that have appeared by the time given, not by another clock.
    """
    version, microseconds = STATE.ask()
    return version, EPOCH + dt.timedelta(microseconds=microseconds)


def content_version() -> int:
    """The version alone; see `content_state`."""
    return content_state()[0]


def version_of(request: HttpRequest) -> int:
    """The version as it stood when ``request`` first asked; one query a request at most."""
    return _state_of(request)[0]


def moment_of(request: HttpRequest) -> dt.datetime:
    """The time at which ``request`` first asked for the version; rows due later are not shown."""
    return _state_of(request)[1]


def _state_of(request: HttpRequest) -> tuple[int, dt.datetime]:
    kept = vars(request)
    if "content_state" not in kept:
        kept["content_state"] = content_state()
    return kept["content_state"]
