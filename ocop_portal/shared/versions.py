"""One number that changes whenever something the public can see has changed.

Whatever is derived from public rows (pages, indexes, map layers) is kept under this number and
so is never stale: the number becomes visible in the same instant as the change it tells of,
whoever wrote it - a form, a bulk import, COPY or plain SQL.
"""

from __future__ import annotations

import pgtrigger
from django.db import connection, models
from django.http import HttpRequest


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


def content_version() -> int:
    """The version as the current transaction sees it; one short query.

    Read it before the rows it stands for: what is then kept under it is at least as new.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(SUM(number), 0)::bigint FROM shared_contentversion")
        return cursor.fetchone()[0]


def version_of(request: HttpRequest) -> int:
    """The version as it stood when ``request`` first asked; one query a request at most."""
    kept = vars(request)
    if "content_version" not in kept:
        kept["content_version"] = content_version()
    return kept["content_version"]
